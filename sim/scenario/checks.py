"""Do the parts of a scenario fit together?

What no single entry can show: dates that follow each other, values that hold from
the start, a balance that leaves one side open, weeks that cover the start. Each
check looks only at what could be read, so that it is made beside any other problem.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sim.scenario.problems import Problem
from sim.scenario.units import SECONDS_A_DAY
from sim.scenario.values import Assumption, Dated
from sim.scenario.weekly import DAYS_A_WEEK, Week

MOST_DAYS = 20 * 366
SHORTEST_REVIEW = 3600

Entries = dict[str, Assumption[Any]]
"""What could be read, by key path."""


def cross_check(entries: Entries, named: set[str]) -> Iterator[Problem]:
    """Yield every contradiction between the parameters of a scenario.

    Parameters
    ----------
    entries
        What could be read.
    named
        Key paths that are in a file, readable or not.
    """
    yield from _dates_follow(entries)
    yield from _values_hold_from_the_start(entries)
    yield from _times_are_possible(entries)
    for path, entry in entries.items():
        if path.startswith("barriers.") and path.endswith(".effect"):
            yield from _barrier_fits_its_effect(entries, entry, named)
    yield from _balance_can_work(entries)


def weeks_fit(
    entries: Entries, weeks: tuple[Week, ...], empty_days: frozenset[date]
) -> Iterator[Problem]:
    """Yield what the observed weeks contradict: the start, or days without crossings."""
    start = entries.get("scheme.start")
    observed = entries.get("arrivals.observed")
    if not (start and observed and weeks):
        return
    if start.value < weeks[0].first_day:
        message = (
            f"{start.value} is before the first observed week, which begins on "
            f"{weeks[0].first_day}; observe the weeks between or start later"
        )
        yield _blame(start, message)
    for week in weeks:
        days = [week.first_day + timedelta(days=n) for n in range(DAYS_A_WEEK)]
        if week.crossing_days > sum(day not in empty_days for day in days):
            message = (
                f"the week ending {week.ending} cannot have {week.crossing_days} crossing days; "
                "'arrivals.no_crossings' says that nobody crossed on too many of its days"
            )
            yield _blame(observed, message)
        before = {day for day in days if day < start.value}
        if days[0] <= start.value <= days[-1] and not before <= empty_days:
            message = (
                f"the scheme starts inside the week ending {week.ending}; say in "
                "'arrivals.no_crossings' that nobody crossed on its earlier days, or start "
                "on a Monday"
            )
            yield _blame(start, message)


def _dates_follow(entries: Entries) -> Iterator[Problem]:
    start = entries.get("scheme.start")
    if start is None:
        return
    for key in ("last_arrival", "last_referral", "last_return", "last_inbound", "horizon"):
        later = entries.get(f"scheme.{key}")
        if later and later.value < start.value:
            message = f"{later.value} is before the start, {start.value}; write a later date"
            yield _blame(later, message)
    horizon = entries.get("scheme.horizon")
    if horizon and (horizon.value - start.value).days >= MOST_DAYS:
        last = start.value + timedelta(days=MOST_DAYS - 1)
        yield _blame(horizon, f"at most {MOST_DAYS:,} days are simulated; end by {last}")


def _values_hold_from_the_start(entries: Entries) -> Iterator[Problem]:
    start = entries.get("scheme.start")
    for entry in entries.values():
        value = entry.value
        if start and isinstance(value, Dated) and value.steps[0].first_day > start.value:
            message = f"'{entry.path}' has no value at the start; add {start.value}: …"
            yield _blame(entry, message)


def _times_are_possible(entries: Entries) -> Iterator[Problem]:
    for path in ("flights.departure_time", "inbound.departure_time"):
        entry = entries.get(path)
        if entry and entry.value >= SECONDS_A_DAY:
            yield _blame(entry, f"'{path}' is a time of day; write less than 24 h, such as 10 h")
    review = entries.get("balance.review")
    if review and review.value < SHORTEST_REVIEW:
        yield _blame(review, "the balance is reviewed at most once an hour; write 1 h or more")


def _barrier_fits_its_effect(
    entries: Entries, effect: Assumption[Any], named: set[str]
) -> Iterator[Problem]:
    barrier = effect.path.removesuffix(".effect")
    delay = entries.get(f"{barrier}.delay")
    if effect.value == "delay" and f"{barrier}.delay" not in named:
        yield _blame(effect, f"'{barrier}' delays; write its 'delay', such as 14 d")
    if effect.value == "release" and delay and delay.place.file == effect.place.file:
        yield _blame(delay, f"'{barrier}' releases, so nothing is delayed; remove 'delay'")


def _balance_can_work(entries: Entries) -> Iterator[Problem]:
    inbound, returned, reset, flights, groups = (
        entries.get(path)
        for path in (
            "balance.inbound_lead",
            "balance.returned_lead",
            "balance.reset",
            "flights.per_week",
            "inbound.groups_per_week",
        )
    )
    if not (inbound and returned):
        return
    least = min(inbound.value, returned.value)
    if reset and reset.value > least:
        message = f"a halted side would resume above its bound; write at most {least:g}"
        yield _blame(reset, message)
    both_open = flights and groups and _ever_open(flights.value) and _ever_open(groups.value)
    if both_open and inbound.value + returned.value == 0:
        message = "a band of zero width lets nobody travel; give one side a lead of one"
        yield _blame(inbound, message)


def _ever_open(value: Dated) -> bool:
    return any(step.value > 0 for step in value.steps)


def _blame(entry: Assumption[Any], message: str) -> Problem:
    return Problem(entry.place, message)
