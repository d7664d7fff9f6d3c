"""How much do arrivals vary with no policy at all?

From one half-year to the next, with weather and season: what an effect of returns on arrivals
would have to be told from, see :mod:`sim.study.telling`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.first_use import Say
from sim.ensemble.result import Result
from sim.ensemble.run import Progress, run
from sim.ensemble.settings import Settings
from sim.evidence.learning.known import as_known_on
from sim.scenario.schema import Scenario
from sim.study.errors import StudyError
from sim.study.perceived import perceived_chance

Samples = NDArray[np.float64]
"""One number a replication."""


@dataclass(frozen=True)
class Noise:
    """People who arrive in a window after the last observed week, whatever returns do.

    Attributes
    ----------
    scenario
        As loaded.
    first_day, last_day
        Of the window, both included.
    seed
        Of all luck.
    drawn
        People who arrive, shape (replications,): the level drawn as in the scenario.
    fixed
        The same with the level at its centre, as if it were known.
    perceived
        Perceived chance of return, mean over the days of the window, shape (replications,);
        the level drawn, the lag of perception at its centre.
    """

    scenario: Scenario
    first_day: date
    last_day: date
    seed: int
    drawn: Samples
    fixed: Samples
    perceived: Samples


def arrivals_noise(
    scenario: Scenario,
    first_day: date,
    last_day: date,
    settings: Settings | None = None,
    progress: Progress = lambda done: None,
    say: Say = lambda text: None,
) -> Noise:
    """Simulate the arrivals of a window twice, without deterrence: level drawn, and level fixed.

    The scenario is run to the end of the window, wherever its own horizon is.

    Parameters
    ----------
    scenario
        As loaded.
    first_day, last_day
        The window, both included; after the last observed week.
    settings
        Replications of each of the two, seed and workers; the defaults if not given.
    progress
        Called with the number of replications just finished, of either.
    say
        Called with a sentence where something takes unusually long.

    Raises
    ------
    StudyError
        If the window begins in the observed weeks, or ends before it begins.
    EvidenceError
        If it ends too late to be simulated.
    WorkersError
        If the workers cannot be reached, or cannot finish a replication.
    """
    begins = first_projected(scenario)
    if first_day < begins:
        raise StudyError(f"{first_day} was observed and has no noise; write {begins} or later")
    if last_day < first_day:
        raise StudyError(f"{last_day} is before {first_day}; write a later last day")
    settings = settings or Settings()
    strength, level = scenario.deterrence.strength, scenario.arrivals.level
    to_the_end = as_known_on(scenario, begins - timedelta(days=1), last_day)
    undeterred = to_the_end.with_values({strength.path: strength.set_to(0.0)})
    known = undeterred.with_values({level.path: level.set_to(level.value)})
    drawn = run(undeterred, settings, progress, say=say)
    fixed = run(known, settings, progress, say=say)
    days = (last_day - first_day).days + 1
    chance = perceived_chance(
        drawn, scenario.deterrence.lag.value, scenario.deterrence.memory.value
    )
    return Noise(
        scenario,
        first_day,
        last_day,
        settings.seed,
        _people(drawn, days),
        _people(fixed, days),
        chance[:, -days:].mean(axis=1),
    )


def first_projected(scenario: Scenario) -> date:
    """Return the first day whose arrivals are not observed."""
    start: date = scenario.scheme.start.value
    after = [week.ending + timedelta(days=1) for week in scenario.weeks[-1:]]
    return max([start, *after])


def variation(samples: Samples) -> float:
    """Return the coefficient of variation: standard deviation over mean; 0 where nobody comes."""
    mean = float(samples.mean())
    return float(samples.std()) / mean if mean else 0.0


def _people(result: Result, days: int) -> Samples:
    """Return how many arrive in the last days of a run, shape (replications,)."""
    return np.asarray(result.daily("arrivals")[:, -days:].sum(axis=1), dtype=np.float64)
