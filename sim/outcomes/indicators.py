"""What are the figures at the horizon?

One number for each indicator of the word list, from the records of a replication.
A ratio whose denominator is zero is undefined: NaN here, null on pages.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.model.exits import NOT_TAKEN, Exit, InboundExit, exit_names
from sim.model.order import DAY
from sim.model.records import Records
from sim.outcomes.cohorts import complete
from sim.outcomes.series import NAMES, Daily, is_released


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
    total = {name: int(series[row].sum()) for row, name in enumerate(NAMES)}
    last = {name: int(series[row, -1]) for row, name in enumerate(NAMES)}
    visits = records.visits
    returned = visits.exit == Exit.RETURNED
    detained = visits.detained >= 0
    until = np.where(visits.left >= 0, visits.left, records.days * DAY)
    stays = (until - visits.detained)[detained]
    over = (visits.left - visits.detained)[detained & (visits.left >= 0)]
    done = complete(records.start, records.days, records.long_stop)
    in_cohorts, returned_of_them = cohorts[done].sum(axis=0)
    returns, inbound = total["returns"], total["inbound"]
    recent = series[NAMES.index("returns"), -28:]
    by_name: dict[str, float] = {
        "arrivals": total["arrivals"],
        "arrivals_in_scope": total["arrivals_in_scope"],
        "not_taken": int(np.isin(visits.exit, NOT_TAKEN).sum()),
        "people_detained": total["people_detained"],
        "returns": returns,
        "people_returned": np.unique(visits.person[returned]).size,
        "inbound": inbound,
        "returns_rate": ratio(returns, total["arrivals"]),
        "returns_rate_in_scope": ratio(returns, total["arrivals_in_scope"]),
        "returns_rate_detained": ratio(returns, total["people_detained"]),
        "cohort_returns_rate": ratio(int(returned_of_them), int(in_cohorts)),
        "returns_per_week": returns / (records.days / 7),
        "returns_per_week_recent": float(recent.sum() / (recent.size / 7)),
        "net_flow": inbound - returns,
        "net_arrivals": total["arrivals"] + inbound - returns,
        "released_after_detention": int(is_released(records).sum()),
        "person_days_detained": float(stays.sum() / DAY),
        "time_in_detention": _median_days(over),
        "time_to_return": _median_days((visits.left - visits.arrived)[returned]),
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
    out = np.bincount(records.visits.exit, minlength=max(codes) + 1)[codes]
    inward = np.bincount(records.applicants.exit, minlength=len(InboundExit))
    return np.concatenate([out, inward])


def ratio(part: float, whole: float) -> float:
    """Return a ratio, or NaN where it is undefined."""
    return part / whole if whole else float("nan")


def _median_days(times: NDArray[np.int64]) -> float:
    return float(np.median(times)) / DAY if times.size else float("nan")
