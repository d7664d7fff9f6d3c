"""What do an engine's notes say, as records?

Shared by the engines: keeps the visits that took place, works out how far each got and who
left by themselves, and counts people in scope who were never selected.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled
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
_COLUMNS = (*(step.name.lower() for step in list(Step)[:_STEPS]), "number", "boat", "stage")
_NUMBER, _BOAT, _STAGE = _STEPS, _STEPS + 1, _STEPS + 2
"""Columns of the records on a visit: those of the notes, and three more."""


def compile_records(plan: Plan, cases: Cases, notes: Notes) -> Records:
    """Turn notes into records.

    Parameters
    ----------
    plan, cases
        What the engine was given.
    notes
        What it wrote down.
    """
    alone = notes.visits[notes.visits[:, Step.ALONE] == 1, Step.ARRIVED]
    return Records(
        start=plan.start,
        days=plan.days,
        releasing=plan.releasing,
        capacity=plan.capacity,
        long_stop=plan.long_stop,
        boats=_boats(cases, notes),
        came_back_alone=np.sort(alone),
        visits=_visits(plan, cases, notes),
        gone_unselected=_gone_unselected(plan, cases, notes),
        applicants=_applicants(plan, cases, notes),
        flights=_departures(plan.flights, notes.flights),
        groups=_departures(plan.groups, notes.groups),
    )


def _boats(cases: Cases, notes: Notes) -> BoatRecords:
    boats, people = cases.boats, cases.people
    landed = np.empty(boats.landed.size, dtype=np.bool_)
    in_scope = np.empty(boats.landed.size, dtype=np.int64)
    _fill_boats(people.first, people.standing, people.in_scope, notes.boats, landed, in_scope)
    return BoatRecords(boats.landed, boats.people.astype(np.int64), landed, in_scope)


@compiled
def _fill_boats(
    first: Times,
    standing: NDArray[np.uint8],
    drawn_in_scope: Times,
    noted: Times,
    landed: Flags,
    in_scope: Times,
) -> None:
    """Count people in scope among those who came aboard each boat for the first time."""
    for boat in range(landed.size):
        landed[boat] = noted[boat, Landing.LANDED] == 1
        in_scope[boat] = drawn_in_scope[boat] if landed[boat] else 0
        taken = noted[boat, Landing.TAKEN]
        for position in range(first[boat + 1] - taken, first[boat + 1]):
            in_scope[boat] -= standing[position] > 0


def _visits(plan: Plan, cases: Cases, notes: Notes) -> VisitRecords:
    """Put together the rows of everyone selected who came, and of those who came back."""
    visits = cases.visits
    table = np.empty((len(_COLUMNS), visits.key.size), dtype=np.int64)
    key = np.empty(visits.key.size, dtype=np.uint64)
    count = _keep(visits.key, visits.drawn, notes.visits, plan.scope_ends, key, table)
    key = key[:count]
    columns = dict(zip(_COLUMNS, table[:, :count], strict=True))
    departed = np.full(count, -1, dtype=np.int64)
    if plan.voluntary.any():
        how, left = columns["exit"], columns["left"]
        outside = (how != Exit.RETURNED) & (how != Exit.STILL_INSIDE)
        departed[outside] = departure_times(plan, cases.luck, key[outside], left[outside])
    return VisitRecords(person=key >> np.uint64(VISIT_BITS), departed=departed, **columns)


@compiled
def _keep(
    keys: NDArray[np.uint64],
    drawn: Times,
    noted: Times,
    scope_ends: int,
    kept: NDArray[np.uint64],
    table: Times,
) -> int:
    """Keep visits that took place, those of people who came back if in scope; return how many.

    A visit got as far as the last step that was noted: stages count as steps do.
    """
    row = 0
    for visit in range(keys.size):
        arrived, number = noted[visit, Step.ARRIVED], drawn[visit, Drawn.NUMBER]
        if arrived < 0 or (number > 0 and arrived > scope_ends):
            continue
        kept[row] = keys[visit]
        for step in range(_STEPS):
            table[step, row] = noted[visit, step]
        table[_NUMBER, row] = number
        table[_BOAT, row] = drawn[visit, Drawn.BOAT] if number == 0 else -1
        stage = _LAST_STAGE
        while stage > 0 and noted[visit, stage] < 0:
            stage -= 1
        table[_STAGE, row] = stage
        row += 1
    return row


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


def _applicants(plan: Plan, cases: Cases, notes: Notes) -> ApplicantRecords:
    applicants = cases.applicants
    approved, travelled, group, how = np.empty((4, applicants.applied.size), dtype=np.int64)
    scheme_ended = plan.inbound_ends < plan.horizon
    waits = InboundExit.SCHEME_ENDED if scheme_ended else InboundExit.STILL_WAITING
    _fill_applicants(
        applicants.eligible, notes.applicants, int(waits), approved, travelled, group, how
    )
    return ApplicantRecords(applicants.applied, approved, travelled, how, group)


@compiled
def _fill_applicants(
    eligible: Flags,
    noted: Times,
    waits: int,
    approved: Times,
    travelled: Times,
    group: Times,
    how: Times,
) -> None:
    for applicant in range(eligible.size):
        approved[applicant] = noted[applicant, Approval.APPROVED]
        travelled[applicant] = noted[applicant, Approval.TRAVELLED]
        group[applicant] = noted[applicant, Approval.GROUP]
        if not eligible[applicant]:
            how[applicant] = InboundExit.INELIGIBLE
        elif travelled[applicant] >= 0:
            how[applicant] = InboundExit.TRAVELLED
        else:
            how[applicant] = waits


def _departures(timetable: Timetable, loads: Times) -> DepartureRecords:
    carried, missed, waiting = loads.T.copy()
    return DepartureRecords(
        timetable.departs, timetable.seats, carried, missed, waiting, timetable.cancelled
    )
