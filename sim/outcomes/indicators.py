"""What are the figures at the horizon?

One number for each indicator of the word list, from the records of a replication.
A ratio whose denominator is zero is undefined: NaN here, null on pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from sim.compiled import part
from sim.model.exits import Exit, InboundExit, exit_names
from sim.model.order import DAY
from sim.outcomes.money import Used, building_cost, detention_cost, flights_cost, total_cost
from sim.outcomes.series import Daily, Flags, Series, Times
from sim.outcomes.stays import LookedAt, median_days

_RECENT = 28
"""Days of the last four weeks."""

DAYS_A_WEEK = 7

PLAIN_EXITS = len(exit_names(()))
"""Ways out but for releases by barriers."""
WAYS_IN = len(InboundExit)
"""Ways in which an application can end."""


class Indicator(IntEnum):
    """The places of indicators."""

    ARRIVALS = 0
    ARRIVALS_IN_SCOPE = 1
    NOT_TAKEN = 2
    PEOPLE_DETAINED = 3
    RETURNS = 4
    PEOPLE_RETURNED = 5
    INBOUND = 6
    RETURNS_RATE = 7
    RETURNS_RATE_IN_SCOPE = 8
    RETURNS_RATE_DETAINED = 9
    COHORT_RETURNS_RATE = 10
    RETURNS_PER_WEEK = 11
    RETURNS_PER_WEEK_RECENT = 12
    NET_FLOW = 13
    NET_ARRIVALS = 14
    RELEASED_AFTER_DETENTION = 15
    PERSON_DAYS_DETAINED = 16
    TIME_IN_DETENTION = 17
    TIME_TO_RETURN = 18
    OCCUPANCY = 19
    PLACES = 20
    WAITING_FOR_A_FLIGHT = 21
    FLIGHTS = 22
    FLIGHTS_CANCELLED = 23
    SEATS = 24
    SEATS_UNUSED = 25
    REENTRANTS = 26
    VOLUNTARY_DEPARTURES = 27
    APPLICATIONS = 28
    WAITING_TO_TRAVEL = 29
    MEAN_OCCUPANCY = 30
    PEAK_OCCUPANCY = 31
    MOST_RETURNS_A_WEEK = 32
    DETAINED_OVER_28_DAYS = 33
    LONGEST_STAY = 34
    COST = 35
    COST_PER_RETURN = 36
    COST_OF_DETENTION = 37
    COST_OF_FLIGHTS = 38
    COST_OF_NEW_PLACES = 39
    MOST_FLIGHTS_A_WEEK = 40


@dataclass(frozen=True, slots=True)
class IndicatorInfo:
    """What an indicator means, and its unit."""

    about: str
    unit: str = "people"


INDICATORS: dict[str, IndicatorInfo] = {
    "arrivals": IndicatorInfo("small-boat arrivals since the scheme began"),
    "arrivals_in_scope": IndicatorInfo("arrivals whom the scheme could take"),
    "not_taken": IndicatorInfo("in scope but not taken into the scheme"),
    "people_detained": IndicatorInfo("people who entered detention under the scheme"),
    "returns": IndicatorInfo("returns to date"),
    "people_returned": IndicatorInfo("people returned, each counted once"),
    "inbound": IndicatorInfo("people who came in by the route"),
    "returns_rate": IndicatorInfo("returns to date ÷ arrivals since the scheme began", "share"),
    "returns_rate_in_scope": IndicatorInfo("returns to date ÷ people in scope", "share"),
    "returns_rate_detained": IndicatorInfo("returns to date ÷ people detained", "share"),
    "cohort_returns_rate": IndicatorInfo(
        "share of arrivals ever returned, for months whose long stop has passed", "share"
    ),
    "returns_per_week": IndicatorInfo("returns ÷ weeks since the scheme began", "per week"),
    "returns_per_week_recent": IndicatorInfo("returns a week, last four weeks", "per week"),
    "net_flow": IndicatorInfo("inbound − returned under the scheme; positive = more came in"),
    "net_arrivals": IndicatorInfo("arrivals + inbound − returned"),
    "released_after_detention": IndicatorInfo("people released after detention"),
    "person_days_detained": IndicatorInfo("person-days detained under the scheme", "person-days"),
    "time_in_detention": IndicatorInfo("median time in detention of those who have left", "days"),
    "time_to_return": IndicatorInfo("median time from arrival to return", "days"),
    "occupancy": IndicatorInfo("people in detention at the end"),
    "places": IndicatorInfo("places in detention at the end", "places"),
    "waiting_for_a_flight": IndicatorInfo("ready and waiting for a flight at the end"),
    "flights": IndicatorInfo("flights that carried at least one person", "flights"),
    "flights_cancelled": IndicatorInfo("planned flights that were cancelled", "flights"),
    "seats": IndicatorInfo("agreed places on flights that flew", "places"),
    "seats_unused": IndicatorInfo("agreed places unused", "places"),
    "reentrants": IndicatorInfo("people who arrived again after a return"),
    "voluntary_departures": IndicatorInfo("voluntary departures from outside detention"),
    "applications": IndicatorInfo("applications to the route in"),
    "waiting_to_travel": IndicatorInfo("approved and waiting to travel in at the end"),
    "mean_occupancy": IndicatorInfo("people in detention, mean over the simulated days"),
    "peak_occupancy": IndicatorInfo("most people in detention at the end of a day"),
    "most_returns_a_week": IndicatorInfo("most returns in any seven days"),
    "detained_over_28_days": IndicatorInfo("stays in detention longer than 28 days"),
    "longest_stay": IndicatorInfo("longest stay in detention, also of those still inside", "days"),
    "cost": IndicatorInfo("cost of everything that the scenario gives a unit cost", "GBP"),
    "cost_per_return": IndicatorInfo("that cost ÷ returns to date", "GBP"),
    "cost_of_detention": IndicatorInfo("days in detention at their unit cost", "GBP"),
    "cost_of_flights": IndicatorInfo("agreed places on flights that carried somebody", "GBP"),
    "cost_of_new_places": IndicatorInfo("places above those that exist", "GBP"),
    "most_flights_a_week": IndicatorInfo(
        "most flights in any seven days that carried at least one person", "flights"
    ),
}
"""Every indicator by name, in the order of their places, see :class:`Indicator`."""


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
    found[Indicator.RETURNS_PER_WEEK] = returns / (days / 7)
    found[Indicator.RETURNS_PER_WEEK_RECENT] = recent / (min(days, _RECENT) / 7)
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


def exit_labels(releasing: tuple[str, ...]) -> list[str]:
    """Return the names of all exits: the way out, then the way in with ``inbound_``."""
    ways_out = list(exit_names(releasing).values())
    return ways_out + [f"inbound_{way.name.lower()}" for way in InboundExit]


@part
def count_exits(number: Times, out: Times, inward: Times, in_scope: Times, exits: Times) -> None:
    """Count visits and applications by how they ended, in the order of :func:`exit_labels`.

    People in scope who came for the first time and have no visit were not selected.
    """
    not_selected = 0
    for boat in range(in_scope.size):
        not_selected += in_scope[boat]
    for visit in range(out.size):
        how = out[visit]
        exits[how if how < Exit.RELEASED else how - Exit.RELEASED + PLAIN_EXITS] += 1
        not_selected -= number[visit] == 0
    exits[Exit.NOT_SELECTED] = not_selected
    first = exits.size - WAYS_IN
    for applicant in range(inward.size):
        exits[first + inward[applicant]] += 1


@part
def ratio(number: float, whole: float) -> float:
    """Return a number over a whole, or NaN where that is undefined."""
    return number / whole if whole != 0 else np.nan
