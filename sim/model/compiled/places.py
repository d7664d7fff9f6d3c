"""Who gets a place in detention? Compiled; the rules of :mod:`sim.model.places`.

First visits ask in the order of their rows, as their boats land, so they need no queue: the
first of them that waits is the next to be admitted and the next to be turned away. People who
were returned before wait in a heap.
"""

from __future__ import annotations

from sim.compiled import part
from sim.model.cases import Drawn, Times
from sim.model.compiled.heaps import Heap, drop, push, size
from sim.model.compiled.layout import OWNER_BITS, OWNER_MASK, Event, Now
from sim.model.compiled.stays import call, ends, plan_stay, stays_until
from sim.model.exits import Exit
from sim.model.notes import Step
from sim.model.order import Kind
from sim.model.plan import Table as Shares
from sim.model.rules import Rule


@part
def waits_for_a_place(noted: Times, visit: int) -> bool:
    """Return whether a visit is in the queue for places."""
    waits: bool = (
        noted[visit, Step.ASKED] >= 0
        and noted[visit, Step.DETAINED] < 0
        and noted[visit, Step.LEFT] < 0
    )
    return waits


@part
def first_waiting(state: Times, drawn: Times, noted: Times) -> int:
    """Return the first visit of a new arrival that waits for a place, or -1."""
    row: int = state[Now.FIRST_WAITING]
    while row < state[Now.ROW] and (
        drawn[row, Drawn.NUMBER] > 0 or not waits_for_a_place(noted, row)
    ):
        row += 1
    state[Now.FIRST_WAITING] = row
    return row if row < state[Now.ROW] else -1


@part
def next_for_a_place(state: Times, returned: Heap, drawn: Times, noted: Times) -> int:
    """Return who is next for a place, or -1: people returned before come first."""
    while size(returned) > 0:
        visit: int = returned[0] & OWNER_MASK
        if waits_for_a_place(noted, visit):
            return visit
        drop(returned)
    return first_waiting(state, drawn, noted)


@part
def asks_for_a_place(
    rules: Times,
    state: Times,
    events: Heap,
    returned: Heap,
    drawn: Times,
    stays: Times,
    noted: Times,
    visit: int,
    now: int,
) -> None:
    """Let a selected person wait for a place, at most for the holding limit."""
    noted[visit, Step.ASKED] = now
    state[Now.MUST_ADMIT] = 1
    if drawn[visit, Drawn.NUMBER] > 0:
        push(returned, (now << OWNER_BITS) + visit)
        until = now + rules[Rule.HOLDING_LIMIT]
        call(rules, events, stays, visit, until, Kind.DEADLINE, 1 + visit, Event.HOLDING_ENDS)


@part
def admit(
    rules: Times,
    tables: Shares,
    barriers: Times,
    state: Times,
    events: Heap,
    returned: Heap,
    drawn: Times,
    chances: Shares,
    stays: Times,
    noted: Times,
    now: int,
) -> None:
    """Give free places to those who wait."""
    while state[Now.OCCUPIED] < state[Now.CAPACITY]:
        visit = next_for_a_place(state, returned, drawn, noted)
        if visit < 0:
            break
        state[Now.OCCUPIED] += 1
        noted[visit, Step.DETAINED] = now
        arrived = noted[visit, Step.ARRIVED]
        plan_stay(rules, tables, barriers, drawn, chances, stays, visit, arrived, now)
        referral = now + drawn[visit, Drawn.REFERRAL]
        stays_until(rules, events, stays, visit, referral, Event.REFERRAL)


@part
def scheme_ends(state: Times, returned: Heap, drawn: Times, noted: Times, now: int) -> None:
    """After the last transfer out nobody is held for one."""
    visit = next_for_a_place(state, returned, drawn, noted)
    while visit >= 0:
        ends(noted, visit, now, Exit.SCHEME_ENDED)
        visit = next_for_a_place(state, returned, drawn, noted)
