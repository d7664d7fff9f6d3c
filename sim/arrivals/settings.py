"""What do the arrivals depend on?

Plain frozen values, so that this room knows nothing of how a scenario is written.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from sim.scenario.weekly import Week

#: Coefficients (a, b, c, d) of :func:`sim.arrivals.season.season`.
Season = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Crossing:
    """What the chance of a crossing depends on: a first-order Markov chain with a season.

    Parameters
    ----------
    base, after_crossing, season
        Log odds that a day is crossed: base, what a crossing the day before adds, the season.
    """

    base: float
    after_crossing: float
    season: Season


@dataclass(frozen=True, slots=True)
class ArrivalsSettings:
    """Everything a replication's arrivals depend on, apart from its luck.

    Parameters
    ----------
    start, horizon
        First and last day of the timeline, both included.
    weeks
        Observed weeks, oldest first without gaps; those that ended before ``start`` are ignored.
    no_crossings
        Days on which it is known that nobody crossed.
    crossing_base, crossing_after_crossing, crossing_season
        The chain of crossing days, see :class:`Crossing`.
    boats_season, boats_dispersion
        Boats on a crossing day: the season of the log mean and the size k of the negative
        binomial (the larger, the closer to Poisson).
    people_per_boat, people_per_boat_cv
        Mean and coefficient of variation of a boat's size; a coefficient of 0 makes all boats
        of one size.
    last_year_total
        People who came in the calendar year before the projection.
    level
        What a projected year is expected to bring, as a multiple of ``last_year_total``.
    """

    start: date
    horizon: date
    weeks: tuple[Week, ...]
    no_crossings: frozenset[date]
    crossing_base: float
    crossing_after_crossing: float
    crossing_season: Season
    boats_season: Season
    boats_dispersion: float
    people_per_boat: float
    people_per_boat_cv: float
    last_year_total: float
    level: float

    @property
    def crossing(self) -> Crossing:
        """The chain of crossing days."""
        return Crossing(self.crossing_base, self.crossing_after_crossing, self.crossing_season)

    @property
    def observed(self) -> tuple[Week, ...]:
        """The weeks that end on or after the start, the horizon notwithstanding.

        They all bear on each other through the chain of crossing days, so that a longer horizon
        shows more boats and moves none.
        """
        return self.weeks[bisect_left(self.weeks, self.start, key=attrgetter("ending")) :]

    @property
    def first_observed(self) -> date:
        """The Monday of the first observed week, or the start if no week was observed."""
        observed = self.observed
        return observed[0].first_day if observed else self.start

    @property
    def first_projected(self) -> date:
        """The day after the last observed week, or the start if no week was observed."""
        observed = self.observed
        return observed[-1].ending + timedelta(days=1) if observed else self.start
