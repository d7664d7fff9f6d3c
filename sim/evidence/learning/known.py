"""What of a scenario's arrivals was known on a day?

Whoever calibrates to figures up to a day, or forecasts from it, may not see later arrivals.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from sim.evidence.errors import EvidenceError
from sim.scenario.checks import MOST_DAYS
from sim.scenario.schema import Scenario
from sim.scenario.values import Assumption

WEEKS_A_YEAR = 52


def as_known_on(scenario: Scenario, day: date, horizon: date) -> Scenario:
    """Return a scenario that ends on a horizon and whose observed arrivals end on a day.

    Observed weeks that end later, and later days without crossings, are left out, so that those
    days are projected. If the last calendar year was not over, the 52 weeks to that day stand
    for it.

    Parameters
    ----------
    scenario
        As loaded.
    day
        The last day of which anything is known.
    horizon
        The last day to simulate.

    Raises
    ------
    EvidenceError
        If the horizon is before the scheme's start, or too long after it.
    """
    start = scenario.scheme.start.value
    if horizon < start:
        raise EvidenceError(f"{horizon} is before the scheme begins on {start}; write a later day")
    if (horizon - start).days >= MOST_DAYS:
        last = start + timedelta(days=MOST_DAYS - 1)
        raise EvidenceError(f"at most {MOST_DAYS:,} days are simulated; end by {last}")
    weeks = tuple(week for week in scenario.weeks if week.ending <= day)
    changes: dict[str, Assumption[Any]] = {
        "scheme.horizon": scenario.scheme.horizon.set_to(horizon)
    }
    last_year = scenario.arrivals.last_year
    if weeks and scenario.weeks[-1].ending.year > day.year and len(weeks) >= WEEKS_A_YEAR:
        people = float(sum(week.people for week in weeks[-WEEKS_A_YEAR:]))
        changes["arrivals.last_year"] = replace(last_year, value=people)
    empty = frozenset(d for d in scenario.empty_days if d <= day)
    return scenario.with_values(changes).model_copy(update={"weeks": weeks, "empty_days": empty})
