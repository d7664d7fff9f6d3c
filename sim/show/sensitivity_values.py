"""What does each value do, low and high, as tables for people and for programs?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.luck.settle import quantile
from sim.outcomes.indicators import INDICATORS
from sim.scenario.catalogue import spec_at
from sim.scenario.schema import Scenario
from sim.scenario.values import Assumption
from sim.show.findings import Cell, FoundTable
from sim.show.sensitivity_tables import numbers, shown
from sim.show.words import number
from sim.study.sensitivity.effects import NOT_VARIED, Effect, MeasuredValue
from sim.study.sensitivity.estimates import Estimate
from sim.study.sensitivity.indices import Index
from sim.study.sensitivity.screening import Screened
from sim.study.sensitivity.study import Sensitivity
from sim.study.sensitivity.swings import Swing, Swings

SHOWN_SWINGS = 10
"""Of each outcome, for people; the file has all."""
_LEAST = 0.001
"""A share below which people are not told how much."""

Entries = Mapping[str, Assumption[Any]]


def swing_table(scenario: Scenario, tornado: Sequence[Swings]) -> FoundTable:
    """Return a tornado: each value low and high, all others in the middle."""
    entries = {entry.path: entry for entry in scenario.assumptions()}
    cells: list[tuple[str, ...]] = []
    rows: list[tuple[Cell, ...]] = []
    for swings in tornado:
        chance = swings.by_chance
        ends = (number(x, chance.unit) for x in (chance.p05, chance.p95))
        cells.append((f"{shown(swings.outcome)}: chance alone, 5% to 95%", "", "", *ends, ""))
        moving = [s for s in swings.swings if s.size > 0]
        cells += [_swing_cells(swings, s, entries) for s in moving[:SHOWN_SWINGS]]
        rows.append((swings.outcome, "chance", *[None] * 4, chance.p05, chance.p95, *[None] * 5))
        rows += [(swings.outcome, s.name, *_swing_numbers(s, entries)) for s in swings.swings]
    return FoundTable(
        "tornado",
        "Each value at 5% and at 95% of its prior, or of what was learned, everything else in the "
        "middle",
        ("", "low", "high", "outcome, low", "outcome, high", "difference of means"),
        tuple(cells),
        (
            *("outcome", "value", "low_level", "high_level", "low_drawn", "high_drawn"),
            *("mean_low", "mean_high", "median_low", "median_high"),
            *("difference", "difference_low", "difference_high"),
        ),
        tuple(rows),
    )


def value_table(study: Sensitivity, values: Sequence[MeasuredValue]) -> FoundTable:
    """Return the log of assumptions with what each value does."""
    outcomes = [s.outcome for s in study.indices.shares]
    return FoundTable(
        "values",
        "Every value: the outcome with it low and high, and the share in which it takes part",
        ("value", "set to", "status", *map(shown, outcomes)),
        tuple(
            (
                row.explained.path,
                f"{row.explained.value} {row.explained.unit}".strip(),
                row.explained.status,
                *(_effect(row, effect) for effect in row.effects),
            )
            for row in values
        ),
        (
            *("path", "value", "unit", "status", "role", "source", "why", "prior", "factor"),
            *("outcome", "mean_low", "mean_high"),
            *("first", "first_low", "first_high", "total", "total_low", "total_high"),
            "total_below",
        ),
        tuple(
            (
                *(*_grounds(row), effect.outcome, effect.low, effect.high),
                *(*_index(effect.index), effect.below),
            )
            for row in values
            for effect in row.effects
        ),
        printed=False,
    )


def _index(index: Index | None) -> tuple[Cell, ...]:
    return (
        *numbers(index.first if index else None),
        *numbers(index.total if index else None),
    )


def _grounds(row: MeasuredValue) -> tuple[Cell, ...]:
    e = row.explained
    return (e.path, e.value, e.unit, e.status, e.role, e.source, e.why, e.prior, row.factor)


def _effect(row: MeasuredValue, effect: Effect) -> str:
    """Write what a value does to one outcome in a cell."""
    if row.factor == NOT_VARIED:
        return NOT_VARIED
    unit = INDICATORS[effect.outcome].unit
    ends = f"{number(effect.low, unit)} to {number(effect.high, unit)}"
    if effect.index is not None:
        return f"{ends}; {effect.index.total.value:.0%}"
    if effect.screened is not None:
        return f"{ends}; {_little(effect.screened)}"
    return f"{ends}; in '{row.factor}'"


def _little(seen: Screened) -> str:
    """Write how little a value does that went together with all others."""
    if seen.never_moved:
        return f"below {seen.total.high:.1%}: it moved this at none of {seen.points} points"
    return f"below {max(seen.total.high, _LEAST):.1%}"


def _swing_cells(swings: Swings, swing: Swing, entries: Entries) -> tuple[str, ...]:
    unit = swings.by_chance.unit
    low, high = swing.mean or (None, None)
    difference = swing.difference
    return (
        f"{shown(swings.outcome)}: {swing.name}",
        *drawn_words(swing, entries.get(swing.name)),
        number(low, unit),
        number(high, unit),
        _difference(difference, unit) if difference else "undefined",
    )


def _difference(difference: Estimate, unit: str) -> str:
    def write(value: float) -> str:
        return f"{'−' if value < 0 else '+'}{number(abs(value), unit)}"

    low, high = write(difference.low), write(difference.high)
    return f"{write(difference.value)} ({low} to {high})"


def _drawn(swing: Swing, entry: Assumption[Any] | None) -> tuple[float, float] | None:
    """Return what the prior has at both ends: a value in base units, or a factor."""
    if swing.levels is None or entry is None or entry.prior is None:
        return None
    low, high = swing.levels
    return quantile(entry.prior, low), quantile(entry.prior, high)


def drawn_words(swing: Swing, entry: Assumption[Any] | None) -> tuple[str, str]:
    """Write where a value stands low and high."""
    drawn = _drawn(swing, entry)
    if drawn is None or entry is None or entry.prior is None:
        return ("5%", "95%")
    if entry.prior.factor:
        return f"× {drawn[0]:.3g}", f"× {drawn[1]:.3g}"
    size = spec_at(entry.path).dimension.units[entry.unit]
    low, high = (f"{end / size:.3g}".replace("-", "−") for end in drawn)
    unit = entry.unit if entry.unit.startswith("%") else f" {entry.unit}"
    return f"{low}{unit}", f"{high}{unit}"


def _swing_numbers(swing: Swing, entries: Entries) -> tuple[Cell, ...]:
    return (
        *(swing.levels or (None, None)),
        *(_drawn(swing, entries.get(swing.name)) or (None, None)),
        *(swing.mean or (None, None)),
        *(swing.median or (None, None)),
        *numbers(swing.difference),
    )
