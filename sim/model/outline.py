"""What do all replications of a scenario have in common?

Dated values as daily tables, spreads as tables of quantiles, priors and the timeline of the
arrivals: made once, shipped to every worker, and shared by both engines.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sim.arrivals.settings import ArrivalsSettings
from sim.arrivals.timeline import Timeline, make_timeline
from sim.luck.keys import parameter_key
from sim.luck.luck import name_id
from sim.luck.settle import Settled, Uncertain, uncertain
from sim.luck.tables import LENGTH
from sim.model.durations import shape_of
from sim.model.exits import Exit
from sim.model.order import DAY
from sim.scenario.catalogue import spec_at
from sim.scenario.schema import MOMENTS, Scenario
from sim.scenario.units import DAYS_A_MONTH, SHARE
from sim.scenario.values import Assumption, Dated, Spread

_LEVEL = "arrivals.level"
_FIRST_ROWS = ("casework.accepted", "flights.missed")


@dataclass(frozen=True, slots=True)
class BarrierRule:
    """A legal barrier: the moment from which its onset counts, by number.

    ``exit`` is the exit of those it releases, or None if it delays.
    """

    counted_from: int
    exit: int | None


@dataclass(frozen=True, slots=True)
class Ends:
    """Last seconds of the last days of arrivals in scope, referrals and transfers each way.

    ``observed`` is the first second after the last observed week; 0 if nothing was observed.
    """

    scope: int
    referral: int
    returns: int
    inbound: int
    observed: int


@dataclass(frozen=True, slots=True)
class Outline:
    """A scenario, prepared.

    Attributes
    ----------
    scenario
        As loaded.
    at_central
        Whether uncertain values stay at their centres.
    priors
        Of the uncertain values.
    timeline
        Of the arrivals, at their central values; None if a prior other than the level's
        changes it in every replication.
    row
        Row of each dated parameter, by key path: acceptance, missed flights and shares of
        barriers first, as the engines' daily tables have them.
    daily, scaled
        Values of the dated parameters on each day, and whether factors and growth apply to
        them; shape (dated parameters, days).
    most
        Most that each dated parameter can be: 1 for shares; shape (dated parameters,).
    duration
        Row of each spread, by key path.
    shapes, scales
        Table of each spread's shape and its scale in seconds; shape (spreads, numbers of a
        table) and (spreads,).
    steps
        Rows of referral, reply and notice among the spreads.
    barriers
        The legal barriers, in order.
    barrier_spreads, barrier_names
        Rows of each barrier's onset and delay among the spreads, -1 for no delay, and the
        names of their luck; shape (barriers, 2) both.
    ends
        Last seconds and other limits that no uncertain value moves.
    releasing
        Names of the barriers that release, in order of their exits.
    months
        Months since the start of the programme path, shape (days,).
    followers, departures, departure_keys
        Rows of the dated parameters that follow the path, the standard deviation of each
        one's departure a month, and the owner of its luck.
    """

    scenario: Scenario
    at_central: bool
    priors: Uncertain
    timeline: Timeline | None
    row: dict[str, int]
    daily: NDArray[np.float64]
    scaled: NDArray[np.bool_]
    most: NDArray[np.float64]
    duration: dict[str, int]
    shapes: NDArray[np.float64]
    scales: NDArray[np.float64]
    steps: NDArray[np.int64]
    barriers: tuple[BarrierRule, ...]
    ends: Ends
    releasing: tuple[str, ...]
    barrier_spreads: NDArray[np.int64]
    barrier_names: NDArray[np.uint64]
    months: NDArray[np.float64]
    followers: NDArray[np.int64]
    departures: NDArray[np.float64]
    departure_keys: NDArray[np.uint64]

    def settled_scales(self, settled: Settled) -> NDArray[np.float64]:
        """Return the scale of every spread in one replication, shape (spreads,)."""
        scales = self.scales.copy()
        for path in settled.drawn.keys() & self.duration.keys():
            scales[self.duration[path]] *= settled.factor(path)
        return scales

    def settled_timeline(self, settled: Settled) -> Timeline:
        """Return the timeline of one replication's arrivals."""
        if self.timeline is None:
            return make_timeline(_arrivals_settings(self.scenario, settled))
        if _LEVEL in settled.drawn:
            return self.timeline.at_level(settled.value(_LEVEL))
        return self.timeline


