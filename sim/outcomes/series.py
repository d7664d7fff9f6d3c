"""What happened on each day?

Daily counts and end-of-day levels, as whole numbers. Whatever is reported as of a
date is read off these.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled
from sim.model.exits import Exit
from sim.model.order import DAY
from sim.model.records import Records

Daily = NDArray[np.int32]
Times = NDArray[np.int64]
Flags = NDArray[np.bool_]


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
"""Every daily series by name, in the order of the rows that :func:`daily_series` returns."""

NAMES = tuple(SERIES)


def daily_series(records: Records) -> Daily:
    """Count what happened on each day.

    Returns
    -------
    ndarray of int32, shape (len(SERIES), days)
        Rows in the order of :data:`SERIES`.
    """
    series = np.zeros((len(NAMES), records.days), dtype=np.int32)
    visits, applicants, flights = records.visits, records.applicants, records.flights
    boats = records.boats
    _count_arrivals(
        boats.time, boats.people, boats.landed, boats.in_scope, records.came_back_alone, series
    )
    _count_visits(
        visits.number,
        visits.arrived,
        visits.detained,
        visits.ready,
        visits.left,
        visits.exit,
        visits.departed,
        records.gone_unselected,
        series,
    )
    _count_applicants(applicants.applied, applicants.approved, applicants.travelled, series)
    _count_flights(flights.departs, flights.seats, flights.carried, flights.cancelled, series)
    series[PLACES] = records.capacity
    _add_up_levels(series)
    return series


ARRIVALS, IN_SCOPE, DETAINED, RETURNS, RELEASED = (
    NAMES.index(name)
    for name in ("arrivals", "arrivals_in_scope", "people_detained", "returns", "released")
)
REENTRANTS, INBOUND, APPLICATIONS, APPROVALS, VOLUNTARY = (
    NAMES.index(name)
    for name in ("reentrants", "inbound", "applications", "approvals", "voluntary_departures")
)
SEATS, UNUSED, FLIGHTS, CANCELLED, LARGEST = (
    NAMES.index(name)
    for name in ("seats", "seats_unused", "flights", "flights_cancelled", "largest_flight")
)
PLACES, OCCUPANCY, FOR_A_FLIGHT, TO_TRAVEL = (
    NAMES.index(name)
    for name in ("places", "occupancy", "waiting_for_a_flight", "waiting_to_travel")
)


@compiled
def _add_up_levels(series: Daily) -> None:
    """Turn the changes of levels into the levels at the end of each day."""
    for day in range(1, series.shape[1]):
        series[OCCUPANCY, day] += series[OCCUPANCY, day - 1]
        series[FOR_A_FLIGHT, day] += series[FOR_A_FLIGHT, day - 1]
        series[TO_TRAVEL, day] += series[TO_TRAVEL, day - 1]


@compiled
def _count_arrivals(
    time: Times,
    people: Times,
    landed: Flags,
    in_scope: Times,
    came_back_alone: Times,
    series: Daily,
) -> None:
    for boat in range(time.size):
        if landed[boat]:
            series[ARRIVALS, time[boat] // DAY] += people[boat]
            series[IN_SCOPE, time[boat] // DAY] += in_scope[boat]
    for person in range(came_back_alone.size):
        series[ARRIVALS, came_back_alone[person] // DAY] += 1


@compiled
def _count_visits(
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
    for visit in range(number.size):
        if number[visit] > 0:
            series[IN_SCOPE, arrived[visit] // DAY] += 1
            series[REENTRANTS, arrived[visit] // DAY] += 1
        if departed[visit] >= 0:
            series[VOLUNTARY, departed[visit] // DAY] += 1
        if detained[visit] < 0:
            continue
        series[DETAINED, detained[visit] // DAY] += 1
        series[OCCUPANCY, detained[visit] // DAY] += 1
        if ready[visit] >= 0:
            series[FOR_A_FLIGHT, ready[visit] // DAY] += 1
        if left[visit] < 0:
            continue
        day = left[visit] // DAY
        series[OCCUPANCY, day] -= 1
        if ready[visit] >= 0:
            series[FOR_A_FLIGHT, day] -= 1
        if how[visit] == Exit.RETURNED:
            series[RETURNS, day] += 1
        else:
            series[RELEASED, day] += 1
    for person in range(gone_unselected.size):
        series[VOLUNTARY, gone_unselected[person] // DAY] += 1


@compiled
def _count_applicants(applied: Times, approved: Times, travelled: Times, series: Daily) -> None:
    for applicant in range(applied.size):
        series[APPLICATIONS, applied[applicant] // DAY] += 1
        if approved[applicant] >= 0:
            series[APPROVALS, approved[applicant] // DAY] += 1
            series[TO_TRAVEL, approved[applicant] // DAY] += 1
        if travelled[applicant] >= 0:
            series[INBOUND, travelled[applicant] // DAY] += 1
            series[TO_TRAVEL, travelled[applicant] // DAY] -= 1


@compiled
def _count_flights(
    departs: Times, seats: Times, carried: Times, cancelled: Flags, series: Daily
) -> None:
    for flight in range(departs.size):
        day = departs[flight] // DAY
        if cancelled[flight]:
            series[CANCELLED, day] += 1
            continue
        series[SEATS, day] += seats[flight]
        series[UNUSED, day] += seats[flight] - carried[flight]
        series[FLIGHTS, day] += carried[flight] > 0
        series[LARGEST, day] = max(series[LARGEST, day], carried[flight])
