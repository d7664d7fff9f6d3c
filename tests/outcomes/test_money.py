"""A cost is what was used times what it costs, and what has no unit cost is not counted."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.luck.luck import Luck
from sim.model.basis import NUMBER_PATHS, Number
from sim.model.costs import Cost
from sim.model.outline import outline
from sim.model.records import Records
from sim.model.replicate import replicate
from sim.outcomes.indicators import INDICATORS
from sim.outcomes.measure import measure
from sim.scenario.load import load
from tests.variants import changed

UNIT = {
    "costs.detention_day": 122.0,
    "costs.existing_places": 100.0,
    "costs.new_place": 400_000.0,
    "costs.seat": 9_000.0,
    "costs.casework": 4_000.0,
    "costs.per_return": 20_000.0,
    "costs.fixed": 1_000_000.0,
    "costs.per_year": 365_250.0,
}
COUNTED = {
    "costs.detention_day": "person_days_detained",
    "costs.casework": "people_detained",
    "costs.per_return": "returns",
}


def _records(values: dict[str, Any]) -> Records:
    free = dict.fromkeys(UNIT, 0.0)
    scenario = changed(load("pilot"), free | {"detention.places": 150} | values)
    return replicate(outline(scenario), Luck(3, 0), "compiled")


def _found(values: dict[str, Any]) -> dict[str, float]:
    measured = measure(_records(values))
    return dict(zip(INDICATORS, measured.indicators.tolist(), strict=True))


def _paid_seats(values: dict[str, Any]) -> int:
    flights = _records(values).flights
    return int(flights.seats[flights.carried > 0].sum())


def test_a_scenario_without_unit_costs_costs_an_unknown_sum() -> None:
    found = _found({})
    assert np.isnan([found[name] for name in INDICATORS if name.startswith("cost")]).all()


@pytest.mark.parametrize(("path", "counted"), COUNTED.items())
def test_each_unit_cost_counts_what_it_is_a_cost_of(path: str, counted: str) -> None:
    found = _found({path: UNIT[path]})
    assert found["cost"] == pytest.approx(UNIT[path] * found[counted])
    assert found[counted] > 0


def test_an_agreed_place_is_paid_for_if_its_flight_carries_somebody() -> None:
    many = {"flights.per_week": 20.0}
    found = _found(many | {"costs.seat": 2.0})
    assert found["cost"] == 2 * _paid_seats(many)
    assert 0 < _paid_seats(many) < found["seats"]


def test_the_whole_is_the_sum_of_its_parts() -> None:
    found = _found(UNIT)
    parts = sum(UNIT[path] * found[counted] for path, counted in COUNTED.items())
    seats = UNIT["costs.seat"] * _paid_seats({})
    fixed = UNIT["costs.fixed"] + 180 * 1_000
    assert found["cost_of_new_places"] == 50 * UNIT["costs.new_place"]
    assert found["cost"] == pytest.approx(parts + seats + fixed + found["cost_of_new_places"])
    assert found["cost_per_return"] == pytest.approx(found["cost"] / found["returns"])


def test_places_that_exist_cost_nothing_to_build() -> None:
    assert _found(UNIT | {"costs.existing_places": 150.0})["cost_of_new_places"] == 0


def test_unit_costs_change_nobody_s_way() -> None:
    free, dear = _found({}), _found(UNIT)
    assert {k: v for k, v in free.items() if v == v} == {
        k: v for k, v in dear.items() if not k.startswith("cost") and free[k] == free[k]
    }


def test_numbers_hand_unit_costs_over_in_order() -> None:
    paths = [NUMBER_PATHS[Number(Number.DETENTION_DAY + cost)] for cost in Cost]
    assert paths == [f"costs.{cost.name.lower()}" for cost in Cost]
