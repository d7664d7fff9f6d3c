"""Which values should somebody have looked at again by now?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sim.scenario.problems import Problem
from sim.scenario.schema import Scenario
from sim.scenario.values import Assumption


def is_overdue(entry: Assumption[Any], today: date) -> bool:
    """Return whether the day by which a value was to be reviewed is past."""
    return entry.review_by is not None and entry.review_by < today


def overdue(scenarios: Iterable[Scenario], today: date) -> list[Problem]:
    """Say where values stand whose review is overdue; what scenarios share is said once."""
    late = (
        Problem(entry.place, f"'{entry.path}' was to be reviewed by {entry.review_by}")
        for scenario in scenarios
        for entry in scenario.assumptions()
        if is_overdue(entry, today)
    )
    return list(dict.fromkeys(late))
