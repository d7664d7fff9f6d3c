"""Along which lines does a grid of numbers have a given level?

Marching squares: each cell of the grid is crossed by at most two straight pieces, and pieces that
meet on an edge are joined into lines (W. E. Lorensen and H. E. Cline, 1987, Computer Graphics
21(4), 163-169, in two dimensions).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Point = tuple[float, float]
Edge = tuple[int, int, int]
"""Row and column of its lower left end; 0 if it goes across, 1 if up."""


def contour_lines(
    across: Numbers, up: Numbers, heights: Numbers, level: float
) -> list[list[Point]]:
    """Return the lines along which a grid has a level.

    Parameters
    ----------
    across, up
        Where columns and rows are, ascending.
    heights
        Shape (up, across); cells with a NaN at a corner have no line.
    level
        The level.

    Returns
    -------
    list of list of (float, float)
        Lines of two points or more, on straight lines between neighbours of the grid; a closed
        one ends where it begins.
    """
    beside: dict[Edge, list[Edge]] = {}
    for one, other in _pieces(heights, level):
        beside.setdefault(one, []).append(other)
        beside.setdefault(other, []).append(one)
    ends = [edge for edge, neighbours in beside.items() if len(neighbours) == 1]
    lines = []
    for start in (*ends, *beside):
        if beside[start]:
            edges = _joined(beside, start)
            points = [_crossing(across, up, heights, level, edge) for edge in edges]
            lines.append([p for i, p in enumerate(points) if not i or p != points[i - 1]])
    return [line for line in lines if len(line) > 1]


def _pieces(heights: Numbers, level: float) -> Iterator[tuple[Edge, Edge]]:
    """Yield the two edges that each piece joins, cell by cell."""
    inside = heights >= level
    for row in range(heights.shape[0] - 1):
        for column in range(heights.shape[1] - 1):
            corners = heights[row : row + 2, column : column + 2]
            if np.isnan(corners).any():
                continue
            bottom, top = (row, column, 0), (row + 1, column, 0)
            left, right = (row, column, 1), (row, column + 1, 1)
            (a, b), (d, c) = inside[row : row + 2, column : column + 2].tolist()
            crossed = [
                edge
                for edge, differs in (
                    (bottom, a != b),
                    (right, b != c),
                    (top, c != d),
                    (left, d != a),
                )
                if differs
            ]
            if len(crossed) == 2:
                yield crossed[0], crossed[1]
            elif crossed:
                # A saddle: the middle decides which corners belong together.
                joined = (corners.mean() >= level) == a
                yield (bottom, right) if joined else (bottom, left)
                yield (top, left) if joined else (top, right)


def _joined(beside: dict[Edge, list[Edge]], start: Edge) -> list[Edge]:
    """Follow a line from one of its edges, and take its pieces away."""
    edges = [start]
    while beside[edges[-1]]:
        here = edges[-1]
        there = beside[here].pop()
        beside[there].remove(here)
        edges.append(there)
    return edges


def _crossing(across: Numbers, up: Numbers, heights: Numbers, level: float, edge: Edge) -> Point:
    """Return where an edge has the level."""
    row, column, is_up = edge
    low, high = heights[row, column], heights[row + is_up, column + 1 - is_up]
    part = (level - low) / (high - low)
    x, y = float(across[column]), float(up[row])
    if is_up:
        return x, y + float(part * (up[row + 1] - up[row]))
    return x + float(part * (across[column + 1] - across[column])), y
