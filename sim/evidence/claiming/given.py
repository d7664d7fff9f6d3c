"""Which figure goes into a sum, and what may it stand for?

A figure is written out with its source, or looked up. It is looked up while a file is read,
so that one that nobody reported has a line and a column.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, ValidationInfo, model_validator

from sim.evidence.claiming.ranges import Range
from sim.evidence.claiming.reported import Reported
from sim.evidence.claiming.wording import written
from sim.evidence.printed import ROUNDINGS, Printed, Rounding
from sim.evidence.quantities import QUANTITIES
from sim.evidence.reading import Day, Number, one_of

WEEKLY = "arrivals_weekly"
"""The quantity that adds the weekly arrivals up, from a day to a day."""


class Part(BaseModel):
    """A part of a claim."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class LookedUp(Part, ABC):
    """A part that needs what was reported; validated with a :class:`Reported` as context."""

    @abstractmethod
    def look_up(self, reported: Reported) -> object:
        """Return what it needs.

        Raises
        ------
        ValueError
            If that was not reported.
        """

    @model_validator(mode="after")
    def _was_reported(self, info: ValidationInfo) -> Self:
        if isinstance(info.context, Reported):
            self.look_up(info.context)
        return self


@dataclass(frozen=True, slots=True)
class Known:
    """A figure as it is shown in a sum, and what it may stand for."""

    text: str
    range: Range


class Given(LookedUp):
    """One figure of a sum.

    Either ``reported`` as text with its ``source``, or a ``quantity`` that was reported
    ``as_of`` a day, or the quantity ``arrivals_weekly``, which is added up ``since`` a day.

    Attributes
    ----------
    since, as_of
        The first and the last day of what it counts; for a figure written out they may be
        left out where no sum asks for them.
    """

    reported: Number | None = None
    rounding: Annotated[Rounding, one_of(ROUNDINGS, "rounding")] = "exact"
    source: str | None = None
    quantity: Annotated[str, one_of([*QUANTITIES, WEEKLY], "quantity")] | None = None
    since: Day | None = None
    as_of: Day | None = None

    def look_up(self, reported: Reported) -> Known:
        """Return the figure.

        Raises
        ------
        ValueError
            If it is not written in full, was not reported, or has no upper end.
        """
        if (self.reported is None) == (self.quantity is None):
            raise ValueError("write either 'reported' as text or a 'quantity' with 'as_of'")
        if self.since and self.as_of and self.as_of < self.since:
            raise ValueError(f"dates out of order: {self.as_of} is before {self.since}")
        if self.reported is not None:
            return self._written_out(self.reported)
        if self.as_of is None:
            raise ValueError("'as_of' is missing; write the day at whose end it was so")
        if self.source is not None:
            raise ValueError("a figure that is looked up has its own source; remove 'source'")
        if self.quantity != WEEKLY:
            return _known(reported.figure(str(self.quantity), self.as_of).printed)
        if self.since is None:
            raise ValueError("'since' is missing; write the first day of the sum")
        found = reported.arrivals(self.since, self.as_of)
        return Known(written(found, as_share=False), found)

    def _written_out(self, text: str) -> Known:
        if self.source is None:
            raise ValueError("'source' is missing; write who reported it")
        return _known(Printed(text, self.rounding))


def _known(printed: Printed) -> Known:
    about = "about " if printed.rounding == "about" else ""
    return Known(about + printed.text, Range.of(printed))
