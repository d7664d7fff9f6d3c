"""How much of an outcome's variance is each factor's, and how sure is that?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 500
_TAIL = 0.025

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number and its 95% interval."""

    value: float
    low: float
    high: float

    @property
    def half_width(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2


def resamples(points: int, seed: int) -> Numbers:
    """Return how much each point weighs in the sample itself and in samples drawn from it again.

    Returns
    -------
    ndarray of float64, shape (1 + resamples, points)
        Each row sums to one; in the first all are equal.
    """
    generator = np.random.default_rng(seed)
    weights = np.full((1 + RESAMPLES, points), 1 / points)
    for row in weights[1:]:
        row[:] = np.bincount(generator.integers(points, size=points), minlength=points) / points
    return weights


def estimate(sampled: Numbers) -> Estimate:
    """Return the first of some numbers with the interval that the others give it.

    Parameters
    ----------
    sampled
        Shape (1 + resamples,): from the sample itself, and from samples drawn from it again.
    """
    low, high = np.quantile(sampled[1:], (_TAIL, 1 - _TAIL)).tolist()
    return Estimate(float(sampled[0]), low, high)


def sobol_indices(a: Numbers, b: Numbers, ab: Numbers, weights: Numbers) -> tuple[Numbers, Numbers]:
    """Return first-order and total indices of each factor, in each resample of the points.

    Parameters
    ----------
    a, b
        Outcome in samples A and B, shape (points,); all defined.
    ab
        Outcome in A with one factor taken from B, shape (factors, points).
    weights
        See :func:`resamples`.

    Returns
    -------
    tuple of ndarray of float64, each of shape (1 + resamples, factors)
        Zero where nothing varies.

    Notes
    -----
    First order after Saltelli et al. (2010), table 2 (b), total after Jansen, table 2 (f), of an
    outcome whose mean is taken away first: the estimators of ``scipy.stats.sobol_indices``. That
    function takes no point out where an outcome is undefined, and its intervals are drawn with
    a seed that cannot be given; points are drawn again here, by a seed. As points of a Sobol
    sequence are spread more evenly than by chance, intervals are rather too wide than too narrow.

    A factor that is alone has all of the variance.
    """
    middle = (a.mean() + b.mean()) / 2
    a, b, ab = a - middle, b - middle, ab - middle
    mean = weights @ ((a + b) / 2)
    variance = (weights @ ((a**2 + b**2) / 2) - mean**2)[:, None]
    varies = np.broadcast_to(variance > 0, (len(weights), len(ab)))
    if len(ab) == 1:
        return varies.astype(np.float64), varies.astype(np.float64)
    first, total = np.zeros(varies.shape), np.zeros(varies.shape)
    np.divide(weights @ (b * (ab - a)).T, variance, out=first, where=varies)
    np.divide(weights @ ((a - ab) ** 2 / 2).T, variance, out=total, where=varies)
    return first, total
