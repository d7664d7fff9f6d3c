"""What happens next? The loop of the compiled engine, and how plan and cases get into it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compiled import allocating, compiled, part
from sim.luck.keyed import LuckWords
from sim.model.cases import Cases, Flags, Times
from sim.model.compiled.arriving import (
    Remembered,
    blank_memory,
    boat_lands,
    comes_back,
    observation_ends,
)
from sim.model.compiled.heaps import Heap, drop, empty_heap, size
from sim.model.compiled.layout import (
    KIND_BITS,
    NOTHING,
    OWNER_BITS,
    OWNER_MASK,
    TIME_BITS,
    Event,
    Now,
    Stay,
    Table,
)
from sim.model.compiled.places import admit, first_waiting, scheme_ends, waits_for_a_place
from sim.model.compiled.stays import (
    ends,
    is_referred,
    is_replied_to,
    key_of,
    leaves,
    stops_waiting,
    waits_for_a_flight,
)
from sim.model.compiled.travelling import (
    balance_is_reviewed,
    flight_leaves,
    group_travels,
    is_decided,
)
from sim.model.compiling import compile_records
from sim.model.exits import Exit
from sim.model.notes import Load, Notes, Step, blank_notes
from sim.model.order import DAY, NEVER, Kind
from sim.model.plan import Plan
from sim.model.plan import Table as Shares
from sim.model.records import Records
from sim.model.rules import NO_EXIT, Rule
from sim.scenario.problems import TooManyError

_STATE = len(Now)


def run_compiled(plan: Plan, cases: Cases) -> Records:
    """Run one replication; the same records as :func:`sim.model.reference.run_reference`."""
    return compile_records(plan, cases, decide(plan, cases))


@allocating
def decide(plan: Plan, cases: Cases) -> Notes:
    """Run the model to the horizon and write down what happens.

    Parameters
    ----------
    plan, cases
        The rules and the draws.

    Raises
    ------
    TooManyError
        If there are more people, or there is more time, than the key of an event can hold.
    """
    owners = 2 * cases.visits.key.size + cases.boats.landed.size + cases.applicants.applied.size
    if owners >= OWNER_MASK or plan.rules[Rule.HORIZON] >= 2**TIME_BITS:
        raise TooManyError("more than 67 million people or 272 years; write --engine reference")
    notes = blank_notes(plan, cases)
    loop(*arguments(plan, cases, notes))
    return notes


@allocating
def arguments(plan: Plan, cases: Cases, notes: Notes) -> tuple[Any, ...]:
    """Return what the loop is called with: rules, cases, notes, and what it remembers."""
    boats, visits, applicants = cases.boats, cases.visits, cases.applicants
    people, delaying = visits.key.size, 0
    for barrier in range(plan.barriers.shape[0]):
        delaying += plan.barriers[barrier, 1] == NO_EXIT
    decisions = np.empty(applicants.applied.size, dtype=np.int64)
    decided = _list_decisions(
        applicants.applied, applicants.eligible, applicants.processing, plan.rules[Rule.HORIZON],
        decisions,
    )  # fmt: skip
    decisions = decisions[:decided]
    decisions.sort()
    state = np.zeros(_STATE, dtype=np.int64)
    state[Now.NEXT_REVIEW] = plan.rules[Rule.REVIEW]
    state[Now.BOATS] = boats.landed.size
    return (
        plan.rules,
        plan.tables,
        plan.intake_limit,
        plan.barriers,
        plan.capacity,
        plan.changes,
        plan.flights.departs,
        plan.flights.seats,
        plan.flights.cancelled,
        plan.flights.key,
        plan.groups.departs,
        plan.groups.seats,
        decisions,
        boats.landed,
        boats.people,
        boats.mark,
        visits.key,
        visits.drawn,
        visits.chances,
        blank_memory(plan.deterrence, plan.rules[Rule.DAYS]),
        cases.luck,
        notes.visits,
        notes.boats,
        notes.applicants,
        notes.flights,
        notes.groups,
        state,
        np.empty((people, Stay.DELAY_ONSET + 2 * delaying), dtype=np.int64),
        # One event ahead for each visit, and the holding limit of those who came back.
        empty_heap(2 * people),
        empty_heap(people * (delaying + 1)),
        empty_heap(people),
        empty_heap(people),
        empty_heap(decided),
        empty_heap(decided),
        np.zeros(plan.rules[Rule.DAYS], dtype=np.int64),
        np.empty(people, dtype=np.int64),
    )


@part
def _list_decisions(
    applied: Times, eligible: Flags, processing: Times, horizon: int, decisions: Times
) -> int:
    """List when eligible applications are decided, and the applicant below; return how many."""
    count = 0
    for applicant in range(applied.size):
        decided = applied[applicant] + processing[applicant]
        if eligible[applicant] and decided < horizon:
            decisions[count] = (decided << OWNER_BITS) + applicant
            count += 1
    return count


@compiled
def loop(
    rules: Times,
    tables: Shares,
    intake_limit: Shares,
    barriers: Times,
    capacity: Times,
    changes: Times,
    flight_times: Times,
    flight_seats: Times,
    flight_cancelled: Flags,
    flight_keys: NDArray[np.uint64],
    group_times: Times,
    group_seats: Times,
    decisions: Times,
    boat_times: Times,
    boat_people: NDArray[np.int32],
    boat_marks: NDArray[np.float64],
    keys: NDArray[np.uint64],
    drawn: Times,
    chances: Shares,
    memory: Remembered,
    luck: LuckWords,
    noted: Times,
    landings: Times,
    applications: Times,
    flight_loads: Times,
    group_loads: Times,
    state: Times,
    stays: Times,
    events: Heap,
    ready: Heap,
    returned: Heap,
    coming_back: Heap,
    approvals: Heap,
    travellers: Heap,
    selected_on: Times,
    called: Times,
) -> None:
    """Run every event before the horizon, in the one order of things."""
    visits, horizon = keys.size, rules[Rule.HORIZON]
    now = 0
    planned = _next_planned(
        rules, state, changes, flight_times, group_times, decisions, boat_times, visits
    )
    while True:
        key = planned
        if size(events) > 0:
            key = min(key, events[0])
        waiting = first_waiting(state, drawn, noted)
        deadline = NEVER
        if waiting >= 0:
            until = noted[waiting, Step.ASKED] + rules[Rule.HOLDING_LIMIT]
            deadline = key_of(min(until, horizon), Kind.DEADLINE, 1 + waiting)
            key = min(key, deadline)
        if state[Now.MUST_ADMIT] and key >= key_of(now, Kind.ADMIT, 0):
            state[Now.MUST_ADMIT] = 0
            admit(
                rules, tables, barriers, state, events, returned, drawn, chances, stays, noted, now
            )
            continue
        now = key >> (KIND_BITS + OWNER_BITS)
        if now >= horizon:
            break
        kind = (key >> OWNER_BITS) & (2**KIND_BITS - 1)
        if key == deadline:
            ends(noted, waiting, now, Exit.NO_PLACE)
        elif key == planned:
            if kind == Kind.ARRIVE:
                if key & OWNER_MASK > 0:
                    boat = state[Now.NEXT_BOAT]
                    state[Now.NEXT_BOAT] += 1
                    boat_lands(
                        rules, intake_limit, state, memory, events, returned, coming_back,
                        selected_on, called, drawn, stays, noted, landings, boat, boat_people[boat],
                        boat_marks[boat], now,
                    )  # fmt: skip
                else:
                    state[Now.OBSERVATION_ENDED] = 1
                    observation_ends(
                        rules, state, memory, events, returned, coming_back, drawn, stays, noted,
                        now,
                    )  # fmt: skip
            elif kind == Kind.READY:
                applicant = decisions[state[Now.NEXT_APPROVAL]] & OWNER_MASK
                state[Now.NEXT_APPROVAL] += 1
                is_decided(rules, state, approvals, travellers, applications, applicant, now)
            elif kind == Kind.CAPACITY:
                state[Now.CAPACITY] = capacity[changes[state[Now.NEXT_CAPACITY]]]
                state[Now.NEXT_CAPACITY] += 1
                state[Now.MUST_ADMIT] = 1
            elif kind == Kind.BOARD:
                flight = state[Now.NEXT_FLIGHT]
                state[Now.NEXT_FLIGHT] += 1
                flight_loads[flight, Load.WAITING] = state[Now.WAIT_FOR_FLIGHT]
                if not flight_cancelled[flight]:
                    flight_leaves(
                        rules, state, memory, luck, events, ready, coming_back, called, keys, drawn,
                        stays, noted, flight_loads, flight, flight_keys[flight],
                        flight_seats[flight], tables[Table.MISSED, now // DAY], now,
                    )  # fmt: skip
            elif kind == Kind.TRAVEL:
                group = state[Now.NEXT_GROUP]
                state[Now.NEXT_GROUP] += 1
                group_travels(
                    rules, state, travellers, applications, group_loads, group, group_seats[group],
                    now,
                )  # fmt: skip
            elif kind == Kind.OBSERVE:
                state[Now.NEXT_REVIEW] += rules[Rule.REVIEW]
                balance_is_reviewed(rules, state, approvals, travellers, applications, now)
            else:
                state[Now.SCHEME_ENDED] = 1
                scheme_ends(state, returned, drawn, noted, now)
            planned = _next_planned(
                rules, state, changes, flight_times, group_times, decisions, boat_times, visits
            )
        else:
            drop(events)
            visit = (key & OWNER_MASK) - 1
            if kind == Kind.ARRIVE:
                visit -= state[Now.BOATS]
            if stays[visit, Stay.AHEAD] != key:
                continue
            stays[visit, Stay.AHEAD] = NOTHING
            what = stays[visit, Stay.AHEAD_IS]
            if what == Event.REFERRAL:
                is_referred(rules, events, stays, noted, visit, now)
            elif what == Event.REPLY:
                is_replied_to(rules, events, stays, noted, visit, now)
            elif what == Event.REFUSED:
                leaves(state, noted, visit, now, Exit.REFUSED)
            elif what == Event.READY:
                waits_for_a_flight(rules, state, events, ready, stays, noted, visit, now)
            elif what == Event.STAY_ENDS:
                leaves(state, noted, visit, now, stays[visit, Stay.END_EXIT])
            elif what == Event.WAIT_ENDS:
                stops_waiting(rules, state, events, stays, noted, visit, kind, now)
            elif what == Event.COMES_BACK:
                comes_back(
                    rules, state, memory, events, returned, drawn, stays, noted, visit, now, False
                )
            elif waits_for_a_place(noted, visit):
                ends(noted, visit, now, Exit.NO_PLACE)


@part
def _next_planned(
    rules: Times,
    state: Times,
    changes: Times,
    flight_times: Times,
    group_times: Times,
    decisions: Times,
    boat_times: Times,
    visits: int,
) -> int:
    """Return the key of the next event whose time was known from the start."""
    key = key_of(min(state[Now.NEXT_REVIEW], rules[Rule.HORIZON]), Kind.OBSERVE, 0)
    change = state[Now.NEXT_CAPACITY]
    if change < changes.size:
        day = changes[change]
        key = min(key, key_of(day * DAY, Kind.CAPACITY, day))
    decision = state[Now.NEXT_APPROVAL]
    if decision < decisions.size:
        when, applicant = decisions[decision] >> OWNER_BITS, decisions[decision] & OWNER_MASK
        key = min(key, key_of(when, Kind.READY, 1 + visits + applicant))
    flight = state[Now.NEXT_FLIGHT]
    if flight < flight_times.size:
        key = min(key, key_of(flight_times[flight], Kind.BOARD, flight))
    group = state[Now.NEXT_GROUP]
    if group < group_times.size:
        key = min(key, key_of(group_times[group], Kind.TRAVEL, group))
    boat = state[Now.NEXT_BOAT]
    if boat < boat_times.size:
        key = min(key, key_of(boat_times[boat], Kind.ARRIVE, 1 + boat))
    if not state[Now.OBSERVATION_ENDED]:
        ended = min(rules[Rule.OBSERVED_ENDS], rules[Rule.HORIZON])
        key = min(key, key_of(ended, Kind.ARRIVE, 0))
    if not state[Now.SCHEME_ENDED]:
        ended = min(rules[Rule.RETURNS_END], rules[Rule.HORIZON])
        key = min(key, key_of(ended, Kind.DEADLINE, 0))
    return key
