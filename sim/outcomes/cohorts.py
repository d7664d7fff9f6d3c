"""What share of the people who arrived in a month were ever returned?

A month is complete once the long stop has passed for its last day; until then its
share can still rise.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from sim.model.exits import Exit
from sim.model.order import DAY
from sim.model.records import Records
from sim.outcomes.series import NAMES, Daily


def months(start: date, days: int) -> list[date]:
    """Return the first day of every calendar month that a run touches."""
    last = start + timedelta(days=days - 1)
    count = (last.year - start.year) * 12 + last.month - start.month + 1
    first = start.year * 12 + start.month - 1
    return [date((first + i) // 12, (first + i) % 12 + 1, 1) for i in range(count)]


def complete(start: date, days: int, long_stop: int) -> list[bool]:
    """Return which months can no longer change: the long stop has passed for all of them."""
    firsts = months(start, days)
    after = [*firsts[1:], _next_month(firsts[-1])]
    horizon = start + timedelta(days=days)
    stop = timedelta(days=-(-long_stop // DAY))
    return [first_after + stop <= horizon for first_after in after]


def cohort_counts(records: Records, series: Daily) -> NDArray[np.int64]:
    """Count each month's arrivals, and those of them who were ever returned.

    Parameters
    ----------
    records
        Of one replication.
    series
        Its daily series.

    Returns
    -------
    ndarray of int64, shape (months, 2)
        Arrivals, returned.
    """
    firsts = months(records.start, records.days)
    edges = np.array([max((first - records.start).days, 0) for first in firsts])
    arrivals = np.add.reduceat(series[NAMES.index("arrivals")], edges)
    visits = records.visits
    day = visits.arrived[visits.exit == Exit.RETURNED] // DAY
    month = np.searchsorted(edges, day, side="right") - 1
    returned = np.bincount(month, minlength=len(firsts))
    return np.stack([arrivals, returned], axis=1).astype(np.int64)


def _next_month(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)
