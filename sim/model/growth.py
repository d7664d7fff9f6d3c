"""How do limits grow together?

Places, flights and applications stand in series: output grows only if all of
them do. A limit that follows the shared programme path is multiplied by it,
and by a trend of its own, its departure.
"""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from sim.luck import invert
from sim.luck.keys import parameter_key
from sim.luck.luck import Luck
from sim.scenario.schema import Programme
from sim.scenario.units import DAYS_A_MONTH
from sim.scenario.values import Assumption, Dated


class ProgrammePath:
    """The level of the shared path, day by day, in one replication.

    The log of the level is ``months × ln(1 + trend) + wobble × W(months)``, where W is
    a random walk with a standard normal step a month, joined by straight lines. Before
    the path's start it is zero.

    Parameters
    ----------
    programme
        With its uncertain values drawn.
    start, days
        First simulated day and number of days.
    luck
        Owner of the walk; None keeps every limit on the trend itself.
    """

    def __init__(self, programme: Programme, start: date, days: int, luck: Luck | None) -> None:
        first = (programme.start.value - start).days
        self.months = np.maximum(np.arange(days) - first, 0) / DAYS_A_MONTH
        self.luck = luck
        whole = np.arange(int(self.months[-1]) + 2)
        walk = np.zeros(whole.size)
        if luck is not None and programme.wobble.value > 0:
            steps = invert.normal(luck.uniforms("programme", whole[1:].astype(np.uint64)))
            walk[1:] = np.cumsum(steps) * programme.wobble.value
        trend = np.log1p(max(programme.trend.value, -0.999))
        self.log_level = self.months * trend + np.interp(self.months, whole, walk)

    def limit(self, entry: Assumption[Dated], start: date) -> NDArray[np.float64]:
        """Return a limit's value on each day, grown if it follows the path.

        Returns
        -------
        ndarray of float64, shape (days,)
            In base units; steps that are not scaled stay exactly as written.
        """
        days = self.months.size
        values, scaled = daily(entry.value, start, days)
        if entry.growth is None:
            return values
        log_level = self.log_level
        if self.luck is not None and entry.growth.departure > 0:
            u = self.luck.uniform("departure", int(parameter_key(entry.path)))
            own = entry.growth.departure * float(invert.normal(np.asarray(u)))
            log_level = log_level + own * self.months
        return np.where(scaled, values * np.exp(log_level), values)


def daily(value: Dated, start: date, days: int) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return a dated value on each day, and whether factors apply to it.

    Returns
    -------
    tuple of ndarray, each of shape (days,)
    """
    values = np.empty(days)
    scaled = np.empty(days, dtype=np.bool_)
    for position, step in enumerate(value.steps):
        since = max((step.first_day - start).days, 0) if position else 0
        values[since:] = step.value
        scaled[since:] = step.scaled
    return values, scaled
