"""What is believed about a value, and can the value be what is believed?

A prior is written by numbers a reader can judge: ``{kind: {name: number}}`` in the
value's unit, or the same inside ``factor``, which multiplies the value.
"""

from __future__ import annotations

import math
from typing import Any, cast

from sim.scenario.problems import Findings, RefusedError
from sim.scenario.quantities import Ruler, named_values, only_key, read_ratio
from sim.scenario.reader import Node
from sim.scenario.spec import PRIORS, Spec
from sim.scenario.units import SHARE
from sim.scenario.values import Dated, Prior, PriorKind

Z90 = 1.2815515655446004
"""Standard normal quantile of 0.9."""

FAR = 4.0
"""Standard deviations beyond which an unbounded prior is taken to hold nothing."""


def read_prior(node: Node, spec: Spec, ruler: Ruler, findings: Findings) -> Prior | None:
    """Read a prior.

    Returns
    -------
    Prior or None
        In base units; None if a number of it was refused, which is noted.

    Raises
    ------
    RefusedError
        If it is no distribution or does not fit the parameter's shape.
    """
    key, inner = only_key(node, "prior", [*PRIORS, "factor"])
    multiplies = key.text == "factor"
    if multiplies:
        key, inner = only_key(inner, "factor", list(PRIORS))
    elif spec.shape in ("dated", "spread", "four"):
        raise RefusedError(
            node.place, f"a prior on this value multiplies it; write 'factor: {{{key.text}: …}}'"
        )
    parts = named_values(inner, key.text, PRIORS[key.text])
    numbers = [
        findings.attempt(read_ratio, part, "a factor", "1.2")
        if multiplies
        else findings.attempt(ruler.quantity, part)
        for part in parts
    ]
    known = tuple(number for number in numbers if number is not None)
    if len(known) < len(numbers):
        return None
    prior = Prior(cast(PriorKind, key.text), known, multiplies)
    if fault := _shape_fault(prior) or _support_fault(prior, spec):
        raise RefusedError(inner.place, fault)
    return prior


def reach(prior: Prior) -> tuple[float, float]:
    """Return the lowest and highest value that a prior holds possible.

    For a normal or lognormal, four standard deviations (of the log) to either side.
    """
    numbers = prior.numbers
    if prior.kind == "beta":
        return 0.0, 1.0
    if prior.kind == "normal":
        return numbers[0] - FAR * numbers[1], numbers[0] + FAR * numbers[1]
    if prior.kind == "lognormal":
        far = math.exp(min(FAR * math.log(numbers[1] / numbers[0]) / Z90, 700.0))
        return numbers[0] / far, numbers[0] * far
    return numbers[0], numbers[-1]


def misfit(prior: Prior, value: Any, spec: Spec) -> str | None:
    """Say why a prior does not fit the value it is about, or return None."""
    low, high = reach(prior)
    centre = 1.0 if prior.factor else value
    if prior.kind in ("uniform", "triangular", "beta") and not low <= centre <= high:
        what = "a factor of 1, the value itself," if prior.factor else "the value"
        return f"{what} is outside its prior; move the one or the other"
    if not prior.factor:
        return None
    scaled = _scaled(value)
    if not any(scaled):
        return "the prior multiplies zero or nothing and so changes nothing; remove it"
    if spec.dimension == SHARE and max(scaled) * high > 1:
        return (
            f"with this factor the share can reach {max(scaled) * high:.3g}, above 1; "
            f"keep the factor below {1 / max(scaled):.3g}"
        )
    return None


def _shape_fault(prior: Prior) -> str | None:
    numbers = prior.numbers
    if prior.kind in ("uniform", "triangular"):
        if list(numbers) != sorted(numbers) or numbers[0] == numbers[-1]:
            return f"out of order; write {' < '.join(PRIORS[prior.kind])}"
    elif prior.kind == "lognormal":
        if not 0 < numbers[0] < numbers[1]:
            return "a lognormal needs 0 < median < p90"
    elif numbers[1] <= 0:
        return "sd must be above zero"
    elif prior.kind == "beta" and not 0 < numbers[1] ** 2 < numbers[0] * (1 - numbers[0]):
        return "a beta needs 0 < mean < 1 and sd² < mean × (1 - mean)"
    return None


def _support_fault(prior: Prior, spec: Spec) -> str | None:
    """Say where the prior leaves the values that the parameter, or a factor, can have."""
    low, high = reach(prior)
    if prior.factor:
        above = low > 0 or prior.kind == "beta"
        return None if above else "a factor must stay above zero; raise it or use lognormal"
    if spec.dimension == SHARE:
        if prior.kind in ("normal", "lognormal"):
            return "a share's prior stays within [0, 1]; use beta, triangular or uniform"
    elif prior.kind == "beta":
        return "a beta is for shares; use lognormal, triangular or uniform"
    if low < spec.dimension.low or (spec.above_zero and low <= 0):
        return f"reaches below {spec.dimension.low:g}; use a smaller spread, or lognormal"
    if high > spec.dimension.high:
        return "reaches above what is plausible; use a smaller spread"
    return None


def _scaled(value: Any) -> list[float]:
    """Return the numbers of a value that a factor multiplies."""
    if isinstance(value, Dated):
        return [step.value for step in value.steps if step.scaled] or [0.0]
    if isinstance(value, tuple):
        return [abs(number) for number in value]
    return [value] if isinstance(value, float) else [1.0]
