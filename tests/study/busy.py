"""Random valid scenarios in which people get as far as flights, and are then held back."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from sim.scenario.schema import Scenario
from tests.model.strange import DAY, HOUR, MOMENTS, START, scenarios
from tests.variants import changed

STEPS = st.sampled_from([0.0, 0.0, HOUR, 6 * HOUR, DAY, 3 * DAY])
SOME = st.sampled_from([0.0, 0.1, 0.3, 0.6])


@st.composite
def busy_scenarios(draw: st.DrawFn) -> Scenario:
    """Return strange scenarios with places, replies and flights, but never enough of them."""
    scenario: Scenario = draw(scenarios())
    changes = {
        f"scheme.last_{what}": START + timedelta(days=draw(st.sampled_from([30, 45, 75])))
        for what in ("return", "arrival", "referral", "inbound")
    } | {
        "scheme.long_stop": draw(st.sampled_from([5, 30, 92])) * DAY,
        "selection.share": draw(st.sampled_from([0.03, 0.1])),
        "detention.places": draw(st.integers(5, 60)),
        "casework.referral": draw(STEPS),
        "casework.referral_deadline": 14 * DAY,
        "casework.reply": draw(STEPS),
        "casework.notice": draw(STEPS),
        "casework.accepted": draw(st.sampled_from([0.7, 1.0])),
        "flights.per_week": draw(st.floats(1, 20)),
        "flights.seats": draw(st.integers(1, 8)),
        "flights.departure_time": draw(MOMENTS),
        "flights.cancelled": draw(SOME),
        "flights.missed": draw(SOME),
        "inbound.applications": draw(st.floats(0, 6)),
        "inbound.eligible": 0.6,
        "inbound.groups_per_week": draw(st.floats(1, 20)),
        "inbound.group_seats": draw(st.integers(1, 12)),
        "inbound.processing": draw(STEPS),
    }
    for name in scenario.barriers:
        changes[f"barriers.{name}.share"] = draw(SOME)
    return changed(scenario, changes)
