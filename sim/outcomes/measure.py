"""What is kept of a replication?

Its daily series, indicators, exits and cohorts; the records themselves are not.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.compiled import allocating
from sim.model.exits import Exit
from sim.model.order import DAY
from sim.model.records import Records
from sim.model.rules import NO_EXIT
from sim.outcomes.cohorts import complete, count_cohorts, month_of_day
from sim.outcomes.exits import PLAIN_EXITS, WAYS_IN, count_exits
from sim.outcomes.finding import find_indicators
from sim.outcomes.indicators import Indicator
from sim.outcomes.money import paid_seats
from sim.outcomes.series import (
    Daily,
    Flags,
    Series,
    Times,
    add_up_levels,
    count_applicants,
    count_arrivals,
    count_flights,
    count_visits,
)
from sim.outcomes.stays import look_at_stays

_SERIES, _INDICATORS = len(Series), len(Indicator)


class Measured(NamedTuple):
    """What one replication adds up to.

    Attributes
    ----------
    series
        int32, shape (series, days), see :mod:`sim.outcomes.series`.
    indicators
        float64, shape (indicators,), see :mod:`sim.outcomes.indicators`.
    exits
        int64, shape (exits,).
    cohorts
        int64, shape (months, 2): arrivals, returned.
    """

    series: Daily
    indicators: NDArray[np.float64]
    exits: NDArray[np.int64]
    cohorts: NDArray[np.int64]


class Months(NamedTuple):
    """The calendar months that a run touches.

    Attributes
    ----------
    of_day
        Number of each day's month.
    complete
        Whether each month can no longer change.
    """

    of_day: Times
    complete: Flags


def months_of(start: date, days: int, long_stop: int) -> Months:
    """Return the months of a run."""
    return Months(month_of_day(start, days), complete(start, days, long_stop))


def measure(records: Records) -> Measured:
    """Add up one replication."""
    return add_up(records, months_of(records.start, records.days, records.long_stop))


@allocating
def add_up(records: Records, months: Months) -> Measured:
    """Add up one replication whose months are known; see :func:`measure`."""
    releasing = 0
    for barrier in range(records.barriers.shape[0]):
        releasing += records.barriers[barrier, 1] != NO_EXIT
    boats, visits, applicants = records.boats, records.visits, records.applicants
    flights = records.flights
    days = records.capacity.size
    series = np.zeros((_SERIES, days), dtype=np.int32)
    indicators = np.empty(_INDICATORS)
    exits = np.zeros(PLAIN_EXITS + releasing + WAYS_IN, dtype=np.int64)
    cohorts = np.zeros((months.complete.size, 2), dtype=np.int64)
    count_arrivals(
        boats.time, boats.people, boats.landed, boats.in_scope, records.came_back_alone, series
    )
    count_visits(
        visits.number, visits.arrived, visits.detained, visits.ready, visits.left, visits.exit,
        visits.departed, records.gone_unselected, series,
    )  # fmt: skip
    count_applicants(applicants.applied, applicants.approved, applicants.travelled, series)
    count_flights(flights.departs, flights.seats, flights.carried, flights.cancelled, series)
    add_up_levels(records.capacity, series)
    count_cohorts(months.of_day, series[Series.ARRIVALS], visits.arrived, visits.exit, cohorts)
    count_exits(visits.number, visits.exit, applicants.exit, boats.in_scope, exits)
    stays = np.empty(visits.number.size, dtype=np.int64)
    returned_after = np.empty(visits.number.size, dtype=np.int64)
    looked_at = look_at_stays(
        visits.number, visits.arrived, visits.detained, visits.left, visits.exit, days * DAY, stays,
        returned_after,
    )  # fmt: skip
    find_indicators(
        series, cohorts, months.complete, exits[Exit.NOT_SELECTED] + looked_at.not_taken,
        looked_at, stays, returned_after, records.costs, paid_seats(flights.seats, flights.carried),
        np.empty(_SERIES, dtype=np.int64), indicators,
    )  # fmt: skip
    return Measured(series, indicators, exits, cohorts)
