"""How do an observed week's boats and people fall on its days and boats?

Both are drawn given their sum, so that every replication meets the reported figures exactly.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.arrivals.crossings import Days
from sim.compiled import allocating, part
from sim.luck.counts import beta_binomial
from sim.luck.keyed import LuckWords, uniform
from sim.luck.luck import name_id
from sim.scenario.weekly import DAYS_A_WEEK

BOATS = np.uint64(name_id("arrivals.boats"))


@part
def observed_boats(
    first: int, weeks: NDArray[np.int64], dispersion: float, luck: LuckWords, boats: Days
) -> None:
    """Draw how many boats came on each day of the observed weeks.

    A crossing day has one boat and a negative binomial number more. Given a week's sum, the boats
    above one a day are Dirichlet-multinomial with weight k, the size of the negative binomial, for
    every crossing day; that takes the season as constant inside a week. One day after the other
    takes its beta-binomial share of what is left (Johnson, Kotz and Balakrishnan 1997, Discrete
    Multivariate Distributions, chapter 35).

    Parameters
    ----------
    first
        Date ordinal of the first day.
    weeks
        Shape (weeks, 3): people, boats, crossing days.
    dispersion
        The weight k.
    boats
        Shape (days,): 1 on crossing days, 0 on others; becomes the number of boats.
    """
    for week in range(weeks.shape[0]):
        left = weeks[week, 1] - weeks[week, 2]
        days = weeks[week, 2]
        for day in range(week * DAYS_A_WEEK, (week + 1) * DAYS_A_WEEK):
            if boats[day] == 0:
                continue
            days -= 1
            extra = left
            if days > 0:
                u = uniform(luck, BOATS, np.uint64(first + day))
                extra = beta_binomial(u, left, dispersion, dispersion * days)
            boats[day] += extra
            left -= extra


@allocating
def share_people(sizes: NDArray[np.float64], people: int, aboard: NDArray[np.int32]) -> None:
    """Share the people of one observed week among its boats.

    Every boat carries one person and its share of the others who came that week. Shares are as
    independent Gamma sizes; they are rounded by largest remainder, ties by key.

    Parameters
    ----------
    sizes
        Shape (boats,), in order of key.
    people
        Of the week, at least one a boat.
    aboard
        Shape (boats,), filled with at least one a boat, `people` in all.
    """
    if sizes.size == 0:
        return
    others = people - sizes.size
    per_size = others / sizes.sum()
    remainders = np.empty(sizes.size)
    missing = others
    for boat in range(sizes.size):
        share = sizes[boat] * per_size
        whole = int(share)
        remainders[boat] = whole - share
        aboard[boat] = 1 + whole
        missing -= whole
    order = np.argsort(remainders, kind="mergesort")
    for place in range(missing):
        aboard[order[place]] += 1
