"""What do scenarios do under the same luck, replication by replication?

A row holds a replication of every scenario. Luck is keyed by owner, so the same people meet the
same luck in each of them, and their difference is taken in the row, before anything is summed up.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.rows import Rows
from sim.luck.keys import Keys
from sim.luck.luck import Luck
from sim.model.outline import Outline, outline
from sim.outcomes.cohorts import month_of_day, months
from sim.outcomes.indicators import INDICATORS
from sim.outcomes.replication import replication_and_returned
from sim.outcomes.series import NAMES, Daily
from sim.scenario.schema import Scenario

COUNTED = ("returns", "inbound", "arrivals", "people_detained", "released")
"""Daily series of which a row has the running sum at the end of each month."""

_ROWS = [NAMES.index(name) for name in COUNTED]


@dataclass(frozen=True)
class Pairs:
    """Runs a scenario and others under the same luck; all of the same days.

    Attributes
    ----------
    scenarios
        The base, then the others.
    seed, at_central, engine
        How they are run.
    """

    scenarios: tuple[Scenario, ...]
    seed: int
    at_central: bool
    engine: str

    @cached_property
    def outlines(self) -> tuple[Outline, ...]:
        """The scenarios, prepared once; they travel with the task."""
        return tuple(outline(scenario, self.at_central) for scenario in self.scenarios)

    @property
    def outline(self) -> Outline:
        """That of the base."""
        return self.outlines[0]

    @cached_property
    def layout(self) -> Layout:
        """Where a row has what."""
        base = self.scenarios[0]
        return Layout(len(self.scenarios), len(months(base.scheme.start.value, base.days)))

    @property
    def width(self) -> int:
        """How many numbers a row has."""
        return self.layout.width

    def replications(self, numbers: range) -> Rows:
        """Run some replications of every scenario, in order."""
        rows = np.empty((len(numbers), self.width))
        for row, number in zip(rows, numbers, strict=True):
            self._replicate(number, row)
        return rows

    def _replicate(self, number: int, row: NDArray[np.float64]) -> None:
        luck, base = Luck(self.seed, number), self.scenarios[0]
        of_day = month_of_day(base.scheme.start.value, base.days)
        last_days = np.flatnonzero(np.diff(of_day, append=of_day[-1] + 1))
        first: tuple[Daily, Keys] | None = None
        for place, prepared in enumerate(self.outlines):
            measured, returned = replication_and_returned(prepared, luck, self.engine)
            sums = measured.series[_ROWS].cumsum(axis=1, dtype=np.int64)
            row[self.layout.indicators(place)] = measured.indicators
            row[self.layout.sums(place)] = sums[:, last_days].ravel()
            if first is None:
                first = measured.series, returned
                continue
            row[self.layout.apart(place)] = (
                first_difference(first[0], measured.series),
                *only_in_each(first[1], returned),
            )


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a row has what.

    Attributes
    ----------
    scenarios
        How many there are, the base first.
    months
        Calendar months that they touch.
    """

    scenarios: int
    months: int

    @property
    def width(self) -> int:
        """Numbers of a row."""
        return self.scenarios * self._of_one + (self.scenarios - 1) * 3

    def indicators(self, place: int) -> slice:
        """Indicators of a scenario."""
        return slice(place * self._of_one, place * self._of_one + len(INDICATORS))

    def sums(self, place: int) -> slice:
        """Running sums of a scenario: series by series, the end of each month."""
        return slice(place * self._of_one + len(INDICATORS), (place + 1) * self._of_one)

    def apart(self, place: int) -> slice:
        """Three numbers of one of the others, beside the base.

        The first day on which any daily series differs, NaN if none does; the people returned
        only there; the people returned only in the base.
        """
        begin = self.scenarios * self._of_one + (place - 1) * 3
        return slice(begin, begin + 3)

    @property
    def _of_one(self) -> int:
        return len(INDICATORS) + len(COUNTED) * self.months


def first_difference(base: Daily, other: Daily) -> float:
    """Return the first day on which any daily series differs; NaN if none does."""
    differ = np.any(base != other, axis=0)
    return float(differ.argmax()) if differ.any() else np.nan


def only_in_each(base: Keys, other: Keys) -> tuple[int, int]:
    """Return how many keys are only in the other, and how many only in the base."""
    both = np.intersect1d(base, other, assume_unique=True).size
    return other.size - both, base.size - both
