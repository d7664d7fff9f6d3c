"""What happened in one replication?

One row for every visit of everyone selected, whether turned away, released or still
inside; one row for every application; and counts for everything else, people in scope
who were not selected among it.
Times are seconds since the start; -1 where something did not happen.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

import numpy as np
from numpy.typing import NDArray

Times = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class VisitRecords:
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

    def __len__(self) -> int:
        return int(self.person.size)


@dataclass(frozen=True, slots=True)
class ApplicantRecords:
    """Applications, in order; every array has shape (applicants,)."""

    applied: Times
    approved: Times
    travelled: Times
    exit: Times
    group: Times

    def __len__(self) -> int:
        return int(self.applied.size)


@dataclass(frozen=True, slots=True)
class DepartureRecords:
    """Flights or travel groups, in order of time; every array has shape (departures,)."""

    departs: Times
    seats: Times
    carried: Times
    missed: Times
    waiting: Times
    cancelled: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class BoatRecords:
    """Boats in order of time; every array has shape (boats,).

    ``landed`` is False for a boat that deterrence kept from setting out. ``people``
    counts everyone aboard, those who came back included. ``in_scope`` counts those in scope
    who came for the first time, selected or not.
    """

    time: Times
    people: Times
    landed: NDArray[np.bool_]
    in_scope: Times


@dataclass(frozen=True, slots=True)
class Records:
    """Everything that happened in one replication.

    Attributes
    ----------
    start, days
        First simulated date and number of days.
    releasing
        Names of the legal barriers that release, in order of their exits.
    capacity
        int64, shape (days,): places on each day.
    long_stop
        Seconds after arrival within which a return must happen.
    came_back_alone
        int64 times at which people who were returned arrived again, outside the
        observed boats.
    gone_unselected
        int64 times at which people in scope who were never selected left by themselves.
    """

    start: date
    days: int
    releasing: tuple[str, ...]
    capacity: Times
    long_stop: int
    boats: BoatRecords
    came_back_alone: Times
    visits: VisitRecords
    gone_unselected: Times
    applicants: ApplicantRecords
    flights: DepartureRecords
    groups: DepartureRecords


def equal(a: Records, b: Records) -> bool:
    """Return whether two records agree in every row of every table."""
    tables = ("boats", "visits", "applicants", "flights", "groups")
    times = ("came_back_alone", "gone_unselected")
    return all(np.array_equal(getattr(a, t), getattr(b, t)) for t in times) and all(
        np.array_equal(getattr(getattr(a, t), f.name), getattr(getattr(b, t), f.name))
        for t in tables
        for f in fields(getattr(a, t))
    )
