"""What are the figures at the horizon?

One number for each indicator of the word list, from the records of a replication.
A ratio whose denominator is zero is undefined: NaN here, null on pages.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled
from sim.model.exits import Exit, InboundExit, exit_names
from sim.model.order import DAY
from sim.model.records import Records
from sim.outcomes.cohorts import complete
from sim.outcomes.series import NAMES, Daily, Times

_WAYS_IN = len(InboundExit)


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
}


def indicators(records: Records, series: Daily, cohorts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Work out every indicator of one replication.

    Parameters
    ----------
    records, series, cohorts
        Of the same replication.

    Returns
    -------
    ndarray of float64, shape (len(INDICATORS),)
        In the order of :data:`INDICATORS`; NaN where undefined.
    """
    total = dict(zip(NAMES, np.add.reduce(series, axis=1).tolist(), strict=True))
    last = dict(zip(NAMES, series[:, -1].tolist(), strict=True))
    visits = records.visits
    times = np.empty((2, len(visits)))
    not_taken, people_returned, seconds, over = _look_at_stays(
        visits.number,
        visits.arrived,
        visits.detained,
        visits.left,
        visits.exit,
        records.days * DAY,
        times,
    )
    in_cohorts = returned_of_them = 0
    done = complete(records.start, records.days, records.long_stop)
    for (arrived, returned), is_complete in zip(cohorts.tolist(), done, strict=True):
        in_cohorts += arrived * is_complete
        returned_of_them += returned * is_complete
    returns, inbound = total["returns"], total["inbound"]
    recent = series[NAMES.index("returns"), -28:]
    by_name: dict[str, float] = {
        "arrivals": total["arrivals"],
        "arrivals_in_scope": total["arrivals_in_scope"],
        "not_taken": not_selected(records) + not_taken,
        "people_detained": total["people_detained"],
        "returns": returns,
        "people_returned": people_returned,
        "inbound": inbound,
        "returns_rate": ratio(returns, total["arrivals"]),
        "returns_rate_in_scope": ratio(returns, total["arrivals_in_scope"]),
        "returns_rate_detained": ratio(returns, total["people_detained"]),
        "cohort_returns_rate": ratio(returned_of_them, in_cohorts),
        "returns_per_week": returns / (records.days / 7),
        "returns_per_week_recent": int(recent.sum()) / (recent.size / 7),
        "net_flow": inbound - returns,
        "net_arrivals": total["arrivals"] + inbound - returns,
        "released_after_detention": total["released"],
        "person_days_detained": seconds / DAY,
        "time_in_detention": _median_days(times[0, :over]),
        "time_to_return": _median_days(times[1, :returns]),
        "occupancy": last["occupancy"],
        "places": last["places"],
        "waiting_for_a_flight": last["waiting_for_a_flight"],
        "flights": total["flights"],
        "flights_cancelled": total["flights_cancelled"],
        "seats": total["seats"],
        "seats_unused": total["seats_unused"],
        "reentrants": total["reentrants"],
        "voluntary_departures": total["voluntary_departures"],
        "applications": total["applications"],
        "waiting_to_travel": last["waiting_to_travel"],
    }
    return np.array([by_name[name] for name in INDICATORS], dtype=np.float64)


@compiled
def _look_at_stays(
    number: Times,
    arrived: Times,
    detained: Times,
    left: Times,
    how: Times,
    horizon: int,
    times: NDArray[np.float64],
) -> tuple[int, int, int, int]:
    """Look at every visit once.

    Parameters
    ----------
    times
        Shape (2, visits), filled with the seconds of stays that are over, and with those from
        arrival to return.

    Returns
    -------
    tuple of int
        Visits selected but not taken; people returned, each counted once (a later visit
        follows a return, so these are first visits); person-seconds detained; and how many
        stays are over.
    """
    not_taken = people = seconds = over = returns = 0
    for visit in range(number.size):
        not_taken += how[visit] == Exit.NO_PLACE or how[visit] == Exit.INTAKE_FULL
        if detained[visit] < 0:
            continue
        until = left[visit] if left[visit] >= 0 else horizon
        seconds += until - detained[visit]
        if left[visit] >= 0:
            times[0, over] = until - detained[visit]
            over += 1
        if how[visit] == Exit.RETURNED:
            people += number[visit] == 0
            times[1, returns] = until - arrived[visit]
            returns += 1
    return not_taken, people, seconds, over


def not_selected(records: Records) -> int:
    """Return how many people in scope arrived for the first time and were not selected."""
    came_first = int(np.count_nonzero(records.visits.number == 0))
    return int(records.boats.in_scope.sum()) - came_first


def exit_labels(releasing: tuple[str, ...]) -> list[str]:
    """Return the names of all exits: the way out, then the way in with ``inbound_``."""
    ways_out = list(exit_names(releasing).values())
    return ways_out + [f"inbound_{way.name.lower()}" for way in InboundExit]


def exits(records: Records) -> NDArray[np.int64]:
    """Count visits and applications by how they ended.

    Returns
    -------
    ndarray of int64
        In the order of :func:`exit_labels`.
    """
    codes = list(exit_names(records.releasing))
    counts = np.zeros(max(codes) + 1 + len(InboundExit), dtype=np.int64)
    _count_exits(records.visits.exit, records.applicants.exit, counts)
    counts[Exit.NOT_SELECTED] = not_selected(records)
    return counts[codes + list(range(max(codes) + 1, counts.size))]


@compiled
def _count_exits(out: Times, inward: Times, counts: Times) -> None:
    """Count the exits of the way out by their codes, then those of the way in after them."""
    first = counts.size - _WAYS_IN
    for visit in range(out.size):
        counts[out[visit]] += 1
    for applicant in range(inward.size):
        counts[first + inward[applicant]] += 1


def ratio(part: float, whole: float) -> float:
    """Return a ratio, or NaN where it is undefined."""
    return part / whole if whole else float("nan")


def _median_days(times: NDArray[np.float64]) -> float:
    """Return the median of times in seconds, in days; NaN of none. Sorts them."""
    if not times.size:
        return float("nan")
    times.sort()
    middle = times.size // 2
    return float(times[middle] + times[~middle]) / 2 / DAY
