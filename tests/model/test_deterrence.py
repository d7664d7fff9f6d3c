"""Deterrence acts when, on whom and as strongly as it says."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from sim.luck.luck import Luck
from sim.model.exits import Exit
from sim.model.order import DAY
from sim.model.records import Records
from sim.model.replicate import Engine
from sim.scenario.schema import Scenario
from tests.model.agreement import equal
from tests.variants import changed, pilot, prepare

LAG = 30.0


@pytest.fixture(scope="module")
def longer() -> Scenario:
    """Return the pilot to the end of April, three months after the last observed week."""
    return changed(pilot(), {"scheme.horizon": date(2026, 4, 30), "deterrence.lag": LAG * DAY})


def records_of(run: Engine, scenario: Scenario, strength: float) -> Records:
    return run(*prepare(changed(scenario, {"deterrence.strength": strength}), Luck(6, 0)))


def test_without_strength_every_boat_sets_out(run: Engine, longer: Scenario) -> None:
    records = records_of(run, longer, 0.0)
    assert records.boats.landed.all()
    counterfactual = longer.model_copy(update={"counterfactual": True})
    assert equal(records, records_of(run, counterfactual, 0.0))


@pytest.mark.parametrize("counterfactual", [False, True])
def test_boats_set_out_as_the_perceived_chance_of_return_says(
    run: Engine, longer: Scenario, counterfactual: bool
) -> None:
    strength = 8.0
    scenario = changed(
        longer.model_copy(update={"counterfactual": counterfactual}),
        {"deterrence.strength": strength},
    )
    plan, cases = prepare(scenario, Luck(6, 0))
    records = run(plan, cases)
    boats, visits = records.boats, records.visits
    observed = boats.time < (pilot().weeks[-1].ending - plan.start + timedelta(days=1)).days * DAY
    if not counterfactual:
        assert boats.landed[observed].all()
    assert not boats.landed[~observed].all()
    assert boats.landed.any()
    returned = visits.left[visits.exit == Exit.RETURNED]
    came = np.concatenate([boats.time[boats.landed], records.came_back_alone])
    people = np.concatenate(
        [boats.people[boats.landed], np.ones(records.came_back_alone.size, dtype=np.int64)]
    )
    for boat in np.flatnonzero(~observed | counterfactual):
        now = boats.time[boat]
        today, before = now // DAY, came < now
        returns = np.exp(-(today - returned[returned <= now] // DAY) / LAG).sum()
        arrivals = (people[before] * np.exp(-(today - came[before] // DAY) / LAG)).sum()
        perceived = returns / arrivals if arrivals > 0 else 0.0
        assert boats.landed[boat] == (cases.boats.mark[boat] < 1 - strength * perceived)
