"""What do all replications of a scenario have in common?

Dated values as daily tables, spreads as tables of quantiles, priors and the timeline of the
arrivals: made once, shipped to every worker, and shared by both engines.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

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
from sim.model.growth import growth_names
from sim.model.stated import (
    barrier_rules,
    daily_tables,
    plain_rules,
    releasing_barriers,
    timeline_of,
)
from sim.scenario.catalogue import spec_at
from sim.scenario.posterior import GROWTH_PRIOR
from sim.scenario.schema import Scenario
from sim.scenario.units import DAYS_A_MONTH, SHARE
from sim.scenario.values import Assumption, Spread


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
        return self.basis._replace(timeline=timeline_of(self.scenario, settled))


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
    values, scaled = daily_tables(scenario, entries, row)
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
        barriers=barrier_rules(scenario),
        barrier_names=np.array(
            [[name_id(f"barrier:{n}"), name_id(f"delay:{n}")] for n in names], dtype=np.uint64
        ).reshape(-1, 2),
        rules=plain_rules(scenario),
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
        timeline=timeline_of(scenario, Settled(entries, {})),
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


def _shape(entry: Assumption[Spread] | None) -> tuple[Table, float]:
    """Return shape and scale of a spread; no time for one that the scenario leaves out."""
    return shape_of(entry.value) if entry is not None else (np.ones(LENGTH), 0.0)
