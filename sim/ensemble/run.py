"""How many replications are enough?

Runs a given number, or as many as a stated precision needs. The precision is looked
at only after 200, 400, 800, … replications, so that workers cannot change when it is
reached.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.batch import Batch
from sim.ensemble.crews import open_crew
from sim.ensemble.dispatch import Dispatch
from sim.ensemble.first_use import Say, compile_first
from sim.ensemble.gathered import Gathered
from sim.ensemble.quantiles import median_half_width
from sim.ensemble.result import Result
from sim.ensemble.settings import DEFAULT_REPLICATIONS, Settings
from sim.ensemble.task import Task
from sim.outcomes.indicators import INDICATORS
from sim.scenario.schema import Scenario

MOST_REPLICATIONS = 51_200
"""Where a search for precision ends; the result says what was reached."""

WATCHED = ("returns", "inbound")

Progress = Callable[[int], None]
"""Called with the number of replications just finished."""
Numbers = NDArray[np.int64]


class Keeper(Protocol):
    """Keeps what is finished, so that a run can go on; a context manager while it does."""

    def __enter__(self) -> Keeper: ...

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None: ...

    def kept(self) -> Iterator[tuple[Numbers, Batch]]:
        """Yield what an earlier part of the run finished."""

    def keep(self, numbers: Numbers, batch: Batch) -> None:
        """Keep what was finished now."""


class Forgetful:
    """Keeps nothing."""

    def __enter__(self) -> Forgetful:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        pass

    def kept(self) -> Iterator[tuple[Numbers, Batch]]:
        """Yield nothing."""
        yield from ()

    def keep(self, numbers: Numbers, batch: Batch) -> None:
        """Let it go."""


def run(
    scenario: Scenario,
    settings: Settings | None = None,
    progress: Progress = lambda done: None,
    keeper: Keeper | None = None,
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
    keeper
        Keeps what is finished; nothing is kept if not given.
    say
        Called with a sentence where something takes unusually long.

    Raises
    ------
    WorkersError
        If the workers cannot be reached, or cannot finish a replication.
    """
    settings = settings or Settings()
    task = Task(scenario, settings.seed, settings.at_central, settings.engine)
    compile_first(task.outline, say)
    gathered = Gathered()
    wanted = settings.replications or DEFAULT_REPLICATIONS
    with open_crew(settings) as crew, keeper or Forgetful() as kept, Dispatch(task, crew) as work:
        for numbers, batch in kept.kept():
            gathered.put(numbers, batch, wanted)
            progress(len(batch))
        while True:
            for chunk, batch in work.run(gathered.missing(wanted)):
                numbers = np.arange(chunk.start, chunk.stop)
                gathered.put(numbers, batch, wanted)
                kept.keep(numbers, batch)
                progress(len(batch))
            found = gathered.first(wanted)
            result = result_of(scenario, settings, found)
            if settings.replications or is_enough(result, settings.precision):
                return result
            wanted *= 2


def result_of(scenario: Scenario, settings: Settings, found: Batch) -> Result:
    """Return what replications of a scenario found."""
    return Result(
        scenario=scenario,
        seed=settings.seed,
        at_central=settings.at_central,
        engine=settings.engine,
        precision=settings.precision,
        half_widths=half_widths(found),
        series=found.series,
        indicators=found.indicators,
        exits=found.exits,
        cohorts=found.cohorts,
    )


def is_enough(result: Result, precision: float | None) -> bool:
    """Return whether a result is as precise as was asked, or as precise as it may become."""
    if precision is None or result.replications >= MOST_REPLICATIONS:
        return True
    return all(width <= precision for width in result.half_widths.values())


def half_widths(found: Batch) -> dict[str, float]:
    """Return how precisely the medians of returns and inbound are known, relative to them."""
    widths = {}
    for name in WATCHED:
        column = found.indicators[:, list(INDICATORS).index(name)]
        middle = float(np.median(column))
        width = median_half_width(column)
        widths[name] = width / middle if middle else (0.0 if width == 0 else float("inf"))
    return widths
