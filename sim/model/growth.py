"""How do limits grow together?

Places, flights and applications stand in series: output grows only if all of
them do. A limit that follows the shared programme path is multiplied by it,
and by a trend of its own, its departure.
"""

from __future__ import annotations

from math import log1p

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled, part
from sim.luck.keyed import LuckWords, uniform
from sim.luck.luck import Luck, name_id
from sim.luck.settle import Settled
from sim.luck.tables import Table, look_up, normal_table
from sim.model.outline import Outline

PROGRAMME = np.uint64(name_id("programme"))
DEPARTURE = np.uint64(name_id("departure"))


def daily_values(outline: Outline, settled: Settled, luck: Luck) -> NDArray[np.float64]:
    """Return every dated parameter on each day of one replication.

    The log of the path's level is ``months × ln(1 + trend) + wobble × W(months)``, where W is
    a random walk with a standard normal step a month, joined by straight lines. Before the
    path's start it is zero. A limit that follows it has besides its departure, a normal number
    times the months. At central values there is neither walk nor departure.

    Parameters
    ----------
    outline, settled
        What is common to all replications, and the values of this one.
    luck
        Owner of the walk and of the departures.

    Returns
    -------
    ndarray of float64, shape (dated parameters, days)
        Rows as in the outline, in base units; steps that are not scaled stay exactly as
        written.
    """
    values = outline.daily.copy()
    factors = np.ones(values.shape[0])
    for path in settled.drawn.keys() & outline.row.keys():
        factors[outline.row[path]] = settled.factor(path)
    _scale(values, outline.scaled, factors, outline.most)
    if outline.followers.size:
        vary = 0.0 if outline.at_central else 1.0
        _grow(
            values,
            outline.scaled,
            outline.months,
            outline.followers,
            vary * outline.departures,
            outline.departure_keys,
            log1p(max(settled.value("programme.trend"), -0.999)) * outline.months,
            vary * settled.value("programme.wobble"),
            normal_table(),
            luck.words,
        )
    return values


@compiled
def _scale(
    values: NDArray[np.float64],
    scaled: NDArray[np.bool_],
    factors: NDArray[np.float64],
    most: NDArray[np.float64],
) -> None:
    """Multiply what is scaled; a share stays a share."""
    for row in range(values.shape[0]):
        if factors[row] != 1.0:
            for day in range(values.shape[1]):
                if scaled[row, day]:
                    values[row, day] = min(values[row, day] * factors[row], most[row])


@compiled
def _grow(
    values: NDArray[np.float64],
    scaled: NDArray[np.bool_],
    months: NDArray[np.float64],
    followers: NDArray[np.int64],
    departures: NDArray[np.float64],
    keys: NDArray[np.uint64],
    level: NDArray[np.float64],
    wobble: float,
    normal: Table,
    luck: LuckWords,
) -> None:
    """Multiply the rows that follow the path by it and by their own departures.

    ``level`` is the log of the path's trend on each day; the walk is added to it.
    """
    if wobble > 0:
        _walk(level, months, wobble, normal, luck)
    for number in range(followers.size):
        row = followers[number]
        own = 0.0
        if departures[number] > 0:
            u = uniform(luck, DEPARTURE, keys[number])
            own = departures[number] * look_up(normal, u)
        for day in range(months.size):
            if scaled[row, day]:
                values[row, day] *= np.exp(level[day] + own * months[day])


@part
def _walk(
    level: NDArray[np.float64],
    months: NDArray[np.float64],
    wobble: float,
    normal: Table,
    luck: LuckWords,
) -> None:
    """Add a random walk to the log of the level: whole months are steps, days lie between."""
    month = 0
    here = 0.0
    step = wobble * look_up(normal, uniform(luck, PROGRAMME, np.uint64(1)))
    for day in range(months.size):
        while months[day] >= month + 1:
            month += 1
            here += step
            step = wobble * look_up(normal, uniform(luck, PROGRAMME, np.uint64(month + 1)))
        level[day] += here + step * (months[day] - month)
