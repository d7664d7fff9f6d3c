"""What would be printed at given values?

One replication at a time, for a method that chooses the values of the next by what the last
came to.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from sim.ensemble.batch import Batch
from sim.ensemble.result import Result
from sim.evidence.learning.pilots import Pilots
from sim.evidence.learning.printing import as_printed
from sim.luck.luck import Luck
from sim.model.growth import growth_names
from sim.model.outline import outline
from sim.outcomes.replication import measured_replication

_LEVEL = 1e-4

Numbers = NDArray[np.float64]


class SpentError(Exception):
    """All simulations that were allowed have been run."""


class Single(Result):
    """A result whose days are listed once: there are many results of one replication each."""

    @property
    def dates(self) -> list[date]:
        return _days(self.scenario.scheme.start.value, self.scenario.days)


@cache
def _days(start: date, days: int) -> list[date]:
    return [start + timedelta(days=day) for day in range(days)]


class Simulator:
    """Prints the figures of a replication at given values, one replication a call.

    Parameters
    ----------
    pilots
        With the scenario and the figures.
    columns
        Of the values that are given; the others are drawn from their priors.
    seed
        Of all else.
    budget
        How many calls there may be.

    Notes
    -----
    A given value is a level in the only set of a posterior, and NaN there is drawn from its prior.
    """

    def __init__(self, pilots: Pilots, columns: NDArray[np.int64], seed: int, budget: int) -> None:
        self._pilots, self._columns = pilots, columns
        self._outline = outline(pilots.scenario)
        entries, basis = self._outline.priors.entries, self._outline.basis
        followers = [path for path in self._outline.row if path in entries and entries[path].growth]
        self._names = [*self._outline.priors.paths, *growth_names(followers, basis.months)]
        self._seed, self._budget = seed, budget
        self.calls = 0

    def printed(self, scores: Numbers) -> Numbers:
        """Return what would have been printed, shape (figures,), of scores, shape (given,)."""
        if self.calls >= self._budget:
            raise SpentError
        levels = np.full((1, len(self._names)), np.nan)
        given = [self._pilots.learnable.names[column] for column in self._columns]
        places = [self._names.index(name) for name in given]
        levels[0, places] = np.clip(ndtr(scores), _LEVEL, 1 - _LEVEL)
        of_priors, of_growth = np.split(levels, [len(self._outline.priors.paths)], axis=1)
        basis = self._outline.basis._replace(
            prior_levels=np.ascontiguousarray(of_priors),
            growth_levels=np.ascontiguousarray(of_growth),
        )
        priors = replace(self._outline.priors, levels=basis.prior_levels)
        scenario, engine = self._pilots.scenario, self._pilots.settings.engine
        measured = measured_replication(
            replace(self._outline, priors=priors, basis=basis),
            Luck(self._seed, self.calls),
            engine,
        )
        batch = Batch.of([measured])
        result = Single(scenario, self._seed, False, engine, None, {}, *batch.arrays())
        found: Numbers = as_printed(result, self.calls, self._pilots.figures)[0]
        self.calls += 1
        return found
