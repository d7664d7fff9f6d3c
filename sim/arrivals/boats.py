"""Which boats land when, with how many people?

This is what the room hands on: one row a boat, observed weeks first, then projected days. A boat is
known by its date and its ordinal that day, and everything about it is its own luck; what it
shares with others is only what its day and its week have in common.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.arrivals.crossings import observed_days, projected_days
from sim.arrivals.observed import observed_boats, share_people
from sim.arrivals.projected import projected_boats
from sim.arrivals.timeline import Timeline
from sim.compiled import allocating, part
from sim.luck.keyed import LuckWords, pair, uniform
from sim.luck.keys import ORDINAL_BITS, PLACE_BITS
from sim.luck.luck import name_id
from sim.luck.tables import Table, look_up
from sim.scenario.problems import TooManyError

DAY = 86_400
BOAT = np.uint64(name_id("arrivals.boat"))
SIZE = np.uint64(name_id("arrivals.people"))

_MOST_BOATS = 2**ORDINAL_BITS
MOST_ABOARD = 2**PLACE_BITS
"""Boats of a day, and people of a boat, that have a key of their own."""


class Boats(NamedTuple):
    """The boats of one replication, by landing time, then key; all arrays of one length.

    Parameters
    ----------
    day
        Whole days since the start date, int32.
    landed
        Seconds since midnight at the beginning of the start date, int64. Assumption: landing times
        are uniform over the day's 86,400 seconds; the sources count boats by day only.
    people
        People aboard, at least one, int32.
    key
        The owner key of the boat's luck, uint64; the ordinal in it is the order of drawing, not of
        landing.
    mark
        A uniform in (0, 1) drawn with the boat, float64, by which deterrence decides if it came.
    observed
        Whether the boat stands for one that was detected in an observed week.
    """

    day: NDArray[np.int32]
    landed: NDArray[np.int64]
    people: NDArray[np.int32]
    key: NDArray[np.uint64]
    mark: NDArray[np.float64]
    observed: NDArray[np.bool_]


@allocating
def draw_boats(timeline: Timeline, further_boats: float, luck: LuckWords) -> Boats:
    """Draw the boats that land from the start to the end of the horizon day.

    In every replication an observed week has exactly its people, boats and crossing days. A later
    horizon adds boats and moves none. Another count in a later week moves nobody earlier unless
    crossing days change: those bear on the days around them through the chain.

    Parameters
    ----------
    timeline
        What does not depend on luck.
    further_boats
        Mean level of projected boats above the first on a crossing day.
    luck
        Owner of every draw.

    Raises
    ------
    TooManyError
        If keys cannot tell the boats of a day, or the people of a boat, apart.
    """
    weeks = timeline.weeks
    past = timeline.observed_chance.shape[0]
    boats_a_day = np.empty(past + timeline.season.size, dtype=np.int64)
    _draw_days(
        timeline.first_observed,
        weeks,
        timeline.observed_chance,
        timeline.first_projected,
        timeline.projected_chance,
        timeline.season,
        further_boats,
        timeline.dispersion,
        luck,
        boats_a_day,
    )
    count = boats_a_day.sum()
    if count > 0 and boats_a_day.max() > _MOST_BOATS:
        raise TooManyError("more than 65,536 boats come on one day; lower the boats or the level")
    key = np.empty(count, dtype=np.uint64)
    day = np.empty(count, dtype=np.int64)
    landed = np.empty(count, dtype=np.int64)
    mark = np.empty(count)
    size = np.empty(count)
    past_boats = _draw_each(
        timeline.first_observed,
        past,
        timeline.first_projected,
        timeline.start,
        timeline.sizes,
        timeline.mean_size,
        luck,
        boats_a_day,
        key,
        day,
        landed,
        mark,
        size,
    )
    people = np.empty(count, dtype=np.int32)
    first = 0
    for week in range(weeks.shape[0]):
        last = first + weeks[week, 1]
        share_people(size[first:last], weeks[week, 0], people[first:last])
        first = last
    for boat in range(past_boats, count):
        people[boat] = max(1, int(np.rint(size[boat])))
    if count > 0 and people.max() > MOST_ABOARD:
        raise TooManyError("more than 4,096 people come in one boat; raise the boats of a week")
    order = np.argsort(landed, kind="mergesort")  # keeps the order of keys among equals
    kept = 0
    for boat in order:
        if day[boat] < timeline.days:
            order[kept] = boat
            kept += 1
    order = order[:kept]
    return Boats(
        day[order].astype(np.int32),
        landed[order],
        people[order],
        key[order],
        mark[order],
        order < past_boats,
    )


@part
def _draw_days(
    first_observed: int,
    weeks: NDArray[np.int64],
    observed_chance: NDArray[np.float64],
    first_projected: int,
    projected_chance: NDArray[np.float64],
    season: NDArray[np.float64],
    further_boats: float,
    dispersion: float,
    luck: LuckWords,
    boats: NDArray[np.int64],
) -> None:
    """Draw how many boats come on each day: observed days, then projected ones."""
    past = observed_chance.shape[0]
    observed_days(first_observed, observed_chance, luck, boats[:past])
    before = boats[past - 1] if past > 0 else 0
    projected_days(first_projected, projected_chance, before, luck, boats[past:])
    observed_boats(first_observed, weeks, dispersion, luck, boats[:past])
    projected_boats(first_projected, season, further_boats, dispersion, luck, boats[past:])


@part
def _draw_each(
    first_observed: int,
    past: int,
    first_projected: int,
    start: int,
    sizes: Table,
    mean_size: float,
    luck: LuckWords,
    boats_a_day: NDArray[np.int64],
    key: NDArray[np.uint64],
    day: NDArray[np.int64],
    landed: NDArray[np.int64],
    mark: NDArray[np.float64],
    size: NDArray[np.float64],
) -> int:
    """Draw what is each boat's own; return how many are observed."""
    boat = 0
    past_boats = 0
    for position in range(boats_a_day.size):
        date = first_observed + position
        if position >= past:
            date = first_projected + position - past
        for ordinal in range(boats_a_day[position]):
            key[boat] = (np.uint64(date) << np.uint64(ORDINAL_BITS)) | np.uint64(ordinal)
            day[boat] = date - start
            when, mark[boat] = pair(luck, BOAT, key[boat])
            landed[boat] = day[boat] * DAY + int(when * DAY)
            size[boat] = mean_size * look_up(sizes, uniform(luck, SIZE, key[boat]))
            boat += 1
        if position < past:
            past_boats = boat
    return past_boats
