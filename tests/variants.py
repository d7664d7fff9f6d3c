"""Scenarios that differ from the pilot, by a file or by values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sim.luck.luck import Luck
from sim.model.cases import Cases
from sim.model.outline import outline
from sim.model.plan import Plan
from sim.model.replicate import prepare as prepare_outline
from sim.scenario.load import load
from sim.scenario.problems import Place
from sim.scenario.schema import Scenario
from sim.scenario.values import Assumption, Dated, Spread, Step

PILOT = Path(__file__).parents[1] / "scenarios" / "pilot.yaml"


@cache
def pilot() -> Scenario:
    return load(PILOT)


def variant(folder: Path, text: str) -> Scenario:
    """Load a scenario that extends the pilot, through the real reader.

    ``text`` holds sections as a file has them; files that it names are in ``folder``.
    """
    path = folder / "variant.yaml"
    path.write_text(f"name: a variant of the pilot\nextends: {PILOT}\n{text}", encoding="utf-8")
    return load(path)


def with_weeks(folder: Path, *rows: str) -> None:
    """Write observed weeks (``week_ending,people,boats,crossing_days``) as ``weeks.csv``."""
    lines = ("week_ending,people,boats,crossing_days", *rows)
    (folder / "weeks.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def prepare(scenario: Scenario, luck: Luck, at_central: bool = False) -> tuple[Plan, Cases]:
    """Draw what an engine needs for one replication of a scenario."""
    return prepare_outline(outline(scenario, at_central), luck)


def changed(scenario: Scenario, values: dict[str, Any]) -> Scenario:
    """Set parameters by key path, in base units; nothing stays uncertain or grows about them.

    A number stands for itself, for a dated value that never changes or for a constant
    time; a dict of dates for a dated value; anything else for itself.
    """
    entries = {entry.path: entry for entry in scenario.assumptions()}
    return scenario.with_values(
        {path: _set(entries.get(path) or _new(path), value) for path, value in values.items()}
    )


def certain(scenario: Scenario) -> Scenario:
    """Return the scenario without priors and without growth."""
    flat = {e.path: replace(e, prior=None, growth=None) for e in scenario.assumptions()}
    return scenario.with_values(flat)


def dated(steps: dict[date, float]) -> Dated:
    return Dated(tuple(Step(day, float(value)) for day, value in sorted(steps.items())))


_OPTIONAL: dict[str, Any] = {
    "selection.daily_limit": dated({date.min: 0}),
    "casework.held_if_refused": Spread(),
}
"""Values of the parameters that the pilot leaves out; those that are not here are numbers."""


def _new(path: str) -> Assumption[Any]:
    """Return an entry for a parameter that the pilot leaves out."""
    return Assumption(
        path, _OPTIONAL.get(path, 0.0), "", "people", "assumed", "lever", Place("a test")
    )


def _set(entry: Assumption[Any], value: Any) -> Assumption[Any]:
    if isinstance(entry.value, Dated) and isinstance(value, dict):
        value = dated(value)
    elif isinstance(value, int | float):
        if isinstance(entry.value, Dated):
            value = dated({date.min: value})
        elif isinstance(entry.value, Spread):
            value = Spread(float(value), float(value))
        else:
            value = float(value)
    return replace(entry, value=value, prior=None, growth=None)
