"""How are numbers, dates and words read from the text of a file?

The smallest parts of an entry. Each reader takes one node and returns what it
holds, or raises :class:`~sim.scenario.problems.RefusedError` with what to write
instead.
"""

from __future__ import annotations

import re
from datetime import date

from sim.scenario.problems import RefusedError, nearest, shortened
from sim.scenario.reader import Mapping, Node, Scalar
from sim.scenario.spec import Spec
from sim.scenario.units import parse_number, split_unit

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_text(node: Node, example: str) -> str:
    """Return the text of a value, its white space reduced to single spaces."""
    if not isinstance(node, Scalar) or not node.text.strip():
        raise RefusedError(node.place, f"expected one value, such as {example}")
    return " ".join(node.text.split())


def read_date(node: Node) -> date:
    """Return a date written as ``2025-11-01``."""
    text = read_text(node, "2025-11-01")
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        raise RefusedError(node.place, f"'{text}' is not a day of the calendar") from None
    raise RefusedError(node.place, f"'{shortened(text)}' is not a date; write it as 2025-11-01")


def read_ratio(node: Node, what: str, example: str) -> float:
    """Return a pure number; ``what`` says in messages what has no unit."""
    text = read_text(node, example)
    number, unit = split_unit(text)
    if unit:
        raise RefusedError(node.place, f"{what} has no unit; write a number, such as {example}")
    try:
        return parse_number(number)
    except ValueError as error:
        raise RefusedError(node.place, str(error)) from None


def only_key(node: Node, what: str, allowed: list[str]) -> tuple[Scalar, Node]:
    """Return the one key of a mapping that must have one, and its value."""
    if not isinstance(node, Mapping) or len(node.items) != 1:
        raise RefusedError(node.place, f"{what}: write one key of: {', '.join(allowed)}")
    key, inner = node.items[0]
    if key.text not in allowed:
        shown = shortened(key.text)
        raise RefusedError(key.place, f"unknown {what} '{shown}'; {nearest(key.text, allowed)}")
    return key, inner


def named_values(node: Node, what: str, names: tuple[str, ...]) -> list[Node]:
    """Return the values of a mapping that must have exactly these keys, in their order."""
    if not isinstance(node, Mapping):
        raise RefusedError(node.place, f"{what}: write a mapping with {', '.join(names)}")
    for key, _ in node.items:
        if key.text not in names:
            shown = shortened(key.text)
            raise RefusedError(
                key.place, f"unknown key '{shown}' in {what}; {nearest(key.text, names)}"
            )
    values = dict((key.text, value) for key, value in node.items)
    if missing := [name for name in names if name not in values]:
        raise RefusedError(node.place, f"{what} needs '{missing[0]}' too")
    return [values[name] for name in names]


class Ruler:
    """Reads the quantities of one entry in its unit.

    The unit is what ``unit`` states, else the first that stands beside a number, else
    the parent's, else the one in which the parameter is shown. A parent's percentage is
    not taken over, since 0.5 could mean either.

    Attributes
    ----------
    unit
        The unit so far; empty until one is known.
    written
        True once the entry itself has named a unit.
    """

    def __init__(self, spec: Spec, parent_unit: str) -> None:
        self.spec, self.dimension = spec, spec.dimension
        self.unit = parent_unit
        self.written = False
        self._stated = self._refused = False

    def state(self, node: Node) -> None:
        """Take the unit that the entry states."""
        unit = read_text(node, self.dimension.shown)
        if unit in self.dimension.units:
            self.unit, self.written, self._stated = unit, True, True
        else:
            self.unit, self.written, self._refused = self.dimension.shown, True, True
            raise RefusedError(node.place, self._wrong_unit(unit))

    def quantity(self, node: Node) -> float:
        """Return a number in base units, within the bounds of its dimension."""
        text = read_text(node, self.dimension.example)
        digits, unit = split_unit(text)
        try:
            number = parse_number(digits)
        except ValueError as error:
            raise RefusedError(node.place, str(error)) from None
        self._settle_unit(unit, text, node)
        base = self.dimension.in_base(number, unit or self.unit)
        if not self._refused and not self.dimension.low <= base <= self.dimension.high:
            bounds = self.dimension.range_in(unit or self.unit)
            raise RefusedError(
                node.place,
                f"'{text}' is outside {bounds}; write a value such as {self.dimension.example}",
            )
        return base

    def value(self, node: Node) -> float:
        """Return a quantity that the parameter itself can take."""
        number = self.quantity(node)
        text = read_text(node, self.dimension.example)
        if self.dimension.whole and number != round(number):
            raise RefusedError(node.place, f"'{text}' is not whole; write {number:.0f}")
        if self.spec.above_zero and number <= 0:
            raise RefusedError(
                node.place,
                f"'{text}' must be above zero; write a value such as {self.dimension.example}",
            )
        return number

    def _settle_unit(self, unit: str, text: str, node: Node) -> None:
        """Take the unit beside a number, or see to it that there is one."""
        if unit and unit not in self.dimension.units:
            raise RefusedError(node.place, self._wrong_unit(unit))
        if unit and self._stated and unit != self.unit:
            raise RefusedError(node.place, f"'{text}' contradicts 'unit: {self.unit}'; drop one")
        if unit and not self.written:
            self.unit, self.written = unit, True
        if self.unit.startswith("%") and not self.written and text != "0":
            two = f"'{text}{self.unit}' or '{text} {self.dimension.shown}'"
            raise RefusedError(node.place, f"'{text}' has no unit; write {two}")
        if not self.unit:
            if self.dimension.needs_unit:
                raise RefusedError(
                    node.place, f"'{text}' has no unit; write it as in {self.dimension.example}"
                )
            self.unit = self.dimension.shown

    def _wrong_unit(self, unit: str) -> str:
        what, hint = self.dimension.name, nearest(unit, self.dimension.units)
        return f"unknown unit '{shortened(unit)}' for a {what}; {hint}"
