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
from sim.scenario.values import Dated, Growth, Prior, Spread, Step


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
    if isinstance(value, Dated):
        return _write_dated(value, spec, unit)
    if isinstance(value, Spread):
        return _write_spread(value, spec, unit)
    if isinstance(value, tuple):
        return "[" + ", ".join(write_number(x, spec, unit) for x in value) + "]"
    if isinstance(value, float):
        return write_number(value, spec, unit)
    return value.isoformat() if isinstance(value, date) else str(value)


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


def _write_dated(value: Dated, spec: Spec, unit: str) -> str:
    def write(step: Step) -> str:
        number = write_number(step.value, spec, unit)
        return number if step.scaled else f"{{exactly: {number}}}"

    def first_day(step: Step) -> str:
        return FROM_THE_START if step.first_day == date.min else str(step.first_day)

    first = value.steps[0]
    if len(value.steps) == 1 and first.first_day == date.min and first.scaled:
        return write(first)
    return "{" + ", ".join(f"{first_day(s)}: {write(s)}" for s in value.steps) + "}"


def _write_spread(value: Spread, spec: Spec, unit: str) -> str:
    def write(length: float) -> str:
        return f"{write_number(length, spec, unit)} {unit}"

    if value.mean is not None:
        return f"{{mean: {write(value.mean)}}}"
    if value.median == value.p90:
        return write(value.median)
    return f"{{median: {write(value.median)}, p90: {write(value.p90)}}}"
