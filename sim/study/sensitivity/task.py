"""How is one row of a study run?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from sim.ensemble.rows import Rows
from sim.luck.luck import Luck
from sim.model.outline import Outline, outline
from sim.outcomes.indicators import INDICATORS
from sim.outcomes.replication import measured_replication
from sim.scenario.schema import Scenario
from sim.study.sensitivity.design import Design
from sim.study.sensitivity.unknowns import Levels, Unknowns, at_levels


class Planned(Protocol):
    """Says what a row is; has to pickle."""

    def row(self, number: int) -> tuple[Levels, int]:
        """Return the level of every column, and the replication whose luck a row has."""


@dataclass(frozen=True)
class Designed:
    """The rows of a design, as the model takes them."""

    design: Design
    unknowns: Unknowns

    def row(self, number: int) -> tuple[Levels, int]:
        """Return the level of every column, and the replication whose luck a row has."""
        inputs, luck = self.design.row(number)
        return self.unknowns.levels(inputs), luck


@dataclass(frozen=True)
class LevelTask:
    """Runs a scenario at the levels that a plan says; a row is every indicator at the horizon.

    Attributes
    ----------
    scenario, seed, engine
        As an ordinary run has them.
    priors
        How many of the columns are values with a prior.
    plan
        The rows.
    """

    scenario: Scenario
    seed: int
    engine: str
    priors: int
    plan: Planned

    @cached_property
    def outline(self) -> Outline:
        """The scenario, prepared once; it travels with the task."""
        return outline(self.scenario)

    @property
    def width(self) -> int:
        """How many indicators there are."""
        return len(INDICATORS)

    def replications(self, numbers: range) -> Rows:
        """Run some rows, in order."""
        return np.array([self._run(number) for number in numbers]).reshape(-1, self.width)

    def _run(self, number: int) -> Rows:
        levels, replication = self.plan.row(number)
        at = at_levels(self.outline, levels, self.priors)
        return measured_replication(at, Luck(self.seed, replication), self.engine).indicators
