"""How many boats and people come after the last observed week?

Boats on a crossing day are one and a negative binomial number more, with a season; their level is
set so that a common year is expected to bring the level times last year's people.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.arrivals.chain import yearly_chance
from sim.arrivals.crossings import day_uniforms
from sim.arrivals.season import YEAR, days_of_year, season
from sim.arrivals.settings import ArrivalsSettings, Crossing, Season
from sim.arrivals.sizes import boat_sizes, expected_people
from sim.luck.invert import negative_binomial
from sim.luck.luck import Luck


def projected_boats(
    settings: ArrivalsSettings, crossed: NDArray[np.bool_], luck: Luck
) -> NDArray[np.int64]:
    """Draw how many boats come on each projected day.

    Parameters
    ----------
    crossed
        One value a day from ``settings.first_projected`` on.

    Returns
    -------
    array
        Of the shape of ``crossed``; at least one on crossing days, zero on the others.
    """
    boats = crossed.astype(np.int64)
    first = settings.first_projected
    day_of_year = days_of_year(first, crossed.size)[crossed]
    mean = boats_scale(settings) * np.exp(season(day_of_year, settings.boats_season))
    uniforms = day_uniforms(luck, "arrivals.boats", first, crossed.size)[crossed]
    boats[crossed] += negative_binomial(uniforms, mean, settings.boats_dispersion)
    return boats


def projected_people(
    settings: ArrivalsSettings, key: NDArray[np.uint64], luck: Luck
) -> NDArray[np.int64]:
    """Draw how many people come in each projected boat: a rounded Gamma, at least one.

    Parameters
    ----------
    key
        Keys of the boats.
    """
    return np.maximum(1, np.rint(boat_sizes(settings, key, luck))).astype(np.int64)


def boats_scale(settings: ArrivalsSettings) -> float:
    """Return the mean number of boats above the first on a crossing day, before its season.

    With π the stationary chance of a crossing on a day of the year, h the season of the boats and
    s the expected people of a boat, a common year brings ``s Σ π (1 + scale exp h)``. This is set
    to the level times last year's total. If a single boat on each crossing day brings more than
    that already, the scale is 0 and the year brings more than asked for.
    """
    days, weighted_days = _crossing_days_a_year(settings.crossing, settings.boats_season)
    people = expected_people(settings.people_per_boat, settings.people_per_boat_cv)
    boats = settings.level * settings.last_year_total / people
    return max(0.0, boats - days) / weighted_days if weighted_days else 0.0


@lru_cache(maxsize=64)
def _crossing_days_a_year(crossing: Crossing, boats_season: Season) -> tuple[float, float]:
    """Return the crossing days expected in a common year: their number, and weighted by exp h."""
    chance = yearly_chance(crossing)[YEAR - 1]
    return float(chance.sum()), float(chance @ np.exp(season(YEAR, boats_season)))
