"""Where on a line does a label stand clear of other lines and labels?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.show.plots.contours import Point

_TRIED, _FINE = np.linspace(0.1, 0.9, 33), np.linspace(0.0, 1.0, 101)
"""Places on a line that are tried, and that others keep clear of, as parts of its length."""
_ENOUGH = 1.5
"""Labels' sizes beyond which more room is no better; then the middle of the line is."""
_LABELS = 2.0
"""How much more room from another label counts than room from another line."""

Numbers = NDArray[np.float64]


def label_places(
    lines: Mapping[float, Sequence[list[Point]]], label: tuple[float, float]
) -> dict[float, Point]:
    """Return a place for one label at each level that has a line, on the longest of them.

    Parameters
    ----------
    lines
        By level.
    label
        Width and height of a label, in the units of the lines.
    """
    size = np.array(label)
    scaled = {
        level: [np.array(line) / size for line in found] for level, found in lines.items() if found
    }
    places: dict[float, Numbers] = {}
    for level, found in scaled.items():
        tried = _along(max(found, key=_length), _TRIED)
        others = [_along(line, _FINE) for n in scaled if n != level for line in scaled[n]]
        labels = [place[None] for place in places.values()]
        clear = _room(tried, others) + _LABELS * _room(tried, labels)
        nearest_the_middle = np.lexsort((np.abs(_TRIED - 0.5), -clear))
        places[level] = tried[nearest_the_middle[0]]
    at = {level: place * size for level, place in places.items()}
    return {level: (float(x), float(y)) for level, (x, y) in at.items()}


def _room(tried: Numbers, others: Sequence[Numbers]) -> Numbers:
    """Return how far each place is from all others, as far as more is better."""
    if not others:
        return np.full(len(tried), _ENOUGH)
    apart = tried[:, None] - np.concatenate(others)
    return np.asarray(np.minimum(np.linalg.norm(apart, axis=2).min(axis=1), _ENOUGH))


def _length(line: Numbers) -> float:
    return float(_steps(line).sum())


def _steps(line: Numbers) -> Numbers:
    return np.asarray(np.hypot(*np.diff(line, axis=0).T))


def _along(line: Numbers, parts: Numbers) -> Numbers:
    """Return points of a line at some parts of its length, shape (parts, 2)."""
    length = np.concatenate([[0.0], np.cumsum(_steps(line))])
    return np.column_stack([np.interp(parts * length[-1], length, xs) for xs in line.T])
