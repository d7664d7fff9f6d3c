"""Who arrives? Compiled; boats, people who come back, and :mod:`sim.model.deterrence`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import allocating, part
from sim.model.cases import Drawn, Times
from sim.model.compiled.heaps import Heap, drop, size
from sim.model.compiled.layout import OWNER_BITS, OWNER_MASK, Memory, Now
from sim.model.compiled.places import asks_for_a_place
from sim.model.compiled.stays import ends
from sim.model.exits import Exit
from sim.model.notes import Landing, Step
from sim.model.order import DAY
from sim.model.plan import Table as Shares
from sim.model.rules import Rule

Remembered = NDArray[np.float64]

_COUNTED = int(Memory.COUNTED)


@allocating
def blank_memory(deterrence: Remembered, days: int) -> Remembered:
    """Return a memory in which nothing has happened yet."""
    memory = np.zeros(_COUNTED + 2 * days)
    memory[Memory.STRENGTH] = deterrence[0]
    memory[Memory.KEPT_A_DAY] = np.exp(-DAY / deterrence[1])
    memory[Memory.DAYS] = max(int(deterrence[2]) // DAY, 1)
    return memory


@part
def remembers_arrivals(memory: Remembered, now: int, people: int) -> None:
    """Remember arrivals."""
    memory[_COUNTED + 2 * (now // DAY) + 1] += people


@part
def remembers_a_return(memory: Remembered, now: int) -> None:
    """Remember a return."""
    memory[_COUNTED + 2 * (now // DAY)] += 1


@part
def days_pass(state: Times, memory: Remembered, now: int) -> None:
    """Take in every day that is over, and forget the one before those of memory."""
    today = now // DAY
    while state[Now.DAY] < today:
        over = _COUNTED + 2 * state[Now.DAY]
        memory[Memory.RETURNS] += memory[over]
        memory[Memory.ARRIVALS] += memory[over + 1]
        forgotten = over - 2 * int(memory[Memory.DAYS])
        if forgotten >= _COUNTED:
            memory[Memory.RETURNS] -= memory[forgotten]
            memory[Memory.ARRIVALS] -= memory[forgotten + 1]
        if memory[Memory.ARRIVALS] > 0:
            chance = memory[Memory.RETURNS] / memory[Memory.ARRIVALS]
            memory[Memory.EXPERIENCED] = min(chance, 1.0)
        gap = memory[Memory.EXPERIENCED] - memory[Memory.PERCEIVED]
        memory[Memory.PERCEIVED] += gap * (1 - memory[Memory.KEPT_A_DAY])
        state[Now.DAY] += 1


@part
def sets_out(rules: Times, state: Times, memory: Remembered, now: int, mark: float) -> bool:
    """Return whether a boat with this mark sets out."""
    if memory[Memory.STRENGTH] == 0 or now < rules[Rule.DETERS_FROM]:
        return True
    days_pass(state, memory, now)
    comes: bool = mark < 1 - memory[Memory.STRENGTH] * memory[Memory.PERCEIVED]
    return comes


@part
def comes_back(
    rules: Times,
    state: Times,
    memory: Remembered,
    events: Heap,
    returned: Heap,
    drawn: Times,
    stays: Times,
    noted: Times,
    visit: int,
    now: int,
    aboard: bool,
) -> None:
    """Let a person who was returned arrive again; they are recognised."""
    noted[visit, Step.ARRIVED] = now
    if not aboard:
        noted[visit, Step.ALONE] = 1
        remembers_arrivals(memory, now, 1)
    if now <= rules[Rule.SCOPE_ENDS]:
        asks_for_a_place(rules, state, events, returned, drawn, stays, noted, visit, now)


@part
def observation_ends(
    rules: Times,
    state: Times,
    memory: Remembered,
    events: Heap,
    returned: Heap,
    coming_back: Heap,
    drawn: Times,
    stays: Times,
    noted: Times,
    now: int,
) -> None:
    """Whoever found no boat in the observed weeks arrives now that they are over."""
    while size(coming_back) > 0:
        visit = coming_back[0] & OWNER_MASK
        drop(coming_back)
        comes_back(rules, state, memory, events, returned, drawn, stays, noted, visit, now, False)


@part
def boat_lands(
    rules: Times,
    intake_limit: Shares,
    state: Times,
    memory: Remembered,
    events: Heap,
    returned: Heap,
    coming_back: Heap,
    selected_on: Times,
    called: Times,
    drawn: Times,
    stays: Times,
    noted: Times,
    landings: Times,
    boat: int,
    people: int,
    mark: float,
    now: int,
) -> None:
    """Let a boat land; selected people ask for a place.

    In observed weeks, people who come back are among those counted aboard: they take the last
    places of the next boat.
    """
    first = state[Now.ROW]
    last = first
    while last < drawn.shape[0] and drawn[last, Drawn.BOAT] == boat:
        last += 1
    state[Now.ROW] = last
    if not sets_out(rules, state, memory, now, mark):
        return
    remembers_arrivals(memory, now, people)
    landings[boat, Landing.LANDED] = 1
    taken = 0
    while taken < people and size(coming_back) > 0 and coming_back[0] >> OWNER_BITS <= now:
        called[taken] = coming_back[0] & OWNER_MASK
        drop(coming_back)
        taken += 1
    landings[boat, Landing.TAKEN] = taken
    today = now // DAY
    for visit in range(first, last):
        if drawn[visit, Drawn.NUMBER] > 0 or drawn[visit, Drawn.PLACE] >= people - taken:
            continue
        noted[visit, Step.ARRIVED] = now
        if rules[Rule.HAS_INTAKE_LIMIT] and selected_on[today] >= intake_limit[today]:
            ends(noted, visit, now, Exit.INTAKE_FULL)
            continue
        selected_on[today] += 1
        asks_for_a_place(rules, state, events, returned, drawn, stays, noted, visit, now)
    for number in range(taken):
        comes_back(
            rules, state, memory, events, returned, drawn, stays, noted, called[number], now, True
        )
