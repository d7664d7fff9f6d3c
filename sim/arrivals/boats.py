"""Which boats land when, with how many people?

This is what the room hands on: one row a boat, observed weeks first, then projected days. A boat is
known by its date and its ordinal that day, and everything about it is its own luck; what it
shares with others is only what its day and its week have in common.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sim.arrivals.crossings import observed_days, projected_days
from sim.arrivals.observed import observed_boats, observed_people
from sim.arrivals.projected import projected_boats, projected_people
from sim.arrivals.settings import ArrivalsSettings
from sim.luck.keys import boat_key
from sim.luck.luck import Luck
from sim.scenario.weekly import DAYS_A_WEEK

DAY = 86_400


@dataclass(frozen=True, slots=True, eq=False)
class Boats:
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


def draw_boats(settings: ArrivalsSettings, luck: Luck) -> Boats:
    """Draw the boats that land from the start to the end of the horizon day.

    In every replication an observed week has exactly its people, boats and crossing days. A later
    horizon adds boats and moves none. Another count in a later week moves nobody earlier unless
    crossing days change: those bear on the days around them through the chain.

    Raises
    ------
    ScenarioError
        If the observed weeks, the days without crossings and the start do not fit together.
    """
    crossed = observed_days(settings, luck)
    boats = observed_boats(settings, crossed, luck).ravel()
    past_date, past_key = _identify(settings.first_observed, boats)
    week = (past_date - settings.first_observed.toordinal()) // DAYS_A_WEEK
    past_people = observed_people(settings, week, past_key, luck)

    last_observed = bool(crossed[-1, -1]) if crossed.size else None
    boats = projected_boats(settings, projected_days(settings, luck, last_observed), luck)
    next_date, next_key = _identify(settings.first_projected, boats)
    next_people = projected_people(settings, next_key, luck)

    key = np.concatenate([past_key, next_key])
    day = np.concatenate([past_date, next_date]) - settings.start.toordinal()
    landed = day * DAY + (luck.uniforms("arrivals.landed", key) * DAY).astype(np.int64)
    order = np.lexsort((key, landed))
    order = order[day[order] <= (settings.horizon - settings.start).days]
    return Boats(
        day=day[order].astype(np.int32),
        landed=landed[order],
        people=np.concatenate([past_people, next_people])[order].astype(np.int32),
        key=key[order],
        mark=luck.uniforms("arrivals.mark", key)[order],
        observed=order < past_key.size,
    )


def _identify(
    first: date, boats_a_day: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Return the date ordinal and the key of every boat, given the boats of each day."""
    day = np.repeat(np.arange(boats_a_day.size), boats_a_day)
    ordinal = np.arange(day.size) - (np.cumsum(boats_a_day) - boats_a_day)[day]
    date_ordinal = first.toordinal() + day
    return date_ordinal, boat_key(date_ordinal, ordinal)
