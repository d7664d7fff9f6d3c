"""What is kept of a replication?

Its daily series, indicators, exits and cohorts; the records themselves are not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled
from sim.model.exits import Exit
from sim.model.order import DAY
from sim.model.records import Records
from sim.outcomes.cohorts import complete, count_cohorts, month_of_day
from sim.outcomes.indicators import (
    Indicator,
    count_exits,
    exit_labels,
    find_indicators,
    look_at_stays,
)
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


@dataclass(frozen=True, slots=True)
class Measured:
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


def measure(records: Records) -> Measured:
    """Add up one replication."""
    month = month_of_day(records.start, records.days)
    boats, visits = records.boats, records.visits
    applicants, flights = records.applicants, records.flights
    measured = Measured(
        np.zeros((len(Series), records.days), dtype=np.int32),
        np.empty(len(Indicator)),
        np.zeros(len(exit_labels(records.releasing)), dtype=np.int64),
        np.zeros((month[-1] + 1, 2), dtype=np.int64),
    )
    _add_up(
        boats.time,
        boats.people,
        boats.landed,
        boats.in_scope,
        records.came_back_alone,
        visits.number,
        visits.arrived,
        visits.detained,
        visits.ready,
        visits.left,
        visits.exit,
        visits.departed,
        records.gone_unselected,
        applicants.applied,
        applicants.approved,
        applicants.travelled,
        applicants.exit,
        flights.departs,
        flights.seats,
        flights.carried,
        flights.cancelled,
        records.capacity,
        month,
        complete(records.start, records.days, records.long_stop),
        np.empty((2, len(visits)), dtype=np.int64),
        np.empty(len(Series), dtype=np.int64),
        measured.series,
        measured.indicators,
        measured.exits,
        measured.cohorts,
    )
    return measured


@compiled
def _add_up(
    boat_time: Times,
    boat_people: Times,
    boat_landed: Flags,
    boat_in_scope: Times,
    came_back_alone: Times,
    number: Times,
    arrived: Times,
    detained: Times,
    ready: Times,
    left: Times,
    how: Times,
    departed: Times,
    gone_unselected: Times,
    applied: Times,
    approved: Times,
    travelled: Times,
    inward: Times,
    flight_departs: Times,
    flight_seats: Times,
    flight_carried: Times,
    flight_cancelled: Flags,
    capacity: Times,
    month: Times,
    is_complete: Flags,
    times: Times,
    total: Times,
    series: Daily,
    indicators: NDArray[np.float64],
    exits: Times,
    cohorts: Times,
) -> None:
    count_arrivals(boat_time, boat_people, boat_landed, boat_in_scope, came_back_alone, series)
    count_visits(number, arrived, detained, ready, left, how, departed, gone_unselected, series)
    count_applicants(applied, approved, travelled, series)
    count_flights(flight_departs, flight_seats, flight_carried, flight_cancelled, series)
    add_up_levels(capacity, series)
    count_cohorts(month, series[Series.ARRIVALS], arrived, how, cohorts)
    count_exits(number, how, inward, boat_in_scope, exits)
    stays, returned_after = times[0], times[1]
    horizon = series.shape[1] * DAY
    not_taken, people_returned, seconds, over = look_at_stays(
        number, arrived, detained, left, how, horizon, stays, returned_after
    )
    find_indicators(
        series, cohorts, is_complete, exits[Exit.NOT_SELECTED] + not_taken, people_returned,
        seconds, over, stays, returned_after, total, indicators,
    )  # fmt: skip
