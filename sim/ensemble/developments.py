"""How does a run develop, day by day?

Named paths, each as quantiles over replications on every simulated day, and where people end up:
all that a picture of a run shows, from a result or from the folder in which it was kept.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.errors import FolderError
from sim.ensemble.manifest import read_manifest
from sim.ensemble.quantiles import LEVELS, daily_quantiles
from sim.ensemble.result import Result
from sim.ensemble.ways import Ways, read_ways, ways
from sim.scenario.load import load
from sim.scenario.resolved import FILE

DAILY = "daily.csv"
"""Holds the quantiles of every series of a kept run."""
WEEK = 7

Quantiles = NDArray[np.float64]
"""Shape (5, days), rows as in :data:`~sim.ensemble.quantiles.LEVELS`; NaN where undefined."""


@dataclass(frozen=True, slots=True)
class PathInfo:
    """What a path shows.

    Attributes
    ----------
    about
        In words.
    series
        Its name in :data:`DAILY`, where a bare name is of the day alone.
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


@dataclass(frozen=True)
class Developed:
    """The paths of a run.

    Attributes
    ----------
    scenario
        Its name.
    seed, replications, at_central
        How it was run.
    dates
        The simulated days.
    quantiles
        Of each path of :data:`PATHS` by name, see :data:`Quantiles`.
    ways
        Where people end up.
    """

    scenario: str
    seed: int
    replications: int
    at_central: bool
    dates: tuple[date, ...]
    quantiles: dict[str, Quantiles]
    ways: Ways


def developed(result: Result) -> Developed:
    """Return how a run develops."""
    return Developed(
        result.scenario.name,
        result.seed,
        result.replications,
        result.at_central,
        tuple(result.dates),
        {name: daily_quantiles(info.values(result)) for name, info in PATHS.items()},
        ways(result),
    )


def thinned(whole: Developed, most: int) -> Developed:
    """Return a run on every second day, or third and so on, the last among them.

    Parameters
    ----------
    whole
        On every day.
    most
        How many days there may be.
    """
    step = -(-len(whole.dates) // most)
    days = slice((len(whole.dates) - 1) % step, None, step)
    paths = {name: numbers[:, days] for name, numbers in whole.quantiles.items()}
    return replace(whole, dates=whole.dates[days], quantiles=paths)


def read_developed(folder: Path) -> Developed:
    """Return how a kept run develops, from its folder alone.

    Raises
    ------
    FolderError
        If the folder holds no finished run, or one without these paths.
    ScenarioError
        If its scenario cannot be read.
    """
    manifest = read_manifest(folder)
    settings = manifest["settings"]
    kept = _read_daily(folder / DAILY)
    dates, _ = next(iter(kept.values()))
    return Developed(
        load(folder / FILE).name,
        settings["seed"],
        manifest["replications"],
        settings["at"] == "central",
        dates,
        {name: kept[info.series][1] for name, info in PATHS.items()},
        read_ways(folder),
    )


def _read_daily(path: Path) -> dict[str, tuple[tuple[date, ...], Quantiles]]:
    """Return the days and the quantiles of every series that a path is kept as."""
    found: dict[str, list[list[str]]] = {info.series: [] for info in PATHS.values()}
    try:
        with path.open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                if row["series"] in found:
                    found[row["series"]].append([row["date"], *(row[name] for name in LEVELS)])
        kept = {
            series: (
                tuple(date.fromisoformat(day) for day, *_ in rows),
                np.array([[float(cell or "nan") for cell in cells] for _, *cells in rows]).T,
            )
            for series, rows in found.items()
        }
    except (OSError, ValueError, KeyError, TypeError, csv.Error) as error:
        raise FolderError(f"'{path}' cannot be read: {error}") from None
    if lacking := [series for series, (days, _) in kept.items() if not days]:
        raise FolderError(f"'{path}' has no {lacking[0]}, as one of an older program; run it again")
    return kept


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
