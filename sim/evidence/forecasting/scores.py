"""How good was a forecast, once the figure is known?

Proper scores in the unit of the figure, less is better, and whether intervals held it. A
forecast is samples, or the few quantiles that were kept of it.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.evidence.forecasting.pit import interpolated_pit, mid_pit

LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""The quantiles that are scored: the median and the ends of the 50% and 90% intervals."""


@dataclass(frozen=True, slots=True)
class Score:
    """How good one forecast of one figure was.

    Attributes
    ----------
    wis
        The weighted interval score of the median and the 50% and 90% intervals, in the unit
        of the figure (Bracher et al. 2021, PLoS Computational Biology 17(2)).
    crps
        The continuous ranked probability score of the samples, in the unit of the figure;
        None where only quantiles were kept.
    inside50, inside90
        Whether the central interval held the figure, its ends included.
    pit
        How far up the forecast the figure was, 0 to 1; see :mod:`sim.evidence.forecasting.pit`.
    """

    wis: float
    crps: float | None
    inside50: bool
    inside90: bool
    pit: float


def score(samples: NDArray[np.float64], observed: float) -> Score:
    """Score equally likely samples, shape (draws,).

    Raises
    ------
    ValueError
        If there are none, or a value is not finite.

    Notes
    -----
    The CRPS is that of the samples as they are, ``E|X - y| - E|X - X'| / 2`` over all pairs,
    so that it is defined for one sample.
    """
    samples = np.asarray(samples, dtype=np.float64)
    if samples.ndim != 1 or not samples.size or not np.isfinite(samples).all():
        raise ValueError("a forecast to score is one row of finite samples")
    of_quantiles = score_quantiles(
        dict(zip(LEVELS, np.quantile(samples, LEVELS).tolist(), strict=True)), observed
    )
    return replace(of_quantiles, crps=_crps(samples, observed), pit=mid_pit(samples, observed))


def _crps(samples: NDArray[np.float64], observed: float) -> float:
    """Add up twice the pinball losses of the samples in order, each at its mid-rank."""
    count = samples.size
    rank = np.arange(1, count + 1) - 0.5
    beyond = np.sort(samples) - observed
    losses = np.where(beyond > 0, (count - rank) * beyond, -rank * beyond)
    return 2 * float(losses.sum() / count**2)


def score_quantiles(quantiles: Mapping[float, float], observed: float) -> Score:
    """Score a forecast of which the quantiles at :data:`LEVELS` were kept, by their levels.

    Other levels are not used, so that forecasts are scored alike.

    Raises
    ------
    ValueError
        If a level is missing, values fall, or one is not finite.
    """
    missing = [level for level in LEVELS if level not in quantiles]
    if missing:
        raise ValueError(f"the forecast has no quantile at {', '.join(map(str, missing))}")
    values = np.array([quantiles[level] for level in LEVELS], dtype=np.float64)
    if not (np.isfinite(values).all() and math.isfinite(observed)):
        raise ValueError("quantiles and the figure to score must be finite")
    if np.any(np.diff(values) < 0):
        raise ValueError("quantiles must not fall as their level rises")
    low90, low50, median, high50, high90 = values.tolist()
    intervals = ((0.5, low50, high50), (0.1, low90, high90))
    weighted = sum(
        alpha / 2 * _interval(low, high, alpha, observed) for alpha, low, high in intervals
    )
    return Score(
        wis=(abs(observed - median) / 2 + weighted) / (len(intervals) + 0.5),
        crps=None,
        inside50=low50 <= observed <= high50,
        inside90=low90 <= observed <= high90,
        pit=interpolated_pit(values, LEVELS, observed),
    )


def _interval(low: float, high: float, alpha: float, observed: float) -> float:
    """Return an interval's width, and what it missed by for each share that it leaves outside."""
    missed = max(low - observed, observed - high, 0.0)
    return high - low + 2 / alpha * missed


def relative_skill(
    scores: Mapping[str, Sequence[float]], baselines: Collection[str]
) -> dict[str, float]:
    """Return each forecaster's mean score over that of the best baseline.

    Parameters
    ----------
    scores
        Of each forecaster, the WIS of the same figures in the same order.
    baselines
        Which of the forecasters are baselines, at least one.

    Returns
    -------
    dict[str, float]
        1 is as good as the best baseline, less is better; infinite if only that was never wrong.

    Raises
    ------
    ValueError
        If a baseline has no scores, or forecasters were scored on unequal numbers of figures.
    """
    if not baselines or not set(baselines) <= scores.keys():
        raise ValueError("name at least one baseline, and only such as have scores")
    if len({len(each) for each in scores.values()}) != 1 or not all(map(len, scores.values())):
        raise ValueError("every forecaster must be scored on the same figures, at least one")
    means = {name: math.fsum(each) / len(each) for name, each in scores.items()}
    best = min(means[name] for name in baselines)
    if best == 0:
        return {name: 1.0 if mean == 0 else math.inf for name, mean in means.items()}
    return {name: mean / best for name, mean in means.items()}
