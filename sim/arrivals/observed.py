"""How do an observed week's boats and people fall on its days and boats?

Both are drawn given their sum, so that every replication meets the reported figures exactly.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.arrivals.crossings import day_uniforms
from sim.arrivals.settings import ArrivalsSettings
from sim.arrivals.sizes import boat_sizes
from sim.luck.invert import beta_binomial
from sim.luck.luck import Luck


def observed_boats(
    settings: ArrivalsSettings, crossed: NDArray[np.bool_], luck: Luck
) -> NDArray[np.int64]:
    """Draw how many boats came on each day of the observed weeks.

    A crossing day has one boat and a negative binomial number more. Given a week's sum, the boats
    above one a day are Dirichlet-multinomial with weight k, the size of the negative binomial, for
    every crossing day; that takes the season as constant inside a week. One day after the other
    takes its beta-binomial share of what is left (Johnson, Kotz and Balakrishnan 1997, Discrete
    Multivariate Distributions, chapter 35).

    Parameters
    ----------
    crossed
        Shape (weeks, 7).

    Returns
    -------
    array
        Of the shape of ``crossed``; rows sum to the weeks' boats, zero on days not crossed.
    """
    k = settings.boats_dispersion
    boats = crossed.astype(np.int64)
    first, count = settings.first_observed, crossed.size
    uniforms = day_uniforms(luck, "arrivals.boats", first, count).reshape(crossed.shape)
    for row, luck_of_days, week in zip(boats, uniforms, settings.observed, strict=True):
        left = week.boats - week.crossing_days
        days = np.flatnonzero(row)
        for position, day in enumerate(days[:-1], start=1):
            extra = beta_binomial(float(luck_of_days[day]), left, k, k * (days.size - position))
            row[day] += extra
            left -= extra
        row[days[-1:]] += left
    return boats


def observed_people(
    settings: ArrivalsSettings,
    week: NDArray[np.int64],
    key: NDArray[np.uint64],
    luck: Luck,
) -> NDArray[np.int64]:
    """Draw how many people came in each observed boat.

    Every boat carries one person and its share of the others who came that week. Shares are as
    independent Gamma sizes; they are rounded by largest remainder, ties by key.

    Parameters
    ----------
    week
        Number of each boat's week among the observed, ascending.
    key
        Keys of the boats.

    Returns
    -------
    array
        At least one person a boat; each week's boats sum to its people.
    """
    weeks = settings.observed
    sizes = boat_sizes(settings, key, luck)
    others = np.array([w.people - w.boats for w in weeks], dtype=np.int64)
    share = others[week] * sizes / np.bincount(week, sizes, len(weeks))[week]
    people = np.floor(share).astype(np.int64)
    missing = others - np.bincount(week, people, len(weeks)).astype(np.int64)
    order = np.lexsort((key, people - share, week))
    place_in_week = np.arange(week.size) - np.searchsorted(week, week)
    people[order[place_in_week < missing[week]]] += 1
    return 1 + people
