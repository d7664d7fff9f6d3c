"""When do flights and travel groups go, and how many places have they?

A planned rate becomes departures at even distances: the first on the first day
on which the rate is above zero, the next when the rate has added up to one more.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.compiled import allocating, part
from sim.luck.keyed import LuckWords, uniform
from sim.luck.keys import DATE_BITS, ORDINAL_BITS
from sim.luck.luck import name_id
from sim.model.order import DAY

CANCELLED = np.uint64(name_id("cancelled"))


class Timetable(NamedTuple):
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


@allocating
def plan_departures(
    route: int,
    first_date: int,
    per_day: NDArray[np.float64],
    seats: NDArray[np.float64],
    cancelled: NDArray[np.float64],
    departure_time: int,
    last_day: int,
    luck: LuckWords,
) -> Timetable:
    """Plan departures from daily rates.

    Parameters
    ----------
    route
        Way out or way in, see :class:`~sim.luck.keys.Route`.
    first_date
        Ordinal of the date of day zero.
    per_day, seats, cancelled
        Rate, places and chance of being cancelled on each day, shape (days,).
    departure_time
        Seconds since midnight.
    last_day
        Last day on which a departure may be planned.
    luck
        Owner of the cancellations.
    """
    days = min(last_day + 1, per_day.size)
    count = 0
    total = 0.0
    for day in range(days):
        total += per_day[day]
        count = max(count, _due(total))
    timetable = Timetable(
        np.empty(count, dtype=np.int64),
        np.empty(count, dtype=np.int64),
        np.empty(count, dtype=np.uint64),
        np.empty(count, dtype=np.bool_),
    )
    first_key = (route << DATE_BITS) + first_date
    number = 0
    total = 0.0
    for day in range(days):
        total += per_day[day]
        ordinal = 0
        while number < _due(total):
            key = np.uint64(((first_key + day) << ORDINAL_BITS) + ordinal)
            timetable.departs[number] = day * DAY + departure_time
            timetable.seats[number] = int(np.floor(seats[day] + 0.5))
            timetable.key[number] = key
            timetable.cancelled[number] = uniform(luck, CANCELLED, key) < cancelled[day]
            number += 1
            ordinal += 1
    return timetable


@part
def _due(total: float) -> int:
    """Return how many departures are due once the rate has added up to a total."""
    return int(np.ceil(np.rint(total * 1e9) / 1e9))
