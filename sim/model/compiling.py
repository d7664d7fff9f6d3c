"""What do an engine's notes say, as records?

Shared by the engines: keeps the visits that took place, works out how far each got and who
left by themselves, and counts people in scope who were never selected.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled
from sim.luck.keys import person_key, person_of, visit_key
from sim.model.cases import Cases, Drawn, Standing, Times
from sim.model.exits import Exit, InboundExit, Stage
from sim.model.notes import Landing, Notes, Step
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
_COLUMNS = ("number", "boat", *(step.name.lower() for step in list(Step)[:_STEPS]), "stage")
"""Columns of the records on a visit that come from the notes and the draws."""


def compile_records(plan: Plan, cases: Cases, notes: Notes) -> Records:
    """Turn notes into records.

    Parameters
    ----------
    plan, cases
        What the engine was given.
    notes
        What it wrote down.
    """
    landed = notes.boats[:, Landing.LANDED] == 1
    aboard = np.where(landed, cases.boats.people - notes.boats[:, Landing.TAKEN], 0)
    alone = notes.visits[notes.visits[:, Step.ALONE] == 1, Step.ARRIVED]
    in_scope = np.empty(landed.size, dtype=np.int64)
    _count_in_scope(cases.people.first, cases.people.standing, aboard, in_scope)
    return Records(
        start=plan.start,
        days=plan.days,
        releasing=plan.releasing,
        capacity=plan.capacity,
        long_stop=plan.long_stop,
        boats=BoatRecords(
            cases.boats.landed, cases.boats.people.astype(np.int64), landed, in_scope
        ),
        came_back_alone=np.sort(alone),
        visits=_visits(plan, cases, notes),
        gone_unselected=_gone_unselected(plan, cases, aboard),
        applicants=_applicants(plan, cases, notes),
        flights=_departures(plan.flights, notes.flights),
        groups=_departures(plan.groups, notes.groups),
    )


@compiled
def _count_in_scope(
    first: Times, standing: NDArray[np.uint8], aboard: Times, in_scope: Times
) -> None:
    """Count people in scope among those who came aboard each boat for the first time."""
    for boat in range(aboard.size):
        count = 0
        for position in range(first[boat], first[boat] + aboard[boat]):
            count += standing[position] > 0
        in_scope[boat] = count


def _visits(plan: Plan, cases: Cases, notes: Notes) -> VisitRecords:
    """Put together the rows of everyone selected who came, and of those who came back."""
    rows = _rows_of(cases.visits.drawn, notes.visits, plan.scope_ends)
    table = np.empty((len(_COLUMNS), rows.size), dtype=np.int64)
    _fill(cases.visits.drawn, notes.visits, rows, table)
    columns = dict(zip(_COLUMNS, table, strict=True))
    key = cases.visits.key[rows]
    departed = _departed(plan, cases, key, columns["exit"], columns["left"])
    return VisitRecords(person=person_of(key), departed=departed, **columns)


@compiled
def _rows_of(drawn: Times, noted: Times, scope_ends: int) -> Times:
    """Return which possible visits took place, those of people who came back if in scope."""
    rows = np.empty(noted.shape[0], dtype=np.int64)
    count = 0
    for visit in range(rows.size):
        arrived = noted[visit, Step.ARRIVED]
        if arrived >= 0 and (drawn[visit, Drawn.NUMBER] == 0 or arrived <= scope_ends):
            rows[count] = visit
            count += 1
    return rows[:count].copy()


@compiled
def _fill(drawn: Times, noted: Times, rows: Times, table: Times) -> None:
    """Fill the columns of the records.

    A visit got as far as the last step that was noted: stages count as steps do.
    """
    for row in range(rows.size):
        visit = rows[row]
        number = drawn[visit, Drawn.NUMBER]
        table[0, row] = number
        table[1, row] = drawn[visit, Drawn.BOAT] if number == 0 else -1
        for step in range(_STEPS):
            table[2 + step, row] = noted[visit, step]
        stage = _LAST_STAGE
        while stage > 0 and noted[visit, stage] < 0:
            stage -= 1
        table[2 + _STEPS, row] = stage


def _departed(plan: Plan, cases: Cases, key: NDArray[np.uint64], how: Times, left: Times) -> Times:
    """Return when each person left by themselves after a visit, or -1."""
    departed = np.full(key.size, -1, dtype=np.int64)
    if plan.voluntary.any():
        outside = (how != Exit.RETURNED) & (how != Exit.STILL_INSIDE)
        departed[outside] = departure_times(plan, cases.luck, key[outside], left[outside])
    return departed


def _gone_unselected(plan: Plan, cases: Cases, aboard: Times) -> Times:
    """Return when people in scope who were never selected left by themselves, in order."""
    if not plan.voluntary.any():
        return np.zeros(0, dtype=np.int64)
    people = cases.people
    boat = np.repeat(np.arange(aboard.size), np.diff(people.first))
    place = np.arange(boat.size) - people.first[boat]
    outside = (people.standing == Standing.IN_SCOPE) & (place < aboard[boat])
    boat, place = boat[outside], place[outside]
    key = visit_key(person_key(cases.boats.key[boat], place), 0)
    gone = departure_times(plan, cases.luck, key, cases.boats.landed[boat])
    return np.sort(gone[gone >= 0])


def _applicants(plan: Plan, cases: Cases, notes: Notes) -> ApplicantRecords:
    approved, travelled, group = notes.applicants.T.copy()
    scheme_ended = plan.inbound_ends < plan.horizon
    waits = InboundExit.SCHEME_ENDED if scheme_ended else InboundExit.STILL_WAITING
    how = np.where(cases.applicants.eligible, int(waits), int(InboundExit.INELIGIBLE))
    how[travelled >= 0] = InboundExit.TRAVELLED
    return ApplicantRecords(cases.applicants.applied, approved, travelled, how, group)


def _departures(timetable: Timetable, loads: Times) -> DepartureRecords:
    carried, missed, waiting = loads.T.copy()
    return DepartureRecords(
        timetable.departs, timetable.seats, carried, missed, waiting, timetable.cancelled
    )
