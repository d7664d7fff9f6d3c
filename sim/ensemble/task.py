"""What does a worker do?

A replication is a pure function of (scenario, seed, number), so who runs which of
them, and how many together, cannot move a result.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.ensemble.batch import Batch
from sim.luck.luck import Luck
from sim.model.replicate import replicate
from sim.outcomes.measure import measure
from sim.scenario.schema import Scenario


@dataclass(frozen=True, slots=True)
class Task:
    """What every replication of a run has in common."""

    scenario: Scenario
    seed: int
    at_central: bool
    engine: str

    def replications(self, numbers: range) -> Batch:
        """Run some replications, in order."""
        return Batch.of(
            [
                measure(
                    replicate(
                        self.scenario,
                        Luck(self.seed, number),
                        at_central=self.at_central,
                        engine=self.engine,
                    )
                )
                for number in numbers
            ]
        )
