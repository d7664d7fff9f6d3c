"""What is the parent's value, multiplied?

``times: 2`` says how much more there is where ``value`` says how much: what figures taught about
the parent's value, its growth and the luck of its draws then apply to the multiple as well. The
number is multiplied as a file would write it, in decimals, so that three times 0.1 is 0.3 and the
multiple is to the last bit what the product written out would be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_FLOOR, Context, Decimal
from typing import Any

from sim.scenario.grounds import Parts
from sim.scenario.priors import misfit, reach
from sim.scenario.problems import Findings, Place, RefusedError
from sim.scenario.quantities import read_ratio, read_text
from sim.scenario.reader import Mapping, Node
from sim.scenario.shapes import dated_nodes, example
from sim.scenario.spec import Spec
from sim.scenario.units import MOST_DIGITS, SHARE
from sim.scenario.values import Assumption, Dated, Spread
from sim.scenario.written import write_number

NOT_BESIDE = ("value", "unit", "prior", "follows", "departure")
"""What ``times`` keeps as the parent has it."""

_EXACT = Context(prec=2 * MOST_DIGITS)
_FEW_DIGITS = Context(prec=3, rounding=ROUND_FLOOR)


@dataclass(frozen=True, slots=True)
class _Factor:
    """What to multiply by from a day on, and where the file says so."""

    first_day: date
    by: Decimal
    place: Place


def read_multiple(
    parts: Parts, path: str, parent: Assumption[Any] | None, spec: Spec, findings: Findings
) -> Any:
    """Return the parent's value times what an entry says.

    Parameters
    ----------
    parts
        The keys of the entry, ``times`` among them.
    path, parent, spec
        The entry's key path, what the parent scenario set, and what it may be.
    findings
        Receives the problems; what is returned then is of no use.

    Raises
    ------
    RefusedError
        If there is nothing that could be multiplied.
    """
    node = parts["times"]
    for key in NOT_BESIDE:
        if key in parts:
            message = f"'{key}' cannot stand beside 'times', which takes the parent's; remove one"
            findings.say(parts[key].place, message)
    if parent is None:
        message = f"no parent sets '{path}', to be multiplied; write 'value: {example(spec)}'"
        raise RefusedError(node.place, message)
    if parent.prior and not parent.prior.factor:
        message = f"the parent's prior is on '{path}' itself and no factor; write a value instead"
        raise RefusedError(node.place, message)
    if not any(_numbers(parent.value)):
        message = "the parent's value is 0, which no factor changes; write a value instead"
        raise RefusedError(node.place, message)
    multiple = _multiplied(parent, list(_factors(node, spec, findings)), spec, findings)
    if not findings.problems and parent.prior and misfit(parent.prior, multiple, spec):
        message = "nothing is left for the parent's prior to multiply; write 'value: 0' instead"
        raise RefusedError(node.place, message)
    return multiple


def _factors(node: Node, spec: Spec, findings: Findings) -> Iterator[_Factor]:
    if not isinstance(node, Mapping):
        yield _Factor(date.min, _factor(node), node.place)
        return
    if spec.shape != "dated":
        raise RefusedError(node.place, "this value has no dates; write one factor, such as 2")
    for first_day, held in dated_nodes(node, "2", findings):
        factor = findings.attempt(_factor, held)
        if first_day is not None and factor is not None:
            yield _Factor(first_day, factor, held.place)


def _factor(node: Node) -> Decimal:
    if read_ratio(node, "a factor", "2") < 0:
        raise RefusedError(node.place, "a factor is 0 or more; write 2, or 0.5 for a half")
    return Decimal(read_text(node, "2").replace(",", ""))


def _multiplied(
    parent: Assumption[Any], factors: list[_Factor], spec: Spec, findings: Findings
) -> Any:
    def times(number: float, factor: _Factor, scaled: bool = True) -> float:
        product = findings.attempt(_product, number, factor, parent, spec, scaled)
        return number if product is None else product

    value = parent.value
    if isinstance(value, Dated):
        begins = value.steps[0].first_day
        days = {step.first_day for step in value.steps}
        days |= {factor.first_day for factor in factors if factor.first_day > begins}
        steps = []
        for day in sorted(days):
            step = replace(value.step_on(day), first_day=day)
            past = [factor for factor in factors if factor.first_day <= day]
            number = times(step.value, past[-1], step.scaled) if past else step.value
            steps.append(replace(step, value=number))
        return Dated(tuple(steps))
    if not factors:
        return value
    if isinstance(value, Spread):
        if value.mean is not None:
            return Spread(mean=times(value.mean, factors[0]))
        return Spread(times(value.median, factors[0]), times(value.p90, factors[0]))
    return times(value, factors[0])


def _product(
    number: float, factor: _Factor, parent: Assumption[Any], spec: Spec, scaled: bool
) -> float:
    """Return a product in base units, within what the parameter and its prior allow."""
    dimension, unit = spec.dimension, parent.unit
    text = write_number(number, spec, unit)
    product = _EXACT.plus(_EXACT.multiply(Decimal(text), factor.by))  # plus: there is no -0
    base = dimension.in_base(float(product), unit)
    in_unit = unit if unit == "%" else f" {unit}"
    said = f"{text}{in_unit} times {factor.by:f} is {product.normalize():f}{in_unit}"
    highest = reach(parent.prior)[1] if parent.prior and dimension == SHARE and scaled else 1.0
    if not dimension.low <= base or base * highest > dimension.high:
        limit = dimension.high / highest if number > 0 else dimension.low
        most = _FEW_DIGITS.create_decimal_from_float(limit / number)
        top = f"{base * highest / dimension.units[unit]:.4g}{in_unit}"
        said += f", or up to {top} with the parent's prior" if highest != 1.0 else ""
        message = f"{said}; write a factor of {most.normalize():f} at most"
        raise RefusedError(factor.place, message)
    if dimension.whole and base != round(base):
        raise RefusedError(factor.place, f"{said}, which is not whole; write a value instead")
    if spec.above_zero and base <= 0:
        raise RefusedError(factor.place, f"{said}, and has to be above zero; write another factor")
    return base


def _numbers(value: Any) -> list[float]:
    if isinstance(value, Dated):
        return [step.value for step in value.steps]
    if isinstance(value, Spread):
        return [value.median, value.mean or 0.0]
    return [value]
