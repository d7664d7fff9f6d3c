"""How does a monthly series go on, and how wrong has that been?

Each method is its errors one month ahead within the history, and its way from shocks to
paths; both are linear, so the size of an error is all that is left to fit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Months = NDArray[np.float64]
"""Monthly figures, oldest first, shape (months,)."""
Paths = NDArray[np.float64]
"""One row a draw, one column a month."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """One way to continue a series.

    Attributes
    ----------
    about
        What it expects, in words.
    errors
        How wrong it was one month ahead, within the history.
    fitted
        How many values it fits; each costs a degree of freedom.
    continued
        From a history, monthly shocks of shape (draws, months) and the error of what was
        fitted, of shape (draws, 1), to paths of shape (draws, months).
    """

    about: str
    errors: Callable[[Months], Months]
    fitted: int
    continued: Callable[[Months, Paths, Paths], Paths]


def mean_of_three(about: str) -> Baseline:
    """Return the mean of the three months before, of as many as there are.

    Later months are means of the path itself: a moving average is an autoregression with
    three equal weights (Svetunkov & Petropoulos 2018, International Journal of Production
    Research 56(18)). A shock of 1 is felt as 1, 1/3, 4/9, … and at last 1/2 in every month after.
    """
    return Baseline(about, _mean_errors, 0, _mean_continued)


def trend(about: str, damping: float) -> Baseline:
    """Return the last month, plus ever less of the mean monthly change so far.

    After ``h`` months ``y + (d + d² + … + d^h) b``, where ``y`` is the last month, ``b`` the
    mean change and ``d`` the damping: the damped trend of Gardner & McKenzie (1985,
    Management Science 31(10)) with a level that is the last month. Its variance is
    ``s² (h + (d + … + d^h)² / (months - 1))``: shocks stay, and ``b`` is itself uncertain. With
    ``d = 1`` both are those of the drift method, and with ``d = 0`` those of the naive method
    (Hyndman & Athanasopoulos, section 5.5).
    """

    def errors(history: Months) -> Months:
        changes = np.diff(history)
        left: Months = changes - damping * changes.mean()
        return left

    def continued(history: Months, shocks: Paths, slope: Paths) -> Paths:
        changes = np.diff(history)
        steps = np.cumsum(damping ** np.arange(1, shocks.shape[1] + 1))
        slopes = changes.mean() + slope / np.sqrt(len(changes))
        path: Paths = history[-1] + steps * slopes + np.cumsum(shocks, axis=1)
        return path

    return Baseline(about, errors, 0 if damping == 0 else 1, continued)


def _mean_errors(history: Months) -> Months:
    expected = [history[max(month - 3, 0) : month].mean() for month in range(1, len(history))]
    errors: Months = history[1:] - np.asarray(expected)
    return errors


def _mean_continued(history: Months, shocks: Paths, _: Paths) -> Paths:
    path = np.tile(history[-3:], (len(shocks), 1))
    for shock in shocks.T:
        path = np.column_stack([path, path[:, -3:].mean(axis=1) + shock])
    return path[:, -shocks.shape[1] :]
