"""How do the days of the year differ?

A season is two harmonics of the year, added to a log odds or the log of a mean.
"""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from sim.arrivals.settings import Season

YEAR = np.arange(1, 366)
"""The days of a common year."""


def days_of_year(first: date, count: int) -> NDArray[np.int64]:
    """Return the day of the year, 1 to 366, of ``count`` days from ``first`` on."""
    days = np.datetime64(first, "D") + np.arange(count)
    since_new_year: NDArray[np.timedelta64] = days - days.astype("datetime64[Y]")
    return since_new_year.astype(np.int64) + 1


def season(day_of_year: NDArray[np.int64], coefficients: Season) -> NDArray[np.float64]:
    """Return the season's share in a log or a log odds.

    Parameters
    ----------
    day_of_year
        1 to 366, any shape.
    coefficients
        (a, b, c, d) of ``a cos f + b sin f + c cos 2f + d sin 2f`` with
        ``f = 2π (day of year − 0.5) / 365.25``: harmonic regression on the daily series of small
        boat arrivals (Home Office, 2022 to 2025).

    Returns
    -------
    array
        Of the shape of ``day_of_year``.
    """
    a, b, c, d = coefficients
    f: NDArray[np.float64] = np.multiply(2 * np.pi / 365.25, day_of_year - 0.5)
    return a * np.cos(f) + b * np.sin(f) + c * np.cos(2 * f) + d * np.sin(2 * f)
