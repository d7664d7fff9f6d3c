"""How can a forecast have a spread without luck?

Evenly spread points in place of random ones: the same call gives the same numbers, and a
quantile of some thousand is right to a few parts in a thousand.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import qmc

_GOLDEN = (5**0.5 - 1) / 2


def standard_shocks(draws: int, columns: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return evenly spread levels and standard normal values.

    Parameters
    ----------
    draws
        How many rows.
    columns
        How many independent normal values in a row.

    Returns
    -------
    level : NDArray[np.float64]
        Shape (draws,), strictly between 0 and 1.
    normal : NDArray[np.float64]
        Shape (draws, columns). The second half of the rows mirrors the first about zero, at
        the same levels, so that whatever is linear in them has its median in the middle.

    Notes
    -----
    A Sobol sequence (Sobol' 1967). Each of its dimensions visits every cell of a grid
    once; it is turned round by a multiple of the golden ratio, so that no point is in the
    corner of all dimensions, and moved to the middle of its cell, so that none is 0 or 1.
    """
    half = (draws + 1) // 2
    power = max(half - 1, 0).bit_length()
    cells = 2**power
    points = qmc.Sobol(columns + 1, scramble=False).random_base2(power)[:half]
    turns = np.floor(cells * (_GOLDEN * np.arange(columns + 1) % 1)) + 0.5
    uniform = (points * cells + turns) / cells % 1
    normal = ndtri(uniform[:, 1:])
    level = np.concatenate([uniform[:, 0], uniform[:, 0]])[:draws]
    return level, np.concatenate([normal, -normal])[:draws]
