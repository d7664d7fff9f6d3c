"""Which indicators are there, and what does each mean?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


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
