"""How do limits grow together?

Places, flights and applications stand in series: output grows only if all of
them do. A limit that follows the shared programme path is multiplied by it,
and by a trend of its own, its departure.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from sim.compiled import part
from sim.luck.keyed import LuckWords
from sim.luck.luck import name_id
from sim.luck.settle import level as level_of
from sim.luck.tables import Table, look_up

PROGRAMME = np.uint64(name_id("programme"))
DEPARTURE = np.uint64(name_id("departure"))


@part
def scale(
    values: NDArray[np.float64],
    scaled: NDArray[np.bool_],
    factors: NDArray[np.float64],
    most: NDArray[np.float64],
) -> None:
    """Multiply what is scaled of each row by its factor; a share stays a share."""
    for row in range(values.shape[0]):
        if factors[row] != 1.0:
            for day in range(values.shape[1]):
                if scaled[row, day]:
                    values[row, day] = min(values[row, day] * factors[row], most[row])


@part
def grow(
    values: NDArray[np.float64],
    scaled: NDArray[np.bool_],
    months: NDArray[np.float64],
    followers: NDArray[np.int64],
    departures: NDArray[np.float64],
    keys: NDArray[np.uint64],
    size: float,
    trend: float,
    wobble: float,
    levels: NDArray[np.float64],
    normal: Table,
    luck: LuckWords,
    level: NDArray[np.float64],
) -> None:
    """Multiply the rows that follow the programme path by it and by their own departures.

    The path's level is ``size × exp(months × ln(1 + trend) + wobble × W(months))``, where W is
    a random walk with a standard normal step a month, joined by straight lines. Before the
    path's start it is ``size``. A limit that follows it has besides its departure, a normal number
    times the months. At central values there is neither walk nor departure. Steps that are not
    scaled stay exactly as written.

    Parameters
    ----------
    values, scaled
        Shape (dated parameters, days).
    months
        Since the path's start, shape (days,).
    followers, departures, keys
        Rows that follow the path, the standard deviation of their departures, and the owners
        of their luck.
    size, trend, wobble
        Of the path.
    levels
        What was learned, or is fixed, of the departures and then of the steps of the walk, see
        :func:`~sim.luck.settle.learned_levels`.
    normal, luck
        What is drawn.
    level
        Room for the log of the path's level, shape (days,).
    """
    log_trend = np.log1p(max(trend, -0.999))
    for day in range(months.size):
        level[day] = log_trend * months[day]
    if wobble > 0:
        _walk(level, months, wobble, levels, followers.size, normal, luck)
    for number in range(followers.size):
        row = followers[number]
        own = 0.0
        if departures[number] > 0:
            u = level_of(levels, number, luck, DEPARTURE, keys[number])
            own = departures[number] * look_up(normal, u)
        for day in range(months.size):
            if scaled[row, day]:
                values[row, day] *= size * np.exp(level[day] + own * months[day])


@part
def _walk(
    level: NDArray[np.float64],
    months: NDArray[np.float64],
    wobble: float,
    levels: NDArray[np.float64],
    first: int,
    normal: Table,
    luck: LuckWords,
) -> None:
    """Add a random walk to the log of the level: whole months are steps, days lie between."""
    month = 0
    here = 0.0
    step = wobble * look_up(normal, level_of(levels, first, luck, PROGRAMME, np.uint64(1)))
    for day in range(months.size):
        while months[day] >= month + 1:
            month += 1
            here += step
            u = level_of(levels, first + month, luck, PROGRAMME, np.uint64(month + 1))
            step = wobble * look_up(normal, u)
        level[day] += here + step * (months[day] - month)


def growth_names(followers: Iterable[str], months: NDArray[np.float64]) -> list[str]:
    """Return the names under which departures and the steps of the walk are learned.

    Parameters
    ----------
    followers
        Key paths of the limits that follow the path.
    months
        Since the path's start, shape (days,); without days there are no steps.
    """
    steps = int(months[-1]) + 1 if months.size else 0
    walk = [f"programme.walk.{month + 1}" for month in range(steps)]
    return [f"{path}.departure" for path in followers] + walk
