"""Which simulated number does a reported figure speak of?

For each quantity that a figure may name, its value at the end of a day in every
replication, from a result alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.result import Result

Values = NDArray[np.float64]
"""One number for each replication, shape (replications,); NaN where undefined."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a quantity means and how it is read off a result.

    Attributes
    ----------
    about
        In words.
    value
        From a result and a simulated day, "as of" its end.
    is_share
        True for a ratio; other quantities are whole counts.
    ends_with_month
        True if a figure is of a calendar month and so has its last day.
    counts_from
        The first day of what a figure counts, where it must be simulated from there; None
        where a figure counts from the scheme's start at the earliest.
    """

    about: str
    value: Callable[[Result, date], Values]
    is_share: bool = False
    ends_with_month: bool = False
    counts_from: Callable[[date], date] | None = None


def simulated(name: str, result: Result, as_of: date) -> Values:
    """Return a quantity at the end of a day in every replication.

    Parameters
    ----------
    name
        One of :data:`QUANTITIES`.
    result
        The run.
    as_of
        A day; on one that was not simulated every value is NaN.
    """
    if not result.dates[0] <= as_of <= result.dates[-1]:
        return np.full(result.replications, np.nan)
    return QUANTITIES[name].value(result, as_of)


def _since_start(series: str) -> Callable[[Result, date], Values]:
    return lambda result, as_of: _sum(result, series, result.dates[0], as_of)


def _within(series: str, begins: Callable[[date], date]) -> Callable[[Result, date], Values]:
    """Count from the first day of a period, or from the scheme's start if that is later."""
    return lambda result, as_of: _sum(result, series, max(begins(as_of), result.dates[0]), as_of)


def _sum(result: Result, series: str, first: date, last: date) -> Values:
    start = result.dates[0]
    days = slice((first - start).days, (last - start).days + 1)
    counted: Values = result.daily(series)[:, days].sum(axis=1, dtype=np.float64)
    return counted


def _net_flow(result: Result, as_of: date) -> Values:
    return _since_start("inbound")(result, as_of) - _since_start("returns")(result, as_of)


def _returns_rate(result: Result, as_of: date) -> Values:
    returns, arrivals = _since_start("returns"), _since_start("arrivals")
    whole = arrivals(result, as_of)
    undefined = np.full(result.replications, np.nan)
    rate: Values = np.divide(returns(result, as_of), whole, out=undefined, where=whole > 0)
    return rate


def _largest_flight(result: Result, as_of: date) -> Values:
    until = (as_of - result.dates[0]).days + 1
    return np.asarray(result.daily("largest_flight")[:, :until].max(axis=1), dtype=np.float64)


def _month(day: date) -> date:
    return day.replace(day=1)


def _year(day: date) -> date:
    return day.replace(month=1, day=1)


QUANTITIES: dict[str, Quantity] = {
    "returns_cumulative": Quantity("returns to date", _since_start("returns")),
    "inbound_cumulative": Quantity("people who came in by the route", _since_start("inbound")),
    "returns_monthly": Quantity(
        "returns in the calendar month, since the scheme's start",
        _within("returns", _month),
        ends_with_month=True,
    ),
    "inbound_monthly": Quantity(
        "people who came in during the calendar month, since the scheme's start",
        _within("inbound", _month),
        ends_with_month=True,
    ),
    "net_flow": Quantity("inbound − returned under the scheme", _net_flow),
    "returns_rate": Quantity(
        "returns to date ÷ arrivals since the scheme began", _returns_rate, is_share=True
    ),
    "arrivals_since_start": Quantity(
        "small-boat arrivals since the scheme began", _since_start("arrivals")
    ),
    "arrivals_calendar_year": Quantity(
        "small-boat arrivals since 1 January", _within("arrivals", _year), counts_from=_year
    ),
    "flights_cumulative": Quantity(
        "flights that carried at least one person", _since_start("flights")
    ),
    "people_detained": Quantity(
        "people who entered detention under the scheme", _since_start("people_detained")
    ),
    "reentrants": Quantity("people who arrived again after a return", _since_start("reentrants")),
    "voluntary_departures": Quantity(
        "voluntary departures from outside detention", _since_start("voluntary_departures")
    ),
    "largest_flight": Quantity("most people returned on one flight to date", _largest_flight),
}
"""Every quantity that a figure may name."""
