"""What can a claim be checked with, if it speaks of the order of figures or of days?

One small model for each kind (:mod:`sim.evidence.claiming.orders`). Only figures that were reported
as exact are looked at.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, field_validator, model_validator

from sim.evidence.claiming.given import LookedUp, Part
from sim.evidence.claiming.reported import Reported
from sim.evidence.printed import Printed
from sim.evidence.quantities import QUANTITIES
from sim.evidence.reading import Day, YesOrNo, one_of

MONTH_END = "month_end"
"""The group of the official figures of month ends."""

Quantity = Annotated[str, one_of(QUANTITIES, "quantity")]


def _place(text: Any) -> Any:
    if isinstance(text, str):
        if not re.fullmatch("[1-9][0-9]{0,2}", text):
            raise ValueError(f"'{text}' is not a place; write 2 for the second-largest")
        return int(text)
    return text


class Between(LookedUp):
    """Does a running total lie between the official month ends before and after it?"""

    quantity: Quantity
    as_of: Day

    def look_up(self, reported: Reported) -> tuple[tuple[date, Printed], tuple[date, Printed]]:
        """Return the month ends on either side; the same twice for a month end itself."""
        ends = reported.exact(self.quantity, MONTH_END)
        before = [end for end in ends if end <= self.as_of]
        after = [end for end in ends if end >= self.as_of]
        if not before or not after:
            raise ValueError(f"{self.as_of} is not between two month ends of {self.quantity}")
        first, last = before[-1], after[0]
        return (first, ends[first].printed), (last, ends[last].printed)


class Rank(LookedUp):
    """At which place, the largest first, is a year's figure among those of every year?"""

    quantity: Quantity
    as_of: Day
    place: Annotated[int, BeforeValidator(_place)]

    def look_up(self, reported: Reported) -> dict[date, Printed]:
        """Return the figures of this day of every year, oldest first."""
        day = (self.as_of.month, self.as_of.day)
        found = reported.exact(self.quantity)
        years = {at: f.printed for at, f in found.items() if (at.month, at.day) == day}
        if self.as_of not in years:
            raise ValueError(f"no exact {self.quantity} was reported as of {self.as_of}")
        return years


class Lead(LookedUp):
    """Which of two figures was ahead at the month ends, from the first at which they differ?"""

    ahead: Quantity
    behind: Quantity

    def look_up(self, reported: Reported) -> dict[date, tuple[Printed, Printed]]:
        """Return both figures at every month end that has both, oldest first."""
        ahead = reported.exact(self.ahead, MONTH_END)
        behind = reported.exact(self.behind, MONTH_END)
        ends = {at: (ahead[at].printed, behind[at].printed) for at in ahead if at in behind}
        if all(one.value == other.value for one, other in ends.values()):
            raise ValueError(f"{self.ahead} and {self.behind} differ at no month end")
        return ends


class Trend(LookedUp):
    """Is a month's figure larger at the end of a period than at its beginning?"""

    quantity: Quantity
    since: Day
    as_of: Day

    def look_up(self, reported: Reported) -> dict[date, Printed]:
        """Return the figures from one day to the other, oldest first."""
        found = reported.exact(self.quantity)
        months = {at: f.printed for at, f in found.items() if self.since <= at <= self.as_of}
        if len(months) < 2:
            raise ValueError(
                f"fewer than two exact {self.quantity} from {self.since} to {self.as_of}"
            )
        return months


class Span(Part):
    """A first and a last day."""

    since: Day
    as_of: Day

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.as_of < self.since:
            raise ValueError(f"dates out of order: {self.as_of} is before {self.since}")
        return self

    def is_within(self, other: Span) -> bool:
        """Return whether all of it is within another span."""
        return other.since <= self.since and self.as_of <= other.as_of

    def meets(self, other: Span) -> bool:
        """Return whether a day is in both."""
        return self.since <= other.as_of and self.as_of >= other.since


class Step(Span):
    """Something that happened, on one day or from one to another.

    Attributes
    ----------
    is_meant
        Whether it is what the claim gives a time to.
    """

    what: str
    is_meant: YesOrNo
    source: str


class Dates(Span):
    """Did what a claim speaks of happen within the time that it gives?"""

    steps: tuple[Step, ...]

    @field_validator("steps")
    @classmethod
    def _means_one(cls, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        if not any(step.is_meant for step in steps):
            raise ValueError("none of them is meant; write 'is_meant: yes' for one that is")
        return steps
