"""Which arrivals were observed, week by week, and on which days is it known that nobody crossed?

Two small CSV files hold the observed side of the arrivals. A file is accepted only if its weeks
follow each other and every week could have happened: boats carry people and come on crossing days.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sim.scenario.problems import Place, Problem, ScenarioError
from sim.scenario.table import Cell, read_count, read_day, read_rows

WEEKS_HEADER = "week_ending,people,boats,crossing_days"
NO_CROSSINGS_HEADER = "first_day,last_day,source"

DAYS_A_WEEK = 7
SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Week:
    """What was observed from a Monday to the Sunday ``ending``.

    Parameters
    ----------
    ending
        The Sunday.
    people, boats
        Detected in the week; at least one person a boat.
    crossing_days
        Days of the week on which at least one boat came, 0 to 7.
    """

    ending: date
    people: int
    boats: int
    crossing_days: int

    @property
    def first_day(self) -> date:
        """The Monday."""
        return self.ending - timedelta(days=DAYS_A_WEEK - 1)


def read_weeks(path: Path) -> tuple[Week, ...]:
    """Read the observed weeks, oldest first, without gaps.

    Parameters
    ----------
    path
        A UTF-8 CSV file with the columns ``week_ending,people,boats,crossing_days``.

    Raises
    ------
    ScenarioError
        With every problem in the file.
    """
    problems: list[Problem] = []
    weeks: list[Week] = []
    previous: date | None = None
    for ending_cell, *count_cells in read_rows(path, WEEKS_HEADER, problems):
        ending = read_day(ending_cell, problems)
        counts = [read_count(cell, problems) for cell in count_cells]
        if ending:
            problems.extend(_calendar_problems(ending, previous, ending_cell.place))
            previous = ending
        people, boats, crossing_days = counts
        if ending and people is not None and boats is not None and crossing_days is not None:
            week = Week(ending, people, boats, crossing_days)
            problems.extend(_count_problems(week, count_cells))
            weeks.append(week)
    if problems:
        raise ScenarioError(problems)
    return tuple(weeks)


def read_no_crossings(path: Path) -> frozenset[date]:
    """Read the days on which it is known that nobody crossed.

    Parameters
    ----------
    path
        A UTF-8 CSV file with the columns ``first_day,last_day,source``: one range of days a line,
        both ends included, oldest first and apart; ``source`` says who reported it.

    Raises
    ------
    ScenarioError
        With every problem in the file.
    """
    problems: list[Problem] = []
    days: set[date] = set()
    previous: date | None = None
    for first_cell, last_cell, source in read_rows(path, NO_CROSSINGS_HEADER, problems):
        first, last = read_day(first_cell, problems), read_day(last_cell, problems)
        if not source.text:
            problems.append(Problem(source.place, "say which source reports that nobody crossed"))
        if not (first and last):
            continue
        if previous and first <= previous:
            message = f"dates out of order: {first} is not after {previous}, the last day above"
            problems.append(Problem(first_cell.place, message))
        if last < first:
            message = f"dates out of order: the last day {last} is before the first day {first}"
            problems.append(Problem(last_cell.place, message))
        previous = max(first, last)
        days.update(first + timedelta(days=n) for n in range((last - first).days + 1))
    if problems:
        raise ScenarioError(problems)
    return frozenset(days)


def _calendar_problems(ending: date, previous: date | None, place: Place) -> Iterator[Problem]:
    if ending.weekday() != SUNDAY:
        yield Problem(place, f"{ending} is a {ending:%A}; a week ends on a Sunday")
    if previous is None:
        return
    if ending == previous:
        yield Problem(place, f"the week ending {ending} is repeated")
    elif ending < previous:
        yield Problem(place, f"dates out of order: {ending} is before {previous}")
    elif (ending - previous).days > DAYS_A_WEEK:
        yield Problem(place, f"weeks are missing between {previous} and {ending}")


def _count_problems(week: Week, cells: list[Cell]) -> Iterator[Problem]:
    people, boats, crossing_days = (cell.place for cell in cells)
    if week.people < week.boats:
        yield Problem(people, f"{week.people} people is fewer than {week.boats} boats")
    if week.people and not week.boats:
        yield Problem(boats, f"{week.people} people came in no boat")
    if week.boats < week.crossing_days:
        yield Problem(boats, f"{week.boats} boats is fewer than {week.crossing_days} crossing days")
    if week.boats and not week.crossing_days:
        yield Problem(crossing_days, f"{week.boats} boats came on no crossing day")
    if week.crossing_days > DAYS_A_WEEK:
        yield Problem(crossing_days, f"{week.crossing_days} is more than the 7 days of a week")
