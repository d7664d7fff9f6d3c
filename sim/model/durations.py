"""How long does something take for its owner?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.luck import invert
from sim.luck.luck import Luck
from sim.model.order import NEVER
from sim.scenario.values import Spread

LONGEST = NEVER // 2**20
"""Seconds; so long that it never comes, so short that adding such times cannot overflow."""


def draw_durations(
    spread: Spread, name: str, owner: NDArray[np.uint64], luck: Luck
) -> NDArray[np.int64]:
    """Draw whole seconds from a spread.

    Parameters
    ----------
    spread
        Constant, lognormal or exponential.
    name
        What is drawn.
    owner
        Keys, shape (owners,).
    luck
        Whose uniforms are inverted.

    Returns
    -------
    ndarray of int64, shape (owners,)
    """
    if spread.mean is not None:
        drawn = invert.exponential(luck.uniforms(name, owner), spread.mean)
    elif spread.median == spread.p90:
        drawn = np.full(owner.size, spread.median)
    else:
        drawn = invert.lognormal(luck.uniforms(name, owner), spread.median, spread.p90)
    return invert.seconds(np.minimum(drawn, LONGEST))
