"""How far apart are two scenarios, and how much does common luck help to see it?

Differences are taken replication by replication, other less base; a difference of two intervals
would throw the common luck away.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.ensemble.quantiles import mean_interval
from sim.luck.luck import Luck
from sim.study.noise import Samples

RESAMPLES = 1_000
_ROUNDING = 1e-12
"""A paired variance that is a smaller share than this of the other comes of rounding."""
_AT_ONCE = 100
"""Resamples that are held in memory together."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Paired difference of one number, other less base; None where it is undefined.

    Attributes
    ----------
    median, mean, p05, p95
        Of the paired difference over replications; p05 to p95 is its 90% interval.
    mean_low, mean_high
        95% interval of the mean: how far the number of replications leaves it open.
    sign_is_established
        True if that interval leaves out zero.
    defined
        In how many replications both numbers are defined; the others are left out.
    variance_ratio
        Variance of the contrast if the runs were independent, over that of the paired one. None
        where the paired difference does not vary.
    variance_ratio_low, variance_ratio_high
        95% bootstrap interval of it.
    """

    median: float | None
    mean: float | None
    p05: float | None
    p95: float | None
    mean_low: float | None
    mean_high: float | None
    sign_is_established: bool
    defined: int
    variance_ratio: float | None
    variance_ratio_low: float | None
    variance_ratio_high: float | None


def paired_differences(base: Samples, other: Samples, seed: int) -> list[Difference]:
    """Sum up the paired difference of each of some numbers.

    Parameters
    ----------
    base, other
        Shape (replications, numbers), in the same order of replications; NaN where undefined.
    seed
        Of the bootstrap's luck.
    """
    intervals = zip(*_ratio_intervals(base, other, seed), strict=True)
    return [
        paired_difference(base[:, i], other[:, i], (_number(low), _number(high)))
        for i, (low, high) in enumerate(intervals)
    ]


def paired_difference(
    base: Samples, other: Samples, ratio_interval: tuple[float | None, float | None] = (None, None)
) -> Difference:
    """Sum up the paired difference of one number.

    Parameters
    ----------
    base, other
        Shape (replications,), in the same order of replications; NaN where undefined.
    ratio_interval
        Of the variance ratio, if it was worked out.
    """
    both = ~np.isnan(base) & ~np.isnan(other)
    base, other = base[both], other[both]
    apart = other - base
    if not apart.size:
        return Difference(None, None, None, None, None, None, False, 0, None, None, None)
    p05, median, p95 = np.quantile(apart, (0.05, 0.5, 0.95)).tolist()
    low95, high95 = mean_interval(apart)
    ratio = variance_ratio(base, other)
    return Difference(
        median=median,
        mean=float(apart.mean()),
        p05=p05,
        p95=p95,
        mean_low=low95 if np.isfinite(low95) else None,
        mean_high=high95 if np.isfinite(high95) else None,
        sign_is_established=low95 > 0 or high95 < 0,
        defined=int(apart.size),
        variance_ratio=ratio,
        variance_ratio_low=ratio_interval[0] if ratio is not None else None,
        variance_ratio_high=ratio_interval[1] if ratio is not None else None,
    )


def variance_ratio(base: Samples, other: Samples) -> float | None:
    """Return (Var base + Var other) / Var(other - base), all defined; None if that is over zero.

    The variance that a contrast of means would have with independent runs over the one that it
    has with common luck (A. M. Law, Simulation Modeling and Analysis, 5th ed., section 11.2).
    """
    apart, alone = _variance(other - base), _variance(base) + _variance(other)
    return alone / apart if apart > _ROUNDING * alone else None


def _ratio_intervals(base: Samples, other: Samples, seed: int) -> tuple[Samples, Samples]:
    """Return the 95% bootstrap intervals of all variance ratios, resampling replications whole.

    By percentiles (B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap, section 13.3);
    resamples in which the difference does not vary are left out.
    """
    both = ~np.isnan(base) & ~np.isnan(other)
    parts = []
    for values in (base, other, other - base):
        centred = np.where(both, values, 0.0)
        centred = np.where(both, centred - centred.sum(0) / np.maximum(both.sum(0), 1), 0.0)
        parts.append(centred)
    ratios = np.full((RESAMPLES, base.shape[1]), np.nan)
    for begin in range(0, RESAMPLES, _AT_ONCE):
        weights = _weights(base.shape[0], range(begin, begin + _AT_ONCE), seed)
        counts = np.maximum(weights @ both, 1)
        mine, its, apart = (
            np.maximum(weights @ part**2 / counts - (weights @ part / counts) ** 2, 0.0)
            for part in parts
        )
        some = ratios[begin : begin + _AT_ONCE]
        np.divide(mine + its, apart, out=some, where=apart > 0)
    low, high = np.full((2, base.shape[1]), np.nan)
    vary = np.flatnonzero(~np.all(np.isnan(ratios), axis=0))
    if vary.size:
        low[vary], high[vary] = np.nanquantile(ratios[:, vary], (0.025, 0.975), axis=0)
    return low, high


def _weights(size: int, resamples: range, seed: int) -> Samples:
    """Return how often each replication is in each resample, shape (resamples, size)."""
    owners = np.arange(size, dtype=np.uint64)
    weights = np.empty((len(resamples), size))
    for row, number in zip(weights, resamples, strict=True):
        drawn = (Luck(seed, number).uniforms("bootstrap", owners) * size).astype(np.int64)
        row[:] = np.bincount(drawn, minlength=size)
    return weights


def _variance(values: Samples) -> float:
    return float(values.var(ddof=1)) if values.size > 1 else 0.0


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
