"""When do two scenarios part?"""

from __future__ import annotations

from datetime import date

import numpy as np

from sim.outcomes.cohorts import month_of_day, months
from sim.study.noise import Samples


def month_of_parting(first_days: Samples, start: date, days: int) -> date | None:
    """Return the first month by whose end at least half of the replications have differed.

    Parameters
    ----------
    first_days
        First day on which any daily series differs, NaN if none does; shape (replications,).
    start, days
        Of the scenarios.

    Returns
    -------
    date or None
        First day of the calendar month; None if fewer than half ever differ.
    """
    differ = first_days[~np.isnan(first_days)].astype(np.int64)
    by_month = np.bincount(month_of_day(start, days)[differ], minlength=len(months(start, days)))
    half = np.flatnonzero(2 * np.cumsum(by_month) >= first_days.size)
    return months(start, days)[half[0]] if half.size else None


def month_of_certainty(apart: Samples, firsts: list[date]) -> date | None:
    """Return the first month from whose end on the 90% interval of a difference leaves out zero.

    From then on means at the end of that month and of every later one: an interval that only
    touches the other side of zero once has not settled.

    Parameters
    ----------
    apart
        Paired difference at the end of each month, shape (replications, months).
    firsts
        First day of each month.
    """
    low, high = np.quantile(apart, (0.05, 0.95), axis=0)
    within = np.flatnonzero((low <= 0) & (high >= 0))
    settled = int(within[-1]) + 1 if within.size else 0
    return firsts[settled] if settled < len(firsts) else None
