"""What can a parameter be set to, and on whose word?

The value types of a resolved scenario. All are frozen; base units are those of
:mod:`sim.scenario.units` (seconds, fractions, per day).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Generic, Literal, TypeVar

from sim.scenario.problems import Place

Status = Literal["reported", "derived", "calibrated", "assumed", "lever"]
Role = Literal["lever", "uncertainty", "constant"]


@dataclass(frozen=True, slots=True)
class Step:
    """A value from a day on; ``scaled`` if priors on a factor and growth apply to it."""

    first_day: date
    value: float
    scaled: bool = True


@dataclass(frozen=True, slots=True)
class Dated:
    """A value that changes on given dates; it holds from each date until the next."""

    steps: tuple[Step, ...]

    def on(self, day: date) -> float:
        """Return the value on a day; before the first date it is the first value."""
        return self.step_on(day).value

    def step_on(self, day: date) -> Step:
        """Return the step that holds on a day."""
        return next((s for s in reversed(self.steps) if s.first_day <= day), self.steps[0])

    def times(self, factor: float) -> Dated:
        """Return the same steps with every scaled value multiplied."""
        return Dated(
            tuple(replace(s, value=s.value * factor) if s.scaled else s for s in self.steps)
        )

    def over(self, first: date, days: int) -> Iterator[Step]:
        """Yield the step that holds on each of a run of days."""
        following = iter(self.steps[1:])
        step, nxt = self.steps[0], next(following, None)
        for offset in range(days):
            day = first + timedelta(days=offset)
            while nxt is not None and nxt.first_day <= day:
                step, nxt = nxt, next(following, None)
            yield step


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something takes: constant, lognormal or exponential, in seconds.

    ``median`` and ``p90`` for a lognormal; ``median == p90`` is a constant.
    ``mean`` alone is an exponential.
    """

    median: float = 0.0
    p90: float = 0.0
    mean: float | None = None

    def times(self, factor: float) -> Spread:
        """Return the same shape stretched by a factor."""
        mean = None if self.mean is None else self.mean * factor
        return Spread(self.median * factor, self.p90 * factor, mean)


PriorKind = Literal["uniform", "triangular", "normal", "lognormal", "beta"]


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed about an uncertain value before the figures are looked at.

    Attributes
    ----------
    kind
        ``uniform`` (low, high), ``triangular`` (low, mode, high), ``normal``
        (mean, sd), ``lognormal`` (median, p90) or ``beta`` (mean, sd).
    numbers
        In base units of the parameter, or pure ratios if ``factor``.
    factor
        True if the prior multiplies the value (dated values and spreads).
    """

    kind: PriorKind
    numbers: tuple[float, ...]
    factor: bool = False


@dataclass(frozen=True, slots=True)
class Growth:
    """A limit that follows the shared programme path, with its own departure from it.

    ``departure`` is the standard deviation, a month, of the limit's own log trend.
    """

    departure: float


T = TypeVar("T", float, Dated, Spread, date, str, tuple[float, ...])


@dataclass(frozen=True, slots=True)
class Assumption(Generic[T]):
    """One parameter: its value, and what the value rests on.

    Attributes
    ----------
    path
        Dotted key path, such as ``detention.places``.
    value
        In base units.
    written
        The value as the file has it, for pages and for the resolved scenario.
    unit
        As written or as the parameter's shown unit; empty for dates and words.
    place
        File, line and column of the value.
    """

    path: str
    value: T
    written: str
    unit: str
    status: Status
    role: Role
    place: Place
    source: str | None = None
    why: str | None = None
    prior: Prior | None = None
    prior_written: str | None = None
    growth: Growth | None = None
    review_by: date | None = None

    def set_to(self, value: T) -> Assumption[T]:
        """Return the same parameter with another value and nothing uncertain about it."""
        return replace(self, value=value, prior=None)
