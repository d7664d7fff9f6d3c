"""At which settings is a lever tried, and how sure is where a target begins to be reached?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from sim.study.solving.curve import Curve, crossings, steps_near
from sim.study.solving.targets import Target

COARSE = 11
"""Settings at first."""
_RESAMPLED = 400

Samples = NDArray[np.float64]
Steps = NDArray[np.int64]


def search(settings: Samples, target: Target, run: Callable[[list[int]], Samples]) -> Curve:
    """Try a few settings, then halve where it matters until the steps of the lever end.

    It matters wherever the target begins or ceases to be reached; where it does nowhere, about the
    setting that comes nearest to a change.

    Parameters
    ----------
    settings
        All that there are, ascending.
    target
        What is to be reached.
    run
        Returns samples at some settings, by their places, shape (settings, replications).
    """
    last = len(settings) - 1
    steps = np.unique(np.linspace(0, last, min(COARSE, last + 1)).round().astype(np.int64))
    while True:
        curve = Curve(settings[steps], run(steps.tolist()))
        middles = [
            (steps[left] + steps[left + 1]) // 2
            for left in _where_it_matters(curve.margins(target))
            if steps[left + 1] - steps[left] > 1
        ]
        if not middles:
            return curve
        steps = np.unique([*steps, *middles])


def _where_it_matters(margins: Samples) -> list[int]:
    """Return after which settings a middle is to be tried."""
    if changes := crossings(margins):
        return changes
    nearest = int(np.abs(margins).argmin()) if (margins >= 0).all() else int(margins.argmax())
    return [left for left in (nearest - 1, nearest) if 0 <= left < len(margins) - 1]


def resampled_step(
    curve: Curve, target: Target, near: float, rising: bool, step: float
) -> tuple[float | None, float | None]:
    """Return the 95% interval of an answer over resampled replications (percentile bootstrap).

    Where a resample's answer lies between two settings that were tried, the interval reaches to the
    farther end.

    Returns
    -------
    tuple of float or None
        Steps like the answer itself; None for an end that is not within the range.
    """
    found = [
        steps_near(curve.settings, margins, near, rising, step)
        for margins in _resampled(curve, target)
    ]
    lows, highs = np.array(found).T
    low = float(np.quantile(lows, 0.025, method="nearest"))
    high = float(np.quantile(highs, 0.975, method="nearest"))
    return _within(low), _within(high)


def reached_in(curve: Curve, target: Target) -> float:
    """Return in which share of resamples a target is reached at any setting."""
    return float(np.mean([(margins >= 0).any() for margins in _resampled(curve, target)]))


def missed_in(curve: Curve, target: Target) -> float:
    """Return in which share of resamples a target is missed at any setting."""
    return float(np.mean([(margins < 0).any() for margins in _resampled(curve, target)]))


def _resampled(curve: Curve, target: Target) -> Iterator[Samples]:
    """Yield the margins of resampled replications.

    The resampling has a seed of its own, so that an answer depends on nothing else.
    """
    generator = np.random.default_rng(0)
    count = curve.samples.shape[1]
    for _ in range(_RESAMPLED):
        drawn = curve.samples[:, generator.integers(count, size=count)]
        yield Curve(curve.settings, drawn).margins(target)


def _within(end: float) -> float | None:
    return end if np.isfinite(end) else None