def outline(scenario: Scenario, at_central: bool = False) -> Outline:
    """Prepare a scenario.

    Raises
    ------
    ScenarioError
        If the observed weeks, the days without crossings and the start do not fit together.
    """
    priors = uncertain(scenario, at_central)
    entries = priors.entries
    named = {p: e.value for p, e in entries.items() if isinstance(e.value, Dated)}
    first = [*_FIRST_ROWS, *(f"barriers.{name}.share" for name in scenario.barriers)]
    dated = {path: named[path] for path in [*first, *(p for p in named if p not in first)]}
    spreads = {p: shape_of(e.value) for p, e in entries.items() if isinstance(e.value, Spread)}
    start, days = scenario.scheme.start.value, scenario.days
    tables = [daily(value, start, days) for value in dated.values()]
    row = {path: number for number, path in enumerate(dated)}
    growth = {p: g for p in dated if (g := entries[p].growth) is not None}
    fixed = not any(p.startswith("arrivals.") and p != _LEVEL for p in priors.paths)
    since = (scenario.programme.start.value - start).days
    duration = {path: number for number, path in enumerate(spreads)}
    names = list(scenario.barriers)
    return Outline(
        scenario=scenario,
        at_central=at_central,
        priors=priors,
        timeline=make_timeline(_arrivals_settings(scenario, Settled(entries, {})))
        if fixed
        else None,
        row=row,
        daily=np.array([values for values, _ in tables]),
        scaled=np.array([scaled for _, scaled in tables]),
        most=np.array([1.0 if spec_at(path).dimension == SHARE else np.inf for path in dated]),
        duration=duration,
        shapes=np.array([table for table, _ in spreads.values()]).reshape(-1, LENGTH),
        scales=np.array([scale for _, scale in spreads.values()]),
        steps=np.array([duration[f"casework.{s}"] for s in ("referral", "reply", "notice")]),
        barriers=_barrier_rules(scenario),
        ends=_ends(scenario),
        releasing=releasing_barriers(scenario),
        barrier_spreads=np.array(
            [[duration.get(f"barriers.{n}.{s}", -1) for s in ("onset", "delay")] for n in names],
            dtype=np.int64,
        ).reshape(-1, 2),
        barrier_names=np.array(
            [[name_id(f"barrier:{n}"), name_id(f"delay:{n}")] for n in names], dtype=np.uint64
        ).reshape(-1, 2),
        months=np.maximum(np.arange(days) - since, 0) / DAYS_A_MONTH,
        followers=np.array([row[path] for path in growth], dtype=np.int64),
        departures=np.array([g.departure for g in growth.values()], dtype=np.float64),
        departure_keys=np.array([parameter_key(path) for path in growth], dtype=np.uint64),
    )


def releasing_barriers(scenario: Scenario) -> tuple[str, ...]:
    """Return the names of the barriers that release, in order of their exits."""
    barriers = scenario.barriers.items()
    return tuple(name for name, barrier in barriers if barrier.effect.value == "release")


def _ends(scenario: Scenario) -> Ends:
    scheme, start = scenario.scheme, scenario.scheme.start.value

    def last_second(entry: Assumption[date]) -> int:
        return ((entry.value - start).days + 1) * DAY - 1

    observed = 0
    if scenario.weeks:
        observed = max((scenario.weeks[-1].ending - start).days + 1, 0) * DAY
    returns = last_second(scheme.last_return)
    return Ends(
        scope=min(last_second(scheme.last_arrival), returns),
        referral=last_second(scheme.last_referral),
        returns=returns,
        inbound=last_second(scheme.last_inbound),
        observed=observed,
    )


def _barrier_rules(scenario: Scenario) -> tuple[BarrierRule, ...]:
    releasing = releasing_barriers(scenario)
    return tuple(
        BarrierRule(
            counted_from=MOMENTS.index(barrier.counted_from.value),
            exit=Exit.RELEASED + releasing.index(name) if name in releasing else None,
        )
        for name, barrier in scenario.barriers.items()
    )


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


def _arrivals_settings(scenario: Scenario, settled: Settled) -> ArrivalsSettings:
    def value(name: str) -> float:
        return float(settled.value(f"arrivals.{name}"))

    a, b, c, d = settled.value("arrivals.crossing_season")
    e, f, g, h = settled.value("arrivals.boats_season")
    return ArrivalsSettings(
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
