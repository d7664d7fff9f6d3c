"""What do the figures up to a day teach about a scenario's uncertain values?

Pilots are simulated until independent quarters of them teach the same, or there are as many as
are allowed. What is learned is one posterior of all values together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.first_use import Say
from sim.ensemble.settings import Settings
from sim.evidence.figures import Figure
from sim.evidence.learning.inferring import KEPT, Inference, Inferred
from sim.evidence.learning.pilots import Pilots
from sim.evidence.learning.printing import reported, teaching
from sim.model.learnable import Learnable
from sim.scenario.posterior import DECIMALS, Posterior
from sim.scenario.schema import Scenario

FEWEST, MOST = 80_000, 160_000
"""Pilots to begin with, and where it ends whatever was reached; they double in between."""
PARTS = 4
"""Independent parts of the pilots, which have to teach the same."""
AGREED = 1.1
"""Where the potential scale reduction of every value is at most this, the parts agree."""
ENOUGH = 800
"""Effective sample size that is asked for."""
SETS = 1_000
"""Sets of values in a posterior."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Calibration:
    """What was learned.

    Attributes
    ----------
    scenario
        As loaded, without what was learned.
    until, seed
        The last day of which a figure spoke, and the seed.
    figures
        Those that taught.
    learnable
        The uncertain values.
    prior
        What would have been printed of pilots drawn from the priors, shape (pilots, figures).
    inferred
        What the figures say.
    rarity
        How often figures of simulated pilots surprise at least as much: small if the model
        cannot print such figures.
    explained
        Share of each value's prior variance that such figures explain at all, shape (values,).
    agreement
        Potential scale reduction of each value between the parts, shape (values,).
    """

    scenario: Scenario
    until: date
    seed: int
    figures: tuple[Figure, ...]
    learnable: Learnable
    prior: Numbers
    inferred: Inferred
    rarity: float
    explained: Numbers
    agreement: Numbers

    @property
    def pilots(self) -> int:
        """How many pilots were simulated."""
        return len(self.prior)

    @property
    def acceptance(self) -> float:
        """Share of the pilots that was kept."""
        return KEPT

    @property
    def agrees(self) -> bool:
        """Whether the parts teach the same and there is enough of it."""
        return _is_enough(self.inferred, self.agreement)

    @property
    def posterior(self) -> Posterior:
        """Equally likely sets of values, as a scenario holds them."""
        levels = np.round(self.inferred.sets(SETS), DECIMALS)
        columns = tuple(tuple(column) for column in levels.T.tolist())
        return Posterior(self.until, self.learnable.names, self.learnable.priors, columns)

    @property
    def calibrated(self) -> Scenario:
        """The scenario with what was learned."""
        return self.scenario.model_copy(update={"posterior": self.posterior})


def calibrate(
    scenario: Scenario,
    figures: Iterable[Figure],
    until: date,
    settings: Settings | None = None,
    progress: Callable[[int], None] = lambda done: None,
    say: Say = lambda text: None,
    kept: Path | None = None,
) -> Calibration:
    """Learn the uncertain values of a scenario.

    Parameters
    ----------
    scenario
        As loaded.
    figures
        As reported; those that teach and speak of no later day are used.
    until
        The last day to learn from.
    settings
        Seed and workers.
    progress
        Called with how many pilots were just simulated.
    say
        Called with a sentence where something takes unusually long.
    kept
        File in which simulated pilots are kept until this is done, so that it can be taken up.

    Raises
    ------
    EvidenceError
        If no figure or no value is left to learn.
    FolderError
        If the file belongs to another calibration.
    """
    taught = teaching(figures, scenario.scheme.start.value, until)
    pilots = Pilots(scenario, taught, until, settings or Settings(), kept)
    progress(pilots.done)
    wanted = FEWEST
    while True:
        pilots.simulate(wanted, progress, say)
        found = learn(pilots, wanted, until, scenario)
        if found.agrees or wanted >= MOST:
            return found
        wanted *= 2


def learn(pilots: Pilots, count: int, until: date, scenario: Scenario) -> Calibration:
    """Learn from the first simulated pilots of a table; a table taken up may hold more."""
    levels, printed = pilots.levels[:count], pilots.printed[:count]
    observed = reported(pilots.figures)
    parts = [Inference(levels[k::PARTS], printed[k::PARTS]).of(observed) for k in range(PARTS)]
    inference = Inference(levels, printed)
    inferred = inference.of(observed)
    return Calibration(
        scenario.model_copy(update={"posterior": None}),
        until,
        pilots.settings.seed,
        pilots.figures,
        pilots.learnable,
        printed,
        inferred,
        inference.rarity(inferred.surprise),
        inference.explained,
        scale_reduction([part.mean for part in parts], [part.sd for part in parts]),
    )


def scale_reduction(means: list[Numbers], sds: list[Numbers]) -> Numbers:
    """Return by how much spread could shrink if parts that differ were one: √((W + B) / W).

    Gelman and Rubin (1992), with the variances within the parts and between their means.

    Parameters
    ----------
    means, sds
        Of each part, each of shape (values,).
    """
    within = np.mean(np.square(sds), axis=0)
    between = np.var(means, axis=0, ddof=1)
    return np.asarray(np.sqrt((within + between) / within))


def _is_enough(inferred: Inferred, agreement: Numbers) -> bool:
    return bool(agreement.max() <= AGREED) and inferred.effective >= ENOUGH
