from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sim.arrivals.settings import ArrivalsSettings
from sim.scenario.weekly import read_no_crossings, read_weeks

REPORTED = Path(__file__).parents[2] / "scenarios" / "reported"


@pytest.fixture(scope="session")
def pilot() -> ArrivalsSettings:
    """The observed pilot, with the projection fitted to the daily series of 2022 to 2025."""
    return ArrivalsSettings(
        start=date(2025, 8, 6),
        horizon=date(2026, 2, 1),
        weeks=read_weeks(REPORTED / "arrivals_weekly.csv"),
        no_crossings=read_no_crossings(REPORTED / "no_crossings.csv"),
        crossing_base=-1.0521,
        crossing_after_crossing=1.4999,
        crossing_season=(-0.4850, -0.0318, -0.0546, 0.1266),
        boats_season=(-0.0309, -0.2361, -0.1439, -0.0546),
        boats_dispersion=1.378,
        people_per_boat=68.3,
        people_per_boat_cv=0.388,
        last_year_total=41_472.0,
        level=1.0,
    )


@pytest.fixture(scope="session")
def queue() -> ArrivalsSettings:
    """One boat and a Poisson number more every day, each with one person."""
    return ArrivalsSettings(
        start=date(2026, 1, 1),
        horizon=date(2035, 12, 31),
        weeks=(),
        no_crossings=frozenset(),
        crossing_base=50.0,
        crossing_after_crossing=0.0,
        crossing_season=(0.0, 0.0, 0.0, 0.0),
        boats_season=(0.0, 0.0, 0.0, 0.0),
        boats_dispersion=1e9,
        people_per_boat=1.0,
        people_per_boat_cv=1e-6,
        last_year_total=365 * 5.0,
        level=1.0,
    )
