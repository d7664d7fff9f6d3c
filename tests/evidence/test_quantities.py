from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from sim.ensemble.result import Result
from sim.evidence.quantities import QUANTITIES, simulated
from sim.outcomes.series import NAMES

MONTH_ENDS = [
    date(2025, 8, 31),
    date(2025, 9, 30),
    date(2025, 10, 31),
    date(2025, 11, 30),
    date(2025, 12, 31),
    date(2026, 1, 31),
]


@pytest.mark.parametrize("way", ["returns", "inbound"])
def test_months_add_up_to_the_total_to_date_in_every_replication(pilot: Result, way: str) -> None:
    months = [simulated(f"{way}_monthly", pilot, end) for end in MONTH_ENDS]
    totals = [simulated(f"{way}_cumulative", pilot, end) for end in MONTH_ENDS]
    assert np.array_equal(np.cumsum(months, axis=0), totals)
    assert np.array_equal(months[1:], np.diff(totals, axis=0))
    assert totals[-1].min() > 0


@pytest.mark.parametrize(
    ("as_of", "people"),
    [
        (date(2025, 8, 17), 2_561),
        (date(2025, 9, 1), 3_567),
        (date(2025, 10, 18), 11_298),
        (date(2025, 11, 30), 13_856),
        (date(2026, 1, 27), 16_969),
    ],
)
def test_reported_arrivals_are_met_in_every_replication(
    pilot: Result, as_of: date, people: int
) -> None:
    assert (simulated("arrivals_since_start", pilot, as_of) == people).all()


def test_arrivals_of_the_year_are_those_since_the_start_less_those_before_january(
    pilot: Result,
) -> None:
    before = simulated("arrivals_since_start", pilot, date(2025, 12, 31))
    since = simulated("arrivals_since_start", pilot, date(2026, 1, 27))
    this_year = simulated("arrivals_calendar_year", pilot, date(2026, 1, 27))
    assert np.array_equal(this_year, since - before)
    assert (since == 16_969).all()


def test_a_year_that_began_before_the_scheme_counts_from_the_scheme(pilot: Result) -> None:
    last_year = date(2025, 12, 31)
    assert np.array_equal(
        simulated("arrivals_calendar_year", pilot, last_year),
        simulated("arrivals_since_start", pilot, last_year),
    )


def test_as_of_a_day_includes_that_day_and_nothing_after(pilot: Result) -> None:
    day = int(pilot.daily("returns").sum(axis=0).argmax())
    as_of = pilot.dates[day]
    on_the_day = simulated("returns_cumulative", pilot, as_of) - simulated(
        "returns_cumulative", pilot, as_of - timedelta(days=1)
    )
    assert np.array_equal(on_the_day, pilot.daily("returns")[:, day])
    assert on_the_day.any()


@pytest.mark.parametrize(
    ("quantity", "indicator"),
    [
        ("returns_cumulative", "returns"),
        ("inbound_cumulative", "inbound"),
        ("net_flow", "net_flow"),
        ("returns_rate", "returns_rate"),
        ("arrivals_since_start", "arrivals"),
        ("flights_cumulative", "flights"),
        ("people_detained", "people_detained"),
        ("reentrants", "reentrants"),
        ("voluntary_departures", "voluntary_departures"),
    ],
)
def test_at_the_horizon_a_quantity_is_the_indicator(
    pilot: Result, quantity: str, indicator: str
) -> None:
    assert np.array_equal(
        simulated(quantity, pilot, pilot.dates[-1]), pilot.to_frame()[indicator].to_numpy()
    )


def test_voluntary_departures_are_counted_from_the_start_and_beside_returns(pilot: Result) -> None:
    series = pilot.series.copy()
    series[:, NAMES.index("voluntary_departures"), :3] = 1, 0, 2
    some = replace(pilot, series=series)
    counted = [simulated("voluntary_departures", some, day)[0] for day in some.dates[:4]]
    assert counted == [1, 1, 3, 3]
    last = pilot.dates[-1]
    assert np.array_equal(
        simulated("returns_cumulative", some, last), simulated("returns_cumulative", pilot, last)
    )


def test_the_largest_flight_never_shrinks_and_ends_at_the_largest_of_all(pilot: Result) -> None:
    course = np.array([simulated("largest_flight", pilot, day) for day in pilot.dates])
    assert (np.diff(course, axis=0) >= 0).all()
    assert np.array_equal(course[-1], pilot.daily("largest_flight").max(axis=1))


def test_the_returns_rate_is_undefined_until_somebody_arrives(pilot: Result) -> None:
    arrived = pilot.cumulative("arrivals")
    for day in range(10):
        rate = simulated("returns_rate", pilot, pilot.dates[day])
        assert np.array_equal(np.isnan(rate), arrived[:, day] == 0)


@pytest.mark.parametrize("name", QUANTITIES)
def test_nothing_is_known_of_days_that_were_not_simulated(pilot: Result, name: str) -> None:
    for day in (pilot.dates[0] - timedelta(days=1), pilot.dates[-1] + timedelta(days=1)):
        values = simulated(name, pilot, day)
        assert values.shape == (pilot.replications,)
        assert np.isnan(values).all()
