"""What value does a node hold, given the shape of its parameter?

One reader for each shape: a number, a dated value, a spread, four numbers, a
date, a choice, a file. A reader notes what it refuses and goes on, so that all
problems of a value are found.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sim.scenario.problems import Findings, RefusedError, nearest, shortened
from sim.scenario.quantities import (
    Ruler,
    named_values,
    only_key,
    read_date,
    read_text,
)
from sim.scenario.reader import Mapping, Node, Scalar, Sequence
from sim.scenario.spec import FROM_THE_START, Spec
from sim.scenario.values import Dated, Spread, Step

EXAMPLES = {"date": "2025-11-01", "file": "reported/arrivals_weekly.csv"}


def read_value(node: Node, spec: Spec, ruler: Ruler, findings: Findings) -> Any:
    """Return the value of a parameter, or None if any of it was refused.

    Parameters
    ----------
    node
        What the file says.
    spec
        The parameter's shape and dimension.
    ruler
        Reads its quantities.
    findings
        Receives the problems.
    """
    before = len(findings.problems)
    value = findings.attempt(_read, node, spec, ruler, findings)
    return value if len(findings.problems) == before else None


def example(spec: Spec) -> str:
    """Return what a correct value looks like."""
    if spec.shape == "choice":
        return " or ".join(spec.choices)
    return EXAMPLES.get(spec.shape, spec.dimension.example)


def _read(node: Node, spec: Spec, ruler: Ruler, findings: Findings) -> Any:
    match spec.shape:
        case "number":
            return ruler.value(node)
        case "dated":
            return _dated(node, ruler, findings)
        case "spread":
            return _spread(node, ruler, findings)
        case "four":
            return _four(node, ruler, findings)
        case "choice":
            return _choice(node, spec)
        case "date":
            return read_date(node)
        case "file":
            return read_text(node, EXAMPLES["file"])


def _dated(node: Node, ruler: Ruler, findings: Findings) -> Dated:
    if not isinstance(node, Mapping):
        return Dated((Step(date.min, ruler.value(node)),))
    steps: list[Step] = []
    for first_day, held in dated_nodes(node, ruler.dimension.example, findings):
        step = findings.attempt(_step, held, ruler)
        if first_day is not None and step is not None:
            steps.append(Step(first_day, *step))
    return Dated(tuple(steps))


def dated_nodes(
    node: Mapping, example: str, findings: Findings
) -> Iterator[tuple[date | None, Node]]:
    """Yield what a mapping holds from each day on; the day is None where it was refused.

    Raises
    ------
    RefusedError
        If there is none; ``example`` is what could hold from a day on.
    """
    if not node.items:
        raise RefusedError(node.place, f"no date; write 2025-11-01: {example}")
    previous: date | None = None
    for key, held in node.items:
        first_day = findings.attempt(_first_day, key)
        if first_day and previous and first_day <= previous:
            findings.say(key.place, f"dates out of order: {key.text} follows {previous}")
            first_day = None
        previous = first_day or previous
        yield first_day, held


def _first_day(key: Scalar) -> date:
    return date.min if key.text == FROM_THE_START else read_date(key)


def _step(node: Node, ruler: Ruler) -> tuple[float, bool]:
    """Return a dated number, and whether priors and growth scale it."""
    if isinstance(node, Mapping):
        _, inner = only_key(node, "dated value", ["exactly"])
        return ruler.value(inner), False
    return ruler.value(node), True


def _spread(node: Node, ruler: Ruler, findings: Findings) -> Spread | None:
    if not isinstance(node, Mapping):
        length = ruler.value(node)
        return Spread(length, length)
    if node.get("mean") is not None:
        (mean,) = named_values(node, "a spread with a mean", ("mean",))
        return Spread(mean=ruler.value(mean))
    parts = named_values(node, "a spread", ("median", "p90"))
    median, p90 = (findings.attempt(ruler.value, part) for part in parts)
    if median is None or p90 is None:
        return None
    if p90 < median:
        raise RefusedError(node.place, "p90 is below the median; write median ≤ p90")
    if median < p90 * 1e-6:
        raise RefusedError(node.place, "the median is almost zero; write 'mean' or one length")
    return Spread(median, p90)


def _four(node: Node, ruler: Ruler, findings: Findings) -> tuple[float | None, ...]:
    if not isinstance(node, Sequence) or len(node.items) != 4:
        raise RefusedError(node.place, "write four numbers, such as [0.1, 0.0, -0.2, 0.05]")
    return tuple(findings.attempt(ruler.value, item) for item in node.items)


def _choice(node: Node, spec: Spec) -> str:
    word = read_text(node, example(spec))
    if word not in spec.choices:
        hint = nearest(word, spec.choices)
        raise RefusedError(node.place, f"unknown choice '{shortened(word)}'; {hint}")
    return word
