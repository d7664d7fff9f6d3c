"""Which values agree with what was printed?

Simulation-based inference from one table of simulated pilots, each with values of its own drawn
from their priors: approximate Bayesian computation with learned statistics and regression
adjustment. The table serves any figures, so that the inference can be checked on pilots whose
values are known.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from sim.evidence.learning.near import Near

Numbers = NDArray[np.float64]

KEPT = 0.02
"""Share of the simulated pilots that are near enough to learn from."""
COMPARED = 500
"""Simulated pilots with whose surprise that of figures is compared."""
TELLING = 0.02
"""Share of a value's prior variance that figures must explain for it to have a statistic."""
ODD = 0.02
"""Rarity below which figures are flagged as none that the model makes."""
_LEVEL = 1e-4
"""Levels are kept at least so far from 0 and 1."""
_SMALL = 1e-6


@dataclass(frozen=True)
class Inferred:
    """What figures say about the values.

    Attributes
    ----------
    levels
        Where in its prior each value may stand: shape (kept, values), on a row what goes
        together.
    weights
        Of the rows, summing to one.
    surprise
        Share of simulated pilots alike in what the figures tell whose other figures are at least
        as odd as these: small if the model cannot print such figures. It is no probability, as
        pilots alike are not the same; see :meth:`Inference.rarity`.
    """

    levels: Numbers
    weights: Numbers
    surprise: float

    @property
    def effective(self) -> float:
        """Effective sample size, 1 / Σ weights² (Kish, Survey Sampling, 1965)."""
        return float(1 / np.square(self.weights).sum())

    @property
    def scores(self) -> Numbers:
        """Levels as standard normal scores: under its prior each value has mean 0 and sd 1."""
        return np.asarray(ndtri(self.levels))

    @property
    def mean(self) -> Numbers:
        """Mean of the scores, shape (values,)."""
        return np.asarray(self.weights @ self.scores)

    @property
    def sd(self) -> Numbers:
        """Standard deviation of the scores, shape (values,): 1 where nothing was learned."""
        return np.asarray(np.sqrt(self.weights @ np.square(self.scores - self.mean)))

    def sets(self, count: int) -> Numbers:
        """Return equally likely rows, by systematic resampling, shape (count, values)."""
        at = (np.arange(count) + 0.5) / count
        rows = np.searchsorted(np.cumsum(self.weights), at * self.weights.sum())
        return np.asarray(self.levels[np.minimum(rows, len(self.levels) - 1)])


class Inference:
    """What a table of simulated pilots can teach.

    Parameters
    ----------
    levels
        Where in its prior each value of each pilot stands, shape (pilots, values).
    printed
        What would have been printed of each, shape (pilots, figures).
    kept
        Share of the pilots that are near enough to learn from; :data:`KEPT` if not given.

    Notes
    -----
    Counts are taken as √(x + 3/8), whose spread hardly depends on their size (Anscombe 1948). The
    statistics are the values' means given the figures, by quadratic regression over all pilots
    (Fearnhead and Prangle 2012, "semi-automatic"). The pilots nearest in them are kept, with
    Epanechnikov weights, and their values' scores moved along a local linear regression to
    where the figures are (Beaumont, Zhang and Balding 2002).
    """

    def __init__(self, levels: Numbers, printed: Numbers, kept: float | None = None) -> None:
        self._kept, self._printed = kept or KEPT, printed
        self._scores = ndtri(np.clip(levels, _LEVEL, 1 - _LEVEL))
        counts = np.sqrt(np.maximum(printed, 0) + 3 / 8)
        self._middle, spread = counts.mean(axis=0), counts.std(axis=0)
        self._spread = np.where(spread > _SMALL, spread, 1)
        self._features = self._standardised(printed)
        design = _quadratic(self._features)
        self._coefficients = np.linalg.lstsq(design, self._scores, rcond=None)[0]
        told = design @ self._coefficients
        self.explained: Numbers = told.var(axis=0)
        """Share of each value's prior variance that the figures explain, shape (values,)."""
        self._tells = self.explained > TELLING
        self._whiten = np.zeros((0, 0))
        if self._tells.any():
            covariance = np.atleast_2d(np.cov(told[:, self._tells].T))
            self._whiten = np.linalg.cholesky(np.linalg.inv(covariance))
        self._statistics = told[:, self._tells] @ self._whiten

    def of(self, printed: Numbers, leave_out: int | None = None) -> Inferred:
        """Learn from figures.

        Parameters
        ----------
        printed
            Shape (figures,).
        leave_out
            A pilot of the table that is not to be used, because the figures are its own.
        """
        near = self.nearest(printed, leave_out)
        scores = self._scores[near.rows]
        levels = np.clip(ndtr(near.moved(scores)), _LEVEL, 1 - _LEVEL)
        others = self._features[near.rows] - self._standardised(printed[None])
        return Inferred(levels, near.weights, near.surprise(others))

    def nearest(self, printed: Numbers, leave_out: int | None = None) -> Near:
        """Return the pilots nearest to figures in what these tell; arguments as of :meth:`of`."""
        apart = self._statistics - self.statistics(printed)
        far = np.square(apart).sum(axis=1)
        if leave_out is not None:
            far[leave_out] = np.inf
        count = max(int(self._kept * len(far)), 2)
        rows = np.argpartition(far, count)[: count + 1]
        most = far[rows].max()
        weights = 1 - far[rows] / most if most > 0 else np.ones(len(rows))
        return Near(rows, apart[rows], weights / weights.sum())

    def rarity(self, surprise: float) -> float:
        """Return how often pilots of the table surprise at least as much, each left out of it.

        Evenly spread from 0 to 1 for figures of pilots like these, whatever the surprise is.

        Parameters
        ----------
        surprise
            Of the figures that were learned from.
        """
        usual = self._surprises
        return float((1 + (usual <= surprise).sum()) / (1 + len(usual)))

    def statistics(self, printed: Numbers) -> Numbers:
        """Return what figures tell, uncorrelated and of unit variance, shape (statistics,)."""
        design = _quadratic(self._standardised(printed[None]))
        return np.asarray((design @ self._coefficients)[0, self._tells] @ self._whiten)

    @cached_property
    def _surprises(self) -> Numbers:
        few = enumerate(self._printed[:COMPARED])
        return np.array([self.of(printed, leave_out=row).surprise for row, printed in few])

    def _standardised(self, printed: Numbers) -> Numbers:
        counts = np.sqrt(np.maximum(printed, 0) + 3 / 8)
        return np.asarray((counts - self._middle) / self._spread)


def _quadratic(features: Numbers) -> Numbers:
    return np.column_stack([np.ones(len(features)), features, np.square(features)])
