"""How far up its forecast was a figure?

The probability integral transform: over many good forecasts it is spread evenly between
0 and 1; if it gathers at the ends they were too sure, in the middle not sure enough.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def mid_pit(samples: NDArray[np.float64], observed: float) -> float:
    """Return ``P(X < y) + P(X = y) / 2`` among equally likely samples, shape (draws,).

    A count is often forecast exactly; the middle of its step needs no extra luck, is 1/2 on
    average for a true forecast, and is the mean of the randomised PIT of Czado, Gneiting &
    Held (2009, Biometrics 65(4)).
    """
    return float(np.mean(samples < observed) + np.mean(samples == observed) / 2)


def interpolated_pit(
    quantiles: NDArray[np.float64], levels: Sequence[float], observed: float
) -> float:
    """Return the level of a figure among rising quantiles, shape (levels,).

    Between two quantiles it is on a straight line; beyond the outermost in the middle of
    what is left; where several quantiles equal the figure, in the middle of their levels.
    """
    if observed < quantiles[0]:
        return levels[0] / 2
    if observed > quantiles[-1]:
        return (levels[-1] + 1) / 2
    at = [level for level, value in zip(levels, quantiles, strict=True) if value == observed]
    return (at[0] + at[-1]) / 2 if at else float(np.interp(observed, quantiles, levels))
