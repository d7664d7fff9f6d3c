"""How does an engine write down what happens?

One slot for every possible visit, boat, application and departure, aligned with the
cases. Both engines fill the same notes; :mod:`sim.model.compiling` turns them into
records.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.model.cases import Cases
from sim.model.exits import Exit
from sim.model.plan import Plan

Times = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class VisitNotes:
    """What happened to each possible visit; times in seconds, -1 if it did not happen."""

    arrived: Times
    asked: Times
    detained: Times
    referred: Times
    accepted: Times
    ready: Times
    left: Times
    exit: Times
    flight: Times
    missed: Times
    alone: NDArray[np.bool_]

    def ends(self, visit: int, now: int, how: int) -> None:
        """Write down that a visit is over."""
        self.left[visit] = now
        self.exit[visit] = how


@dataclass(frozen=True, slots=True)
class BoatNotes:
    """Whether each boat set out, and how many places aboard people who came back took."""

    landed: NDArray[np.bool_]
    taken: Times


@dataclass(frozen=True, slots=True)
class ApplicantNotes:
    """When each application was approved and its applicant travelled, and in which group."""

    approved: Times
    travelled: Times
    group: Times


@dataclass(frozen=True, slots=True)
class DepartureNotes:
    """How many each departure carried, how many missed it, and how many were waiting."""

    carried: Times
    missed: Times
    waiting: Times


@dataclass(frozen=True, slots=True)
class Notes:
    """All that an engine writes down."""

    visits: VisitNotes
    boats: BoatNotes
    applicants: ApplicantNotes
    flights: DepartureNotes
    groups: DepartureNotes


def blank_notes(plan: Plan, cases: Cases) -> Notes:
    """Return notes in which nothing has happened yet."""
    visits, boats = cases.visits.key.size, cases.boats.landed.size
    applicants = cases.applicants.applied.size
    return Notes(
        VisitNotes(
            arrived=_never(visits),
            asked=_never(visits),
            detained=_never(visits),
            referred=_never(visits),
            accepted=_never(visits),
            ready=_never(visits),
            left=_never(visits),
            exit=np.full(visits, Exit.STILL_INSIDE, dtype=np.int64),
            flight=_never(visits),
            missed=np.zeros(visits, dtype=np.int64),
            alone=np.zeros(visits, dtype=np.bool_),
        ),
        BoatNotes(np.zeros(boats, dtype=np.bool_), np.zeros(boats, dtype=np.int64)),
        ApplicantNotes(_never(applicants), _never(applicants), _never(applicants)),
        _blank_departures(plan.flights.departs.size),
        _blank_departures(plan.groups.departs.size),
    )


def _blank_departures(size: int) -> DepartureNotes:
    carried, missed, waiting = (np.zeros(size, dtype=np.int64) for _ in range(3))
    return DepartureNotes(carried, missed, waiting)


def _never(size: int) -> Times:
    return np.full(size, -1, dtype=np.int64)
