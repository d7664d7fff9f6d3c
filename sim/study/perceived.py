"""What chance of return do people perceive, on each day of a run?"""

from __future__ import annotations

from math import exp

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.result import Result
from sim.model.order import DAY


def perceived_chance(result: Result, lag: float) -> NDArray[np.float64]:
    """Return the perceived chance of return at the beginning of each day.

    As in :mod:`sim.model.deterrence`: returns over arrivals, each weighted by
    ``exp(-age / lag)``; zero while nobody has arrived.

    Parameters
    ----------
    result
        Whose daily returns and arrivals are looked at.
    lag
        Seconds.

    Returns
    -------
    ndarray of float64, shape (replications, days)
    """
    daily = np.stack([result.daily("returns"), result.daily("arrivals")])
    kept = exp(-DAY / lag)
    weighted = np.zeros(daily.shape[:2])
    chance = np.zeros(daily.shape[1:])
    for day in range(daily.shape[2]):
        returns, arrivals = weighted
        np.divide(returns, arrivals, out=chance[:, day], where=arrivals > 0)
        weighted = (weighted + daily[:, :, day]) * kept
    return chance
