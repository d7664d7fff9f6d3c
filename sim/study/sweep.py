"""What if one unknown were each of these values?

The scenario is run with the value at each setting, under the same seed: luck is keyed by
owner, so the same people meet the same luck at every value, and what differs is the value's
doing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.ensemble.first_use import Say
from sim.ensemble.result import Result
from sim.ensemble.run import Progress, run
from sim.ensemble.settings import Settings
from sim.scenario.schema import Scenario
from sim.scenario.swept import Sweep
from sim.scenario.values import Assumption


@dataclass(frozen=True)
class SweepResult:
    """A scenario's answer at each value of one unknown.

    Attributes
    ----------
    scenario
        As loaded.
    path
        Key path of the unknown.
    points
        Each value as a file may have it, with its unit, and what was found there.
    """

    scenario: Scenario
    path: str
    points: tuple[tuple[str, Result], ...]

    @property
    def is_the_scenarios_own(self) -> bool:
        """True if the scenario itself says that this unknown decides its answer."""
        return self.scenario.sweep is not None and self.scenario.sweep.path == self.path


def run_sweep(
    scenario: Scenario,
    sweep: Sweep,
    settings: Settings | None = None,
    progress: Progress = lambda done: None,
    say: Say = lambda text: None,
) -> SweepResult:
    """Run a scenario at each value of a sweep.

    Parameters
    ----------
    scenario
        As loaded.
    sweep
        Which value, and what it is set to; it is drawn neither from its prior nor from what
        figures taught about it.
    settings
        Replications of each value, seed and workers; the defaults if not given.
    progress
        Called with the number of replications just finished, of any value.
    say
        Called with a sentence where something takes unusually long.

    Raises
    ------
    WorkersError
        If the workers cannot be reached, or cannot finish a replication.
    """
    points = tuple(
        (written, run(set_at(scenario, setting), settings, progress, say=say))
        for written, setting in zip(sweep.written, sweep.settings, strict=True)
    )
    return SweepResult(scenario, sweep.path, points)


def set_at(scenario: Scenario, setting: Assumption[Any]) -> Scenario:
    """Return the scenario with one value set; a sweep of that value has then been answered."""
    settled = scenario.with_values({setting.path: setting})
    if settled.sweep is not None and settled.sweep.path == setting.path:
        return settled.model_copy(update={"sweep": None})
    return settled
