"""What can a claim be checked with, if it compares two figures?

One small model for each kind of sum (:mod:`sim.evidence.claiming.sums`), and one for what no sum of
reported figures settles.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import ValidationInfo, field_validator

from sim.evidence.claiming.given import Given, Part
from sim.evidence.claiming.reported import Reported
from sim.evidence.reading import Number, one_of
from sim.outcomes.indicators import INDICATORS
from sim.scenario.library import names


def _divides(given: Given, info: ValidationInfo) -> Given:
    if isinstance(info.context, Reported) and given.look_up(info.context).range.low <= 0:
        raise ValueError("it may be zero, and nothing can be divided by that")
    return given


class Ratio(Part):
    """Which share of a whole is a part?"""

    part: Given
    whole: Given

    _divisor = field_validator("whole")(_divides)


class Rise(Part):
    """By which share is a figure above an earlier one?"""

    before: Given
    after: Given

    _divisor = field_validator("before")(_divides)


class Fall(Rise):
    """By which share is a figure below an earlier one?"""


class Difference(Part):
    """By how much is one figure larger than another?"""

    of: Given
    less: Given


class Periods(Part):
    """Are a part and a whole counted over one period, and if not, what is like for like?

    Attributes
    ----------
    part_printed, whole_printed
        The two numbers as the claim gives them.
    part, whole
        What they stand for, each with its first and last day.
    alike
        A part and a whole of one period.
    """

    part_printed: Number
    whole_printed: Number
    part: Given
    whole: Given
    alike: Ratio

    _divisor = field_validator("whole")(_divides)

    @field_validator("part", "whole")
    @classmethod
    def _has_a_period(cls, given: Given) -> Given:
        if given.since is None or given.as_of is None:
            raise ValueError("write 'since' and 'as_of', the first and last day that it counts")
        return given

    @field_validator("alike")
    @classmethod
    def _is_alike(cls, alike: Ratio) -> Ratio:
        part, whole = alike.part, alike.whole
        if None in (part.since, part.as_of) or period(part) != period(whole):
            raise ValueError("give both figures the same 'since' and 'as_of'")
        return alike


def period(given: Given) -> tuple[date | None, date | None]:
    """Return the first and last day that a figure counts."""
    return given.since, given.as_of


class Chance(Part):
    """What does a simulation show beside a chance to which nobody gave a number?"""

    scenario: Annotated[str, one_of(names(), "scenario")]
    indicator: Annotated[str, one_of(INDICATORS, "indicator")]
