"""What happened in one replication?

One row for every visit of everyone selected, whether turned away, released or still
inside; one row for every application; and counts for everything else, people in scope
who were not selected among it.
Times are seconds since the start; -1 where something did not happen.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.model.rules import Rule

Times = NDArray[np.int64]


class VisitRecords(NamedTuple):
    """Visits on the way out, in order of boat, place aboard and number; shape (visits,).

    Attributes
    ----------
    person
        uint64, key of the person.
    number
        int64, 0 for a first visit.
    boat
        int64, index of the boat, or -1 for a person who came back.
    arrived, asked, detained, referred, accepted, ready, left
        int64 times. ``ready`` is the first moment at which a flight could be boarded.
    exit, stage
        int64, see :mod:`sim.model.exits`.
    flight
        int64, index of the flight of a return, else -1.
    missed
        int64, flights missed on the day.
    departed
        int64, time of a voluntary departure from outside detention, else -1.
    """

    person: NDArray[np.uint64]
    number: Times
    boat: Times
    arrived: Times
    asked: Times
    detained: Times
    referred: Times
    accepted: Times
    ready: Times
    left: Times
    exit: Times
    stage: Times
    flight: Times
    missed: Times
    departed: Times


class ApplicantRecords(NamedTuple):
    """Applications, in order; every array has shape (applicants,)."""

    applied: Times
    approved: Times
    travelled: Times
    exit: Times
    group: Times


class DepartureRecords(NamedTuple):
    """Flights or travel groups, in order of time; every array has shape (departures,)."""

    departs: Times
    seats: Times
    carried: Times
    missed: Times
    waiting: Times
    cancelled: NDArray[np.bool_]


class BoatRecords(NamedTuple):
    """Boats in order of time; every array has shape (boats,).

    ``landed`` is False for a boat that deterrence kept from setting out. ``people``
    counts everyone aboard, those who came back included. ``in_scope`` counts those in scope
    who came for the first time, selected or not.
    """

    time: Times
    people: Times
    landed: NDArray[np.bool_]
    in_scope: Times


class Records(NamedTuple):
    """Everything that happened in one replication.

    Attributes
    ----------
    rules
        Of the plan, see :class:`~sim.model.rules.Rule`.
    barriers
        Of the plan: number of the moment that each counts from, and its exit.
    capacity
        int64, shape (days,): places on each day.
    costs
        Of the plan: unit costs, see :class:`~sim.model.costs.Cost`.
    came_back_alone
        int64 times at which people who were returned arrived again, outside the
        observed boats, in order.
    gone_unselected
        int64 times at which people in scope who were never selected left by themselves, in
        order.
    """

    rules: Times
    barriers: Times
    capacity: Times
    costs: NDArray[np.float64]
    boats: BoatRecords
    came_back_alone: Times
    visits: VisitRecords
    gone_unselected: Times
    applicants: ApplicantRecords
    flights: DepartureRecords
    groups: DepartureRecords

    @property
    def start(self) -> date:
        """First simulated date."""
        return date.fromordinal(int(self.rules[Rule.START]))

    @property
    def days(self) -> int:
        """Number of simulated days."""
        return int(self.rules[Rule.DAYS])

    @property
    def long_stop(self) -> int:
        """Seconds after arrival within which a return must happen."""
        return int(self.rules[Rule.LONG_STOP])
