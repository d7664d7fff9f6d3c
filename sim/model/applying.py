"""Who applies to the route in, and when?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.luck.keys import applicant_key
from sim.luck.luck import Luck
from sim.model.cases import Applicants
from sim.model.durations import draw_durations
from sim.model.growth import daily
from sim.model.order import DAY
from sim.model.plan import Plan
from sim.scenario.schema import Scenario

_BLOCK = 256


def draw_applicants(scenario: Scenario, plan: Plan, luck: Luck) -> Applicants:
    """Map the events of a unit-rate process to time through the dated application rate."""
    rate = plan.applications
    due = np.concatenate([[0.0], np.cumsum(rate)])
    events = _unit_rate_events(due[-1], luck)
    key = applicant_key(np.arange(events.size))
    day = np.minimum(np.searchsorted(due, events, side="right") - 1, plan.days - 1)
    within = (events - due[day]) / rate[day]
    applied = np.minimum(((day + within) * DAY).astype(np.int64), plan.horizon - 1)
    inbound = scenario.inbound
    eligible = daily(inbound.eligible.value, plan.start, plan.days)[0]
    return Applicants(
        applied=applied,
        eligible=luck.uniforms("eligible", key) < eligible[day],
        processing=draw_durations(inbound.processing.value, "processing", key, luck),
    )


def _unit_rate_events(until: float, luck: Luck) -> NDArray[np.float64]:
    """Return the events of a unit-rate Poisson process up to a point.

    The gap before each event belongs to that applicant, and gaps are added in blocks of
    one size, so that a longer process only adds events.
    """
    blocks: list[NDArray[np.float64]] = []
    last = 0.0
    while last < until:
        first = len(blocks) * _BLOCK
        key = applicant_key(np.arange(first, first + _BLOCK))
        blocks.append(last - np.cumsum(np.log(luck.uniforms("application", key))))
        last = float(blocks[-1][-1])
    events = np.concatenate(blocks) if blocks else np.zeros(0)
    return events[events < until]
