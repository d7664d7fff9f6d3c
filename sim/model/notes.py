"""How does an engine write down what happens?

One row for every possible visit, boat, application and departure, aligned with the
cases. Both engines fill the same notes; :mod:`sim.model.compiling` turns them into
records.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.compiled import allocating, part
from sim.model.cases import Cases
from sim.model.exits import Exit
from sim.model.plan import Plan

Times = NDArray[np.int64]


class Step(IntEnum):
    """Columns of the notes on a visit; times in seconds, -1 if it did not happen."""

    ARRIVED = 0
    ASKED = 1
    DETAINED = 2
    REFERRED = 3
    ACCEPTED = 4
    READY = 5
    LEFT = 6
    EXIT = 7
    FLIGHT = 8
    MISSED = 9
    ALONE = 10


class Landing(IntEnum):
    """Columns of the notes on a boat.

    Whether it set out, and how many places aboard people who came back took.
    """

    LANDED = 0
    TAKEN = 1


class Approval(IntEnum):
    """Columns of the notes on an application: when approved, when travelled, in which group."""

    APPROVED = 0
    TRAVELLED = 1
    GROUP = 2


class Load(IntEnum):
    """Columns of the notes on a departure: how many it carried, missed it, and were waiting."""

    CARRIED = 0
    MISSED = 1
    WAITING = 2


_STEPS, _LANDINGS, _APPROVALS, _LOADS = len(Step), len(Landing), len(Approval), len(Load)


class Notes(NamedTuple):
    """All that an engine writes down; int64 tables with a row for each case."""

    visits: Times
    boats: Times
    applicants: Times
    flights: Times
    groups: Times

    def ends(self, visit: int, now: int, how: int) -> None:
        """Write down that a visit is over."""
        self.visits[visit, Step.LEFT] = now
        self.visits[visit, Step.EXIT] = how


@allocating
def blank_notes(plan: Plan, cases: Cases) -> Notes:
    """Return notes in which nothing has happened yet."""
    notes = Notes(
        np.empty((cases.visits.key.size, _STEPS), dtype=np.int64),
        np.zeros((cases.boats.landed.size, _LANDINGS), dtype=np.int64),
        np.full((cases.applicants.applied.size, _APPROVALS), -1, dtype=np.int64),
        np.zeros((plan.flights.departs.size, _LOADS), dtype=np.int64),
        np.zeros((plan.groups.departs.size, _LOADS), dtype=np.int64),
    )
    _blank(notes.visits)
    return notes


@part
def _blank(visits: Times) -> None:
    for visit in range(visits.shape[0]):
        for step in range(_STEPS):
            visits[visit, step] = -1
        visits[visit, Step.EXIT] = Exit.STILL_INSIDE
        visits[visit, Step.MISSED] = 0
        visits[visit, Step.ALONE] = 0
