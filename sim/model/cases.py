"""Who could be taken, and what would happen to them?

Everything that chance decides about boats, people and applicants in one
replication, as arrays; drawn by :mod:`sim.model.drawing.cases` for every engine. An engine
only decides who waits for what, when.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.arrivals.boats import Boats
from sim.luck.keyed import LuckWords, shared
from sim.luck.luck import name_id
from sim.model.order import DAY
from sim.model.plan import Plan

Times = NDArray[np.int64]
Flags = NDArray[np.bool_]


MISSED = np.uint64(name_id("missed"))


class Standing(IntEnum):
    """Could a person aboard be taken into the scheme?"""

    OUT_OF_SCOPE = 0
    IN_SCOPE = 1
    SELECTED = 2


class People(NamedTuple):
    """Everyone aboard, in order of boat and place.

    Attributes
    ----------
    first
        int64, shape (boats + 1,): where each boat's people begin; the last number is how many
        people there are.
    standing
        uint8, shape (people,), see :class:`Standing`.
    in_scope
        int64, shape (boats,): how many of each boat's people are in scope, selected or not.
    """

    first: Times
    standing: NDArray[np.uint8]
    in_scope: Times


class Drawn(IntEnum):
    """What each column of :attr:`Visits.drawn` is; a barrier has two columns, from ONSET on."""

    NUMBER = 0
    BOAT = 1
    PLACE = 2
    REFERRAL = 3
    REPLY = 4
    NOTICE = 5
    COMES_BACK_AFTER = 6
    HELD = 7
    ONSET = 8
    DELAY = 9


ACCEPTED = 0
MEETS = 1
"""Columns of :attr:`Visits.chances`; a barrier has one column, from MEETS on."""


class Visits(NamedTuple):
    """Possible visits of selected people, in order of boat, place and number.

    Attributes
    ----------
    key
        uint64, shape (visits,), owner of its luck: person and number of the visit.
    drawn
        int64, shape (visits, columns), see :class:`Drawn`: the number of the visit (0 for a
        first visit, which starts when the boat lands), the boat's index and the place aboard;
        seconds that each step takes; seconds from return to the next arrival, whose visit is
        the next row, or -1 for a person who does not come back; seconds that a person stays
        who is refused; and each barrier's onset and
        delay in seconds.
    chances
        float64, shape (visits, 1 + barriers), uniforms: accepted if below that day's share;
        each barrier is met if below that day's share.
    """

    key: NDArray[np.uint64]
    drawn: Times
    chances: NDArray[np.float64]

    def column(self, column: Drawn) -> Times:
        """Return a column of what is drawn, shape (visits,)."""
        return self.drawn[:, column]

    def onset(self, barrier: int) -> Times:
        """Return the onset of a barrier, shape (visits,)."""
        return self.drawn[:, Drawn.ONSET + 2 * barrier]

    def delay(self, barrier: int) -> Times:
        """Return the delay of a barrier, shape (visits,)."""
        return self.drawn[:, Drawn.DELAY + 2 * barrier]


class Applicants(NamedTuple):
    """Applicants to the route in, in order of application; shape (applicants,).

    ``processing`` is drawn for those who are eligible and 0 for the others.
    """

    applied: Times
    eligible: Flags
    processing: Times


class Cases(NamedTuple):
    """All that chance decides in one replication."""

    luck: LuckWords
    boats: Boats
    people: People
    visits: Visits
    applicants: Applicants

    def misses(self, visits: list[int], flight: int, plan: Plan) -> list[bool]:
        """Return who of these would miss a flight on the day: luck of visit and flight."""
        flights = plan.flights
        chance = plan.missed[flights.departs[flight] // DAY]
        return [
            bool(shared(self.luck, MISSED, self.visits.key[visit], flights.key[flight]) < chance)
            for visit in visits
        ]
