"""What does one entry of a file set its parameter to?

An entry is bare (``120``), dated (``2025-11-01: 120``), a spread
(``{median: 14 d, p90: 20 d}``) or a mapping with ``value`` and its grounds. It
is read against its :class:`~sim.scenario.spec.Spec` and on top of what the
parent scenario has set: a dated value replaces the parent's from its first date
on, and a mapping without ``value`` keeps the parent's value.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sim.scenario.problems import Place, Problem, nearest
from sim.scenario.reader import Mapping, Node, Scalar, Sequence
from sim.scenario.spec import ENTRY_KEYS, PRIORS, STATUSES, Spec
from sim.scenario.units import parse_number, split_unit
from sim.scenario.values import Assumption, Dated, Growth, Prior, Spread, Step
from sim.scenario.written import write_prior, write_value


class RefusedError(Exception):
    """Raised inside this module when a part of an entry cannot be read."""

    def __init__(self, place: Place, message: str) -> None:
        super().__init__(message)
        self.place, self.message = place, message


def read_entry(
    path: str,
    node: Node,
    spec: Spec,
    parent: Assumption[Any] | None,
    baseline: bool,
    sources: frozenset[str],
) -> tuple[Assumption[Any] | None, list[Problem]]:
    """Read one entry.

    Parameters
    ----------
    path
        Its key path.
    node
        What the file says.
    spec
        What it may say.
    parent
        What the parent scenario set, or None.
    baseline
        True in a file without a parent, where unit, status and grounds are required.
    sources
        Ids that ``source`` may name.

    Returns
    -------
    tuple
        The parameter (None if it could not be read) and every problem found.
    """
    reading = _Reading(path, spec, parent, baseline, sources)
    return reading.entry(node), reading.problems


class _Reading:
    """The reading of one entry: what is known so far, and what is wrong."""

    def __init__(
        self,
        path: str,
        spec: Spec,
        parent: Assumption[Any] | None,
        baseline: bool,
        sources: frozenset[str],
    ) -> None:
        self.path, self.spec, self.parent = path, spec, parent
        self.baseline, self.sources = baseline, sources
        self.problems: list[Problem] = []
        self.unit = parent.unit if parent else ""
        self.unit_stated = self.unit_written = False

    # -- the entry as a whole ------------------------------------------------------

    def entry(self, node: Node) -> Assumption[Any] | None:
        parts = self._parts(node)
        if parts is None:
            return None
        self._read_unit(parts.get("unit"))
        value_node = parts.get("value")
        if value_node is None and self.parent is None:
            self._say(node.place, f"'{self.path}' has no value; write 'value: {self._example()}'")
            return None
        value = self._attempt(self._value, value_node, parts) if value_node else None
        grown = self._attempt(self._growth, parts)
        prior = self._attempt(self._prior, parts.get("prior"))
        if value_node is not None and value is None:
            return None
        grounds = self._grounds(node, parts)
        if self.problems:
            return None
        return self._assembled(value_node, value, parts, prior, grown, grounds)

    def _parts(self, node: Node) -> dict[str, Node] | None:
        """Split a mapping with grounds into its keys; anything else is a bare value."""
        if not isinstance(node, Mapping):
            return {"value": node}
        keys = [key.text for key, _ in node.items]
        if self._is_bare(keys):
            return {"value": node}
        allowed = self._entry_keys()
        for key, _ in node.items:
            if key.text not in allowed:
                self._say(key.place, f"unknown key '{key.text}'; {nearest(key.text, allowed)}")
        return {key.text: value for key, value in node.items} if not self.problems else None

    def _is_bare(self, keys: list[str]) -> bool:
        if self.spec.shape == "spread":
            return bool(keys) and set(keys) <= {"median", "p90", "mean"}
        if self.spec.shape == "dated":
            return bool(keys) and all(key[:1].isdigit() for key in keys)
        return False

    def _entry_keys(self) -> list[str]:
        keys = list(ENTRY_KEYS)
        if not self.spec.may_follow:
            keys = [key for key in keys if key not in ("follows", "departure")]
        return keys if self.spec.has_unit else [k for k in keys if k not in ("unit", "prior")]

    def _assembled(
        self,
        value_node: Node | None,
        value: Any,
        parts: dict[str, Node],
        prior: Prior | None,
        growth: Growth | None,
        grounds: dict[str, Any],
    ) -> Assumption[Any] | None:
        parent = self.parent
        if value_node is None:
            assert parent is not None
            value, place = parent.value, parent.place
        else:
            place = value_node.place
            if isinstance(value, Dated) and isinstance(value_node, Mapping) and parent:
                value = _continued(parent.value, value)
                if any(step.scaled for step in value.steps):
                    prior = prior if "prior" in parts else parent.prior
                    growth = growth if "follows" in parts else parent.growth
        if value_node is None and parent is not None:
            prior = prior if "prior" in parts else parent.prior
            growth = growth if "follows" in parts else parent.growth
        return Assumption(
            path=self.path,
            value=value,
            written=write_value(value, self.spec, self.unit),
            unit=self.unit if self.spec.has_unit else "",
            role=self.spec.role,
            place=place,
            prior=prior,
            prior_written=write_prior(prior, self.spec, self.unit) if prior else None,
            growth=growth,
            **grounds,
        )

    # -- its grounds -----------------------------------------------------------------

    def _grounds(self, node: Node, parts: dict[str, Node]) -> dict[str, Any]:
        """Return status, source, why and review date, with the parent's where not restated."""
        found = {
            key: self._attempt(self._text, parts[key])
            for key in ("status", "source", "why")
            if key in parts
        }
        status = found.get("status")
        if status is not None and status not in STATUSES:
            self._say(
                parts["status"].place, f"unknown status '{status}'; {nearest(status, STATUSES)}"
            )
        if status is None:
            if self.baseline:
                self._say(
                    node.place,
                    f"'{self.path}' has no status; write one of: {', '.join(STATUSES)}",
                )
            status = "lever" if self.spec.role == "lever" else "assumed"
        source = found.get("source")
        if source is not None and source not in self.sources:
            self._say(
                parts["source"].place,
                f"unknown source '{source}'; {nearest(source, self.sources)}",
            )
        if status in ("reported", "derived") and source is None and not self.problems:
            self._say(node.place, f"'{self.path}' is {status}; name its 'source'")
        stated = "status" in parts
        if status in ("assumed", "lever") and not found.get("why") and stated:
            self._say(node.place, f"'{self.path}' is {status}; say why in 'why'")
        keep = "value" not in parts and self.parent is not None
        return {
            "status": self.parent.status if keep and not stated and self.parent else status,
            "source": source or (self.parent.source if keep and self.parent else None),
            "why": found.get("why") or (self.parent.why if keep and self.parent else None),
            "review_by": self._attempt(self._date, parts.get("review_by")),
        }

    def _read_unit(self, node: Node | None) -> None:
        if node is None:
            return
        unit = self._attempt(self._text, node)
        if unit is None:
            return
        if unit in self.spec.dimension.units:
            self.unit, self.unit_stated, self.unit_written = unit, True, True
        else:
            self._say(node.place, self._wrong_unit(unit))

    def _growth(self, parts: dict[str, Node]) -> Growth | None:
        follows = parts.get("follows")
        if follows is None:
            if "departure" in parts:
                self._say(parts["departure"].place, "'departure' needs 'follows: programme'")
            return None
        if self._text(follows) != "programme":
            raise RefusedError(follows.place, "write 'follows: programme', the only shared path")
        departure = parts.get("departure")
        return Growth(self._ratio(departure) if departure else 0.0)

    def _prior(self, node: Node | None) -> Prior | None:
        """Read ``{kind: {name: number}}``, or the same inside ``factor``."""
        if node is None:
            return None
        key, inner = self._only(node, "prior", [*PRIORS, "factor"])
        multiplies = key.text == "factor"
        needs_factor = self.spec.shape in ("dated", "spread", "four")
        if multiplies:
            key, inner = self._only(inner, "factor", list(PRIORS))
        elif needs_factor:
            raise RefusedError(
                node.place,
                f"a prior on this value multiplies it; write 'factor: {{{key.text}: …}}'",
            )
        names = PRIORS[key.text]
        given = dict(self._named(inner, key.text, names))
        read = self._ratio if multiplies else self._quantity
        prior = Prior(key.text, tuple(read(given[n]) for n in names), multiplies)  # type: ignore[arg-type]
        self._check_prior(prior, inner.place)
        return prior

    def _check_prior(self, prior: Prior, place: Place) -> None:
        numbers = prior.numbers
        if prior.kind in ("uniform", "triangular"):
            if list(numbers) != sorted(numbers) or numbers[0] == numbers[-1]:
                raise RefusedError(place, f"{' < '.join(PRIORS[prior.kind])} must be in order")
        elif prior.kind == "lognormal":
            if not 0 < numbers[0] < numbers[1]:
                raise RefusedError(place, "a lognormal needs 0 < median < p90")
        elif numbers[1] <= 0:
            raise RefusedError(place, "sd must be above zero")
        if prior.kind == "beta" and numbers[1] ** 2 >= numbers[0] * (1 - numbers[0]):
            raise RefusedError(place, "a beta needs 0 < mean < 1 and sd² < mean × (1 - mean)")

    # -- its value -------------------------------------------------------------------

    def _value(self, node: Node, parts: dict[str, Node]) -> Any:
        value = _SHAPES[self.spec.shape](self, node, parts)
        if self.baseline and self.spec.has_unit and not self.unit_written:
            raise RefusedError(
                node.place,
                f"'{self.path}' has no unit; write 'unit: {self.spec.dimension.shown}'",
            )
        return value

    def _number(self, node: Node, parts: dict[str, Node]) -> float:
        number = self._quantity(node)
        if self.spec.above_zero and number <= 0:
            raise RefusedError(node.place, f"must be above zero, such as {self._example()}")
        return number

    def _dated(self, node: Node, parts: dict[str, Node]) -> Dated:
        scaled = self.baseline or "prior" in parts or "follows" in parts
        if not isinstance(node, Mapping):
            return Dated((Step(date.min, *self._stepped(node, scaled)),))
        steps: list[Step] = []
        for key, value in node.items:
            day = self._attempt(self._date, key)
            step = self._attempt(self._stepped, value, scaled)
            if day is None or step is None:
                continue
            if steps and day <= steps[-1].first_day:
                self._say(key.place, f"dates out of order: {day} follows {steps[-1].first_day}")
                continue
            steps.append(Step(day, *step))
        if not steps:
            raise RefusedError(
                node.place, f"write dates with values, such as 2025-11-01: {self._example()}"
            )
        return Dated(tuple(steps))

    def _stepped(self, node: Node, scaled: bool) -> tuple[float, bool]:
        if isinstance(node, Mapping):
            _, inner = self._only(node, "dated value", ["exactly"])
            return self._quantity(inner), False
        return self._quantity(node), scaled

    def _spread(self, node: Node, parts: dict[str, Node]) -> Spread:
        if not isinstance(node, Mapping):
            length = self._number(node, parts)
            return Spread(length, length)
        keys = {key.text for key, _ in node.items}
        names = ("mean",) if "mean" in keys else ("median", "p90")
        given = dict(self._named(node, "spread", names))
        numbers = {name: self._number(given[name], parts) for name in names}
        if "mean" in numbers:
            return Spread(mean=numbers["mean"])
        if numbers["p90"] < numbers["median"] or numbers["median"] < numbers["p90"] * 1e-6:
            raise RefusedError(node.place, "p90 must not be below the median, nor the median zero")
        return Spread(numbers["median"], numbers["p90"])

    def _four(self, node: Node, parts: dict[str, Node]) -> tuple[float, ...]:
        if not isinstance(node, Sequence) or len(node.items) != 4:
            raise RefusedError(node.place, "write four numbers, such as [0.1, 0.0, -0.2, 0.05]")
        return tuple(self._quantity(item) for item in node.items)

    def _choice(self, node: Node, parts: dict[str, Node]) -> str:
        word = self._text(node)
        if word not in self.spec.choices:
            raise RefusedError(
                node.place, f"unknown choice '{word}'; {nearest(word, self.spec.choices)}"
            )
        return word

    # -- the smallest parts ------------------------------------------------------------

    def _quantity(self, node: Node) -> float:
        """Return a number in base units; its unit stands in the text or in the entry."""
        text = self._text(node)
        dimension = self.spec.dimension
        digits, unit = split_unit(text)
        if unit and unit not in dimension.units:
            raise RefusedError(
                node.place, self._wrong_unit(unit) if digits else self._no_number(text)
            )
        if unit and self.unit_stated and unit != self.unit:
            raise RefusedError(node.place, f"'{text}' contradicts 'unit: {self.unit}'")
        if unit and not self.unit_written:
            self.unit = unit
        self.unit_written = self.unit_written or bool(unit)
        unit = unit or self.unit
        if not unit:
            if dimension.needs_unit:
                raise RefusedError(node.place, f"'{text}' has no unit; write {dimension.example}")
            unit = self.unit = dimension.shown
        try:
            number = parse_number(digits)
        except ValueError:
            raise RefusedError(node.place, self._no_number(text)) from None
        return self._bounded(number * dimension.units[unit], node.place, text)

    def _bounded(self, number: float, place: Place, text: str) -> float:
        dimension = self.spec.dimension
        if dimension.low is not None and number < dimension.low:
            raise RefusedError(
                place, f"'{text}' is below {dimension.low:g}; write {self._example()}"
            )
        if dimension.high is not None and number > dimension.high:
            raise RefusedError(
                place,
                f"'{text}' is outside [{dimension.low:g}, {dimension.high:g}] for a "
                f"{dimension.name}; write {self._example()}",
            )
        return number

    def _ratio(self, node: Node) -> float:
        text = self._text(node)
        try:
            return parse_number(text)
        except ValueError as error:
            raise RefusedError(node.place, str(error)) from None

    def _date(self, node: Node | None) -> date | None:
        if node is None:
            return None
        text = self._text(node)
        try:
            if len(text) != 10:
                raise ValueError
            return date.fromisoformat(text)
        except ValueError:
            raise RefusedError(
                node.place, f"'{text}' is not a date; write it as 2025-11-01"
            ) from None

    def _text(self, node: Node) -> str:
        if not isinstance(node, Scalar) or not node.text.strip():
            raise RefusedError(node.place, f"expected one value, such as {self._example()}")
        return " ".join(node.text.split())

    def _only(self, node: Node, what: str, allowed: list[str]) -> tuple[Scalar, Node]:
        """Return the one key of a mapping that must have one."""
        if not isinstance(node, Mapping) or len(node.items) != 1:
            raise RefusedError(node.place, f"{what}: write one of: {', '.join(allowed)}")
        key, inner = node.items[0]
        if key.text not in allowed:
            raise RefusedError(
                key.place, f"unknown {what} '{key.text}'; {nearest(key.text, allowed)}"
            )
        return key, inner

    def _named(self, node: Node, what: str, names: tuple[str, ...]) -> list[tuple[str, Node]]:
        """Return the values of a mapping that must have exactly these keys."""
        if not isinstance(node, Mapping):
            raise RefusedError(node.place, f"{what}: write {', '.join(names)}")
        for key, _ in node.items:
            if key.text not in names:
                raise RefusedError(
                    key.place, f"unknown key '{key.text}'; {nearest(key.text, names)}"
                )
        if missing := [name for name in names if node.get(name) is None]:
            raise RefusedError(node.place, f"{what}: '{missing[0]}' is missing")
        return [(key.text, value) for key, value in node.items]

    def _wrong_unit(self, unit: str) -> str:
        units = self.spec.dimension.units
        return f"unknown unit '{unit}' for a {self.spec.dimension.name}; {nearest(unit, units)}"

    def _no_number(self, text: str) -> str:
        digits, _ = split_unit(text)
        try:
            parse_number(digits or text)
        except ValueError as error:
            return str(error)
        return f"'{text}' is not a number"

    def _example(self) -> str:
        if self.spec.shape == "choice":
            return " or ".join(self.spec.choices)
        if self.spec.shape == "file":
            return "reported/arrivals_weekly.csv"
        return "2025-11-01" if self.spec.shape == "date" else self.spec.dimension.example

    def _attempt(self, read: Callable[..., Any], *arguments: Any) -> Any:
        """Call a reader; note a refusal and return None."""
        try:
            return read(*arguments)
        except RefusedError as refused:
            self._say(refused.place, refused.message)
            return None

    def _say(self, place: Place, message: str) -> None:
        self.problems.append(Problem(place, message))


def _continued(earlier: Dated, later: Dated) -> Dated:
    """Return the parent's steps up to the child's first date, then the child's."""
    first = later.steps[0].first_day
    return Dated(tuple(s for s in earlier.steps if s.first_day < first) + later.steps)


_SHAPES: dict[str, Callable[[_Reading, Node, dict[str, Node]], Any]] = {
    "number": _Reading._number,
    "dated": _Reading._dated,
    "spread": _Reading._spread,
    "four": _Reading._four,
    "choice": _Reading._choice,
    "date": lambda reading, node, parts: reading._date(node),
    "file": lambda reading, node, parts: reading._text(node),
}
