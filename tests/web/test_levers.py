"""A lever moves what it says, and only that."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.ensemble.run import run
from sim.ensemble.settings import Settings
from sim.luck.luck import Luck
from sim.model.basis import NUMBER_PATHS
from sim.model.limits import draw_limits
from sim.model.outline import outline
from sim.outcomes.series import NAMES
from sim.scenario.library import names
from sim.scenario.load import load
from sim.scenario.schema import Scenario
from sim.scenario.values import Dated, Spread
from sim.show.web.levers import Lever, entries_of
from sim.show.web.setting import Setting, levers

PILOT = levers("pilot")


def values(scenario: Scenario) -> dict[str, Any]:
    return {
        entry.path: (entry.value, entry.prior, entry.growth) for entry in scenario.assumptions()
    }


def moved(name: str, at: float, scenario: str = "pilot") -> Scenario:
    return Setting(scenario, {name: at}).load().scenario


def test_the_pilot_has_every_lever() -> None:
    assert list(PILOT) == [
        "places",
        "casework",
        "releases",
        "seats",
        "days_between_flights",
        "eligible",
        "inbound_lead",
        "returned_lead",
        "deterrence",
    ]


@pytest.mark.parametrize("name", names())
def test_a_lever_at_its_start_says_nothing(name: str) -> None:
    found = levers(name)
    assert entries_of(found, {lever.name: lever.start for lever in found.values()}) == {}


@pytest.mark.parametrize("scenario", ["pilot", "rwanda_2022", "week_removal", "no_scheme"])
@pytest.mark.parametrize("end", ["low", "high"])
def test_a_lever_at_either_end_is_a_scenario(scenario: str, end: str) -> None:
    for lever in levers(scenario).values():
        assert moved(lever.name, getattr(lever, end), scenario).days > 0


@pytest.mark.parametrize("lever", PILOT.values(), ids=list(PILOT))
def test_a_lever_moves_nothing_but_what_it_names(lever: Lever) -> None:
    before, after = values(load("pilot")), values(moved(lever.name, lever.high))
    changed = {path for path, value in after.items() if value != before[path]}
    assert changed == set(lever.entries(lever.high))


@given(st.integers(1, 40).map(lambda tenths: tenths / 10))
def test_a_multiple_of_a_value_keeps_its_prior_and_its_growth(by: float) -> None:
    before, after = values(load("pilot")), values(moved("seats", by))
    held, scaled = before["flights.seats"], after["flights.seats"]
    assert isinstance(held[0], Dated)
    assert [step.value for step in scaled[0].steps] == pytest.approx(
        [by * step.value for step in held[0].steps]
    )
    assert scaled[1:] == held[1:]


def test_half_the_days_between_flights_are_twice_the_flights() -> None:
    before, after = values(load("pilot")), values(moved("days_between_flights", 3.5))
    steps = zip(
        before["flights.per_week"][0].steps, after["flights.per_week"][0].steps, strict=True
    )
    assert all(there.value == 2 * here.value for here, there in steps)


def test_casework_in_half_the_time_is_that_scenario() -> None:
    mine, told = values(moved("casework", 0.5, "until_expiry")), values(load("faster_casework"))
    assert mine == told
    assert isinstance(mine["casework.reply"][0], Spread)


def test_an_amount_leaves_nothing_uncertain() -> None:
    assert values(moved("inbound_lead", 0))["balance.inbound_lead"] == (0.0, None, None)
    assert values(moved("inbound_lead", 0, "until_expiry")) == values(load("strict_parity"))


@pytest.mark.parametrize("scenario", ["pilot", "no_scheme", "rwanda_2022", "week_removal_2025"])
def test_an_idle_lever_changes_what_happens_to_nobody(scenario: str) -> None:
    found = {name: lever for name, lever in levers(scenario).items() if lever.idle}
    assert found
    few = Settings(replications=3, workers=1)
    before = run(load(scenario), few)
    for name, lever in found.items():
        after = run(moved(name, lever.high, scenario), few)
        limits = [NAMES.index(name) for name in ("places", "seats")]
        assert (
            np.delete(before.series, limits, axis=1) == np.delete(after.series, limits, axis=1)
        ).all(), name


@pytest.mark.parametrize("scenario", ["pilot", "until_expiry"])
@pytest.mark.parametrize("name", ["inbound_lead", "returned_lead"])
def test_an_amount_starts_in_the_middle_of_what_replications_have(scenario: str, name: str) -> None:
    basis, lever = outline(load(scenario)).basis, levers(scenario)[name]
    number = {path: number for number, path in NUMBER_PATHS.items()}[f"balance.{name}"]
    drawn = [draw_limits(basis, Luck(1, n).words).numbers[number] for n in range(2_000)]
    below = np.mean(np.array(drawn) < lever.start)
    assert 0.4 < below < 0.6
