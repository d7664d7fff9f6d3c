"""What do an engine's notes say, as records?

Shared by the engines: adds everyone in scope who was never selected, orders the
rows, and works out how far each visit got and who left by themselves.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.luck.keys import person_key, person_of
from sim.model.cases import Cases
from sim.model.exits import Exit, InboundExit, Stage
from sim.model.notes import DepartureNotes, Notes
from sim.model.plan import Plan
from sim.model.records import (
    ApplicantRecords,
    BoatRecords,
    DepartureRecords,
    Records,
    Times,
    VisitRecords,
)
from sim.model.timetable import Timetable
from sim.model.voluntary import departure_times


def compile_records(plan: Plan, cases: Cases, notes: Notes) -> Records:
    """Turn notes into records.

    Parameters
    ----------
    plan, cases
        What the engine was given.
    notes
        What it wrote down.
    """
    return Records(
        start=plan.start,
        days=plan.days,
        releasing=plan.releasing,
        capacity=plan.capacity,
        long_stop=plan.long_stop,
        boats=BoatRecords(
            cases.boats.landed, cases.boats.people.astype(np.int64), notes.boats.landed
        ),
        came_back_alone=np.sort(notes.visits.arrived[notes.visits.alone]),
        visits=_visits(plan, cases, notes),
        applicants=_applicants(plan, cases, notes),
        flights=_departures(plan.flights, notes.flights),
        groups=_departures(plan.groups, notes.groups),
    )


def _visits(plan: Plan, cases: Cases, notes: Notes) -> VisitRecords:
    """Put together the rows of everyone in scope, and of those who came back."""
    rows = _rows(plan, cases, notes)
    visit = rows.visit

    def noted(values: Times, if_not_selected: Times | int = -1) -> Times:
        noted = np.empty(visit.shape, dtype=np.int64)
        noted[:] = if_not_selected
        noted[visit >= 0] = values[visit[visit >= 0]]
        return noted

    steps = notes.visits
    exit_ = noted(steps.exit, int(Exit.NOT_SELECTED))
    left = noted(steps.left, rows.arrived)
    times = {
        name: noted(getattr(steps, name))
        for name in ("asked", "detained", "referred", "accepted", "ready")
    }
    return VisitRecords(
        person=rows.person,
        number=rows.number,
        boat=rows.boat,
        arrived=rows.arrived,
        left=left,
        exit=exit_,
        stage=_stages(times),
        flight=noted(steps.flight),
        missed=noted(steps.missed, 0),
        departed=departure_times(plan, cases.luck, rows.person, rows.number, exit_, left),
        **times,
    )


class _Rows(NamedTuple):
    """Who has a row, in order of person and visit; ``visit`` is -1 if not selected."""

    person: NDArray[np.uint64]
    number: Times
    boat: Times
    visit: Times
    arrived: Times


def _rows(plan: Plan, cases: Cases, notes: Notes) -> _Rows:
    """Find everyone in scope who arrived, and every later visit in scope."""
    people, visits = cases.people, cases.visits
    aboard = cases.boats.people - notes.boats.taken
    came = notes.boats.landed[people.boat] & (people.place < aboard[people.boat])
    boat, place = people.boat[came], people.place[came]
    again_at = notes.visits.arrived
    again = np.flatnonzero((visits.number > 0) & (again_at >= 0) & (again_at <= plan.scope_ends))
    person = np.concatenate(
        [
            person_key(cases.boats.key[boat], place),
            person_of(visits.key[again]),
        ]
    )
    number = np.concatenate([np.zeros(boat.size, dtype=np.int64), visits.number[again]])
    order = np.lexsort((number, person))
    return _Rows(
        person[order],
        number[order],
        np.concatenate([boat, np.full(again.size, -1, dtype=np.int64)])[order],
        np.concatenate([people.visit[came], again])[order],
        np.concatenate([cases.boats.landed[boat], again_at[again]])[order],
    )


def _stages(times: dict[str, Times]) -> Times:
    """Return how far each visit got."""
    stage = np.full(times["asked"].shape, Stage.ARRIVED, dtype=np.int64)
    for name, reached in (
        ("asked", Stage.ASKED),
        ("detained", Stage.DETAINED),
        ("referred", Stage.REFERRED),
        ("accepted", Stage.ACCEPTED),
        ("ready", Stage.READY),
    ):
        stage[times[name] >= 0] = reached
    return stage


def _applicants(plan: Plan, cases: Cases, notes: Notes) -> ApplicantRecords:
    noted = notes.applicants
    how = np.full(noted.approved.shape, InboundExit.STILL_WAITING, dtype=np.int64)
    if plan.inbound_ends < plan.horizon:
        how[:] = InboundExit.SCHEME_ENDED
    how[~cases.applicants.eligible] = InboundExit.INELIGIBLE
    how[noted.travelled >= 0] = InboundExit.TRAVELLED
    return ApplicantRecords(
        cases.applicants.applied, noted.approved, noted.travelled, how, noted.group
    )


def _departures(timetable: Timetable, notes: DepartureNotes) -> DepartureRecords:
    return DepartureRecords(
        timetable.departs,
        timetable.seats,
        notes.carried,
        notes.missed,
        notes.waiting,
        timetable.cancelled,
    )
