"""What do arrivals depend on, apart from luck, as compiled code reads it?

Made once of the settings: the chance of a crossing on every day, the observed weeks, the
level of the projection. Replications share it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from sim.arrivals.chain import ONE_DAY, conditioned, log_odds
from sim.arrivals.projected import expected_year
from sim.arrivals.season import days_of_year, season
from sim.arrivals.settings import ArrivalsSettings
from sim.luck.tables import Table, gamma_table
from sim.scenario.problems import Place, Problem, ScenarioError


class Timeline(NamedTuple):
    """Everything about a scenario's arrivals that is not luck; compiled code takes it whole.

    Attributes
    ----------
    first_observed, first_projected, start
        Date ordinals.
    days
        Simulated days; boats that land outside them are left out.
    weeks
        int64, shape (weeks, 3): people, boats and crossing days of the observed weeks.
    observed_chance
        Chance of a crossing, shape (observed days, 2, 8): by whether the day before was
        crossed, and by the crossing days so far in the week.
    projected_chance
        The same, shape (projected days, 2): by whether the day before was crossed.
    season
        How many times their mean level the boats above the first are, on each projected day.
    year
        What a common year is expected to bring, see :func:`expected_year`.
    last_year
        People who came in the calendar year before the projection.
    dispersion
        Size of the negative binomial of boats above the first.
    sizes, mean_size
        Table of a boat's size relative to its mean, and the mean.
    """

    first_observed: int
    first_projected: int
    start: int
    days: int
    weeks: NDArray[np.int64]
    observed_chance: NDArray[np.float64]
    projected_chance: NDArray[np.float64]
    season: NDArray[np.float64]
    year: tuple[float, float, float]
    last_year: float
    dispersion: float
    sizes: Table
    mean_size: float


def make_timeline(settings: ArrivalsSettings) -> Timeline:
    """Work out what the arrivals of all replications have in common.

    Raises
    ------
    ScenarioError
        If the observed weeks, the days without crossings and the start do not fit together.
    """
    weeks = settings.observed
    if weeks:
        _check_start(settings)
    first = settings.first_projected
    year = expected_year(settings)
    days = max(0, (settings.horizon - first).days + 1)
    odds = log_odds(first, days, settings.crossing, settings.no_crossings, not weeks)
    observed_chance = np.zeros((0, 2, 8))
    if weeks:
        observed_chance = conditioned(weeks, settings.crossing, settings.no_crossings)
    return Timeline(
        first_observed=settings.first_observed.toordinal(),
        first_projected=first.toordinal(),
        start=settings.start.toordinal(),
        days=(settings.horizon - settings.start).days + 1,
        weeks=np.array(
            [(w.people, w.boats, w.crossing_days) for w in weeks], dtype=np.int64
        ).reshape(-1, 3),
        observed_chance=observed_chance,
        projected_chance=np.ascontiguousarray(expit(odds.T)),
        season=np.exp(season(days_of_year(first, days), settings.boats_season)),
        year=year,
        last_year=float(settings.last_year_total),
        dispersion=float(settings.boats_dispersion),
        sizes=gamma_table(settings.people_per_boat_cv),
        mean_size=float(settings.people_per_boat),
    )


def _check_start(settings: ArrivalsSettings) -> None:
    week = settings.observed[0]
    before = [week.first_day + n * ONE_DAY for n in range((settings.start - week.first_day).days)]
    if week.first_day > settings.start:
        message = (
            f"the scheme starts on {settings.start}, before the first observed week, which begins "
            f"on {week.first_day}; observe the weeks between or start later"
        )
    elif not settings.no_crossings.issuperset(before):
        message = (
            f"the scheme starts inside the week ending {week.ending}; say in no_crossings that "
            "nobody crossed on its earlier days, or start on a Monday"
        )
    else:
        return
    raise ScenarioError([Problem(Place("arrivals"), message)])
