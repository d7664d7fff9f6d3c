"""Who travels, which way? Compiled; flights, :mod:`sim.model.way_in` and the balance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import part
from sim.luck.keyed import LuckWords, shared
from sim.model.cases import MISSED, Drawn, Times
from sim.model.compiled.arriving import Remembered, remembers_a_return
from sim.model.compiled.heaps import Heap, drop, push, size
from sim.model.compiled.layout import NOTHING, OWNER_BITS, OWNER_MASK, Event, Now, Stay
from sim.model.compiled.stays import call, joins_the_queue, leaves, leaves_the_queue
from sim.model.exits import Exit
from sim.model.notes import Approval, Load, Step
from sim.model.order import Kind
from sim.model.rules import Rule


@part
def flight_leaves(
    rules: Times,
    state: Times,
    memory: Remembered,
    luck: LuckWords,
    events: Heap,
    ready: Heap,
    coming_back: Heap,
    called: Times,
    keys: NDArray[np.uint64],
    drawn: Times,
    stays: Times,
    noted: Times,
    loads: Times,
    flight: int,
    flight_key: np.uint64,
    seats: int,
    missing: float,
    now: int,
) -> None:
    """Let ready people board, as far as agreed places and the balance allow.

    A person who misses the flight on the day waits on; their place flies empty.
    """
    room = 0
    if not state[Now.RETURNS_HALTED]:
        room = max(rules[Rule.RETURNED_LEAD] + state[Now.BALANCE], 0)
    places = max(min(seats, room, state[Now.WAIT_FOR_FLIGHT]), 0)
    how_many = 0
    for _ in range(places):
        while stays[ready[0] & OWNER_MASK, Stay.PLACE] != ready[0]:
            drop(ready)
        place = ready[0]
        visit = place & OWNER_MASK
        drop(ready)
        leaves_the_queue(state, stays, visit)
        if missing > 0 and shared(luck, MISSED, keys[visit], flight_key) < missing:
            noted[visit, Step.MISSED] += 1
            called[how_many] = place
            how_many += 1
            continue
        is_returned(
            rules, state, memory, events, coming_back, drawn, stays, noted, visit, flight, now
        )
    for number in range(how_many):
        place = called[number]
        joins_the_queue(state, ready, stays, place & OWNER_MASK, place)
    loads[flight, Load.MISSED] = how_many
    loads[flight, Load.CARRIED] = places - how_many


@part
def is_returned(
    rules: Times,
    state: Times,
    memory: Remembered,
    events: Heap,
    coming_back: Heap,
    drawn: Times,
    stays: Times,
    noted: Times,
    visit: int,
    flight: int,
    now: int,
) -> None:
    """Return a person; some come back after a delay."""
    stays[visit, Stay.AHEAD] = NOTHING
    noted[visit, Step.FLIGHT] = flight
    state[Now.BALANCE] -= 1
    remembers_a_return(memory, now)
    leaves(state, noted, visit, now, Exit.RETURNED)
    after = drawn[visit, Drawn.COMES_BACK_AFTER]
    if after >= 0:
        due = now + after
        if due < rules[Rule.OBSERVED_ENDS]:
            push(coming_back, (due << OWNER_BITS) + visit + 1)
        else:
            owner = state[Now.BOATS] + 1 + visit + 1
            call(rules, events, stays, visit + 1, due, Kind.ARRIVE, owner, Event.COMES_BACK)


@part
def stops_approvals(rules: Times, state: Times) -> bool:
    """Return whether a new approval has to wait."""
    if rules[Rule.HALTS_TRAVEL]:
        return False
    stops: bool = state[Now.INBOUND_HALTED] == 1 or state[Now.BALANCE] >= rules[Rule.INBOUND_LEAD]
    return stops


@part
def is_decided(
    rules: Times,
    state: Times,
    approvals: Heap,
    travellers: Heap,
    applications: Times,
    applicant: int,
    now: int,
) -> None:
    """Approve an application, unless approvals have stopped; nobody overtakes those who wait."""
    if size(approvals) > 0 or stops_approvals(rules, state):
        push(approvals, (now << OWNER_BITS) + applicant)
    else:
        is_approved(rules, travellers, applications, applicant, now)


@part
def is_approved(
    rules: Times, travellers: Heap, applications: Times, applicant: int, now: int
) -> None:
    """Approve an application: the person waits for a travel group."""
    if now <= rules[Rule.INBOUND_ENDS]:
        applications[applicant, Approval.APPROVED] = now
        push(travellers, (now << OWNER_BITS) + applicant)


@part
def group_travels(
    rules: Times,
    state: Times,
    travellers: Heap,
    applications: Times,
    loads: Times,
    group: int,
    seats: int,
    now: int,
) -> None:
    """Let a group travel, as far as its places and the balance allow."""
    waiting = size(travellers)
    loads[group, Load.WAITING] = waiting
    room = waiting
    if rules[Rule.HALTS_TRAVEL]:
        room = 0
        if not state[Now.INBOUND_HALTED]:
            room = max(rules[Rule.INBOUND_LEAD] - state[Now.BALANCE], 0)
    places = max(min(seats, room, waiting), 0)
    for _ in range(places):
        applicant = travellers[0] & OWNER_MASK
        drop(travellers)
        applications[applicant, Approval.TRAVELLED] = now
        applications[applicant, Approval.GROUP] = group
    loads[group, Load.CARRIED] = places
    state[Now.BALANCE] += places


@part
def balance_is_reviewed(
    rules: Times, state: Times, approvals: Heap, travellers: Heap, applications: Times, now: int
) -> None:
    """Halt a side at its bound and let it resume; stopped approvals go on."""
    balance, reset = state[Now.BALANCE], rules[Rule.RESET]
    state[Now.INBOUND_HALTED] = is_halted(
        balance, rules[Rule.INBOUND_LEAD], reset, state[Now.INBOUND_HALTED]
    )
    state[Now.RETURNS_HALTED] = is_halted(
        -balance, rules[Rule.RETURNED_LEAD], reset, state[Now.RETURNS_HALTED]
    )
    while size(approvals) > 0 and not stops_approvals(rules, state):
        applicant = approvals[0] & OWNER_MASK
        drop(approvals)
        is_approved(rules, travellers, applications, applicant, now)


@part
def is_halted(lead: int, bound: int, reset: int, halted: int) -> int:
    """Return 1 if a side with this lead is halted; a reset of -1 is none."""
    if lead >= bound:
        return 1
    return 1 if halted and reset >= 0 and lead > reset else 0
