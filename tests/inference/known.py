"""Which pilots are there whose values are known?

Simulated from the priors like every other row of the table, but left out of it: what would have
been printed of them is what a method learns from, and their values are what it should find.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from sim.ensemble.settings import Settings
from sim.evidence.figures import default_figures, read_figures
from sim.evidence.learning.inferring import Inference
from sim.evidence.learning.pilots import Pilots
from sim.evidence.learning.printing import reported, teaching
from sim.scenario.load import load

SCENARIO = "pilot"
UNTIL = date(2026, 1, 31)
INFLUENTIAL = 12
"""How many values are scored: those of whose prior variance the figures explain most."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Known:
    """A table of simulated pilots, and others whose values are to be found.

    Attributes
    ----------
    simulated
        All of them, with the scenario and the figures.
    levels, printed
        Of the table, shapes (pilots, values) and (pilots, figures).
    truths
        Scores of the values to be found, shape (tests, values).
    figures
        What would have been printed of them, shape (tests, figures).
    reported
        What was printed of the real pilot, shape (figures,).
    """

    simulated: Pilots
    levels: Numbers
    printed: Numbers
    truths: Numbers
    figures: Numbers
    reported: Numbers

    @property
    def seed(self) -> int:
        return self.simulated.settings.seed


def simulate(pilots: int, tests: int, seed: int, workers: int | None = None) -> Known:
    """Simulate a table of so many pilots, and so many more."""
    scenario = load(SCENARIO)
    figures = teaching(read_figures(default_figures()), scenario.scheme.start.value, UNTIL)
    simulated = Pilots(scenario, figures, UNTIL, Settings(seed=seed, workers=workers))
    simulated.simulate(pilots + tests, lambda done: None, lambda text: None)
    return Known(
        simulated,
        simulated.levels[:pilots],
        simulated.printed[:pilots],
        ndtri(simulated.levels[pilots:]),
        simulated.printed[pilots:],
        reported(figures),
    )


def influential(known: Known) -> NDArray[np.int64]:
    """Return the columns of the values that figures explain best, the best first."""
    explained = Inference(known.levels, known.printed).explained
    return np.argsort(-explained)[:INFLUENTIAL]
