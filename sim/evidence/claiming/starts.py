"""From which of several days was something counted?

"Since the agreement" may mean since it was announced, signed or in force. The arrivals are
added up from each such day, and from every day between them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import field_validator

from sim.evidence.claiming.given import LookedUp, Part
from sim.evidence.claiming.ranges import Range
from sim.evidence.claiming.reported import Reported
from sim.evidence.claiming.verdicts import VERDICTS, Finding, Said, against
from sim.evidence.claiming.wording import day, joined, listed, span, written
from sim.evidence.printed import Printed
from sim.evidence.reading import Day, Number


class Start(Part):
    """A day from which something may have been counted, and what happened on it."""

    what: str
    on: Day


class OnDay(Part):
    """How many people crossed on one day, where that was reported."""

    on: Day
    reported: Number
    source: str

    @field_validator("reported")
    @classmethod
    def _is_whole(cls, text: str) -> str:
        value = Printed(text, "exact").value
        if value < 0 or value.denominator != 1:
            raise ValueError(f"'{text}' is not a number of people; write it as 1,234")
        return text

    @property
    def people(self) -> int:
        """How many."""
        return int(Printed(self.reported, "exact").value)


class SinceStart(LookedUp):
    """How many people arrived since a start that may mean one of several days?"""

    starts: tuple[Start, ...]
    as_of: Day
    on_days: tuple[OnDay, ...] = ()

    @field_validator("starts")
    @classmethod
    def _are_any(cls, starts: tuple[Start, ...]) -> tuple[Start, ...]:
        if not starts:
            raise ValueError("write at least one day from which it may be counted")
        return starts

    def look_up(self, reported: Reported) -> dict[date, Range]:
        """Return the arrivals from each possible day on, the first to the last start."""
        for known in self.on_days:
            weeks = [w for w in reported.weeks if w.first_day <= known.on <= w.ending]
            if not weeks or known.people > weeks[0].people:
                whole = f"; its whole week has {weeks[0].people:,}" if weeks else ""
                raise ValueError(f"{known.people:,} people cannot be of {known.on}{whole}")
        people_on = {known.on: known.people for known in self.on_days}
        first, last = min(s.on for s in self.starts), max(s.on for s in self.starts)
        days = (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))
        return {day: reported.arrivals(day, self.as_of, people_on) for day in days}


def since_start(said: Said, check: SinceStart, reported: Reported) -> Finding:
    """Hold a number against the arrivals from each day that its start may mean.

    The claim has the best of the verdicts: it was not said which day is meant.
    """
    found = check.look_up(reported)
    verdicts = {on: against(said, found[on]) for on in found}
    starts = {start.on: start.what for start in check.starts}
    best = min((verdicts[on][0] for on in starts), key=VERDICTS.index)
    lines = [
        f"from {span(first, last)} ({_what(starts, first, last)}): "
        f"{written(found[first], as_share=False)}"
        for first, last in _runs(found)
        if any(first <= on <= last for on in starts)
    ]
    remark = next(verdicts[on][1] for on in starts if verdicts[on][0] == best)
    return Finding(best, joined(f"to {day(check.as_of)}, {'; '.join(lines)}", remark))


def _runs(found: Mapping[date, Range]) -> list[tuple[date, date]]:
    """Return the first and last of days in a row on which the same was found."""
    runs: list[tuple[date, date]] = []
    for on in found:
        if runs and found[on] == found[runs[-1][1]]:
            runs[-1] = runs[-1][0], on
        else:
            runs.append((on, on))
    return runs


def _what(starts: Mapping[date, str], first: date, last: date) -> str:
    return listed(starts[on] for on in sorted(starts) if first <= on <= last)
