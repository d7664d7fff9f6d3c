"""What share of the people who arrived in a month were ever returned?

A month is complete once the long stop has passed for its last day; until then its
share can still rise.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.compiled import part
from sim.model.exits import Exit
from sim.model.order import DAY
from sim.outcomes.series import Flags, Times


def months(start: date, days: int) -> list[date]:
    """Return the first day of every calendar month that a run touches."""
    last = start + timedelta(days=days - 1)
    count = (last.year - start.year) * 12 + last.month - start.month + 1
    first = start.year * 12 + start.month - 1
    return [date((first + i) // 12, (first + i) % 12 + 1, 1) for i in range(count)]


@lru_cache(maxsize=16)
def complete(start: date, days: int, long_stop: int) -> Flags:
    """Return which months can no longer change: the long stop has passed for all of them."""
    firsts = months(start, days)
    after = [*firsts[1:], _next_month(firsts[-1])]
    horizon = start + timedelta(days=days)
    stop = timedelta(days=-(-long_stop // DAY))
    return np.array([first_after + stop <= horizon for first_after in after])


@lru_cache(maxsize=16)
def month_of_day(start: date, days: int) -> Times:
    """Return the number of each day's month among those that a run touches."""
    edges = [max((first - start).days, 0) for first in months(start, days)]
    return np.searchsorted(edges, np.arange(days), side="right") - 1


@part
def count_cohorts(
    month: Times, arrivals: NDArray[np.int32], arrived: Times, how: Times, cohorts: Times
) -> None:
    """Count each month's arrivals, and those of them who were ever returned.

    Parameters
    ----------
    month
        Of each day.
    arrivals
        On each day.
    arrived, how
        Of each visit: when, and its exit.
    cohorts
        Shape (months, 2), zeros: becomes arrivals, returned.
    """
    for day in range(month.size):
        cohorts[month[day], 0] += arrivals[day]
    for visit in range(arrived.size):
        if how[visit] == Exit.RETURNED:
            cohorts[month[arrived[visit] // DAY], 1] += 1


def _next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)
