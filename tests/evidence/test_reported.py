from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.evidence.claiming.ranges import Range
from sim.evidence.claiming.reported import Reported, default_reported
from sim.scenario.weekly import Week

MONDAY = date(2025, 7, 28)
LAST_FIGURE = date(2026, 1, 27)

REPORTED = default_reported()


def arrivals(since: str, as_of: str, people_on: dict[date, int] | None = None) -> Range:
    return REPORTED.arrivals(date.fromisoformat(since), date.fromisoformat(as_of), people_on)


@pytest.mark.parametrize("day", [date(2025, 7, 31) + timedelta(days=n) for n in range(7)])
def test_any_start_from_31_july_to_6_august_gives_16969(day: date) -> None:
    assert REPORTED.arrivals(day, LAST_FIGURE) == Range.exactly(16_969)


def test_30_july_had_a_crossing_as_the_weeks_alone_show() -> None:
    """Three crossing days in the week, and nobody crossed from 31 July on."""
    assert arrivals("2025-07-30", "2026-01-27").low == 16_970
    assert arrivals("2025-07-29", "2026-01-27").low == 16_971
    assert arrivals("2025-07-28", "2026-01-27") == Range.exactly(16_969 + 1_259)


def test_a_day_that_was_reported_makes_its_sum_exact() -> None:
    day = date(2025, 7, 30)
    assert arrivals("2025-07-30", "2026-01-27", {day: 898}) == Range.exactly(16_969 + 898)
    earlier = arrivals("2025-07-29", "2026-01-27", {day: 898})
    assert earlier.low == 16_969 + 898 + 1
    assert earlier.high == 16_969 + 1_259 - 1


def test_the_announcement_gives_a_different_number() -> None:
    found = arrivals("2025-07-10", "2026-01-27")
    later_weeks = 1_042 + 643 + 1_259
    assert found.low > 16_969 + later_weeks
    assert found.high == 16_969 + later_weeks + 1_375


def test_weeks_add_up_to_what_the_year_has() -> None:
    assert arrivals("2025-08-06", "2025-12-31") == Range.exactly(16_036)
    assert arrivals("2026-01-01", "2026-01-27") == Range.exactly(933)
    for end, figure in REPORTED.exact("arrivals_calendar_year").items():
        total = int(figure.printed.value)
        assert Range.exactly(total).is_inside(arrivals(f"{end.year}-01-01", str(end)))


def test_the_provisional_weeks_of_2022_have_19_people_fewer_than_its_final_total() -> None:
    """Its first week had one boat; that it came in 2021 gives the 45,755 of the press."""
    assert arrivals("2022-01-03", "2022-12-31") == Range.exactly(45_774 - 19)
    assert arrivals("2021-12-27", "2022-01-02") == Range.exactly(36)


def test_nobody_crossed_on_the_last_two_days_of_2024_as_its_total_shows() -> None:
    weeks_to_29_december = arrivals("2024-01-01", "2024-12-29")
    assert weeks_to_29_december == Range.exactly(36_816)
    assert {date(2024, 12, 30), date(2024, 12, 31)} <= REPORTED.no_crossings
    assert arrivals("2025-01-01", "2025-12-31") == Range.exactly(41_472)


@given(st.data())
def test_people_of_some_days_of_a_week_are_never_outside_the_bounds(data: st.DataObject) -> None:
    people = data.draw(st.lists(st.integers(0, 5), min_size=14, max_size=14))
    days = [MONDAY + timedelta(days=n) for n in range(14)]
    known = {day for day, count in zip(days, people, strict=True) if not count}
    quiet = data.draw(st.sets(st.sampled_from(sorted(known)))) if known else set()
    told = data.draw(st.sets(st.sampled_from(days)))
    weeks = []
    for first in (0, 7):
        counts = people[first : first + 7]
        crossing = sum(count > 0 for count in counts)
        weeks.append(Week(days[first + 6], sum(counts), crossing, crossing))
    reported = Reported((), tuple(weeks), frozenset(quiet))
    since, as_of = sorted(data.draw(st.lists(st.integers(0, 13), min_size=2, max_size=2)))
    by_day = dict(zip(days, people, strict=True))
    found = reported.arrivals(days[since], days[as_of], {day: by_day[day] for day in told})
    assert found.low <= sum(people[since : as_of + 1]) <= found.high
    if told == set(days):
        assert found.is_exact


@pytest.mark.parametrize(
    ("since", "as_of"),
    [("2017-12-31", "2026-01-27"), ("2025-08-06", "2026-02-02"), ("2025-08-06", "2025-08-05")],
)
def test_what_the_weeks_do_not_cover_is_refused(since: str, as_of: str) -> None:
    with pytest.raises(ValueError, match="2018-01-01 to 2026-02-01"):
        arrivals(since, as_of)


def test_figures_of_one_day_that_are_both_used_do_not_contradict_each_other() -> None:
    used = [f for f in REPORTED.figures if f.use and f.rounding != "at_least"]
    for one in used:
        for other in used:
            if one.quantity == other.quantity and one.as_of == other.as_of:
                assert Range.of(one.printed).meets(Range.of(other.printed))


def test_annual_totals_are_those_of_the_weeks_and_of_the_pilots_file() -> None:
    totals = REPORTED.exact("arrivals_calendar_year")
    unused = next(f for f in REPORTED.figures if f.reported == "41,472" and not f.use)
    assert totals[unused.as_of].printed.value == unused.printed.value


def test_a_day_without_a_figure_is_refused_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="did you mean '2026-01-27'"):
        REPORTED.figure("returns_cumulative", date(2026, 1, 28))
    with pytest.raises(ValueError, match="no inbound_cumulative was reported as of 2025-10-19"):
        REPORTED.figure("inbound_cumulative", date(2025, 10, 19))  # only one not to be used
