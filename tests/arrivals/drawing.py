"""Arrivals straight from their settings."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.arrivals import boats, crossings
from sim.arrivals.boats import Boats
from sim.arrivals.projected import further_boats
from sim.arrivals.settings import ArrivalsSettings
from sim.arrivals.timeline import make_timeline
from sim.luck.luck import Luck


def draw_boats(settings: ArrivalsSettings, luck: Luck) -> Boats:
    timeline = make_timeline(settings)
    mean = further_boats(timeline.year, settings.level * timeline.last_year)
    return boats.draw_boats(timeline, mean, luck.words)


def observed_days(settings: ArrivalsSettings, luck: Luck) -> NDArray[np.bool_]:
    """Return which days of the observed weeks are crossed, shape (weeks, 7)."""
    timeline = make_timeline(settings)
    crossed = np.empty(timeline.observed_chance.shape[0], dtype=np.int64)
    crossings.observed_days(timeline.first_observed, timeline.observed_chance, luck.words, crossed)
    return np.asarray(crossed.reshape(-1, 7) == 1)


def projected_days(
    settings: ArrivalsSettings, luck: Luck, crossed_before: bool
) -> NDArray[np.bool_]:
    """Return which days after the observed weeks are crossed."""
    timeline = make_timeline(settings)
    crossed = np.empty(timeline.projected_chance.shape[0], dtype=np.int64)
    crossings.projected_days(
        timeline.first_projected,
        timeline.projected_chance,
        int(crossed_before),
        luck.words,
        crossed,
    )
    return np.asarray(crossed == 1)
