"""How does a run develop, day by day?

Named paths, each as quantiles over replications on every simulated day, and where people end up:
all that a picture of a run shows, from a result or from the folder in which it was kept.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.errors import FolderError
from sim.ensemble.manifest import read_manifest
from sim.ensemble.paths import PATHS
from sim.ensemble.quantiles import LEVELS, daily_quantiles
from sim.ensemble.result import Result
from sim.ensemble.ways import Ways, read_ways, ways
from sim.scenario.load import load
from sim.scenario.resolved import FILE
from sim.scenario.schema import Scenario

__all__ = ["PATHS", "Developed", "developed", "read_developed"]

DAILY = "daily.csv"
"""Holds the quantiles of every series of a kept run."""

Quantiles = NDArray[np.float64]
"""Shape (5, days), rows as in :data:`~sim.ensemble.quantiles.LEVELS`; NaN where undefined."""


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
    decided_by
        Key path of the unknown that decides the answer, so that no median is central; empty if
        there is none.
    """

    scenario: str
    seed: int
    replications: int
    at_central: bool
    dates: tuple[date, ...]
    quantiles: dict[str, Quantiles]
    ways: Ways
    decided_by: str = ""


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
        _decided_by(result.scenario),
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
    scenario = load(folder / FILE)
    return Developed(
        scenario.name,
        settings["seed"],
        manifest["replications"],
        settings["at"] == "central",
        dates,
        {name: kept[info.series][1] for name, info in PATHS.items()},
        read_ways(folder),
        _decided_by(scenario),
    )


def _decided_by(scenario: Scenario) -> str:
    return scenario.sweep.path if scenario.sweep is not None else ""


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
