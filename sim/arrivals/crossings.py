"""On which days do boats cross?

One uniform a day runs forward through the chain of :mod:`sim.arrivals.chain`. Nothing is rejected,
so a day's luck stays its own, and observed weeks still have exactly their crossing days.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import part
from sim.luck.keyed import LuckWords, uniform
from sim.luck.luck import name_id
from sim.scenario.weekly import DAYS_A_WEEK

CROSSING = np.uint64(name_id("arrivals.crossing"))

Days = NDArray[np.int64]


@part
def observed_days(first: int, chance: NDArray[np.float64], luck: LuckWords, crossed: Days) -> None:
    """Draw which days of the observed weeks are crossed.

    Parameters
    ----------
    first
        Date ordinal of the first day.
    chance
        Shape (days, 2, 8), see :class:`~sim.arrivals.timeline.Timeline`.
    crossed
        Shape (days,), filled with 1 and 0; every week sums to its crossing days.
    """
    yesterday = 0
    so_far = 0
    for day in range(chance.shape[0]):
        if day % DAYS_A_WEEK == 0:
            so_far = 0
        u = uniform(luck, CROSSING, np.uint64(first + day))
        yesterday = 1 if u < chance[day, yesterday, so_far] else 0
        so_far += yesterday
        crossed[day] = yesterday


@part
def projected_days(
    first: int,
    chance: NDArray[np.float64],
    crossed_before: int,
    luck: LuckWords,
    crossed: Days,
) -> None:
    """Draw which days after the observed weeks are crossed.

    Parameters
    ----------
    first
        Date ordinal of the first day.
    chance
        Shape (days, 2).
    crossed_before
        1 if the day before was crossed, else 0.
    crossed
        Shape (days,), filled with 1 and 0.
    """
    yesterday = crossed_before
    for day in range(chance.shape[0]):
        u = uniform(luck, CROSSING, np.uint64(first + day))
        yesterday = 1 if u < chance[day, yesterday] else 0
        crossed[day] = yesterday
