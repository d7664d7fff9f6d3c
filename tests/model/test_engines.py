"""The compiled engine is the model of record, faster: equal to the last person."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.luck.luck import Luck
from sim.model.compiled.layout import TIME_BITS
from sim.model.replicate import ENGINES
from sim.model.rules import Rule
from sim.scenario.library import names
from sim.scenario.load import load
from sim.scenario.problems import TooManyError
from sim.scenario.schema import Scenario
from tests.model.agreement import differing
from tests.model.strange import scenarios
from tests.model.toy import make_toy_cases, make_toy_plan
from tests.variants import prepare


def assert_engines_agree(scenario: Scenario, luck: Luck) -> None:
    plan, cases = prepare(scenario, luck)
    first, *others = (engine(plan, cases) for engine in ENGINES.values())
    assert others
    for other in others:
        assert not differing(first, other)


@settings(max_examples=200, suppress_health_check=list(HealthCheck))
@given(scenario=scenarios(), replication=st.integers(0, 2**32 - 1))
def test_engines_agree_in_random_scenarios(scenario: Scenario, replication: int) -> None:
    assert_engines_agree(scenario, Luck(11, replication))


@pytest.mark.parametrize("name", names())
def test_engines_agree_in_every_scenario_that_comes_with_the_project(name: str) -> None:
    for replication in range(3):
        assert_engines_agree(load(name), Luck(12, replication))


def test_an_engine_leaves_the_cases_as_they_were() -> None:
    plan, cases = prepare(load("pilot"), Luck(12, 0))
    _, untouched = prepare(load("pilot"), Luck(12, 0))
    for engine in ENGINES.values():
        engine(plan, cases)
        assert not differing(cases, untouched)


def test_the_compiled_engine_refuses_more_time_than_its_keys_hold() -> None:
    plan = make_toy_plan()
    plan.rules[Rule.HORIZON] = 2**TIME_BITS
    with pytest.raises(TooManyError, match="--engine reference"):
        ENGINES["compiled"](plan, make_toy_cases())
