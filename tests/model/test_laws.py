"""Laws of any replication: of the pilot, and of random scenarios."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.luck.luck import Luck
from sim.model.exits import Exit
from sim.model.replicate import ENGINES, Engine
from sim.scenario.schema import Scenario
from tests.model.invariants import check_invariants
from tests.model.strange import scenarios
from tests.variants import changed, pilot, prepare


@pytest.mark.parametrize("replication", range(6))
def test_every_law_holds_in_every_replication_of_the_pilot(run: Engine, replication: int) -> None:
    plan, cases = prepare(pilot(), Luck(1, replication))
    records = run(plan, cases)
    check_invariants(records, plan, cases)
    assert int(records.boats.people[records.boats.landed].sum()) == 16_969
    assert len(records.came_back_alone) == 0


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(scenario=scenarios(), replication=st.integers(0, 1000))
def test_every_law_holds_in_random_scenarios(scenario: Scenario, replication: int) -> None:
    plan, cases = prepare(scenario, Luck(7, replication))
    for engine in ENGINES.values():
        check_invariants(engine(plan, cases), plan, cases)


def test_without_end_of_places_nobody_is_turned_away(run: Engine) -> None:
    plan, cases = prepare(changed(pilot(), {"detention.places": 10**6}), Luck(1, 0))
    records = run(plan, cases)
    assert not np.any(records.visits.exit == Exit.NO_PLACE)
    assert np.all(records.visits.detained[records.visits.asked >= 0] >= 0)


def test_without_places_everybody_selected_is_turned_away(run: Engine) -> None:
    plan, cases = prepare(changed(pilot(), {"detention.places": 0}), Luck(1, 0))
    visits = run(plan, cases).visits
    asked = visits.asked >= 0
    assert asked.any()
    assert np.all(visits.exit[asked] == Exit.NO_PLACE)
