"""Where does everything stand while one value at a time is low, and high?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from sim.study.sensitivity.design import MOST_POINTS
from sim.study.sensitivity.estimates import Numbers
from sim.study.sensitivity.unknowns import MIDDLE, WALK, Levels, Unknowns, is_step

ENDS = (0.05, 0.95)
"""Levels of a value's prior, or of what was learned of it, at which it stands low and high."""


@dataclass(frozen=True, eq=False)
class Tornado:
    """The rows of a tornado: everything in the middle, then each bar low and high.

    Attributes
    ----------
    bars
        Name of each: a value, a departure, or the walk.
    levels
        Of every column: shape (1 + 2 × bars, columns).
    ends
        Levels at which each bar's own value stands low and high; None for the walk.
    """

    bars: tuple[str, ...]
    levels: Levels
    ends: tuple[tuple[float, float] | None, ...]

    def row(self, number: int) -> tuple[Levels, int]:
        """Return the level of every column, and the replication whose luck a row has."""
        variant, replication = divmod(number, MOST_POINTS)
        return np.asarray(self.levels[variant]), replication

    def numbers(self, replications: int) -> NDArray[np.int64]:
        """Return the numbers of rows, shape (1 + 2 × bars, replications)."""
        return np.arange(len(self.levels))[:, None] * MOST_POINTS + np.arange(replications)


def tornado(unknowns: Unknowns) -> Tornado:
    """Plan a tornado.

    A value of which something was learned stands at levels of what was learned of it, by itself.
    The walk stands low, and high, at its last day, and gets there by equal steps: their sum in
    standard normal numbers is at that level, each step as far from its median as any other.
    """
    steps = [column for column, name in enumerate(unknowns.names) if is_step(name)]
    moved = {*unknowns.free, *unknowns.taught}
    middle = np.full(len(unknowns.names), MIDDLE)
    learned = dict(zip(unknowns.taught, unknowns.sets.T, strict=True))
    for column, levels in learned.items():
        middle[column] = np.median(levels)
    bars: list[str] = []
    ends: list[tuple[float, float] | None] = []
    rows = [middle]
    for column, name in enumerate(unknowns.names):
        if column in moved and column not in steps:
            at = np.quantile(learned[column], ENDS) if column in learned else np.array(ENDS)
            bars.append(name)
            ends.append((float(at[0]), float(at[1])))
            for end in at:
                rows.append(middle.copy())
                rows[-1][column] = end
    if moved.intersection(steps):
        bars.append(WALK)
        ends.append(None)
        for end in ENDS:
            rows.append(middle.copy())
            rows[-1][steps] = ndtr(ndtri(middle[steps]) + _further(steps, learned, end))
    return Tornado(tuple(bars), np.array(rows), tuple(ends))


def _further(steps: Sequence[int], learned: dict[int, Numbers], end: float) -> float:
    """Return by how much each step of the walk is moved, in standard normal numbers.

    Steps of which nothing was learned add to the variance of the sum of those that were.
    """
    normal = float(ndtri(end))
    reach: float = normal * (sum(step not in learned for step in steps)) ** 0.5
    if together := [ndtri(learned[step]) for step in steps if step in learned]:
        middle = float(np.median(together, axis=1).sum())
        taught = float(np.quantile(np.sum(together, axis=0), end)) - middle
        reach = float(np.copysign(np.hypot(reach, taught), normal))
    return reach / len(steps)
