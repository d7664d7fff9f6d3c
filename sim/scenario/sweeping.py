"""Which unknown decides the answer, and at which values is the answer shown?

``sweep`` names one key path and two to twenty values, each read like a value of that
parameter. A value stands alone: it takes the unit that the parameter has without it, but
neither its earlier steps nor its prior nor its growth.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.scenario.catalogue import spec_at, specs
from sim.scenario.checks import Entries, cross_check
from sim.scenario.problems import (
    Findings,
    RefusedError,
    nearest,
    shortened,
)
from sim.scenario.quantities import Ruler
from sim.scenario.reader import Mapping, Node, Scalar, Sequence
from sim.scenario.shapes import read_value
from sim.scenario.spec import Spec
from sim.scenario.swept import Sweep
from sim.scenario.values import Assumption
from sim.scenario.written import write_alone, write_value

FEWEST, MOST = 2, 20
"""How many values a sweep may have."""

_NEVER = ("date", "file")
"""Shapes of what cannot be shown at several values."""
_EXAMPLE = "'casework.accepted: [0%, 50%, 100%]'"
HOW_MANY = f"write {FEWEST} to {MOST} values in a list, such as [0%, 50%, 100%]"


def sweepable() -> list[str]:
    """Return the key paths that a sweep may name in any scenario; barriers have more."""
    return [p for p, spec in specs().items() if "*" not in p and spec.shape not in _NEVER]


def read_sweep(node: Node, entries: Entries, named: set[str], findings: Findings) -> Sweep | None:
    """Read what ``sweep`` says, on top of everything else that the scenario says.

    Parameters
    ----------
    node
        What the file says.
    entries
        Every parameter that could be read, by key path.
    named
        Key paths that are in a file, readable or not.
    findings
        Receives the problems.

    Returns
    -------
    Sweep or None
        None if any of it was refused.
    """
    before = len(findings.problems)
    sweep = findings.attempt(_read, node, entries, named, findings)
    return sweep if len(findings.problems) == before else None


def is_answered(swept: Node, root: Mapping) -> bool:
    """Return whether a file sets the value that a parent's sweep leaves open."""
    if not isinstance(swept, Mapping) or not swept.items:
        return False
    here: Node | None = root
    for key in swept.items[0][0].text.strip().split("."):
        here = here.get(key) if isinstance(here, Mapping) else None
    return here is not None


def _read(node: Node, entries: Entries, named: set[str], findings: Findings) -> Sweep | None:
    if not isinstance(node, Mapping) or len(node.items) != 1:
        raise RefusedError(node.place, f"write one key path and its values, such as {_EXAMPLE}")
    key, values = node.items[0]
    path = key.text
    if path in named and path not in entries:
        return None  # it was refused, and that has been said
    spec = _spec_of(key, entries)
    if not isinstance(values, Sequence) or not FEWEST <= len(values.items) <= MOST:
        raise RefusedError(values.place, HOW_MANY)
    settings: dict[str, Assumption[Any]] = {}
    for value in values.items:
        setting = _read_setting(value, path, spec, entries.get(path), findings)
        if setting is None:
            continue
        written = write_alone(setting.value, spec, setting.unit)
        if any(setting.value == other.value for other in settings.values()):
            findings.say(value.place, f"{written} is there twice; write each value once")
        for message in _contradictions(setting, entries, named):
            findings.say(value.place, f"with '{path}' at {written}: {message}")
        settings[written] = setting
    return Sweep(path, tuple(settings.values()), tuple(settings))


def _spec_of(key: Scalar, entries: Entries) -> Spec:
    """Return the spec of a parameter that can be shown at several values."""
    path = key.text
    if path in entries and (shape := spec_at(path).shape) in _NEVER:
        what = f"'{path}' is a {shape}, which cannot be shown at several values"
        raise RefusedError(key.place, f"{what}; write a scenario for each")
    known = {p for p in entries if spec_at(p).shape not in _NEVER} | set(sweepable())
    if path not in known:
        hint = nearest(path, sorted(known)) if "." in path else f"write one, such as {_EXAMPLE}"
        message = f"'{shortened(path)}' is no key path; {hint}"
        raise RefusedError(key.place, message)
    return spec_at(path)


def _read_setting(
    node: Node, path: str, spec: Spec, parent: Assumption[Any] | None, findings: Findings
) -> Assumption[Any] | None:
    ruler = Ruler(spec, parent.unit if parent else "")
    value = read_value(node, spec, ruler, findings)
    if value is None:
        return None
    return Assumption(
        path=path,
        value=value,
        written=write_value(value, spec, ruler.unit),
        unit=ruler.unit if spec.has_unit else "",
        status="assumed",
        role=spec.role,
        place=node.place,
        why="one of the values at which the answer is shown",
    )


def _contradictions(setting: Assumption[Any], entries: Entries, named: set[str]) -> Iterator[str]:
    """Yield what does not fit together with the setting, and did without it."""
    before = set(cross_check(entries, named))
    for problem in cross_check({**entries, setting.path: setting}, {*named, setting.path}):
        if problem not in before:
            yield problem.message
