"""What does a worker do?

A replication is a pure function of (scenario, seed, number), so who runs which of
them, and how many together, cannot move a result.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sim.ensemble.batch import Batch
from sim.luck.luck import Luck
from sim.model.outline import Outline, outline
from sim.outcomes.replication import measured_replication
from sim.scenario.schema import Scenario


@dataclass(frozen=True)
class Task:
    """What every replication of a run has in common."""

    scenario: Scenario
    seed: int
    at_central: bool
    engine: str

    @cached_property
    def outline(self) -> Outline:
        """The scenario, prepared once; it travels with the task."""
        return outline(self.scenario, self.at_central)

    def replications(self, numbers: range) -> Batch:
        """Run some replications, in order."""
        return Batch.of(
            [
                measured_replication(self.outline, Luck(self.seed, number), self.engine)
                for number in numbers
            ]
        )
