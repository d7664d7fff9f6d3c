"""How many replications are enough?

Runs a given number, or as many as a stated precision needs. The precision is looked
at only after 200, 400, 800, … replications, so that workers cannot change when it is
reached.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.ensemble.first_use import Say, compile_first
from sim.ensemble.quantiles import median_half_width
from sim.ensemble.result import Result, gather
from sim.ensemble.workers import Progress, Task, Workers
from sim.model.outline import outline
from sim.model.replicate import DEFAULT_ENGINE
from sim.outcomes.indicators import INDICATORS
from sim.outcomes.measure import Measured
from sim.scenario.schema import Scenario

DEFAULT_REPLICATIONS = 200
MOST_REPLICATIONS = 51_200
"""Where a search for precision ends; the result says what was reached."""

WATCHED = ("returns", "inbound")


@dataclass(frozen=True, slots=True)
class Settings:
    """How to run a scenario.

    Attributes
    ----------
    replications
        How many; None takes the default, or lets ``precision`` decide.
    precision
        Wanted half-width of the 95% interval of median returns and inbound, relative
        to the median (0.02 is 2%).
    seed
        Of all luck.
    workers
        Number of processes; None takes the processors at hand.
    at_central
        True to keep uncertain values at their centres.
    engine
        Name of the engine.
    """

    replications: int | None = None
    precision: float | None = None
    seed: int = 1
    workers: int | None = None
    at_central: bool = False
    engine: str = DEFAULT_ENGINE


def run(
    scenario: Scenario,
    settings: Settings | None = None,
    progress: Progress = lambda done: None,
    say: Say = lambda text: None,
) -> Result:
    """Run a scenario.

    Parameters
    ----------
    scenario
        As loaded.
    settings
        How; the defaults if not given.
    progress
        Called with the number of replications just finished.
    say
        Called with a sentence where something takes unusually long.
    """
    settings = settings or Settings()
    task = Task(outline(scenario, settings.at_central), settings.seed, settings.engine)
    compile_first(task.outline, say)
    measured: list[Measured] = []
    wanted = settings.replications or DEFAULT_REPLICATIONS
    with Workers(task, settings.workers) as workers:
        while True:
            measured += workers.run(range(len(measured), wanted), progress)
            reached = half_widths(measured)
            if settings.replications or _is_enough(reached, settings.precision, wanted):
                break
            wanted *= 2
    return gather(
        measured,
        scenario=scenario,
        seed=settings.seed,
        at_central=settings.at_central,
        engine=settings.engine,
        precision=settings.precision,
        half_widths=reached,
    )


def half_widths(measured: list[Measured]) -> dict[str, float]:
    """Return how precisely the medians of returns and inbound are known, relative to them."""
    values = np.stack([m.indicators for m in measured])
    found = {}
    for name in WATCHED:
        column = values[:, list(INDICATORS).index(name)]
        middle = float(np.median(column))
        width = median_half_width(column)
        found[name] = width / middle if middle else (0.0 if width == 0 else float("inf"))
    return found


def _is_enough(reached: dict[str, float], precision: float | None, done: int) -> bool:
    if precision is None or done >= MOST_REPLICATIONS:
        return True
    return all(width <= precision for width in reached.values())
