"""When do flights and travel groups go, and how many places have they?

A planned rate becomes departures at even distances: the first on the first day
on which the rate is above zero, the next when the rate has added up to one more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sim.luck.keys import Route, flight_key
from sim.luck.luck import Luck
from sim.model.order import DAY


@dataclass(frozen=True, slots=True)
class Timetable:
    """Departures in order of time; arrays of shape (departures,).

    Attributes
    ----------
    departs
        int64, seconds since the start.
    seats
        int64, places agreed.
    key
        uint64, the owner of its luck: route, date and ordinal that day.
    cancelled
        bool.
    """

    departs: NDArray[np.int64]
    seats: NDArray[np.int64]
    key: NDArray[np.uint64]
    cancelled: NDArray[np.bool_]

    @property
    def day(self) -> NDArray[np.int64]:
        """Whole days since the start, shape (departures,)."""
        return self.departs // DAY


def plan_departures(
    route: Route,
    start: date,
    per_day: NDArray[np.float64],
    seats: NDArray[np.float64],
    departure_time: int,
    last_day: int,
) -> Timetable:
    """Plan departures from daily rates; none is cancelled yet.

    Parameters
    ----------
    route
        Way out or way in.
    start
        Date of day zero.
    per_day, seats
        Rate and places on each day, shape (days,).
    departure_time
        Seconds since midnight.
    last_day
        Last day on which a departure may be planned.
    """
    due = np.ceil(np.round(np.cumsum(per_day), 9)).astype(np.int64)
    count = np.diff(due, prepend=0)
    count[max(last_day + 1, 0) :] = 0
    day = np.repeat(np.arange(per_day.size), count)
    ordinal = np.arange(day.size) - np.repeat(np.cumsum(count) - count, count)
    return Timetable(
        departs=day * DAY + departure_time,
        seats=np.floor(seats[day] + 0.5).astype(np.int64),
        key=flight_key(route, start.toordinal() + day, ordinal),
        cancelled=np.zeros(day.size, dtype=np.bool_),
    )


def with_cancellations(timetable: Timetable, chance: NDArray[np.float64], luck: Luck) -> Timetable:
    """Cancel departures by the luck of each; ``chance`` is daily, shape (days,)."""
    u = luck.uniforms("cancelled", timetable.key)
    return Timetable(timetable.departs, timetable.seats, timetable.key, u < chance[timetable.day])
