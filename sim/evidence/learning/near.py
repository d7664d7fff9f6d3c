"""What do the simulated pilots nearest to figures have in common with them?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

_SMALL = 1e-6
_LEAST = 1e-4
"""Variance that every direction has, by that of the widest."""


class Near(NamedTuple):
    """The simulated pilots nearest to figures.

    Attributes
    ----------
    rows
        In the table, shape (kept,).
    apart
        Their statistics less those of the figures, shape (kept, statistics).
    weights
        Summing to one.
    """

    rows: NDArray[np.int64]
    apart: Numbers
    weights: Numbers

    def moved(self, values: Numbers) -> Numbers:
        """Move values along their weighted linear regression to where the figures are.

        Parameters
        ----------
        values
            Of the pilots, shape (kept, values).
        """
        design = np.column_stack([np.ones(len(self.rows)), self.apart])
        weighted = design * self.weights[:, None]
        ridge = _SMALL * np.eye(design.shape[1])
        slopes = np.linalg.solve(weighted.T @ design + ridge, weighted.T @ values)[1:]
        return np.asarray(values - self.apart @ slopes)

    def surprise(self, others: Numbers) -> float:
        """Return the weighted share of pilots at least as far from their middle as the figures.

        The distance is Mahalanobis'. In directions in which pilots hardly differ they are taken
        to differ a little, so that a figure which none of them could print is far.

        Parameters
        ----------
        others
            The pilots' figures less those that were given, shape (kept, figures).
        """
        odd = self.moved(others)
        middle = self.weights @ odd
        apart = odd - middle
        covariance = (apart * self.weights[:, None]).T @ apart
        lengths, directions = np.linalg.eigh(covariance)
        scale = directions / np.sqrt(np.maximum(lengths, _LEAST * lengths.max() + _SMALL**2))
        far, here = np.square(apart @ scale).sum(axis=1), np.square(middle @ scale).sum()
        return float(self.weights[far >= here].sum())
