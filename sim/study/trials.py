"""What does a scenario find with something moved, replication by replication?

Variants differ from their scenario in a few values, or by an amount that is added to a limit once
everything uncertain is drawn. All meet the same luck.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.rows import Gathering, Rows
from sim.ensemble.settings import Settings
from sim.luck.luck import Luck
from sim.model.outline import Outline, moved, outline
from sim.outcomes.cohorts import month_of_day, months
from sim.outcomes.indicators import INDICATORS
from sim.outcomes.replication import measured_replication
from sim.outcomes.series import Series
from sim.scenario.schema import Scenario
from sim.scenario.values import Assumption
from sim.study.errors import StudyError

MOST = 100_000
"""Replications that a variant can have; a row's number is ``variant × MOST + replication``."""
_KEPT = 4
"""Outlines that a worker keeps, because chunks come variant by variant."""
_WIDTH = len(INDICATORS)


@dataclass(frozen=True)
class Variant:
    """How a variant differs from its scenario.

    Attributes
    ----------
    changes
        Values that are replaced, by key path.
    added
        What is added to limits, by key path, in base units; see :func:`sim.model.outline.moved`.
    """

    changes: Mapping[str, Assumption[Any]] = field(default_factory=dict)
    added: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Trials:
    """Runs replications of variants; a :class:`~sim.ensemble.rows.RowTask`.

    A row holds every indicator, and then the returns of each calendar month.

    Attributes
    ----------
    scenario
        As loaded.
    variants
        In the order of their numbers.
    seed, at_central, engine
        As in :class:`~sim.ensemble.settings.Settings`.
    """

    scenario: Scenario
    variants: tuple[Variant, ...]
    seed: int
    at_central: bool
    engine: str
    _outlines: dict[int, Outline] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, scenario: Scenario, variants: tuple[Variant, ...], settings: Settings) -> Trials:
        """Return trials under the luck of some settings."""
        return cls(scenario, variants, settings.seed, settings.at_central, settings.engine)

    @cached_property
    def outline(self) -> Outline:
        """The scenario itself, prepared."""
        return outline(self.scenario, self.at_central)

    @property
    def width(self) -> int:
        """How many numbers a row has."""
        start: Any = self.scenario.scheme.start.value
        return _WIDTH + len(months(start, self.scenario.days))

    @staticmethod
    def numbers(variant: int, replications: range) -> range:
        """Return the numbers of the rows of a variant.

        Raises
        ------
        StudyError
            If there are more than :data:`MOST`: their numbers would be those of the next variant.
        """
        if replications.stop > MOST:
            raise StudyError(
                f"{replications.stop:,} replications are more than a study can have; "
                f"write {MOST:,} or fewer"
            )
        first = variant * MOST
        return range(first + replications.start, first + replications.stop)

    def replications(self, numbers: range) -> Rows:
        """Run some rows, in order."""
        rows = np.empty((len(numbers), self.width))
        month = month_of_day(self.scenario.scheme.start.value, self.scenario.days)
        for row, number in zip(rows, numbers, strict=True):
            variant, replication = divmod(number, MOST)
            prepared, luck = self._prepared(variant), Luck(self.seed, replication)
            measured = measured_replication(prepared, luck, self.engine)
            row[:_WIDTH] = measured.indicators
            returns = measured.series[Series.RETURNS]
            row[_WIDTH:] = np.bincount(month, weights=returns, minlength=row.size - _WIDTH)
        return rows

    def _prepared(self, number: int) -> Outline:
        if number not in self._outlines:
            if len(self._outlines) == _KEPT:
                self._outlines.pop(next(iter(self._outlines)))
            variant = self.variants[number]
            prepared = self.outline
            if variant.changes:
                changed = self.scenario.with_values(dict(variant.changes))
                prepared = outline(changed, self.at_central)
            self._outlines[number] = moved(prepared, variant.added)
        return self._outlines[number]


def trial_rows(gathering: Gathering, variant: int, replications: range) -> Rows:
    """Return the rows of some replications of a variant, run if they were not.

    Raises
    ------
    StudyError
        If there are more than :data:`MOST`.
    WorkersError
        If a worker cannot finish a replication.
    """
    return gathering.rows(Trials.numbers(variant, replications))


def column(rows: Rows, indicator: str) -> NDArray[np.float64]:
    """Return an indicator from rows of trials, shape (replications,)."""
    return np.asarray(rows[:, list(INDICATORS).index(indicator)])


def by_month(rows: Rows) -> NDArray[np.float64]:
    """Return the returns of each calendar month from rows of trials."""
    return np.asarray(rows[:, _WIDTH:])
