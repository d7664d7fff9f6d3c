"""How many does a uniform stand for?

Counts by inversion: the smallest count whose cumulative probability reaches the uniform.
Both are sums of neighbouring probabilities, each from the one before it by their ratio.
"""

from __future__ import annotations

import numpy as np

from sim.compiled import part

_LARGE = 1e200


@part
def beta_binomial(u: float, n: int, a: float, b: float) -> int:
    """How many of `n`, each chosen with one chance that is Beta(a, b).

    Parameters
    ----------
    u : float
        A uniform.
    n : int
        How many there are, at least 0.
    a, b : float
        At least 0, not both 0. With ``a == 0`` none is chosen, with ``b == 0`` all are.

    Returns
    -------
    int
        From 0 to `n`.

    Notes
    -----
    p(k+1)/p(k) = (n-k)(a+k) / ((k+1)(b+n-k-1)). Weights are relative to p(0) and made
    smaller before they could overflow.
    """
    if a == 0:
        return 0
    if b == 0:
        return n
    weight = total = 1.0
    scales = 0
    for k in range(n):
        weight *= _ratio(k, n, a, b)
        total += weight
        if total > _LARGE:
            weight, total, scales = weight / _LARGE, total / _LARGE, scales + 1
    target = u * total
    weight = total = 1.0
    count = 0
    while count < n and not _reaches(total, target, scales):
        weight *= _ratio(count, n, a, b)
        total += weight
        count += 1
        if total > _LARGE:
            weight, total, scales = weight / _LARGE, total / _LARGE, scales - 1
    return count


@part
def _reaches(total: float, target: float, scales: int) -> bool:
    """Return whether a sum reaches a target that is given so many scales later."""
    if scales == 0:
        return total >= target
    return scales == 1 and total / _LARGE >= target


@part
def _ratio(k: int, n: int, a: float, b: float) -> float:
    return (n - k) * (a + k) / ((k + 1) * (b + (n - k - 1)))


@part
def negative_binomial(u: float, mean: float, k: float) -> int:
    """Turn a uniform into a count with a given mean and dispersion.

    Parameters
    ----------
    u : float
        A uniform.
    mean : float
        At least 0.
    k : float
        Dispersion, above 0: the variance is ``mean + mean**2 / k``. As it grows the counts
        become Poisson.

    Returns
    -------
    int
        At least 0.

    Notes
    -----
    p(x+1)/p(x) = q (k+x)/(x+1) with q = mean/(mean+k), and p(0) = (1-q)^k. Sums begin at
    the most likely count, so that a large mean does not underflow.
    """
    if mean <= 0:
        return 0
    q = mean / (mean + k)
    mode = int(max(0.0, (k - 1) * mean / k))
    log_p = -k * np.log1p(mean / k)
    for x in range(mode):
        log_p += np.log(q * (k + x) / (x + 1))
    at_mode = np.exp(log_p)
    below, p = 0.0, at_mode
    for x in range(mode, 0, -1):
        p *= x / (q * (k + x - 1))
        below += p
        if p < 1e-18 * below:
            break
    count, p = mode, at_mode
    if u <= below:
        while count > 0 and u <= below:
            count -= 1
            p *= (count + 1) / (q * (k + count))
            below -= p
        return count
    reached = below + p
    while reached < u and p > 1e-18 * reached:
        p *= q * (k + count) / (count + 1)
        count += 1
        reached += p
    return count
