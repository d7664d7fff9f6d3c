"""How is a resolved value written in a file?

The inverse of :mod:`sim.scenario.entries`: one line of the same YAML, so that a
value shown on a page or in a resolved scenario can be pasted into a file.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sim.scenario.spec import PRIORS, Spec
from sim.scenario.values import Dated, Prior, Spread, Step


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
    scale = spec.dimension.units[unit or spec.dimension.shown]
    for digits in range(4, 18):
        text = _plain(number / scale, digits)
        if float(text) * scale == number:
            break
    return text


def _plain(number: float, digits: int) -> str:
    """Write a number to so many significant digits, without exponent or trailing zeros."""
    text = f"{number:.{digits}g}"
    if "e" in text:
        text = f"{float(text):.20f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def write_prior(prior: Prior, spec: Spec, unit: str) -> str:
    """Write a prior as YAML on one line."""

    def write(number: float) -> str:
        return _plain(number, 12) if prior.factor else write_number(number, spec, unit)

    named = zip(PRIORS[prior.kind], prior.numbers, strict=True)
    inner = "{" + ", ".join(f"{name}: {write(number)}" for name, number in named) + "}"
    text = f"{{{prior.kind}: {inner}}}"
    return f"{{factor: {text}}}" if prior.factor else text


def _write_dated(value: Dated, spec: Spec, unit: str) -> str:
    def write(step: Step) -> str:
        number = write_number(step.value, spec, unit)
        return number if step.scaled else f"{{exactly: {number}}}"

    if len(value.steps) == 1 and value.steps[0].first_day == date.min:
        return write(value.steps[0])
    return "{" + ", ".join(f"{s.first_day}: {write(s)}" for s in value.steps) + "}"


def _write_spread(value: Spread, spec: Spec, unit: str) -> str:
    def write(length: float) -> str:
        return write_number(length, spec, unit)

    if value.mean is not None:
        return f"{{mean: {write(value.mean)}}}"
    if value.median == value.p90:
        return write(value.median)
    return f"{{median: {write(value.median)}, p90: {write(value.p90)}}}"
