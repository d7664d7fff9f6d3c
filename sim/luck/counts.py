"""How many does a uniform stand for?

Counts by inversion: the smallest count whose cumulative probability reaches the uniform.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincc


def beta_binomial(u: float, n: int, a: float, b: float) -> int:
    """How many of `n`, each chosen with one chance that is Beta(a, b).

    Parameters
    ----------
    u : float
        A uniform.
    n : int
        How many there are.
    a, b : float
        At least 0, not both 0. With ``a == 0`` none is chosen, with ``b == 0`` all are.

    Returns
    -------
    int
        From 0 to `n`.

    Raises
    ------
    ValueError
        If a parameter or the uniform is out of range.
    """
    if not (0 < u < 1 and n >= 0 and a >= 0 and b >= 0 and 0 < a + b < np.inf):
        raise ValueError(f"no beta-binomial has u={u}, n={n}, a={a}, b={b}")
    if a == 0:
        return 0
    if b == 0:
        return n
    return int(np.searchsorted(_beta_binomial_cdf(n, a, b), u))


@lru_cache(maxsize=256)
def _beta_binomial_cdf(n: int, a: float, b: float) -> NDArray[np.float64]:
    """Cumulative probabilities of 0 to `n`.

    From the ratios of neighbours, p(k+1)/p(k) = (n-k)(a+k) / ((k+1)(b+n-k-1)): unlike a
    difference of log-gammas they keep all their digits when `a` and `b` are large.
    """
    k = np.arange(n)
    log_ratios = np.log((n - k) * (a + k)) - np.log((k + 1) * (b + (n - k - 1)))
    log_weights = np.concatenate(([0.0], np.cumsum(log_ratios)))
    cumulative = np.cumsum(np.exp(log_weights - log_weights.max()))
    cumulative /= cumulative[-1]
    cumulative.setflags(write=False)
    return cumulative


def negative_binomial(
    u: NDArray[np.float64], mean: float | NDArray[np.float64], k: float
) -> NDArray[np.int64]:
    """Turn uniforms into counts with a given mean and dispersion.

    Parameters
    ----------
    u : ndarray
        Uniforms.
    mean : float or ndarray
        At least 0; broadcasts with `u`.
    k : float
        Dispersion, above 0: the variance is ``mean + mean**2 / k``. As it grows the counts
        become Poisson.

    Returns
    -------
    ndarray of int64
        At least 0, in the broadcast shape.

    Raises
    ------
    ValueError
        If a mean, the dispersion or a uniform is out of range.

    Notes
    -----
    The cumulative probability of x is 1 - I_q(x+1, k) with q = mean/(mean+k) (NIST Digital
    Library of Mathematical Functions, 8.17.24), which neither underflows nor loses digits
    for a large mean or `k`, as a sum from p(0) would. A bound is doubled until it reaches
    the uniform, so no tail is cut; bisection then finds the count.
    """
    u, mean = np.broadcast_arrays(u, np.asarray(mean, dtype=np.float64))
    if not (np.all((u > 0) & (u < 1) & (mean >= 0) & (mean < np.inf)) and 0 < k < np.inf):
        raise ValueError("u must lie between 0 and 1, mean be at least 0 and k above 0")
    q = mean / (mean + k)
    above = np.asarray(np.floor(mean))  # reaches the uniform, once every bound has been doubled
    below = np.full(u.shape, -1.0)  # does not
    short = np.asarray(betaincc(above + 1, k, q) < u)
    while short.any():
        below[short] = above[short]
        above[short] = 2 * above[short] + 1
        short[short] = betaincc(above[short] + 1, k, q[short]) < u[short]
    while (apart := above - below > 1).any():
        middle = np.floor((below[apart] + above[apart]) / 2)
        reaches = betaincc(middle + 1, k, q[apart]) >= u[apart]
        above[apart] = np.where(reaches, middle, above[apart])
        below[apart] = np.where(reaches, below[apart], middle)
    return above.astype(np.int64)
