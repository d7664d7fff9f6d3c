"""What chance of return do people perceive, on each day of a run?"""

from __future__ import annotations

from math import exp

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.result import Result
from sim.model.order import DAY


def perceived_chance(result: Result, lag: float, memory: float) -> NDArray[np.float64]:
    """Return the perceived chance of return at the beginning of each day.

    As in :mod:`sim.model.deterrence`, from daily series.

    Parameters
    ----------
    result
        Whose daily returns and arrivals are looked at.
    lag, memory
        Seconds.

    Returns
    -------
    ndarray of float64, shape (replications, days)
    """
    returns, arrivals = (_in_memory(result.daily(n), memory) for n in ("returns", "arrivals"))
    follows = 1 - exp(-DAY / lag)
    chance = np.zeros(returns.shape)
    experienced = np.zeros(returns.shape[0])
    for day in range(1, returns.shape[1]):
        came = arrivals[:, day - 1]
        np.divide(returns[:, day - 1], came, out=experienced, where=came > 0)
        np.minimum(experienced, 1.0, out=experienced)
        chance[:, day] = chance[:, day - 1] + (experienced - chance[:, day - 1]) * follows
    return chance


def _in_memory(daily: NDArray[np.int32], memory: float) -> NDArray[np.float64]:
    """Return the sum of the days in memory at the end of each day."""
    days = max(int(memory) // DAY, 1)
    total = np.cumsum(daily, axis=1, dtype=np.float64)
    total[:, days:] -= total[:, :-days].copy()
    return total
