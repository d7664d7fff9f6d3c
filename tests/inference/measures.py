"""How good is what a method learned, where the truth is known?

Scores are in standard deviations of the prior, so that all values count alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from sim.evidence.learning.calibrate import scale_reduction
from sim.evidence.learning.inferring import Inferred

Numbers = NDArray[np.float64]


class Method(Protocol):
    """Whatever learns from figures, shape (figures,)."""

    def of(self, printed: Numbers) -> Inferred: ...


@dataclass(frozen=True)
class Measured:
    """What a method found about pilots whose values are known.

    Attributes
    ----------
    crps
        Continuous ranked probability score, shape (tests, values).
    ranks
        Share of what was learned that lies below the truth, shape (tests, values).
    effective, seconds
        Of the median pilot: effective sample size, and time to learn.
    """

    crps: Numbers
    ranks: Numbers
    effective: float
    seconds: float

    def inside(self, share: float) -> float:
        """Return how often the central interval with this share held the truth."""
        return float((np.abs(self.ranks - 0.5) <= share / 2).mean())


def measure(
    method: Method, figures: Numbers, truths: Numbers, columns: NDArray[np.int64]
) -> Measured:
    """Learn from the figures of each pilot and compare some values with their truths.

    Parameters
    ----------
    method
        What learns.
    figures, truths
        Of pilots whose values are known, shapes (tests, figures) and (tests, values).
    columns
        Of the values that are compared.
    """
    scores, ranks, effective, seconds = [], [], [], []
    for printed, truth in zip(figures, truths[:, columns], strict=True):
        begun = perf_counter()
        found = method.of(printed)
        seconds.append(perf_counter() - begun)
        effective.append(found.effective)
        samples = found.scores[:, columns]
        scores.append(crps(samples, found.weights, truth))
        ranks.append(rank(samples, found.weights, truth))
    return Measured(np.array(scores), np.array(ranks), median(effective), median(seconds))


def crps(samples: Numbers, weights: Numbers, truth: Numbers) -> Numbers:
    """Return E|X − truth| − E|X − X′| / 2 of weighted samples, shape (values,).

    Parameters
    ----------
    samples, weights
        Shapes (samples, values) and (samples,); weights sum to one.
    truth
        Shape (values,).

    Notes
    -----
    As twice the mean quantile score, each sample at the middle of its step (Laio and Tamea 2007).
    """
    order = np.argsort(samples, axis=0)
    ordered, steps = np.take_along_axis(samples, order, axis=0), weights[order]
    level = np.cumsum(steps, axis=0) - steps / 2
    above = ordered > truth
    return np.asarray(2 * (steps * (ordered - truth) * (above - level)).sum(axis=0))


def rank(samples: Numbers, weights: Numbers, truth: Numbers) -> Numbers:
    """Return the weighted share of samples below the truth, ties by half, shape (values,)."""
    below = (samples < truth) + 0.5 * (samples == truth)
    return np.asarray(weights @ below)


def crps_of_prior(truths: Numbers) -> Numbers:
    """Return the score of the standard normal distribution (Gneiting and Raftery 2007)."""
    density = np.exp(-np.square(truths) / 2) / np.sqrt(2 * np.pi)
    return np.asarray(truths * (2 * ndtr(truths) - 1) + 2 * density - 1 / np.sqrt(np.pi))


def difference(one: Numbers, other: Numbers) -> tuple[float, float]:
    """Return the mean difference of two scores of the same pilots, and its standard error.

    NaN is the error of a single pilot.
    """
    apart = (one - other).mean(axis=1)
    error = apart.std(ddof=1) / np.sqrt(len(apart)) if len(apart) > 1 else np.nan
    return float(apart.mean()), float(error)


def agreement(found: Sequence[Inferred], columns: NDArray[np.int64]) -> float:
    """Return the potential scale reduction of what independent runs learned: of the worst value."""
    means, sds = [one.mean[columns] for one in found], [one.sd[columns] for one in found]
    return float(scale_reduction(means, sds).max())
