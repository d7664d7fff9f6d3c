"""An engine agrees with the rules worked out a second time, without an event queue."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.luck.luck import Luck
from sim.model.order import DAY
from sim.model.replicate import ENGINES, Engine
from sim.scenario.schema import Scenario
from sim.scenario.weekly import Week
from tests.model.exact import check_exactly
from tests.model.strange import differences
from tests.model.toy import HOUR
from tests.variants import changed, pilot, prepare


@pytest.mark.parametrize("replication", range(4))
def test_the_pilot_is_as_the_rules_say(run: Engine, replication: int) -> None:
    plan, cases = prepare(pilot(), Luck(2, replication))
    check_exactly(run(plan, cases), plan, cases)


EVERYBODY_COMES_BACK = {
    "returnees.share": 1.0,
    "returnees.delay": 3.0 * DAY,
    "flights.seats": 60,
    "detention.places": 300,
    "casework.reply": 2.0 * DAY,
    "casework.notice": DAY,
}
"""And the boats are so small that they cannot always hold all who come back."""


@pytest.mark.parametrize("last_arrival", [date(2025, 11, 1), date(2026, 6, 1)])
def test_people_who_come_back_are_as_the_rules_say(run: Engine, last_arrival: date) -> None:
    weeks = tuple(
        replace(week, people=min(week.people, 6 * week.boats)) for week in pilot().weeks[:-8]
    )
    scenario = pilot().model_copy(update={"weeks": weeks})
    scenario = changed(scenario, {**EVERYBODY_COMES_BACK, "scheme.last_arrival": last_arrival})
    plan, cases = prepare(scenario, Luck(2, 0))
    records = run(plan, cases)
    assert np.count_nonzero(records.visits.number) > 20
    check_exactly(records, plan, cases)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    values=differences(),
    small=st.booleans(),
    leaves=st.sampled_from([10 * HOUR - 1, DAY - 1]),
    replication=st.integers(0, 1000),
)
def test_random_scenarios_are_as_the_rules_say(
    values: dict[str, Any], small: bool, leaves: int, replication: int
) -> None:
    times = {f"{route}.departure_time": leaves for route in ("flights", "inbound")}
    scenario = changed(_few_arrivals() if small else pilot(), values | times)
    plan, cases = prepare(scenario, Luck(8, replication))
    if small:  # at the last second of an hour, so that much happens at once, deadlines too
        landed = np.sort(cases.boats.landed // HOUR * HOUR + HOUR - 1)
        cases = cases._replace(boats=cases.boats._replace(landed=landed))
    for engine in ENGINES.values():
        check_exactly(engine(plan, cases), plan, cases)


def _few_arrivals() -> Scenario:
    """Return the pilot with two observed weeks of few people, and few after them."""
    weeks = (Week(date(2025, 8, 10), 30, 4, 2), Week(date(2025, 8, 17), 20, 3, 3))
    few = pilot().model_copy(update={"weeks": weeks, "empty_days": pilot().empty_days})
    return changed(few, {"arrivals.last_year": 3000, "arrivals.people_per_boat": 9.0})
