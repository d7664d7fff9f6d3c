"""On which days may a scheme start?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sim.scenario.schema import Scenario

Child = Callable[..., Scenario]
Refusal = Callable[[Path], list[str]]

DATED = {
    "detention": {"places": "places"},
    "flights": {"per_week": "per week", "seats": "places"},
    "inbound": {"applications": "per week", "groups_per_week": "per week"},
}
"""What the pilot says from its own start on only."""


def starting(day: str) -> str:
    """Return what a child of the pilot says to start on another day and end with 2025."""
    lines = [f"scheme: {{start: {day}, horizon: 2025-12-31}}", f"programme: {{start: {day}}}"]
    for section, keys in DATED.items():
        lines.append(f"{section}:")
        lines += [
            f"  {key}: {{value: {{{day}: 5}}, unit: {unit}, status: lever, why: a test}}"
            for key, unit in keys.items()
        ]
    return "\n".join(lines)


@pytest.mark.parametrize("day", ["2018-01-01", "2022-04-11", "2025-01-06"])
def test_a_scheme_may_start_on_any_monday_that_was_observed(child: Child, day: str) -> None:
    assert str(child(starting(day)).scheme.start.value) == day


def test_a_scheme_may_start_with_2025_since_nobody_crossed_on_the_two_days_before(
    child: Child,
) -> None:
    assert child(starting("2025-01-01")).scheme.start.value == date(2025, 1, 1)


def test_a_scheme_may_not_start_inside_a_week_of_whose_days_nothing_is_known(
    write: Callable[..., Path], refusal: Refusal
) -> None:
    (said,) = refusal(write(starting("2022-04-14")))
    assert "the scheme starts inside the week ending 2022-04-17" in said
    assert "start on a Monday" in said
