"""Whoever stands on a day knows nothing of later arrivals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sim.evidence.errors import EvidenceError
from sim.evidence.learning.known import as_known_on
from sim.scenario.checks import MOST_DAYS
from sim.scenario.weekly import Week
from tests.variants import pilot

DAY = date(2025, 11, 15)  # a Saturday: the week to the 16th is not over


def test_later_weeks_and_later_empty_days_are_hidden() -> None:
    known = as_known_on(pilot(), DAY, DAY)
    assert known.weeks == tuple(week for week in pilot().weeks if week.ending < DAY)
    assert known.weeks[-1].ending == date(2025, 11, 9)
    assert known.empty_days == {day for day in pilot().empty_days if day <= DAY}
    assert known.empty_days < pilot().empty_days
    assert known.scheme.horizon.value == DAY


def test_what_follows_a_day_does_not_matter_on_it() -> None:
    unlike = next(
        DAY + timedelta(days=n) for n in range(1, 30)
        if DAY + timedelta(days=n) not in pilot().empty_days
    )  # fmt: skip
    later = pilot().model_copy(
        update={
            "weeks": tuple(
                replace(week, people=week.people + 500) if week.ending > DAY else week
                for week in pilot().weeks
            ),
            "empty_days": pilot().empty_days | {unlike},
        }
    )
    horizon = date(2026, 1, 31)
    assert as_known_on(later, DAY, horizon) == as_known_on(pilot(), DAY, horizon)


def test_everything_is_known_on_the_last_day() -> None:
    last = pilot().weeks[-1].ending
    assert as_known_on(pilot(), last, last) == pilot()


def test_the_last_year_is_the_last_52_weeks_where_it_was_not_over() -> None:
    first = date(2024, 11, 3)
    weeks = tuple(Week(first + timedelta(weeks=n), 100 + n, 2, 2) for n in range(70))
    long = pilot().model_copy(update={"weeks": weeks})
    day = date(2025, 11, 30)
    assert weeks[-1].ending.year == 2026
    seen = [week.people for week in weeks if week.ending <= day]
    assert as_known_on(long, day, day).arrivals.last_year.value == sum(seen[-52:])
    # On a day of the year in which the weeks end, the last calendar year was over.
    over = date(2026, 1, 25)
    assert as_known_on(long, over, over).arrivals.last_year == pilot().arrivals.last_year


@pytest.mark.parametrize(
    ("horizon", "said"),
    [
        (date(2025, 8, 5), "before the scheme begins"),
        (date(2025, 8, 6) + timedelta(days=MOST_DAYS), "days are simulated"),
        (date.max, "days are simulated"),
    ],
)
def test_days_that_cannot_be_simulated_are_refused(horizon: date, said: str) -> None:
    with pytest.raises(EvidenceError, match=said):
        as_known_on(pilot(), horizon, horizon)
