"""What do several forecasters say together?

A linear opinion pool (Stone 1961, Annals of Mathematical Statistics 32(4)): a mixture in
which a forecaster has the more say the better it did before. Paths stay whole, so what the
pool says of a sum of months is as honest as what its forecasters say.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray


def pool_weights(past: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """Return the say of each forecaster, summing to 1.

    Parameters
    ----------
    past
        Of each forecaster, its scores so far (WIS, smaller is better); may be empty.

    Raises
    ------
    ValueError
        If there is no forecaster, or a score is not finite or is negative.

    Notes
    -----
    Proportional to 1 / mean score, as Taylor & Taylor (2023, European Journal of Operational
    Research 304(1)) pool forecasts of deaths, after Bates & Granger (1969, Operational Research
    Quarterly 20(4)): it needs no tuning, and the unit of the score does not matter, as it
    would for exp(-score). Every mean includes one more score, the mean of all: without past
    scores weights are equal, one lucky month cannot give a forecaster all the say, and with
    many it no longer matters.
    """
    if not past:
        raise ValueError("a pool needs at least one forecaster")
    every = [score for name in past for score in past[name]]
    if not all(math.isfinite(score) and score >= 0 for score in every):
        raise ValueError("past scores must be finite and not negative")
    typical = math.fsum(every) / len(every) if every else 0.0
    if typical == 0:
        return dict.fromkeys(past, 1 / len(past))
    say = {name: (len(scores) + 1) / math.fsum([*scores, typical]) for name, scores in past.items()}
    whole = math.fsum(say.values())
    return {name: each / whole for name, each in say.items()}


def pooled(
    samples: Mapping[str, NDArray[np.float64]], weights: Mapping[str, float], draws: int
) -> NDArray[np.float64]:
    """Mix whole paths in proportion to weights.

    Parameters
    ----------
    samples
        Of each forecaster, paths of shape (its draws, months), in an order without meaning.
    weights
        Its say, by the same names; only proportions matter.
    draws
        How many paths the pool has.

    Returns
    -------
    NDArray[np.float64]
        Shape (draws, months), in blocks of forecasters by name. Row ``i`` is row ``i`` of its
        forecaster, counted from the first again after the last; so equal forecasters pool to
        themselves. Their shares are exact by largest remainder.

    Raises
    ------
    ValueError
        If names or months differ, there are no paths, or weights are negative or all zero.
    """
    if not samples or samples.keys() != weights.keys():
        raise ValueError("samples and weights must name the same forecasters, at least one")
    if any(each.ndim != 2 or not len(each) for each in samples.values()):
        raise ValueError("samples of a forecaster are paths, shape (draws, months)")
    if len({each.shape[1] for each in samples.values()}) != 1:
        raise ValueError("forecasters must speak of the same months")
    names = sorted(samples)
    counts = _shares([weights[name] for name in names], draws)
    rows = np.split(np.arange(draws), np.cumsum(counts)[:-1])
    return np.concatenate(
        [samples[name][own % len(samples[name])] for name, own in zip(names, rows, strict=True)]
    )


def _shares(weights: Sequence[float], draws: int) -> list[int]:
    """Return whole numbers in proportion to weights that sum to draws, by largest remainder."""
    whole = math.fsum(weights)
    if not (all(weight >= 0 for weight in weights) and 0 < whole < math.inf):
        raise ValueError("weights must be finite, not negative and not all zero")
    exact = [draws * weight / whole for weight in weights]
    counts = [math.floor(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: counts[i] - exact[i])
    for i in by_remainder[: draws - sum(counts)]:
        counts[i] += 1
    return counts
