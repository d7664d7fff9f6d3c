"""What is the chance that a day is crossed, before and after anything is observed?

The chance follows a first-order Markov chain with a season, as fitted to the daily series of 2022
to 2025. Observed weeks say how many of their days were crossed; given all those numbers at once,
the chain's exact law comes from messages that run backward over the state (crossed yesterday,
crossing days so far this week). All of this depends on settings alone and is kept between
replications.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from sim.arrivals.season import days_of_year, season
from sim.arrivals.settings import Crossing
from sim.scenario.problems import Place, Problem, ScenarioError
from sim.scenario.weekly import DAYS_A_WEEK, Week

ONE_DAY = timedelta(days=1)


def seasonal_log_odds(crossing: Crossing, day_of_year: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return log odds of a crossing, shape (2, days): row 1 after a crossing, row 0 without."""
    quiet = crossing.base + season(day_of_year, crossing.season)
    return np.stack([quiet, quiet + crossing.after_crossing])


@lru_cache(maxsize=64)
def yearly_chance(crossing: Crossing) -> NDArray[np.float64]:
    """Return the periodic stationary chance of a crossing by day of the year, 366 values.

    One day maps the chance π to ``p0 + (p1 − p0) π``; a year of such maps is affine, ``s + r π``,
    and its fixed point ``s / (1 − r)`` is the chance on New Year's Eve. The year has 365 days; the
    366th is one more step, which the chain has forgotten within days.
    """
    quiet, after = expit(seasonal_log_odds(crossing, np.arange(1, 367)))
    shift, slope = 0.0, 1.0
    for p0, p1 in zip(quiet[:365], after[:365], strict=True):
        shift, slope = p0 + (p1 - p0) * shift, (p1 - p0) * slope
    chance = shift / (1 - slope)
    year = np.empty(366)
    for day, (p0, p1) in enumerate(zip(quiet, after, strict=True)):
        year[day] = chance = p0 + (p1 - p0) * chance
    return year


@lru_cache(maxsize=64)
def log_odds(
    first: date,
    count: int,
    crossing: Crossing,
    no_crossings: frozenset[date],
    starts_chain: bool,
) -> NDArray[np.float64]:
    """Return log odds of a crossing, shape (2, days): row 1 after a crossing, row 0 without.

    A chain that starts here has no day before: unless that day is known to be quiet, the first day
    has its stationary chance in both rows.
    """
    day_of_year = days_of_year(first, count)
    odds = seasonal_log_odds(crossing, day_of_year)
    if count and starts_chain and first - ONE_DAY not in no_crossings:
        odds[:, 0] = logit(yearly_chance(crossing)[day_of_year[0] - 1])
    quiet = [first + n * ONE_DAY in no_crossings for n in range(count)]
    odds[:, quiet] = -np.inf
    return odds


@lru_cache(maxsize=16)
def conditioned(
    weeks: tuple[Week, ...], crossing: Crossing, no_crossings: frozenset[date]
) -> NDArray[np.float64]:
    """Return the chance of a crossing by day, state of the day before and crossing days so far.

    ``message[y, c]`` is the likelihood of everything observed from a day on, given that the day
    before was crossed (y) and that the week had c crossing days before it. Hence the chance of a
    crossing given all that is observed is ``p[y] message'[1, c + 1] / message[y, c]``, where the
    dash marks the day after (Baum's backward recursion). Messages are scaled once a week.
    """
    count = len(weeks) * DAYS_A_WEEK
    odds = log_odds(weeks[0].first_day, count, crossing, no_crossings, True)
    cross, stay = expit(odds), expit(-odds)
    table = np.zeros((count, 2, DAYS_A_WEEK + 1))
    later = np.ones(2)
    impossible: list[Problem] = []
    for number, week in reversed(list(enumerate(weeks))):
        message = np.zeros((2, DAYS_A_WEEK + 2))
        message[:, week.crossing_days] = later
        for day in reversed(range(number * DAYS_A_WEEK, (number + 1) * DAYS_A_WEEK)):
            crossed = np.outer(cross[:, day], message[1, 1:])
            message[:, :-1] = crossed + np.outer(stay[:, day], message[0, :-1])
            np.divide(crossed, message[:, :-1], out=table[day], where=message[:, :-1] > 0)
        later = message[:, 0]
        if not later.any():
            later = np.ones(2)
            impossible.append(_no_room(week, no_crossings))
        later = later / later.max()
    if impossible:
        raise ScenarioError(impossible)
    return table


def _no_room(week: Week, no_crossings: frozenset[date]) -> Problem:
    quiet = sum(week.first_day + n * ONE_DAY in no_crossings for n in range(DAYS_A_WEEK))
    message = (
        f"the week ending {week.ending} cannot have {week.crossing_days} crossing days: "
        f"no_crossings says that nobody crossed on {quiet} of its days"
    )
    return Problem(Place("arrivals"), message)
