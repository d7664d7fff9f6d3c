"""What does one entry of a file set its parameter to?

An entry is bare (``120``), dated (``2025-11-01: 120``), a spread
(``{median: 14 d, p90: 20 d}``) or a mapping with ``value`` and its grounds. It
is read on top of what the parent scenario has set: a dated value replaces the
parent's from its first date on, ``times`` multiplies it, and a mapping without
either keeps the parent's value.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sim.scenario.grounds import Parts, read_grounds, read_growth
from sim.scenario.multiples import read_multiple
from sim.scenario.priors import misfit, read_prior
from sim.scenario.problems import Findings, Problem, nearest, shortened
from sim.scenario.quantities import Ruler
from sim.scenario.reader import Mapping, Node
from sim.scenario.shapes import example, read_value
from sim.scenario.spec import ENTRY_KEYS, Spec
from sim.scenario.values import Assumption, Dated, Growth, Prior
from sim.scenario.written import write_prior, write_value


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a file before it is read.

    Attributes
    ----------
    path, node
        Its key path, and what the file says.
    spec
        What it may say.
    parent
        What the parent scenario set, or None.
    baseline
        True in a file without a parent, where unit, status and grounds are required.
    sources
        Ids that ``source`` may name.
    """

    path: str
    node: Node
    spec: Spec
    parent: Assumption[Any] | None
    baseline: bool
    sources: frozenset[str]


def read_entry(entry: Entry) -> tuple[Assumption[Any] | None, list[Problem]]:
    """Read one entry.

    Returns
    -------
    tuple
        The parameter (None if any of it was refused) and every problem found.
    """
    findings = Findings()
    parts = _split(entry, findings)
    parameter = _read(entry, parts, findings)
    return (None if findings.problems else parameter), findings.problems


def _split(entry: Entry, findings: Findings) -> Parts:
    """Split a mapping with grounds into its keys; anything else is a bare value."""
    node, spec = entry.node, entry.spec
    if not isinstance(node, Mapping):
        return {"value": node}
    has_grounds = any(key.text in ENTRY_KEYS for key, _ in node.items)
    if spec.shape in ("dated", "spread") and not has_grounds:
        return {"value": node}
    for key, _ in node.items:
        if key.text not in spec.entry_keys:
            findings.say(key.place, _why_not_here(key.text, spec))
    return {key.text: value for key, value in node.items if key.text in spec.entry_keys}


def _why_not_here(key: str, spec: Spec) -> str:
    if key in ("follows", "departure"):
        return f"'{key}' is for limits that grow, such as detention.places; remove it"
    if key == "times":
        return "'times' multiplies a number, a dated value or a spread; write a value instead"
    if key in ENTRY_KEYS:
        return f"'{key}' is for quantities, and this is a {spec.shape}; remove it"
    if key[:1].isdigit() or key == "exactly":
        if spec.shape == "dated":
            return f"'{shortened(key)}' is part of the value; write it below 'value'"
        return f"this value has no dates; write {example(spec)}"
    if key in ("median", "p90", "mean"):
        if spec.shape == "spread":
            return f"'{key}' is part of the value; write it below 'value'"
        return f"'{key}' is for a spread, and this is not one; write {example(spec)}"
    return f"unknown key '{shortened(key)}'; {nearest(key, spec.entry_keys)}"


def _read(entry: Entry, parts: Parts, findings: Findings) -> Assumption[Any] | None:
    spec, parent = entry.spec, entry.parent
    multiplies, stated = "times" in parts, parts.get("times", parts.get("value"))
    ruler = Ruler(spec, parent.unit if parent else "")
    if "unit" in parts:
        findings.attempt(ruler.state, parts["unit"])
    value: Any = None
    if multiplies:
        value = findings.attempt(read_multiple, parts, entry.path, parent, spec, findings)
    elif stated:
        value = read_value(stated, spec, ruler, findings)
    prior = (
        findings.attempt(read_prior, parts["prior"], spec, ruler, findings)
        if "prior" in parts
        else None
    )
    growth = findings.attempt(read_growth, parts, findings)
    grounds = read_grounds(
        entry.path,
        entry.node,
        parts,
        spec,
        parent if stated is None else None,
        entry.baseline,
        entry.sources,
        findings,
    )
    if stated is None and parent is None:
        message = f"'{entry.path}' has no value; write 'value: {example(spec)}'"
        findings.say(entry.node.place, message)
    elif entry.baseline and spec.has_unit and not ruler.written and value is not None:
        unit = spec.dimension.shown
        findings.say(entry.node.place, f"'{entry.path}' has no unit; write 'unit: {unit}'")
    if findings.problems:
        return None
    if parent and multiplies:
        prior, growth = parent.prior, parent.growth
    else:
        value, prior, growth = _on_top_of(parent, value, prior, growth)
    if prior and (fault := misfit(prior, value, spec)):
        findings.say(parts.get("prior", entry.node).place, fault)
    return Assumption(
        path=entry.path,
        value=value,
        written=write_value(value, spec, ruler.unit),
        unit=ruler.unit if spec.has_unit else "",
        status=grounds.status,
        role=spec.role,
        place=parent.place if parent and stated is None else (stated or entry.node).place,
        source=grounds.source,
        why=grounds.why,
        prior=prior,
        prior_written=write_prior(prior, spec, ruler.unit) if prior else None,
        growth=growth,
        review_by=grounds.review_by,
    )


def _on_top_of(
    parent: Assumption[Any] | None, value: Any, prior: Prior | None, growth: Growth | None
) -> tuple[Any, Prior | None, Growth | None]:
    """Return value, prior and growth as they stand on those of the parent.

    Steps of a child that states neither prior nor growth are exact: the parent's still
    scale the parent's steps, and theirs alone.
    """
    if parent is None:
        return value, prior, growth
    if value is None:
        return parent.value, prior or parent.prior, growth or parent.growth
    if not isinstance(value, Dated):
        return value, prior, growth
    first = value.steps[0].first_day
    earlier = tuple(step for step in parent.value.steps if step.first_day < first)
    if not earlier:
        return value, prior, growth
    later = value.steps
    if (parent.prior or parent.growth) and not (prior or growth):
        later = tuple(replace(step, scaled=False) for step in later)
    return Dated(earlier + later), prior or parent.prior, growth or parent.growth
