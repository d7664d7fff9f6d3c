"""What does a table of simulated pilots teach without regression, or with an emulator?

Two methods to compare ours with, which learn from the same table.
"""

from __future__ import annotations

from itertools import combinations_with_replacement

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular
from scipy.special import ndtr, ndtri
from scipy.stats import qmc

from sim.evidence.learning.inferring import TELLING, Inference, Inferred

_LEVEL = 1e-4
_SMALL = 1e-6

Numbers = NDArray[np.float64]


class Rejection(Inference):
    """The nearest pilots, as they are."""

    def of(self, printed: Numbers, leave_out: int | None = None) -> Inferred:
        near = self.nearest(printed, leave_out)
        return Inferred(ndtr(self._scores[near.rows]), near.weights, np.nan)


class Importance:
    """Samples of the prior, weighted by an emulated likelihood.

    Parameters
    ----------
    levels, printed
        The table, shapes (pilots, values) and (pilots, figures).
    seed
        Of the samples.
    samples
        Logarithm to base 2 of how many there are.

    Notes
    -----
    The samples are scrambled Sobol points over all values. Of the figures, as √(x + 3/8), the
    mean is a quadratic function with products of the values that the figures tell of, fitted to
    the table; they are taken as normal about it, with the covariance of the residuals, as a
    synthetic likelihood is (Wood 2010).
    """

    def __init__(self, levels: Numbers, printed: Numbers, seed: int, samples: int) -> None:
        figures = np.sqrt(np.maximum(printed, 0) + 3 / 8)
        self._varies = figures.std(axis=0) > _SMALL
        figures = figures[:, self._varies]
        tells = Inference(levels, printed).explained > TELLING
        design = _with_products(_scores(levels[:, tells]))
        coefficients = np.linalg.lstsq(design, figures, rcond=None)[0]
        covariance = np.atleast_2d(np.cov((figures - design @ coefficients).T))
        covariance += _SMALL * np.trace(covariance) / len(covariance) * np.eye(len(covariance))
        self._factor = np.linalg.cholesky(covariance)
        points = qmc.Sobol(levels.shape[1], rng=seed).random_base2(samples)
        self._levels = np.clip(points, _LEVEL, 1 - _LEVEL)
        expected = _with_products(_scores(points[:, tells])) @ coefficients
        self._expected = solve_triangular(self._factor, expected.T, lower=True)

    def of(self, printed: Numbers) -> Inferred:
        figures = np.sqrt(np.maximum(printed[self._varies], 0) + 3 / 8)
        here = solve_triangular(self._factor, figures, lower=True)
        likelihood = -np.square(self._expected - here[:, None]).sum(axis=0) / 2
        weights = np.exp(likelihood - likelihood.max())
        return Inferred(self._levels, weights / weights.sum(), np.nan)


def _scores(levels: Numbers) -> Numbers:
    return np.asarray(ndtri(np.clip(levels, _LEVEL, 1 - _LEVEL)))


def _with_products(scores: Numbers) -> Numbers:
    columns = combinations_with_replacement(scores.T, 2)
    products = [one * other for one, other in columns]
    return np.column_stack([np.ones(len(scores)), scores, *products])
