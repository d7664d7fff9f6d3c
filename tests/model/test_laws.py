"""Laws of any replication: of the pilot, and of random scenarios."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.luck.luck import Luck
from sim.model.exits import Exit
from sim.model.replicate import ENGINES, Engine, prepare
from tests.model.invariants import check_invariants
from tests.variants import changed, pilot

START = date(2025, 8, 6)


@pytest.mark.parametrize("replication", range(6))
def test_every_law_holds_in_every_replication_of_the_pilot(run: Engine, replication: int) -> None:
    plan, cases = prepare(pilot(), Luck(1, replication))
    records = run(plan, cases)
    check_invariants(records, plan, cases)
    assert int(records.boats.people[records.boats.landed].sum()) == 16_969
    assert len(records.came_back_alone) == 0


def _steps(low: float, high: float, whole: bool = False) -> st.SearchStrategy[dict[date, float]]:
    """Return dated values from the start on, zero often among them."""
    numbers: Any = st.integers(int(low), int(high)) if whole else st.floats(low, high)
    days = st.integers(0, 40).map(lambda day: START + timedelta(days=day))
    later = st.dictionaries(days, numbers | st.just(0), max_size=3)
    return st.tuples(numbers, later).map(lambda pair: {START: pair[0], **pair[1]})


HOUR, DAY = 3600.0, 86_400.0
TIMES = st.sampled_from([0.0, 1.0, HOUR, 6 * HOUR, DAY, 3 * DAY, 20 * DAY])
SHARES = st.sampled_from([0.0, 0.2, 0.5, 1.0])


@st.composite
def differences(draw: st.DrawFn) -> dict[str, Any]:
    """Return what makes the pilot short and strange: ties, zeros, cuts, people coming back."""
    last = START + timedelta(days=draw(st.integers(20, 75)))
    changes: dict[str, Any] = {
        "scheme.horizon": START + timedelta(days=60),
        "scheme.last_return": last,
        "scheme.last_arrival": START + timedelta(days=draw(st.integers(0, 75))),
        "scheme.last_referral": START + timedelta(days=draw(st.integers(5, 75))),
        "scheme.last_inbound": START + timedelta(days=draw(st.integers(5, 75))),
        "scheme.long_stop": draw(st.sampled_from([1, 5, 30, 92])) * DAY,
        "selection.share": draw(_steps(0, 0.2)),
        "detention.places": draw(_steps(0, 40, whole=True)),
        "detention.holding_limit": draw(st.sampled_from([0.0, HOUR, DAY, 5 * DAY])),
        "casework.referral": draw(TIMES),
        "casework.referral_deadline": draw(st.sampled_from([0, 1, 14])) * DAY,
        "casework.reply": draw(TIMES),
        "casework.notice": draw(TIMES),
        "casework.accepted": draw(SHARES),
        "flights.per_week": draw(_steps(0, 25)),
        "flights.seats": draw(_steps(0, 12, whole=True)),
        "flights.cancelled": draw(SHARES),
        "flights.missed": draw(SHARES),
        "flights.boarding": draw(
            st.sampled_from(["longest_ready", "earliest_arrival", "latest_arrival"])
        ),
        "returnees.share": draw(SHARES),
        "returnees.delay": draw(st.sampled_from([1.0, HOUR, DAY, 9 * DAY])),
        "inbound.applications": draw(_steps(0, 8)),
        "inbound.eligible": draw(SHARES),
        "inbound.processing": draw(TIMES),
        "inbound.groups_per_week": draw(_steps(0, 25)),
        "inbound.group_seats": draw(_steps(0, 12, whole=True)),
        "balance.inbound_lead": draw(st.integers(0, 40)),
        "balance.returned_lead": draw(st.integers(1, 40)),
        "balance.review": draw(st.sampled_from([DAY, 7 * DAY])),
        "balance.halts": draw(st.sampled_from(["travel", "approvals"])),
        "voluntary_departures.rate": draw(st.sampled_from([0.0, 0.02])),
        "deterrence.strength": draw(st.sampled_from([0.0, 5.0])),
    }
    if draw(st.booleans()):
        changes["balance.reset"] = 0
    if draw(st.booleans()):
        changes["selection.daily_limit"] = draw(_steps(0, 20, whole=True))
    for name in pilot().barriers:
        changes[f"barriers.{name}.share"] = draw(SHARES)
        changes[f"barriers.{name}.onset"] = draw(TIMES)
    return changes


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(values=differences(), counterfactual=st.booleans(), replication=st.integers(0, 1000))
def test_every_law_holds_in_random_scenarios(
    values: dict[str, Any], counterfactual: bool, replication: int
) -> None:
    scenario = changed(pilot(), values).model_copy(update={"counterfactual": counterfactual})
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
