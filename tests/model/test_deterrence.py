"""Deterrence acts when, on whom and as strongly as it says."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.luck.luck import Luck
from sim.model.exits import Exit
from sim.model.order import DAY
from sim.model.records import Records
from sim.model.replicate import Engine
from sim.scenario.schema import Scenario
from tests.model.agreement import equal
from tests.variants import changed, pilot, prepare

Counts = NDArray[np.float64]

LAG = 30.0
MEMORY = 60


@pytest.fixture(scope="module")
def longer() -> Scenario:
    """Return the pilot to the end of April, three months after the last observed week."""
    return changed(
        pilot(),
        {
            "scheme.horizon": date(2026, 4, 30),
            "deterrence.lag": LAG * DAY,
            "deterrence.memory": MEMORY * DAY + 1.0,
        },
    )


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
    perceived = _perceived(
        np.bincount(returned // DAY, minlength=plan.days).astype(float),
        np.bincount(came // DAY, people, minlength=plan.days).astype(float),
    )
    for boat in np.flatnonzero(~observed | counterfactual):
        chance = perceived[boats.time[boat] // DAY]
        assert boats.landed[boat] == (cases.boats.mark[boat] < 1 - strength * chance)


def _perceived(returns: Counts, arrivals: Counts) -> Counts:
    """Return the perceived chance at the beginning of each day, in closed form.

    A weighted mean of what was experienced on each day before, with weights that fall by
    ``exp(-1 / lag)`` a day; what is left of the weight lies on nothing.
    """
    experienced = np.zeros(returns.size)
    for day in range(returns.size):
        first = max(day - MEMORY + 1, 0)
        experienced[day] = returns[first : day + 1].sum() / max(arrivals[first : day + 1].sum(), 1)
    perceived = np.zeros(returns.size)
    for day in range(1, returns.size):
        ages = day - 1 - np.arange(day)
        weights = np.exp(-ages / LAG) * (1 - np.exp(-1 / LAG))
        perceived[day] = (weights * np.minimum(experienced[:day], 1)).sum()
    return perceived


def test_a_memory_of_a_year_does_not_move_with_the_weather(run: Engine, longer: Scenario) -> None:
    # The last weeks of the year had one crossing day: a memory of a month sees hardly any
    # arrivals beside the returns of those who came before, a memory of a year sees them all.
    def landed(memory: float) -> float:
        scenario = changed(longer, {"deterrence.memory": memory * DAY})
        records = records_of(run, scenario, 5.0)
        late = records.boats.time >= (date(2026, 2, 2) - records.start).days * DAY
        return float(records.boats.landed[late].mean())

    assert landed(365) > landed(30)
