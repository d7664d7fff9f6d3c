"""Limits that follow the programme grow together, and exact steps do not grow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.luck.keys import Route, flight_key
from sim.luck.luck import Luck
from sim.model.basis import Number
from sim.model.growth import grow
from sim.model.order import DAY
from sim.model.outline import outline
from sim.model.stated import daily
from sim.model.timetable import plan_departures
from sim.scenario.schema import Scenario
from sim.scenario.units import DAYS_A_MONTH
from sim.scenario.values import Growth
from tests.variants import changed, dated, pilot, prepare, variant

START = date(2025, 8, 6)
Values = NDArray[np.float64]


def limits(scenario: Scenario, number: int = 0, at_central: bool = False) -> dict[str, Values]:
    """Return limits on each day of one replication, before places are rounded."""
    prepared = outline(scenario, at_central)
    basis, luck = prepared.basis, Luck(1, number)
    values = basis.daily.copy()
    grow(
        values, basis.scaled, basis.months, basis.followers, basis.departures,
        basis.departure_keys, basis.numbers[Number.SCALE], basis.numbers[Number.TREND],
        basis.numbers[Number.WOBBLE],
        basis.growth_levels, basis.normal, luck.words, np.empty(basis.months.size),
    )  # fmt: skip
    return {path: values[row] for path, row in prepared.row.items()}


def fixed(scenario: Scenario) -> Scenario:
    """Return the scenario without priors: only the path and the departures vary."""
    return scenario.with_values({e.path: replace(e, prior=None) for e in scenario.assumptions()})


def test_on_its_trend_a_limit_compounds_every_month_from_the_path_s_start() -> None:
    places = limits(pilot(), at_central=True)["detention.places"]
    begins = (date(2025, 10, 1) - START).days
    assert np.all(places[:begins] == 85)
    assert places[begins] == 140
    months = (179 - begins) / DAYS_A_MONTH
    trend = pilot().programme.trend.value
    assert places[-1] == pytest.approx(140 * (1 + trend) ** months)


def test_limits_without_departures_grow_in_one_proportion() -> None:
    scenario = fixed(pilot())
    together = scenario.with_values(
        {
            e.path: replace(e, growth=Growth(0.0))
            for e in (scenario.detention.places, scenario.flights.seats)
        }
    )
    grown, apart = limits(together), limits(scenario)
    places, seats = grown["detention.places"], grown["flights.seats"]
    np.testing.assert_allclose(places[60:] / places[60], seats[60:] / seats[60])
    with_departure = apart["flights.seats"]
    assert not np.allclose(with_departure[60:] / with_departure[60], seats[60:] / seats[60])


def test_the_wobble_has_its_standard_deviation_a_month() -> None:
    horizon = START + timedelta(days=299)
    scenario = changed(
        fixed(pilot()),
        {"programme.trend": 0.0, "programme.wobble": 0.1, "scheme.horizon": horizon},
    )
    places = replace(pilot().detention.places, prior=None, growth=Growth(0.0))
    scenario = scenario.with_values({places.path: places})
    ends = []
    for number in range(600):
        ends.append(np.log(limits(scenario, number)["detention.places"][-1] / 140))
    months = (299 - (date(2025, 10, 1) - START).days) / DAYS_A_MONTH
    # Between whole months the walk is a straight line, so the variance is a little smaller.
    whole, part = int(months), months % 1
    assert np.std(ends) == pytest.approx(0.1 * (whole + part**2) ** 0.5, rel=0.12)
    assert abs(np.mean(ends)) < 4 * np.std(ends) / 600**0.5


def test_exact_steps_are_what_they_say_and_earlier_ones_still_grow(tmp_path: Path) -> None:
    other = variant(tmp_path, "detention:\n  places: {2025-12-01: 300}\n")
    for number in range(3):
        luck = Luck(1, number)
        before, after = prepare(pilot(), luck)[0].capacity, prepare(other, luck)[0].capacity
        change = (date(2025, 12, 1) - START).days
        np.testing.assert_array_equal(before[:change], after[:change])
        assert np.all(after[change:] == 300)
        assert not np.all(before[change:] == before[change])


def test_a_dated_value_holds_from_each_date_until_the_next() -> None:
    value = dated({date.min: 1, date(2025, 8, 8): 2, date(2025, 8, 9): 3})
    assert daily(value, START, 5)[0].tolist() == [1, 1, 2, 3, 3]
    assert [value.on(START), value.on(date(2025, 8, 8)), value.on(date(2026, 1, 1))] == [1, 2, 3]
    assert [step.value for step in value.over(START, 5)] == [1, 1, 2, 3, 3]


def test_departures_are_as_even_as_days_allow_and_begin_with_the_rate() -> None:
    rate = np.zeros(40)
    rate[10:] = 2 / 7
    seats, never = np.full(40, 9.6), np.zeros(40)
    first, luck = START.toordinal(), Luck(1, 0).words
    flights = plan_departures(Route.OUT, first, rate, seats, never, 36_000, 37, luck)
    days = flights.departs // DAY
    assert days[0] == 10
    assert set(np.diff(days).tolist()) == {3, 4}
    assert days.max() <= 37
    assert np.all(flights.seats == 10)
    assert not flights.cancelled.any()
    keys = flight_key(Route.OUT, first + days, np.zeros_like(days))
    np.testing.assert_array_equal(flights.key, keys)
    each_day = np.full(5, 2.5), np.full(5, 1.0), np.ones(5)
    several = plan_departures(Route.IN, first, *each_day, 0, 4, luck)
    assert np.bincount(several.departs // DAY).tolist() == [3, 2, 3, 2, 3]
    assert np.unique(several.key).size == several.key.size
    assert several.key[0] == flight_key(Route.IN, first, 0)
    assert several.cancelled.all()


def test_drawn_numbers_of_people_are_rounded_half_up() -> None:
    scenario = changed(pilot(), {"balance.inbound_lead": 69.5, "balance.returned_lead": 29.4})
    rule = prepare(scenario, Luck(1, 0))[0].balance
    assert (rule.inbound_lead, rule.returned_lead) == (70, 29)
