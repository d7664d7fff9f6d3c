"""What happened on each day?

Daily counts and end-of-day levels, as whole numbers. Whatever is reported as of a
date is read off these.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from sim.compiled import part
from sim.model.exits import Exit
from sim.model.order import DAY

Daily = NDArray[np.int32]
Times = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Series(IntEnum):
    """The rows of daily series."""

    ARRIVALS = 0
    ARRIVALS_IN_SCOPE = 1
    PEOPLE_DETAINED = 2
    RETURNS = 3
    RELEASED = 4
    REENTRANTS = 5
    INBOUND = 6
    APPLICATIONS = 7
    APPROVALS = 8
    VOLUNTARY_DEPARTURES = 9
    SEATS = 10
    SEATS_UNUSED = 11
    FLIGHTS = 12
    FLIGHTS_CANCELLED = 13
    LARGEST_FLIGHT = 14
    PLACES = 15
    OCCUPANCY = 16
    WAITING_FOR_A_FLIGHT = 17
    WAITING_TO_TRAVEL = 18


@dataclass(frozen=True, slots=True)
class SeriesInfo:
    """What a series counts; ``level`` if it is a state at the end of the day."""

    about: str
    unit: str = "people"
    level: bool = False


SERIES: dict[str, SeriesInfo] = {
    "arrivals": SeriesInfo("people who arrived by small boat"),
    "arrivals_in_scope": SeriesInfo("arrivals whom the scheme could take"),
    "people_detained": SeriesInfo("people who entered detention under the scheme"),
    "returns": SeriesInfo("returns"),
    "released": SeriesInfo("people released after detention"),
    "reentrants": SeriesInfo("people who arrived again after a return"),
    "inbound": SeriesInfo("people who came in by the route"),
    "applications": SeriesInfo("applications to the route"),
    "approvals": SeriesInfo("approved applications"),
    "voluntary_departures": SeriesInfo("voluntary departures from outside detention"),
    "seats": SeriesInfo("agreed places on flights that flew", "places"),
    "seats_unused": SeriesInfo("agreed places that flew empty", "places"),
    "flights": SeriesInfo("flights that carried at least one person", "flights"),
    "flights_cancelled": SeriesInfo("planned flights that were cancelled", "flights"),
    "largest_flight": SeriesInfo("most people returned on one flight of the day"),
    "places": SeriesInfo("places in detention", "places", level=True),
    "occupancy": SeriesInfo("people in detention at the end of the day", level=True),
    "waiting_for_a_flight": SeriesInfo("people ready and waiting for a flight", level=True),
    "waiting_to_travel": SeriesInfo("approved people waiting to travel in", level=True),
}
"""Every daily series by name, in the order of its rows, see :class:`Series`."""

NAMES = tuple(SERIES)


@part
def count_arrivals(
    time: Times,
    people: Times,
    landed: Flags,
    in_scope: Times,
    came_back_alone: Times,
    series: Daily,
) -> None:
    """Count who arrived, and who of them is in scope."""
    for boat in range(time.size):
        if landed[boat]:
            series[Series.ARRIVALS, time[boat] // DAY] += people[boat]
            series[Series.ARRIVALS_IN_SCOPE, time[boat] // DAY] += in_scope[boat]
    for person in range(came_back_alone.size):
        series[Series.ARRIVALS, came_back_alone[person] // DAY] += 1


@part
def count_visits(
    number: Times,
    arrived: Times,
    detained: Times,
    ready: Times,
    left: Times,
    how: Times,
    departed: Times,
    gone_unselected: Times,
    series: Daily,
) -> None:
    """Count what happened to those who were selected or came back; levels as changes."""
    for visit in range(number.size):
        if number[visit] > 0:
            series[Series.ARRIVALS_IN_SCOPE, arrived[visit] // DAY] += 1
            series[Series.REENTRANTS, arrived[visit] // DAY] += 1
        if departed[visit] >= 0:
            series[Series.VOLUNTARY_DEPARTURES, departed[visit] // DAY] += 1
        if detained[visit] < 0:
            continue
        day = detained[visit] // DAY
        series[Series.PEOPLE_DETAINED, day] += 1
        series[Series.OCCUPANCY, day] += 1
        if ready[visit] >= 0:
            series[Series.WAITING_FOR_A_FLIGHT, ready[visit] // DAY] += 1
        if left[visit] < 0:
            continue
        day = left[visit] // DAY
        series[Series.OCCUPANCY, day] -= 1
        if ready[visit] >= 0:
            series[Series.WAITING_FOR_A_FLIGHT, day] -= 1
        if how[visit] == Exit.RETURNED:
            series[Series.RETURNS, day] += 1
        else:
            series[Series.RELEASED, day] += 1
    for person in range(gone_unselected.size):
        series[Series.VOLUNTARY_DEPARTURES, gone_unselected[person] // DAY] += 1


@part
def count_applicants(applied: Times, approved: Times, travelled: Times, series: Daily) -> None:
    """Count the way in; levels as changes."""
    for applicant in range(applied.size):
        series[Series.APPLICATIONS, applied[applicant] // DAY] += 1
        if approved[applicant] >= 0:
            day = approved[applicant] // DAY
            series[Series.APPROVALS, day] += 1
            series[Series.WAITING_TO_TRAVEL, day] += 1
        if travelled[applicant] >= 0:
            day = travelled[applicant] // DAY
            series[Series.INBOUND, day] += 1
            series[Series.WAITING_TO_TRAVEL, day] -= 1


@part
def count_flights(
    departs: Times, seats: Times, carried: Times, cancelled: Flags, series: Daily
) -> None:
    """Count flights and their agreed places."""
    for flight in range(departs.size):
        day = departs[flight] // DAY
        if cancelled[flight]:
            series[Series.FLIGHTS_CANCELLED, day] += 1
            continue
        series[Series.SEATS, day] += seats[flight]
        series[Series.SEATS_UNUSED, day] += seats[flight] - carried[flight]
        series[Series.FLIGHTS, day] += carried[flight] > 0
        series[Series.LARGEST_FLIGHT, day] = max(
            series[Series.LARGEST_FLIGHT, day], carried[flight]
        )


@part
def add_up_levels(capacity: Times, series: Daily) -> None:
    """Turn the changes of levels into the levels at the end of each day."""
    for day in range(series.shape[1]):
        series[Series.PLACES, day] = capacity[day]
    for day in range(1, series.shape[1]):
        series[Series.OCCUPANCY, day] += series[Series.OCCUPANCY, day - 1]
        series[Series.WAITING_FOR_A_FLIGHT, day] += series[Series.WAITING_FOR_A_FLIGHT, day - 1]
        series[Series.WAITING_TO_TRAVEL, day] += series[Series.WAITING_TO_TRAVEL, day - 1]
