"""How is a distribution inverted quickly, tails and all?

By straight lines between exact quantiles: a body on an even grid, and two tails on a grid
even in the logarithm, down to the smallest uniform there is. A table is built once for a
distribution and shared by all replications, engines and workers.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.compiled import part
from sim.luck import invert

Table = NDArray[np.float64]

_CELLS = 512
_EDGE_POWER = 5
_LAST_POWER = 54
_CELLS_A_POWER = 32
_EDGE = 2.0**-_EDGE_POWER
_TAIL_CELLS = (_LAST_POWER - _EDGE_POWER) * _CELLS_A_POWER
_SCALE = _CELLS / (1 - 2 * _EDGE)
_BELOW = _CELLS + 1
_ABOVE = _BELOW + _TAIL_CELLS + 1
LENGTH = _ABOVE + _TAIL_CELLS + 1
"""Numbers in a table."""


def make_table(quantile: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> Table:
    """Tabulate a quantile function.

    Parameters
    ----------
    quantile
        Maps uniforms to values; never falls.

    Returns
    -------
    ndarray of float64, shape (LENGTH,)
        The body from the lower to the upper edge, then the lower tail and the upper tail,
        each from its edge outward.
    """
    body = _EDGE + np.arange(_CELLS + 1) / _SCALE
    body[_CELLS // 2] = 0.5
    tail = 2.0 ** -(_EDGE_POWER + np.arange(_TAIL_CELLS + 1) / _CELLS_A_POWER)
    upper = np.minimum(1 - tail, 1 - 2.0**-53)
    values = np.asarray(quantile(np.concatenate([body, tail, upper])), dtype=np.float64)
    return np.ascontiguousarray(np.broadcast_to(values, (LENGTH,)))


@lru_cache(maxsize=64)
def lognormal_table(ratio: float) -> Table:
    """Lognormal with median 1 and 90th percentile `ratio`, at least 1."""
    return make_table(lambda u: invert.lognormal(u, 1.0, ratio))


@lru_cache(maxsize=1)
def exponential_table() -> Table:
    """Exponential with mean 1."""
    return make_table(lambda u: invert.exponential(u, 1.0))


@lru_cache(maxsize=1)
def normal_table() -> Table:
    """Tabulate the standard normal."""
    return make_table(invert.normal)


@lru_cache(maxsize=64)
def gamma_table(cv: float) -> Table:
    """Gamma with mean 1 and this coefficient of variation; all 1 if it is 0."""
    if cv == 0:
        return np.ones(LENGTH)
    return make_table(lambda u: invert.gamma(u, 1.0, cv))


@part
def look_up(table: Table, u: float) -> float:
    """Invert one uniform.

    Parameters
    ----------
    table
        Shape (LENGTH,).
    u
        In (0, 1).
    """
    if u < _EDGE:
        place = min((-np.log2(u) - _EDGE_POWER) * _CELLS_A_POWER, _TAIL_CELLS - 1e-9)
        first = _BELOW
    elif u > 1 - _EDGE:
        place = min((-np.log2(1 - u) - _EDGE_POWER) * _CELLS_A_POWER, _TAIL_CELLS - 1e-9)
        first = _ABOVE
    else:
        place = min((u - _EDGE) * _SCALE, _CELLS - 1e-9)
        first = 0
    cell = int(place)
    low = table[first + cell]
    value: float = low + (place - cell) * (table[first + cell + 1] - low)
    return value
