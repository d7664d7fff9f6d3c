"""What happened on each day?

Daily counts and end-of-day levels, as whole numbers. Whatever is reported as of a
date is read off these.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.model.exits import Exit
from sim.model.order import DAY
from sim.model.records import DepartureRecords, Records

Daily = NDArray[np.int32]
Times = NDArray[np.int64]


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
    days, visits, applicants = records.days, records.visits, records.applicants
    boats = records.boats
    returned = visits.exit == Exit.RETURNED
    released = is_released(records)
    flown = ~records.flights.cancelled
    by_name = {
        "arrivals": _sums(boats.time, np.where(boats.landed, boats.people, 0), days)
        + _counts(records.came_back_alone, days),
        "arrivals_in_scope": _counts(visits.arrived, days),
        "people_detained": _counts(visits.detained, days),
        "returns": _counts(visits.left[returned], days),
        "released": _counts(visits.left[released], days),
        "reentrants": _counts(visits.arrived[visits.number > 0], days),
        "inbound": _counts(applicants.travelled, days),
        "applications": _counts(applicants.applied, days),
        "approvals": _counts(applicants.approved, days),
        "voluntary_departures": _counts(visits.departed, days),
        "seats": _sums(records.flights.departs, records.flights.seats * flown, days),
        "seats_unused": _sums(records.flights.departs, unused(records.flights), days),
        "flights": _counts(records.flights.departs[records.flights.carried > 0], days),
        "flights_cancelled": _counts(records.flights.departs[~flown], days),
        "largest_flight": _largest(records.flights, days),
        "places": records.capacity,
        "occupancy": _inside(visits.detained, visits.left, days),
        "waiting_for_a_flight": _inside(visits.ready, visits.left, days),
        "waiting_to_travel": _inside(applicants.approved, applicants.travelled, days),
    }
    return np.stack([by_name[name] for name in SERIES]).astype(np.int32)


def is_released(records: Records) -> NDArray[np.bool_]:
    """Return which visits ended in a release after detention, whatever the reason."""
    visits = records.visits
    not_released = (Exit.RETURNED, Exit.STILL_INSIDE)
    return (visits.detained >= 0) & ~np.isin(visits.exit, not_released)


def unused(flights: DepartureRecords) -> Times:
    """Return the agreed places that flew empty on each flight; none on a cancelled one."""
    return np.where(flights.cancelled, 0, flights.seats - flights.carried)


def _counts(times: Times, days: int) -> Times:
    """Count events a day; times of -1 did not happen."""
    return np.bincount(times[times >= 0] // DAY, minlength=days)[:days]


def _sums(times: Times, amounts: Times, days: int) -> Times:
    sums = np.bincount(times // DAY, weights=amounts, minlength=days)[:days]
    return sums.astype(np.int64)


def _largest(flights: DepartureRecords, days: int) -> Times:
    largest = np.zeros(days, dtype=np.int64)
    np.maximum.at(largest, flights.departs // DAY, flights.carried)
    return largest


def _inside(begun: Times, over: Times, days: int) -> Times:
    """Count those for whom something has begun and is not over, at the end of each day."""
    has_begun = begun >= 0
    return np.cumsum(_counts(begun, days) - _counts(over[has_begun], days))
