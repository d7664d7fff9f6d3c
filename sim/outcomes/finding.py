"""What are the figures at the horizon?

One number for each indicator of the word list, from the records of a replication.
A ratio whose denominator is zero is undefined: NaN here, null on pages.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import part
from sim.model.order import DAY
from sim.outcomes.indicators import Indicator
from sim.outcomes.money import Used, building_cost, detention_cost, flights_cost, total_cost
from sim.outcomes.series import Daily, Flags, Series, Times
from sim.outcomes.stays import LookedAt, median_days
from sim.scenario.weekly import DAYS_A_WEEK

_RECENT = 4 * DAYS_A_WEEK


@part
def find_indicators(
    series: Daily,
    cohorts: Times,
    complete: Flags,
    not_taken: int,
    looked_at: LookedAt,
    stays: Times,
    returned_after: Times,
    costs: NDArray[np.float64],
    paid_seats: int,
    total: Times,
    found: NDArray[np.float64],
) -> None:
    """Work out every indicator of one replication.

    Parameters
    ----------
    series, cohorts
        Of the replication.
    complete
        Whether each month can no longer change.
    not_taken
        People in scope who were not taken into the scheme.
    looked_at, stays, returned_after
        See :func:`~sim.outcomes.stays.look_at_stays`.
    costs, paid_seats
        Unit costs, see :class:`~sim.model.costs.Cost`, and agreed places on flights that carried
        somebody.
    total
        Room for the sum of each series.
    found
        Shape (indicators,), filled; NaN where undefined.
    """
    days = series.shape[1]
    recent = 0
    for row in range(total.size):
        total[row] = 0
        for day in range(days):
            total[row] += series[row, day]
    for day in range(max(days - _RECENT, 0), days):
        recent += series[Series.RETURNS, day]
    in_cohorts = returned_of_them = 0
    for month in range(complete.size):
        if complete[month]:
            in_cohorts += cohorts[month, 0]
            returned_of_them += cohorts[month, 1]
    returns, inbound = total[Series.RETURNS], total[Series.INBOUND]
    found[Indicator.ARRIVALS] = total[Series.ARRIVALS]
    found[Indicator.ARRIVALS_IN_SCOPE] = total[Series.ARRIVALS_IN_SCOPE]
    found[Indicator.NOT_TAKEN] = not_taken
    found[Indicator.PEOPLE_DETAINED] = total[Series.PEOPLE_DETAINED]
    found[Indicator.RETURNS] = returns
    found[Indicator.PEOPLE_RETURNED] = looked_at.people_returned
    found[Indicator.INBOUND] = inbound
    found[Indicator.RETURNS_RATE] = ratio(returns, total[Series.ARRIVALS])
    found[Indicator.RETURNS_RATE_IN_SCOPE] = ratio(returns, total[Series.ARRIVALS_IN_SCOPE])
    found[Indicator.RETURNS_RATE_DETAINED] = ratio(returns, total[Series.PEOPLE_DETAINED])
    found[Indicator.COHORT_RETURNS_RATE] = ratio(returned_of_them, in_cohorts)
    found[Indicator.RETURNS_PER_WEEK] = returns / (days / DAYS_A_WEEK)
    found[Indicator.RETURNS_PER_WEEK_RECENT] = recent / (min(days, _RECENT) / DAYS_A_WEEK)
    found[Indicator.NET_FLOW] = inbound - returns
    found[Indicator.NET_ARRIVALS] = total[Series.ARRIVALS] + inbound - returns
    found[Indicator.RELEASED_AFTER_DETENTION] = total[Series.RELEASED]
    found[Indicator.PERSON_DAYS_DETAINED] = looked_at.seconds / DAY
    found[Indicator.TIME_IN_DETENTION] = median_days(stays, looked_at.over)
    found[Indicator.TIME_TO_RETURN] = median_days(returned_after, returns)
    found[Indicator.OCCUPANCY] = series[Series.OCCUPANCY, -1]
    found[Indicator.PLACES] = series[Series.PLACES, -1]
    found[Indicator.WAITING_FOR_A_FLIGHT] = series[Series.WAITING_FOR_A_FLIGHT, -1]
    found[Indicator.FLIGHTS] = total[Series.FLIGHTS]
    found[Indicator.FLIGHTS_CANCELLED] = total[Series.FLIGHTS_CANCELLED]
    found[Indicator.SEATS] = total[Series.SEATS]
    found[Indicator.SEATS_UNUSED] = total[Series.SEATS_UNUSED]
    found[Indicator.REENTRANTS] = total[Series.REENTRANTS]
    found[Indicator.VOLUNTARY_DEPARTURES] = total[Series.VOLUNTARY_DEPARTURES]
    found[Indicator.APPLICATIONS] = total[Series.APPLICATIONS]
    found[Indicator.WAITING_TO_TRAVEL] = series[Series.WAITING_TO_TRAVEL, -1]
    found[Indicator.MEAN_OCCUPANCY] = looked_at.seconds / DAY / days
    found[Indicator.PEAK_OCCUPANCY] = _most(series[Series.OCCUPANCY])
    found[Indicator.MOST_RETURNS_A_WEEK] = _most_in_a_week(series[Series.RETURNS])
    found[Indicator.MOST_FLIGHTS_A_WEEK] = _most_in_a_week(series[Series.FLIGHTS])
    found[Indicator.DETAINED_OVER_28_DAYS] = looked_at.long
    found[Indicator.LONGEST_STAY] = looked_at.longest / DAY
    used = Used(
        looked_at.seconds / DAY, _most(series[Series.PLACES]), paid_seats,
        total[Series.PEOPLE_DETAINED], returns, days,
    )  # fmt: skip
    cost = total_cost(costs, used)
    found[Indicator.COST] = cost
    found[Indicator.COST_PER_RETURN] = ratio(cost, returns)
    found[Indicator.COST_OF_DETENTION] = detention_cost(costs, used) if cost == cost else np.nan
    found[Indicator.COST_OF_FLIGHTS] = flights_cost(costs, used) if cost == cost else np.nan
    found[Indicator.COST_OF_NEW_PLACES] = building_cost(costs, used) if cost == cost else np.nan


@part
def _most(daily: NDArray[np.int32]) -> int:
    """Return the largest level; NumPy's own makes an array, which no part may."""
    most = 0
    for day in range(daily.size):
        most = max(most, daily[day])
    return most


@part
def _most_in_a_week(daily: NDArray[np.int32]) -> int:
    """Return the largest sum of seven days that follow each other."""
    week = most = 0
    for day in range(daily.size):
        week += daily[day]
        if day >= DAYS_A_WEEK:
            week -= daily[day - DAYS_A_WEEK]
        most = max(most, week)
    return most


@part
def ratio(number: float, whole: float) -> float:
    """Return a number over a whole, or NaN where that is undefined."""
    return number / whole if whole != 0 else np.nan
