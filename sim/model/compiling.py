"""What do an engine's notes say, as records?

Shared by the engines: keeps the visits that took place, works out how far each got and who
left by themselves, and counts people in scope who were never selected.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled, part
from sim.luck.keys import VISIT_BITS, person_key, visit_key
from sim.model.cases import Cases, Drawn, Flags, Standing, Times
from sim.model.exits import Exit, InboundExit, Stage
from sim.model.notes import Approval, Landing, Notes, Step
from sim.model.plan import Plan
from sim.model.records import (
    ApplicantRecords,
    BoatRecords,
    DepartureRecords,
    Records,
    VisitRecords,
)
from sim.model.timetable import Timetable
from sim.model.voluntary import departure_times

_LAST_STAGE = int(Stage.READY)
_STEPS = int(Step.MISSED) + 1
_COLUMNS = (
    *(step.name.lower() for step in list(Step)[:_STEPS]),
    *("number", "boat", "stage", "departed"),
)
_NUMBER, _BOAT, _STAGE, _DEPARTED = range(_STEPS, _STEPS + 4)
"""Columns of the records on a visit: those of the notes, and four more."""

_INWARD_EXIT = len(Approval)
_INELIGIBLE, _TRAVELLED = int(InboundExit.INELIGIBLE), int(InboundExit.TRAVELLED)


def compile_records(plan: Plan, cases: Cases, notes: Notes) -> Records:
    """Turn notes into records.

    Parameters
    ----------
    plan, cases
        What the engine was given.
    notes
        What it wrote down.
    """
    boats, visits, applicants = cases.boats, cases.visits, cases.applicants
    landed = np.empty(boats.landed.size, dtype=np.bool_)
    people, in_scope = np.empty((2, boats.landed.size), dtype=np.int64)
    person = np.empty(visits.key.size, dtype=np.uint64)
    table = np.empty((len(_COLUMNS), visits.key.size), dtype=np.int64)
    inward = np.empty((len(Approval) + 1, applicants.applied.size), dtype=np.int64)
    scheme_ended = plan.inbound_ends < plan.horizon
    rows, alone = _fill(
        cases.people.first,
        cases.people.standing,
        cases.people.in_scope,
        boats.people,
        visits.key,
        visits.drawn,
        applicants.eligible,
        plan.scope_ends,
        int(InboundExit.SCHEME_ENDED if scheme_ended else InboundExit.STILL_WAITING),
        notes.boats,
        notes.visits,
        notes.applicants,
        landed,
        people,
        in_scope,
        person,
        table,
        inward,
    )
    columns = dict(zip(_COLUMNS, table[:, :rows], strict=True))
    records = Records(
        start=plan.start,
        days=plan.days,
        releasing=plan.releasing,
        capacity=plan.capacity,
        long_stop=plan.long_stop,
        boats=BoatRecords(boats.landed, people, landed, in_scope),
        came_back_alone=_came_back_alone(notes) if alone else np.zeros(0, dtype=np.int64),
        visits=VisitRecords(person=person[:rows], **columns),
        gone_unselected=_gone_unselected(plan, cases, notes),
        applicants=ApplicantRecords(
            applied=applicants.applied,
            approved=inward[Approval.APPROVED],
            travelled=inward[Approval.TRAVELLED],
            exit=inward[_INWARD_EXIT],
            group=inward[Approval.GROUP],
        ),
        flights=_departures(plan.flights, notes.flights),
        groups=_departures(plan.groups, notes.groups),
    )
    if plan.voluntary.any():
        _leave_by_themselves(plan, cases, records.visits)
    return records


@compiled
def _fill(
    first: Times,
    standing: NDArray[np.uint8],
    drawn_in_scope: Times,
    aboard: NDArray[np.int32],
    keys: NDArray[np.uint64],
    drawn: Times,
    eligible: Flags,
    scope_ends: int,
    waits: int,
    landings: Times,
    noted: Times,
    applications: Times,
    landed: Flags,
    people: Times,
    in_scope: Times,
    person: NDArray[np.uint64],
    table: Times,
    inward: Times,
) -> tuple[int, int]:
    """Fill the tables; return how many visits took place, and how many people came alone."""
    _fill_boats(first, standing, drawn_in_scope, aboard, landings, landed, people, in_scope)
    _fill_applicants(eligible, applications, waits, inward)
    return _fill_visits(keys, drawn, noted, scope_ends, person, table)


@part
def _fill_boats(
    first: Times,
    standing: NDArray[np.uint8],
    drawn_in_scope: Times,
    aboard: NDArray[np.int32],
    landings: Times,
    landed: Flags,
    people: Times,
    in_scope: Times,
) -> None:
    """Count people in scope among those who came aboard each boat for the first time."""
    for boat in range(landed.size):
        people[boat] = aboard[boat]
        landed[boat] = landings[boat, Landing.LANDED] == 1
        in_scope[boat] = drawn_in_scope[boat] if landed[boat] else 0
        taken = landings[boat, Landing.TAKEN]
        for position in range(first[boat + 1] - taken, first[boat + 1]):
            in_scope[boat] -= standing[position] > 0


@part
def _fill_visits(
    keys: NDArray[np.uint64],
    drawn: Times,
    noted: Times,
    scope_ends: int,
    person: NDArray[np.uint64],
    table: Times,
) -> tuple[int, int]:
    """Keep visits that took place, those of people who came back if in scope.

    A visit got as far as the last step that was noted: stages count as steps do.
    """
    row = alone = 0
    for visit in range(keys.size):
        alone += noted[visit, Step.ALONE]
        arrived, number = noted[visit, Step.ARRIVED], drawn[visit, Drawn.NUMBER]
        if arrived < 0 or (number > 0 and arrived > scope_ends):
            continue
        person[row] = keys[visit] >> np.uint64(VISIT_BITS)
        for step in range(_STEPS):
            table[step, row] = noted[visit, step]
        table[_NUMBER, row] = number
        table[_BOAT, row] = drawn[visit, Drawn.BOAT] if number == 0 else -1
        stage = _LAST_STAGE
        while stage > 0 and noted[visit, stage] < 0:
            stage -= 1
        table[_STAGE, row] = stage
        table[_DEPARTED, row] = -1
        row += 1
    return row, alone


@part
def _fill_applicants(eligible: Flags, applications: Times, waits: int, inward: Times) -> None:
    for applicant in range(eligible.size):
        for column in range(_INWARD_EXIT):
            inward[column, applicant] = applications[applicant, column]
        if not eligible[applicant]:
            how = _INELIGIBLE
        elif applications[applicant, Approval.TRAVELLED] >= 0:
            how = _TRAVELLED
        else:
            how = waits
        inward[_INWARD_EXIT, applicant] = how


def _came_back_alone(notes: Notes) -> Times:
    return np.sort(notes.visits[notes.visits[:, Step.ALONE] == 1, Step.ARRIVED])


def _leave_by_themselves(plan: Plan, cases: Cases, visits: VisitRecords) -> None:
    """Write down when people who are outside after a visit left by themselves."""
    outside = (visits.exit != Exit.RETURNED) & (visits.exit != Exit.STILL_INSIDE)
    key = visit_key(visits.person[outside], visits.number[outside])
    visits.departed[outside] = departure_times(plan, cases.luck, key, visits.left[outside])


def _gone_unselected(plan: Plan, cases: Cases, notes: Notes) -> Times:
    """Return when people in scope who were never selected left by themselves, in order."""
    if not plan.voluntary.any():
        return np.zeros(0, dtype=np.int64)
    people = cases.people
    aboard = cases.boats.people - notes.boats[:, Landing.TAKEN]
    aboard[notes.boats[:, Landing.LANDED] == 0] = 0
    boat = np.repeat(np.arange(aboard.size), np.diff(people.first))
    place = np.arange(boat.size) - people.first[boat]
    outside = (people.standing == Standing.IN_SCOPE) & (place < aboard[boat])
    boat, place = boat[outside], place[outside]
    key = visit_key(person_key(cases.boats.key[boat], place), 0)
    gone = departure_times(plan, cases.luck, key, cases.boats.landed[boat])
    return np.sort(gone[gone >= 0])


def _departures(timetable: Timetable, loads: Times) -> DepartureRecords:
    carried, missed, waiting = loads.T.copy()
    return DepartureRecords(
        timetable.departs, timetable.seats, carried, missed, waiting, timetable.cancelled
    )
