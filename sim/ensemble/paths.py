"""Which paths of a run are there, day by day?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.result import Result

WEEK = 7


@dataclass(frozen=True, slots=True)
class PathInfo:
    """What a path shows.

    Attributes
    ----------
    about
        In words.
    series
        Its name in ``daily.csv``, where a bare name is of the day alone.
    values
        From a result, shape (replications, days); NaN where undefined.
    unit
        ``share`` for a ratio.
    """

    about: str
    series: str
    values: Callable[[Result], NDArray[Any]]
    unit: str = "people"

    @property
    def is_share(self) -> bool:
        """Whether it is a ratio."""
        return self.unit == "share"


def _level(series: str) -> Callable[[Result], NDArray[Any]]:
    return lambda result: result.daily(series)


def _to_date(series: str) -> Callable[[Result], NDArray[Any]]:
    return lambda result: result.cumulative(series)


def _in_week(series: str) -> Callable[[Result], NDArray[Any]]:
    """Count the seven days to each day; fewer where the scheme began later."""

    def values(result: Result) -> NDArray[Any]:
        sums = result.cumulative(series)
        sums[:, WEEK:] -= sums[:, :-WEEK].copy()
        return sums

    return values


def _net_flow(result: Result) -> NDArray[Any]:
    return result.cumulative("inbound") - result.cumulative("returns")


def _returns_rate(result: Result) -> NDArray[Any]:
    returns, arrivals = result.cumulative("returns"), result.cumulative("arrivals")
    undefined = np.full(returns.shape, np.nan)
    rates: NDArray[np.float64] = np.divide(returns, arrivals, out=undefined, where=arrivals > 0)
    return rates


PATHS: dict[str, PathInfo] = {
    "returns_rate": PathInfo(
        "returns to date ÷ small-boat arrivals since the scheme began",
        "returns_rate",
        _returns_rate,
        "share",
    ),
    "net_flow": PathInfo("inbound − returned under the scheme", "net_flow", _net_flow),
    "returns": PathInfo("returns to date", "returns_cumulative", _to_date("returns")),
    "inbound": PathInfo(
        "people who came in by the route to date", "inbound_cumulative", _to_date("inbound")
    ),
    "occupancy": PathInfo(
        "people in detention at the end of the day", "occupancy", _level("occupancy")
    ),
    "places": PathInfo("places in detention", "places", _level("places"), "places"),
    "waiting_for_a_flight": PathInfo(
        "people ready and waiting for a flight",
        "waiting_for_a_flight",
        _level("waiting_for_a_flight"),
    ),
    "waiting_to_travel": PathInfo(
        "approved people waiting to travel in", "waiting_to_travel", _level("waiting_to_travel")
    ),
    "seats_in_week": PathInfo(
        "agreed places on flights that flew in the seven days to the day",
        "seats_in_week",
        _in_week("seats"),
        "places",
    ),
    "seats_unused_in_week": PathInfo(
        "agreed places that flew empty in the seven days to the day",
        "seats_unused_in_week",
        _in_week("seats_unused"),
        "places",
    ),
}
"""Every path by name."""
