"""What did reported figures teach about the uncertain values, taken together?

A posterior is a table: a column for each value, a row for each set of values that go together.
Its numbers are levels, the share of a value's prior that lies below it: 0.5 is the median of the
prior, whatever its unit. So a table of levels shows at a glance what the figures moved, and serves
every scenario that keeps the prior.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import get_args

from sim.scenario.problems import Findings, ScenarioError
from sim.scenario.table import Cell, lines_of, read_day, table_text
from sim.scenario.values import Prior, PriorKind

GROWTH_PRIOR = "normal"
"""Stands for the prior of a step of the programme's walk, and of a limit's departure."""

UNTIL = "figures until"
DECIMALS = 4
_LEVEL = re.compile(r"0\.[0-9]{1,17}")
_NUMBER = r"-?[0-9]+(\.[0-9]+)?(e[-+][0-9]+)?"
_PRIOR = re.compile(
    rf"{GROWTH_PRIOR}|(factor )?({'|'.join(get_args(PriorKind))})( {_NUMBER}){{2,3}}"
)
_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")


@dataclass(frozen=True, slots=True)
class Posterior:
    """Sets of values that agree with reported figures, all equally likely.

    Attributes
    ----------
    until
        The last day of which a figure spoke that taught them.
    names
        Key path of each value; ``programme.walk.1`` and so on for the monthly steps of the
        programme's path, ``detention.places.departure`` for a limit's own trend.
    priors
        The prior under which each was learned, see :func:`prior_words`.
    levels
        Levels of each value, in the order of the sets: shape (values, sets).
    """

    until: date
    names: tuple[str, ...]
    priors: tuple[str, ...]
    levels: tuple[tuple[float, ...], ...]

    @property
    def sets(self) -> int:
        """How many sets of values there are."""
        return len(self.levels[0])

    def of(self, name: str, prior: str) -> tuple[float, ...] | None:
        """Return the levels of a value, or None if it was not learned under this prior."""
        if name not in self.names:
            return None
        column = self.names.index(name)
        return self.levels[column] if self.priors[column] == prior else None


def prior_words(prior: Prior) -> str:
    """Write a prior in base units and without commas, such as ``factor lognormal 1 1.5``."""
    numbers = " ".join(f"{number:.15g}" for number in prior.numbers)
    return f"{'factor ' if prior.factor else ''}{prior.kind} {numbers}"


def read_posterior(path: Path) -> Posterior:
    """Read a posterior.

    Parameters
    ----------
    path
        A UTF-8 CSV file: a line that says until when figures taught, a line of names, a line of
        priors, then a line for each set.

    Raises
    ------
    ScenarioError
        With every problem in the file.
    """
    return _posterior(table_text(path), str(path))


@lru_cache(maxsize=4)  # it is long, and whoever moves one value of a scenario reads it again
def _posterior(text: str, shown: str) -> Posterior:
    findings = Findings()
    lines = lines_of(text, shown)
    first = next(lines)
    until = None
    if len(first) == 2 and first[0].text == UNTIL:
        until = read_day(first[1], findings.problems)
    else:
        findings.say(first[0].place, f"write '{UNTIL},' and a date such as 2026-01-31")
    names, *rows = list(lines) or [first]
    seen: set[str] = set()
    for cell in names:
        if not _NAME.fullmatch(cell.text):
            findings.say(cell.place, f"'{cell.text}' is no key path, such as detention.places")
        elif cell.text in seen:
            findings.say(cell.place, f"'{cell.text}' stands here twice; keep one")
        seen.add(cell.text)
    if len(rows) < 2:
        findings.say(
            names[0].place, "write a line of priors and at least one of levels below the names"
        )
    for row in rows:
        if len(row) != len(names):
            findings.say(row[0].place, f"write {len(names)} fields, one a name; found {len(row)}")
    for cell in rows[0] if rows else []:
        if not _PRIOR.fullmatch(cell.text):
            findings.say(cell.place, f"'{cell.text}' is no prior, such as factor lognormal 1 1.5")
    for row in rows[1:]:
        for cell in row:
            _check_level(cell, findings)
    if findings.problems or until is None:
        raise ScenarioError(findings.problems)
    return Posterior(
        until,
        tuple(cell.text for cell in names),
        tuple(cell.text for cell in rows[0]),
        tuple(zip(*([float(cell.text) for cell in row] for row in rows[1:]), strict=True)),
    )


def write_posterior(posterior: Posterior) -> str:
    """Write a posterior as :func:`read_posterior` reads it."""
    rows = zip(*posterior.levels, strict=True)
    lines = [f"{UNTIL},{posterior.until}", ",".join(posterior.names), ",".join(posterior.priors)]
    lines += [",".join(f"{level:.{DECIMALS}f}" for level in row) for row in rows]
    return "\n".join(lines) + "\n"


def _check_level(cell: Cell, findings: Findings) -> None:
    if not (findings.full or (_LEVEL.fullmatch(cell.text) and 0 < float(cell.text) < 1)):
        findings.say(
            cell.place, f"'{cell.text}' is no level; write a number above 0 and below 1, as 0.25"
        )
