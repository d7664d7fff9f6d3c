"""How does an engine write down what happens?

One row for every possible visit, boat, application and departure, aligned with the
cases. Both engines fill the same notes; :mod:`sim.model.compiling` turns them into
records.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

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


@dataclass(frozen=True, slots=True)
class Notes:
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


def blank_notes(plan: Plan, cases: Cases) -> Notes:
    """Return notes in which nothing has happened yet."""
    visits = np.full((cases.visits.key.size, len(Step)), -1, dtype=np.int64)
    visits[:, Step.EXIT] = Exit.STILL_INSIDE
    visits[:, Step.MISSED :] = 0
    return Notes(
        visits=visits,
        boats=np.zeros((cases.boats.landed.size, len(Landing)), dtype=np.int64),
        applicants=np.full((cases.applicants.applied.size, len(Approval)), -1, dtype=np.int64),
        flights=np.zeros((plan.flights.departs.size, len(Load)), dtype=np.int64),
        groups=np.zeros((plan.groups.departs.size, len(Load)), dtype=np.int64),
    )
