"""Random valid scenarios in which things coincide, run out and come back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from sim.scenario.schema import MOMENTS as MOMENTS_OF_A_STAY
from sim.scenario.schema import Scenario
from tests.variants import changed, pilot

START = date(2025, 8, 6)


def _steps(low: float, high: float, whole: bool = False) -> st.SearchStrategy[dict[date, float]]:
    """Return dated values from the start on, zero often among them."""
    numbers: Any = st.integers(int(low), int(high)) if whole else st.floats(low, high)
    days = st.integers(0, 40).map(lambda day: START + timedelta(days=day))
    later = st.dictionaries(days, numbers | st.just(0), max_size=3)
    return st.tuples(numbers, later).map(lambda pair: {START: pair[0], **pair[1]})


HOUR, DAY = 3600.0, 86_400.0
TIMES = st.sampled_from([0.0, 1.0, HOUR, 6 * HOUR, DAY, 3 * DAY, 20 * DAY])
MOMENTS = st.sampled_from([0.0, 10 * HOUR, DAY - 1])
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
        "flights.departure_time": draw(MOMENTS),
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
        "inbound.departure_time": draw(MOMENTS),
        "inbound.group_seats": draw(_steps(0, 12, whole=True)),
        "balance.inbound_lead": draw(st.integers(0, 40)),
        "balance.returned_lead": draw(st.integers(1, 40)),
        "balance.review": draw(st.sampled_from([DAY, 7 * DAY])),
        "balance.halts": draw(st.sampled_from(["travel", "approvals"])),
        "voluntary_departures.rate": draw(st.sampled_from([0.0, 0.02])),
        "deterrence.strength": draw(st.sampled_from([0.0, 5.0])),
        "deterrence.memory": draw(st.sampled_from([1.0, DAY, 20 * DAY])),
    }
    if draw(st.booleans()):
        changes["balance.reset"] = 0
    if draw(st.booleans()):
        changes["casework.held_if_refused"] = draw(TIMES)
    if draw(st.booleans()):
        changes["scheme.commencement"] = draw(st.sampled_from([HOUR, 9 * DAY, 80 * DAY]))
        changes["flights.grounded"] = draw(st.sampled_from([DAY, 12 * DAY, 80 * DAY]))
    if draw(st.booleans()):
        changes["selection.daily_limit"] = draw(_steps(0, 20, whole=True))
    for name, barrier in pilot().barriers.items():
        changes[f"barriers.{name}.share"] = draw(SHARES)
        changes[f"barriers.{name}.onset"] = draw(TIMES)
        changes[f"barriers.{name}.counted_from"] = draw(st.sampled_from(MOMENTS_OF_A_STAY))
        if barrier.delay is not None:
            changes[f"barriers.{name}.delay"] = draw(TIMES)
    return changes


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Return short and strange pilots, of which the observed weeks may end in the middle."""
    weeks = tuple(week for week in pilot().weeks if week.ending >= START)
    return changed(pilot(), draw(differences())).model_copy(
        update={
            "counterfactual": draw(st.booleans()),
            "weeks": weeks[: draw(st.sampled_from([0, 1, 3, len(weeks)]))],
        }
    )
