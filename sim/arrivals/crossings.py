"""On which days do boats cross?

One uniform a day runs forward through the chain of :mod:`sim.arrivals.chain`. Nothing is rejected,
so a day's luck stays its own, and observed weeks still have exactly their crossing days.
"""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from sim.arrivals.chain import ONE_DAY, conditioned, log_odds
from sim.arrivals.settings import ArrivalsSettings
from sim.luck.keys import day_key
from sim.luck.luck import Luck
from sim.scenario.problems import Place, Problem, ScenarioError
from sim.scenario.weekly import DAYS_A_WEEK


def day_uniforms(luck: Luck, name: str, first: date, count: int) -> NDArray[np.float64]:
    """Return one uniform for each of ``count`` days from ``first`` on, each the day's own."""
    return luck.uniforms(name, day_key(first.toordinal() + np.arange(count)))


def observed_days(settings: ArrivalsSettings, luck: Luck) -> NDArray[np.bool_]:
    """Draw which days of the observed weeks are crossed.

    Returns
    -------
    array
        Shape (weeks, 7), Monday first; every row sums to its week's crossing days.

    Raises
    ------
    ScenarioError
        If the start lies before the first observed week or inside one whose earlier days are not
        in ``no_crossings``, or if a week has no room for its crossing days.
    """
    weeks = settings.observed
    if not weeks:
        return np.zeros((0, DAYS_A_WEEK), dtype=np.bool_)
    _check_start(settings)
    table = conditioned(weeks, settings.crossing, settings.no_crossings)
    uniforms = day_uniforms(luck, "arrivals.crossing", weeks[0].first_day, len(table))
    crossed, so_far, days = False, 0, []
    for day, (u, chance) in enumerate(zip(uniforms.tolist(), table, strict=True)):
        so_far = so_far if day % DAYS_A_WEEK else 0
        crossed = u < chance[crossed][so_far]
        so_far += crossed
        days.append(crossed)
    return np.array(days).reshape(len(weeks), DAYS_A_WEEK)


def projected_days(
    settings: ArrivalsSettings, luck: Luck, crossed_yesterday: bool | None
) -> NDArray[np.bool_]:
    """Draw which days after the observed weeks are crossed.

    Parameters
    ----------
    crossed_yesterday
        Whether the last observed day was crossed; None if no week was observed.

    Returns
    -------
    array
        One value a day from ``settings.first_projected`` to the horizon.
    """
    first = settings.first_projected
    count = max(0, (settings.horizon - first).days + 1)
    starts_chain = crossed_yesterday is None
    odds = log_odds(first, count, settings.crossing, settings.no_crossings, starts_chain)
    uniforms = day_uniforms(luck, "arrivals.crossing", first, count)
    crossed, days = bool(crossed_yesterday), []
    for u, chance in zip(uniforms.tolist(), expit(odds.T).tolist(), strict=True):
        crossed = u < chance[crossed]
        days.append(crossed)
    return np.array(days, dtype=np.bool_)


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
