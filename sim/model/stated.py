"""What does a scenario state, as numbers and tables?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.arrivals.settings import ArrivalsSettings
from sim.arrivals.timeline import Timeline, make_timeline
from sim.luck.settle import Settled
from sim.model.exits import Exit
from sim.model.order import DAY
from sim.model.rules import NO_EXIT, NO_RESET, Rule
from sim.scenario.schema import BOARDING_ORDERS, MOMENTS, Scenario
from sim.scenario.values import Assumption, Dated


def releasing_barriers(scenario: Scenario) -> tuple[str, ...]:
    """Return the names of the barriers that release, in order of their exits."""
    barriers = scenario.barriers.items()
    return tuple(name for name, barrier in barriers if barrier.effect.value == "release")


def barrier_rules(scenario: Scenario) -> NDArray[np.int64]:
    """Return from which moment each barrier counts and its exit, shape (barriers, 2)."""
    releasing = releasing_barriers(scenario)
    rules = [
        (
            MOMENTS.index(barrier.counted_from.value),
            Exit.RELEASED + releasing.index(name) if name in releasing else NO_EXIT,
        )
        for name, barrier in scenario.barriers.items()
    ]
    return np.array(rules, dtype=np.int64).reshape(-1, 2)


def plain_rules(scenario: Scenario) -> NDArray[np.int64]:
    """Return the rules; those that an uncertain value may move are set by each replication."""
    scheme, start = scenario.scheme, scenario.scheme.start.value

    def last_second(entry: Assumption[date]) -> int:
        return ((entry.value - start).days + 1) * DAY - 1

    observed = 0
    if scenario.weeks:
        observed = max((scenario.weeks[-1].ending - start).days + 1, 0) * DAY
    returns = last_second(scheme.last_return)
    rules = np.zeros(len(Rule), dtype=np.int64)
    rules[Rule.START] = start.toordinal()
    rules[Rule.DAYS] = scenario.days
    rules[Rule.HORIZON] = scenario.days * DAY
    rules[Rule.HAS_INTAKE_LIMIT] = scenario.selection.daily_limit is not None
    rules[Rule.BOARDING] = BOARDING_ORDERS.index(scenario.flights.boarding.value)
    rules[Rule.RESET] = NO_RESET if scenario.balance.reset is None else 0
    rules[Rule.HALTS_TRAVEL] = scenario.balance.halts.value == "travel"
    rules[Rule.SCOPE_ENDS] = min(last_second(scheme.last_arrival), returns)
    rules[Rule.REFERRAL_ENDS] = last_second(scheme.last_referral)
    rules[Rule.RETURNS_END] = returns
    rules[Rule.INBOUND_ENDS] = last_second(scheme.last_inbound)
    rules[Rule.OBSERVED_ENDS] = observed
    rules[Rule.DETERS_FROM] = 0 if scenario.counterfactual else observed
    return rules


def daily_tables(
    scenario: Scenario, entries: Mapping[str, Assumption[Any]], row: dict[str, int]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return all dated parameters on each day; zeros for one that the scenario leaves out."""
    shape = (len(row), scenario.days)
    values, scaled = np.zeros(shape), np.zeros(shape, dtype=np.bool_)
    for path, number in row.items():
        if path in entries:
            dated = entries[path].value
            values[number], scaled[number] = daily(
                dated, scenario.scheme.start.value, scenario.days
            )
    return values, scaled


def daily(value: Dated, start: date, days: int) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return a dated value on each day, and whether factors apply to it.

    Returns
    -------
    tuple of ndarray, each of shape (days,)
    """
    values = np.empty(days)
    scaled = np.empty(days, dtype=np.bool_)
    for position, step in enumerate(value.steps):
        since = max((step.first_day - start).days, 0) if position else 0
        values[since:] = step.value
        scaled[since:] = step.scaled
    return values, scaled


def timeline_of(scenario: Scenario, settled: Settled) -> Timeline:
    """Return the days and boats of the arrivals, as settled."""

    def value(name: str) -> float:
        return float(settled.value(f"arrivals.{name}"))

    a, b, c, d = settled.value("arrivals.crossing_season")
    e, f, g, h = settled.value("arrivals.boats_season")
    return make_timeline(
        ArrivalsSettings(
            start=scenario.scheme.start.value,
            horizon=scenario.scheme.horizon.value,
            weeks=scenario.weeks,
            no_crossings=scenario.empty_days,
            crossing_base=value("crossing_base"),
            crossing_after_crossing=value("crossing_after_crossing"),
            crossing_season=(a, b, c, d),
            boats_season=(e, f, g, h),
            boats_dispersion=value("boats_dispersion"),
            people_per_boat=value("people_per_boat"),
            people_per_boat_cv=value("people_per_boat_cv"),
            last_year_total=value("last_year"),
            level=value("level"),
        )
    )
