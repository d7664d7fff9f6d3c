"""What would have been printed, had a replication been the truth?

The error model. A figure speaks of a day that may be uncertain, and stands for a range of true
values. So of each replication the number is taken that would have been printed: its value at the
end of a day drawn from those that the figure may mean, moved as far as printing may move it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.result import Result
from sim.evidence.figures import Figure
from sim.evidence.printed import Printed
from sim.evidence.quantities import simulated
from sim.luck.keyed import draw_uniforms
from sim.luck.keys import parameter_key
from sim.luck.luck import Luck, name_id

Numbers = NDArray[np.float64]

TEACHING = (
    "returns_cumulative",
    "inbound_cumulative",
    "flights_cumulative",
    "largest_flight",
    "people_detained",
    "reentrants",
    "voluntary_departures",
)
"""Quantities whose figures teach. Arrivals are an input of the model; months, net flow and the
returns rate are sums and ratios of these, and would count the same facts twice."""

_DAY = np.uint64(name_id("day of a figure"))
_PRINT = np.uint64(name_id("printing of a figure"))


def teaching(figures: Iterable[Figure], start: date, until: date) -> tuple[Figure, ...]:
    """Return the figures that teach, each fact once.

    Parameters
    ----------
    figures
        As reported.
    start, until
        First simulated day, and the last day of which a figure may speak: one that may hold
        later is left out.
    """
    kept: dict[tuple[str, date], Figure] = {}
    for figure in figures:
        first, last = figure.days
        if figure.use and figure.quantity in TEACHING and start <= first and last <= until:
            kept.setdefault((figure.quantity, figure.as_of), figure)
    return tuple(kept.values())


def as_printed(result: Result, first: int, figures: tuple[Figure, ...]) -> Numbers:
    """Return what would have been printed in each replication.

    Parameters
    ----------
    result
        Replications in order.
    first
        Number of the first.
    figures
        Which figures.

    Returns
    -------
    ndarray of float64, shape (replications, figures)
    """
    luck = _luck(result, first, figures)
    printed = np.empty((result.replications, len(figures)))
    for column, figure in enumerate(figures):
        day, printing = luck[:, 2 * column], luck[:, 2 * column + 1]
        printed[:, column] = _moved(_on_its_day(result, figure, day), figure.printed, printing)
    return printed


def reported(figures: tuple[Figure, ...]) -> Numbers:
    """Return what was printed, shape (figures,)."""
    return np.array([float(figure.printed.value) for figure in figures])


def _luck(result: Result, first: int, figures: tuple[Figure, ...]) -> Numbers:
    """Return two uniforms a figure, shape (replications, 2 × figures)."""
    owners = [parameter_key(f"{figure.quantity} {figure.as_of}") for figure in figures]
    luck = np.empty((result.replications, 2 * len(figures)))
    draw_uniforms(
        Luck(result.seed, 0).words.copy(),
        np.arange(first, first + result.replications, dtype=np.uint64),
        np.array([_DAY, _PRINT] * len(figures), dtype=np.uint64),
        np.repeat(np.array(owners, dtype=np.uint64), 2),
        luck,
    )
    return luck


def _on_its_day(result: Result, figure: Figure, luck: Numbers) -> Numbers:
    """Return the quantity at the end of a day drawn evenly from those that are meant."""
    first, last = (day.toordinal() for day in figure.days)
    chosen = first + (luck * (last - first + 1)).astype(int)
    values = np.empty(luck.size)
    for day in range(first, last + 1):
        rows = chosen == day
        values[rows] = simulated(figure.quantity, result, date.fromordinal(day))[rows]
    return values


def _moved(values: Numbers, printed: Printed, luck: Numbers) -> Numbers:
    """Move true values to what was printed of them, evenly over the range it may mean.

    Of ``at_least`` no more than the figure was said, however large the truth.
    """
    figure = float(printed.value)
    if printed.rounding == "at_least":
        return np.minimum(values, figure)
    assert printed.high is not None
    low, high = float(printed.low) - figure, float(printed.high) - figure
    return values - (low + (high - low) * luck)
