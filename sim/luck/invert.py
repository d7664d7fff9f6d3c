"""What does a uniform mean?

Inversion: each function maps uniforms to a distribution by its quantile function, so a
larger uniform always means a larger value, and the same luck can be read under two
assumptions. Distributions are named by numbers an analyst reads (median and 90th
percentile, mean and spread). Parameters are numbers or arrays that broadcast with the
uniforms, and what they must satisfy is checked with ``ValueError``. Values are in the unit of
the parameters; nothing is rounded. Counts live in :mod:`sim.luck.counts`.
"""

from __future__ import annotations

from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, gammaincinv, ndtri

__all__ = [
    "beta",
    "exponential",
    "gamma",
    "lognormal",
    "normal",
    "triangular",
    "uniform",
]

U = TypeVar("U", float, NDArray[np.float64])
Parameter: TypeAlias = float | NDArray[np.float64]


def normal(u: U) -> U:
    """Return standard normal deviates."""
    return _as(u, ndtri(u))


def lognormal(u: U, median: Parameter, p90: Parameter) -> U:
    """Lognormal by its median and 90th percentile: ``p90 >= median > 0``.

    At u = 0.5 the value is exactly `median`; with both equal it is `median` throughout.
    """
    _require((median > 0) & (p90 >= median) & (p90 < np.inf), "lognormal needs p90 >= median > 0")
    return _as(u, median * np.exp(np.log(p90 / median) * (ndtri(u) / ndtri(0.9))))


def exponential(u: U, mean: Parameter) -> U:
    """Exponential by its mean, at least 0."""
    _require((mean >= 0) & (mean < np.inf), "exponential needs mean >= 0")
    return _as(u, mean * -np.log1p(-u))


def gamma(u: U, mean: Parameter, cv: Parameter) -> U:
    """Gamma by its mean and coefficient of variation, both above 0."""
    _require(
        (mean > 0) & (mean < np.inf) & (cv > 0) & (cv < np.inf), "gamma needs mean > 0 and cv > 0"
    )
    variation = np.square(cv)
    return _as(u, mean * variation * gammaincinv(1 / variation, u))


def beta(u: U, mean: Parameter, sd: Parameter) -> U:
    """Beta by its mean and standard deviation: ``0 < sd**2 < mean * (1 - mean)``."""
    largest = mean * (1 - mean)
    _require((sd > 0) & (np.square(sd) < largest), "beta needs 0 < sd**2 < mean * (1 - mean)")
    size = largest / np.square(sd) - 1
    return _as(u, betaincinv(mean * size, (1 - mean) * size, u))


def triangular(u: U, low: Parameter, mode: Parameter, high: Parameter) -> U:
    """Triangular on [low, high]: ``low <= mode <= high``."""
    _require((low <= mode) & (mode <= high), "triangular needs low <= mode <= high")
    width, rise, fall = high - low, mode - low, high - mode
    rising = low + np.sqrt(u * width * rise)
    falling = high - np.sqrt((1 - u) * width * fall)
    return _as(u, np.where(u * width < rise, rising, falling))


def uniform(u: U, low: Parameter, high: Parameter) -> U:
    """Uniform between `low` and `high`, which may be equal."""
    _require(low <= high, "uniform needs low <= high")
    return _as(u, low + (high - low) * u)


def _as(u: U, values: Any) -> U:
    """Return values as uniforms came: a float for a float, an array for an array."""
    return float(values) if isinstance(u, float) else np.asarray(values)


def _require(holds: bool | np.bool_ | NDArray[np.bool_], law: str) -> None:
    if not np.all(holds):
        raise ValueError(law)
