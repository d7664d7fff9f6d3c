"""Do the parts of a scenario fit together?

What no single entry can show: dates that follow each other, values that hold
from the start, a balance that leaves one side open.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sim.scenario.problems import Problem
from sim.scenario.schema import Scenario
from sim.scenario.values import Assumption, Dated

MOST_DAYS = 20 * 366


def cross_check(scenario: Scenario) -> Iterator[Problem]:
    """Yield every contradiction between the parameters of a scenario."""
    yield from _dates_follow(scenario)
    yield from _values_hold_from_the_start(scenario)
    yield from _priors_stay_in_range(scenario)
    yield from _barriers_are_whole(scenario)
    yield from _balance_leaves_a_side_open(scenario)


def _dates_follow(scenario: Scenario) -> Iterator[Problem]:
    scheme = scenario.scheme
    for later in (
        scheme.last_arrival,
        scheme.last_referral,
        scheme.last_return,
        scheme.last_inbound,
        scheme.horizon,
    ):
        if later.value < scheme.start.value:
            yield _blame(later, f"{later.value} is before the start, {scheme.start.value}")
    if scenario.days > MOST_DAYS:
        yield _blame(scheme.horizon, f"at most {MOST_DAYS:,} days can be simulated; end sooner")
    if scenario.weeks and scenario.weeks[0].ending < scheme.start.value:
        return
    if scenario.weeks and scheme.start.value < scenario.weeks[0].ending:
        first = scenario.weeks[0].ending
        yield _blame(scheme.start, f"the observed weeks begin only with the week ending {first}")


def _values_hold_from_the_start(scenario: Scenario) -> Iterator[Problem]:
    start = scenario.scheme.start.value
    for entry in scenario.assumptions():
        if isinstance(entry.value, Dated) and entry.value.steps[0].first_day > start:
            yield _blame(entry, f"'{entry.path}' has no value at the start; add {start}: …")


def _priors_stay_in_range(scenario: Scenario) -> Iterator[Problem]:
    for entry in scenario.assumptions():
        prior = entry.prior
        if prior is None:
            continue
        if prior.factor and prior.kind != "lognormal" and prior.numbers[0] < 0:
            yield _blame(entry, f"the prior of '{entry.path}' multiplies by less than zero")
        if (
            entry.unit in ("share", "%")
            and not prior.factor
            and prior.kind in ("normal", "lognormal")
        ):
            yield _blame(
                entry,
                f"the prior of '{entry.path}' can leave [0, 1]; use beta, triangular or uniform",
            )


def _barriers_are_whole(scenario: Scenario) -> Iterator[Problem]:
    for name, barrier in scenario.barriers.items():
        if barrier.effect.value == "delay" and barrier.delay is None:
            yield _blame(barrier.effect, f"barrier '{name}' delays; write its 'delay'")


def _balance_leaves_a_side_open(scenario: Scenario) -> Iterator[Problem]:
    balance, start = scenario.balance, scenario.scheme.start.value
    if balance.inbound_lead.value + balance.returned_lead.value > 0:
        return

    def open_ever(value: Dated) -> bool:
        return any(step.value > 0 for step in value.over(start, scenario.days))

    if open_ever(scenario.flights.per_week.value) and open_ever(
        scenario.inbound.groups_per_week.value
    ):
        yield _blame(
            balance.inbound_lead,
            "a band of zero width lets nobody travel either way; give one side a lead of one",
        )


def _blame(entry: Assumption[Any] | Assumption[date], message: str) -> Problem:
    return Problem(entry.place, message)
