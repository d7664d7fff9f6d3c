"""What do all replications of a scenario have in common?

Dated values as daily tables, spreads as tables of quantiles, priors and the timeline of the
arrivals: made once, shipped to every worker, and shared by both engines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.arrivals.settings import ArrivalsSettings
from sim.arrivals.timeline import Timeline, make_timeline
from sim.luck.keys import parameter_key
from sim.luck.luck import Luck, name_id
from sim.luck.settle import Settled, Uncertain, learned_levels, settle, uncertain
from sim.luck.tables import LENGTH, Table, exponential_table, normal_table
from sim.model.basis import (
    ABSENT,
    DAILY_PATHS,
    NUMBER_PATHS,
    SPAN_PATHS,
    Added,
    Basis,
    Daily,
    Span,
    Target,
)
from sim.model.durations import shape_of
from sim.model.exits import Exit
from sim.model.growth import growth_names
from sim.model.order import DAY
from sim.model.rules import NO_EXIT, NO_RESET, Rule
from sim.scenario.catalogue import spec_at
from sim.scenario.posterior import GROWTH_PRIOR
from sim.scenario.schema import BOARDING_ORDERS, MOMENTS, Scenario
from sim.scenario.units import DAYS_A_MONTH, SHARE
from sim.scenario.values import Assumption, Dated, Spread


@dataclass(frozen=True, slots=True)
class Outline:
    """A scenario, prepared.

    Attributes
    ----------
    scenario, at_central
        As loaded, and whether uncertain values stay at their centres.
    priors
        Of the uncertain values.
    row
        Row of each dated parameter in the daily tables, by key path.
    basis
        What compiled code takes.
    fixed_timeline
        Whether the timeline of the arrivals is the same in all replications, but for its level.
    """

    scenario: Scenario
    at_central: bool
    priors: Uncertain
    row: dict[str, int]
    basis: Basis
    fixed_timeline: bool

    @property
    def releasing(self) -> tuple[str, ...]:
        """Names of the barriers that release, in order of their exits."""
        return releasing_barriers(self.scenario)

    def basis_of(self, luck: Luck) -> Basis:
        """Return the basis of one replication."""
        if self.fixed_timeline:
            return self.basis
        settled = settle(self.priors, luck)
        return self.basis._replace(timeline=_timeline(self.scenario, settled))


def outline(scenario: Scenario, at_central: bool = False) -> Outline:
    """Prepare a scenario.

    Raises
    ------
    ScenarioError
        If the observed weeks, the days without crossings and the start do not fit together.
    """
    priors = uncertain(scenario, at_central)
    entries = priors.entries
    names = list(scenario.barriers)
    row = {path: int(row) for row, path in DAILY_PATHS.items()}
    row |= {f"barriers.{n}.share": Daily.BARRIERS + i for i, n in enumerate(names)}
    span, number = _spans(names), _numbers()
    targets = [_target(entries[path], number, row, span) for path in priors.paths]
    values, scaled = _daily_tables(scenario, entries, row)
    shapes = [_shape(entries.get(path)) for path in span]
    growth = {p: g for p in row if p in entries and (g := entries[p].growth) is not None}
    since = (scenario.programme.start.value - scenario.scheme.start.value).days
    months = np.maximum(np.arange(scenario.days) - since, 0) / DAYS_A_MONTH
    basis = Basis(
        prior_keys=priors.keys,
        prior_tables=priors.tables,
        prior_targets=np.array(targets, dtype=np.int64).reshape(-1, 2),
        prior_levels=priors.levels,
        numbers=np.array(
            [
                float(entries[path].value) if path in entries else ABSENT.get(path, 0.0)
                for path in number
            ]
        ),
        daily=values,
        scaled=scaled,
        most=np.array([1.0 if spec_at(path).dimension == SHARE else np.inf for path in row]),
        shapes=np.array([table for table, _ in shapes]),
        scales=np.array([scale for _, scale in shapes]),
        barriers=_barriers(scenario),
        barrier_names=np.array(
            [[name_id(f"barrier:{n}"), name_id(f"delay:{n}")] for n in names], dtype=np.uint64
        ).reshape(-1, 2),
        rules=_rules(scenario),
        months=months,
        followers=np.array([row[path] for path in growth], dtype=np.int64),
        departures=np.array([g.departure for g in growth.values()], dtype=np.float64),
        departure_keys=np.array([parameter_key(path) for path in growth], dtype=np.uint64),
        growth_levels=learned_levels(
            scenario.posterior,
            dict.fromkeys(growth_names(growth, months), GROWTH_PRIOR),
            at_central,
        ),
        added=Added(np.zeros(len(number)), np.zeros(len(row)), np.zeros(len(span))),
        normal=normal_table(),
        exponential=exponential_table(),
        timeline=_timeline(scenario, Settled(entries, {})),
    )
    fixed = all(target != Target.TIMELINE for target, _ in targets)
    return Outline(scenario, at_central, priors, row, basis, fixed)


def moved(prepared: Outline, amounts: Mapping[str, float]) -> Outline:
    """Return an outline with limits moved from where they stand in each replication.

    Parameters
    ----------
    prepared
        As prepared.
    amounts
        What is added, by key path, in base units: to plain numbers, to dated values on days on
        which they are above zero, and to the scale of spreads (their median or mean).

    Raises
    ------
    KeyError
        For a key path that is none of these.
    """
    basis = prepared.basis
    added = Added(*(table.copy() for table in basis.added))
    span, number = _spans(list(prepared.scenario.barriers)), _numbers()
    for path, amount in amounts.items():
        if path in number:
            added.numbers[number[path]] += amount
        elif path in span:
            added.scales[span[path]] += amount
        else:
            added.daily[prepared.row[path]] += amount
    return replace(prepared, basis=basis._replace(added=added))


def _numbers() -> dict[str, int]:
    """Return the place of each plain number, by key path."""
    return {path: int(number) for number, path in NUMBER_PATHS.items()}


def _spans(barriers: list[str]) -> dict[str, int]:
    """Return the row of each spread, by key path."""
    span = {path: int(span) for span, path in SPAN_PATHS.items()}
    for i, name in enumerate(barriers):
        span[f"barriers.{name}.onset"] = Span.BARRIERS + 2 * i
        span[f"barriers.{name}.delay"] = Span.BARRIERS + 2 * i + 1
    return span


def _target(
    entry: Assumption[Any], number: dict[str, int], row: dict[str, int], span: dict[str, int]
) -> tuple[int, int]:
    """Return what a prior is about, and where that stands."""
    path = entry.path
    if path in number:
        factor = entry.prior is not None and entry.prior.factor
        return Target.NUMBER_FACTOR if factor else Target.NUMBER, number[path]
    if path in row:
        return Target.DAILY, row[path]
    if path in span:
        return Target.SPAN, span[path]
    return Target.TIMELINE, 0


def _daily_tables(
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


def _shape(entry: Assumption[Spread] | None) -> tuple[Table, float]:
    """Return shape and scale of a spread; no time for one that the scenario leaves out."""
    return shape_of(entry.value) if entry is not None else (np.ones(LENGTH), 0.0)


def releasing_barriers(scenario: Scenario) -> tuple[str, ...]:
    """Return the names of the barriers that release, in order of their exits."""
    barriers = scenario.barriers.items()
    return tuple(name for name, barrier in barriers if barrier.effect.value == "release")


def _barriers(scenario: Scenario) -> NDArray[np.int64]:
    releasing = releasing_barriers(scenario)
    rules = [
        (
            MOMENTS.index(barrier.counted_from.value),
            Exit.RELEASED + releasing.index(name) if name in releasing else NO_EXIT,
        )
        for name, barrier in scenario.barriers.items()
    ]
    return np.array(rules, dtype=np.int64).reshape(-1, 2)


def _rules(scenario: Scenario) -> NDArray[np.int64]:
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


def _timeline(scenario: Scenario, settled: Settled) -> Timeline:
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
