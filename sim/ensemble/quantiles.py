"""What do many replications say about one number?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

LEVEL = 0.95
"""Of the interval of a mean that is shown."""
LEVELS = {"p05": 0.05, "p25": 0.25, "median": 0.5, "p75": 0.75, "p95": 0.95}
"""Quantiles by name; the 50% interval is p25 to p75 and the 90% interval p05 to p95."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Median, 50% interval (p25 to p75) and 90% interval (p05 to p95).

    Every part is None where no replication defines the number.
    """

    median: float | None
    p05: float | None
    p25: float | None
    p75: float | None
    p95: float | None
    unit: str = ""

    def as_dict(self) -> dict[str, float | str | None]:
        """Return the summary with the names of the JSON document."""
        return {
            "median": self.median,
            "p05": self.p05,
            "p25": self.p25,
            "p75": self.p75,
            "p95": self.p95,
            "unit": self.unit,
        }


def summarise(values: NDArray[np.float64], unit: str = "") -> Summary:
    """Summarise one number over replications; undefined (NaN) ones are left out.

    Parameters
    ----------
    values
        Shape (replications,).
    unit
        Of the number.
    """
    defined = values[~np.isnan(values)]
    if not defined.size:
        return Summary(None, None, None, None, None, unit)
    at = dict(zip(LEVELS, np.quantile(defined, list(LEVELS.values())).tolist(), strict=True))
    return Summary(unit=unit, **at)


def daily_quantiles(values: NDArray[Any]) -> NDArray[np.float64]:
    """Return the quantiles of daily values over replications; undefined (NaN) ones are left out.

    Parameters
    ----------
    values
        Shape (replications, days).

    Returns
    -------
    ndarray
        Shape (5, days), rows as in :data:`LEVELS`; NaN on days on which no replication is defined.

    Notes
    -----
    What ``np.nanquantile`` gives, but each day is sorted as one stretch of memory, which is several
    times as fast.
    """
    ordered = np.sort(np.ascontiguousarray(values.T), axis=1)
    defined = np.full(len(ordered), ordered.shape[1])
    if np.issubdtype(ordered.dtype, np.floating):
        defined -= np.isnan(ordered).sum(axis=1)
    last = np.maximum(defined - 1, 0)
    at = np.array(list(LEVELS.values()))[:, None] * last
    below = at.astype(np.intp)
    days = np.arange(len(ordered))
    low = ordered[days, below].astype(np.float64)
    high = ordered[days, np.minimum(below + 1, last)].astype(np.float64)
    step, part = high - low, at - below
    # From the nearer end, as NumPy does, so that rounding errors are the same.
    found: NDArray[np.float64] = np.where(part < 0.5, low + step * part, high - step * (1 - part))
    return found


def mean_interval(values: NDArray[np.float64], level: float = LEVEL) -> tuple[float, float]:
    """Return the interval of the mean of independent replications by Student's t.

    Parameters
    ----------
    values
        Shape (replications,), all of them defined.
    level
        How often such intervals hold the mean.

    Returns
    -------
    tuple of float
        Without ends (infinite) where there are not two replications to say how much they vary.
    """
    n = values.size
    if n < 2:
        return -np.inf, np.inf
    mean = float(values.mean())
    reach = float(stdtrit(n - 1, (1 + level) / 2)) * float(values.std(ddof=1)) / n**0.5
    return mean - reach, mean + reach


def median_half_width(values: NDArray[np.float64]) -> float:
    """Return the half-width of the 95% interval of the median, from order statistics.

    Notes
    -----
    The interval lies between the order statistics of ranks ``n/2 ± 1.96 √n / 2``,
    the normal approximation of the binomial number of values below the median (David
    and Nagaraja, Order Statistics, 3rd ed., section 7.1).
    """
    n = values.size
    reach = 1.96 * n**0.5 / 2
    low = max(int(np.floor(n / 2 - reach)) - 1, 0)
    high = min(int(np.ceil(n / 2 + reach)), n - 1)
    ordered = np.sort(values)
    return float(ordered[high] - ordered[low]) / 2
