"""Which months have been reported, and which lie ahead?"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from sim.evidence.figures import Figure

SERIES = ("returns", "inbound")
"""What is forecast, month by month."""


def month_ends(after: date, until: date) -> list[date]:
    """Return the last days of the months that end after one day and by another."""
    days = map(date.fromordinal, range(after.toordinal() + 1, until.toordinal() + 1))
    return [day for day in days if ends_month(day)]


def ends_month(day: date) -> bool:
    """Return whether a day is the last of its month."""
    return day.day == monthrange(day.year, day.month)[1]


def reported_months(figures: Iterable[Figure], series: str) -> dict[date, int]:
    """Return how many were reported for each month, by its last day, in order.

    A month counts from the first in which there was any: before that the scheme had not begun
    to work, which is no month of experience.
    """
    counts = {
        figure.as_of: int(figure.printed.value)
        for figure in figures
        if figure.use and figure.quantity == f"{series}_monthly"
    }
    worked = [day for day in sorted(counts) if counts[day] > 0]
    return {day: counts[day] for day in sorted(counts) if worked and day >= worked[0]}


def reported_total(figures: Iterable[Figure], series: str, day: date) -> int | None:
    """Return the total that was reported to the end of a day, or None."""
    for figure in figures:
        if figure.use and (figure.quantity, figure.as_of) == (f"{series}_cumulative", day):
            return int(figure.printed.value)
    return None
