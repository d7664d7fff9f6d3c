"""How many boats and people come after the last observed week?

Boats on a crossing day are one and a negative binomial number more, with a season; their level is
set so that a common year is expected to bring the level times last year's people. A boat carries a
rounded Gamma number of people, at least one.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincc, gammainccinv

from sim.arrivals.chain import yearly_chance
from sim.arrivals.crossings import Days
from sim.arrivals.observed import BOATS
from sim.arrivals.season import YEAR, season
from sim.arrivals.settings import ArrivalsSettings
from sim.compiled import part
from sim.luck.counts import negative_binomial
from sim.luck.keyed import LuckWords, uniform


@part
def projected_boats(
    first: int,
    season: NDArray[np.float64],
    level: float,
    dispersion: float,
    luck: LuckWords,
    boats: Days,
) -> None:
    """Draw how many boats come on each projected day.

    Parameters
    ----------
    first
        Date ordinal of the first day.
    season, level
        Mean number above the first on a crossing day: the level times the day's season, shape
        (days,).
    dispersion
        Size k of the negative binomial.
    boats
        Shape (days,): 1 on crossing days, 0 on others; becomes the number of boats.
    """
    for day in range(season.size):
        if boats[day] > 0:
            u = uniform(luck, BOATS, np.uint64(first + day))
            boats[day] += negative_binomial(u, level * season[day], dispersion)


def expected_year(settings: ArrivalsSettings) -> tuple[float, float, float]:
    """Return what a common year is expected to bring, whatever its level.

    Returns
    -------
    tuple of float
        Σ π and Σ π exp h over its days, with π the stationary chance of a crossing and h the
        season of the boats; and the people of a boat.
    """
    chance = yearly_chance(settings.crossing)[YEAR - 1]
    weighted = chance @ np.exp(season(YEAR, settings.boats_season))
    people = expected_people(settings.people_per_boat, settings.people_per_boat_cv)
    return float(chance.sum()), float(weighted), people


@part
def further_boats(year: tuple[float, float, float], people: float) -> float:
    """Return the mean number of boats above the first on a crossing day, before its season.

    With s the expected people of a boat, a common year brings ``s Σ π (1 + mean exp h)``. This
    is set to the people asked for. If a single boat on each crossing day brings more than that
    already, the mean is 0 and the year brings more than asked for.

    Parameters
    ----------
    year
        See :func:`expected_year`.
    people
        Asked for in a year.
    """
    days, weighted_days, people_a_boat = year
    boats = people / people_a_boat
    return max(0.0, boats - days) / weighted_days if weighted_days > 0 else 0.0


@lru_cache(maxsize=64)
def expected_people(mean: float, cv: float) -> float:
    """Return the expected size of a boat that is rounded and carries at least one person.

    It is ``1 + Σ P(G ≥ j + ½)`` over j = 1, 2, …, with G the Gamma size; the sum ends where less
    than one boat in 10¹² is larger.
    """
    if cv == 0:
        return max(1.0, float(np.rint(mean)))
    shape, scale = cv**-2, mean * cv**2
    largest = gammainccinv(shape, 1e-12) * scale
    return 1.0 + float(gammaincc(shape, (np.arange(1, largest + 1) + 0.5) / scale).sum())
