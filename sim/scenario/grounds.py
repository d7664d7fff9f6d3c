"""What does a value rest on?

Status, source, reason and review date of one entry, and the growth it follows. A
mapping that restates no value keeps its parent's grounds where it names no others.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

from sim.scenario.problems import Findings, RefusedError, nearest, shortened
from sim.scenario.quantities import read_date, read_ratio, read_text
from sim.scenario.reader import Node
from sim.scenario.spec import STATUSES, Spec
from sim.scenario.values import Assumption, Growth, Status

Parts = dict[str, Node]
"""The keys of an entry and what each holds."""

MOST_DEPARTURE = 10.0


@dataclass(frozen=True, slots=True)
class Grounds:
    """On whose word a value stands."""

    status: Status
    source: str | None
    why: str | None
    review_by: date | None


def read_grounds(
    path: str,
    node: Node,
    parts: Parts,
    spec: Spec,
    kept: Assumption[Any] | None,
    baseline: bool,
    sources: frozenset[str],
    findings: Findings,
) -> Grounds:
    """Read what an entry says about its grounds.

    Parameters
    ----------
    path, node, parts
        The entry's key path, where it stands and its keys.
    spec
        Of its parameter; a bare lever has the status ``lever``.
    kept
        The parent's entry if its value is kept, else None.
    baseline
        True in a file without a parent, where a status is required.
    sources
        Ids that ``source`` may name.
    findings
        Receives the problems.
    """
    before = len(findings.problems)
    found = {
        key: findings.attempt(read_text, parts[key], example)
        for key, example in (("status", STATUSES[0]), ("source", "an id"), ("why", "a reason"))
        if key in parts
    }
    status, source, why = (found.get(key) for key in ("status", "source", "why"))
    if status and status not in STATUSES:
        hint = nearest(status, STATUSES)
        findings.say(parts["status"].place, f"unknown status '{shortened(status)}'; {hint}")
    if source and source not in sources:
        findings.say(parts["source"].place, _unknown_source(source, sources))
    review_by = findings.attempt(read_date, parts["review_by"]) if "review_by" in parts else None
    if kept:
        source, why = source or kept.source, why or kept.why
        review_by = review_by or kept.review_by
    if len(findings.problems) == before:
        if status is None and baseline:
            one = ", ".join(STATUSES)
            findings.say(node.place, f"'{path}' has no status; write 'status:' and one of: {one}")
        if status in ("reported", "derived") and source is None:
            findings.say(node.place, f"'{path}' is {status}; name its 'source'")
        if status in ("assumed", "lever") and why is None:
            findings.say(node.place, f"'{path}' is {status}; say why in 'why'")
    if why is None and status is None:
        why = f"set in {Path(node.place.file).name}, which gives no reason"
    default = kept.status if kept else "lever" if spec.role == "lever" else "assumed"
    return Grounds(cast(Status, status or default), source, why, review_by)


def read_growth(parts: Parts, findings: Findings) -> Growth | None:
    """Read which path a limit follows, and its own departure from it."""
    follows, departure = parts.get("follows"), parts.get("departure")
    own = findings.attempt(_departure, departure) if departure else 0.0
    if follows is None:
        if departure is not None:
            findings.say(departure.place, "'departure' needs 'follows: programme' beside it")
        return None
    if read_text(follows, "programme") != "programme":
        raise RefusedError(follows.place, "write 'follows: programme', the only shared path")
    return None if own is None else Growth(own)


def _departure(node: Node) -> float:
    departure = read_ratio(node, "a departure", "0.03")
    if not 0 <= departure <= MOST_DEPARTURE:
        message = f"a departure is a standard deviation a month, 0 to {MOST_DEPARTURE:g}"
        raise RefusedError(node.place, f"{message}; write 0.03")
    return departure


def _unknown_source(source: str, sources: frozenset[str]) -> str:
    if not sources:
        return "no sources can be named yet; write 'sources: sources.yaml' at the top of the file"
    return f"unknown source '{shortened(source)}'; {nearest(source, sources)}"
