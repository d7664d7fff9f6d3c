"""How is a resolved value written in a file?

The inverse of :mod:`sim.scenario.entries`: one line of the same YAML, so that a
value shown on a page or in a resolved scenario can be pasted into a file.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from sim.scenario.spec import FROM_THE_START, PRIORS, Spec
from sim.scenario.units import LOGIT, RATIO
from sim.scenario.values import Dated, Growth, Prior, Spread, Step

PURE = (RATIO.shown, LOGIT.shown)
"""Units of numbers that have none."""


def write_value(value: Any, spec: Spec, unit: str) -> str:
    """Write a value in its unit, as YAML on one line.

    Parameters
    ----------
    value
        In base units.
    spec
        Of its parameter.
    unit
        The unit to write it in; lengths of time in a spread carry it.
    """
    return _write(value, spec, unit, lambda number: write_number(number, spec, unit))


def write_alone(value: Any, spec: Spec, unit: str) -> str:
    """Write a value with its unit beside every number; a pure ratio has none to write."""
    if unit in PURE:
        return write_value(value, spec, unit)
    return _write(value, spec, unit, lambda number: _beside(number, spec, unit))


def write_number(number: float, spec: Spec, unit: str) -> str:
    """Write the shortest text that reads back as the same number."""
    dimension, unit = spec.dimension, unit or spec.dimension.shown
    return _shortest(
        number / dimension.units[unit], lambda text: dimension.in_base(float(text), unit) == number
    )


def _shortest(number: float, reads_back: Callable[[str], bool]) -> str:
    """Write a number with the fewest digits that read back, without exponent or idle zeros."""
    text = ""
    for digits in range(1, 18):
        text = f"{Decimal(f'{number:.{digits}g}'):f}"
        if reads_back(text):
            break
    return text.rstrip("0").rstrip(".") if "." in text else text


def _write_ratio(number: float) -> str:
    return _shortest(number, lambda text: float(text) == number)


def write_prior(prior: Prior, spec: Spec, unit: str) -> str:
    """Write a prior as YAML on one line."""

    def write(number: float) -> str:
        return _write_ratio(number) if prior.factor else write_number(number, spec, unit)

    named = zip(PRIORS[prior.kind], prior.numbers, strict=True)
    inner = "{" + ", ".join(f"{name}: {write(number)}" for name, number in named) + "}"
    text = f"{{{prior.kind}: {inner}}}"
    return f"{{factor: {text}}}" if prior.factor else text


def write_growth(growth: Growth) -> str:
    """Write the departure of a limit from the path that it follows."""
    return _write_ratio(growth.departure)


def _write(value: Any, spec: Spec, unit: str, number: Callable[[float], str]) -> str:
    """Write a value of any shape, its numbers in a given way."""
    if isinstance(value, Dated):
        return _write_dated(value, number)
    if isinstance(value, Spread):
        return _write_spread(value, lambda length: _beside(length, spec, unit))
    if isinstance(value, tuple):
        return "[" + ", ".join(number(x) for x in value) + "]"
    if isinstance(value, float):
        return number(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _beside(number: float, spec: Spec, unit: str) -> str:
    """Write a number with its unit beside it."""
    return f"{write_number(number, spec, unit)}{'' if unit.startswith('%') else ' '}{unit}"


def _write_dated(value: Dated, number: Callable[[float], str]) -> str:
    def write(step: Step) -> str:
        return number(step.value) if step.scaled else f"{{exactly: {number(step.value)}}}"

    def first_day(step: Step) -> str:
        return FROM_THE_START if step.first_day == date.min else str(step.first_day)

    first = value.steps[0]
    if len(value.steps) == 1 and first.first_day == date.min and first.scaled:
        return write(first)
    return "{" + ", ".join(f"{first_day(s)}: {write(s)}" for s in value.steps) + "}"


def _write_spread(value: Spread, length: Callable[[float], str]) -> str:
    if value.mean is not None:
        return f"{{mean: {length(value.mean)}}}"
    if value.median == value.p90:
        return length(value.median)
    return f"{{median: {length(value.median)}, p90: {length(value.p90)}}}"
