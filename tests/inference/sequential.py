"""What does sequential simulation teach, as a well-kept library does it?

ABC-SMC by pyABC (Schälte et al. 2022), which simulates anew for every set of figures. The library
is no dependency of this project: ``pip install pyabc`` adds it to the study.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib.util import find_spec
from logging import WARNING, getLogger
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from sim.evidence.learning.inferring import Inference, Inferred
from sim.evidence.learning.pilots import Pilots
from tests.inference.given import Simulator, SpentError

INSTALLED = find_spec("pyabc") is not None
PARTICLES = 1_000
"""In a population."""
_LEVEL = 1e-4

Numbers = NDArray[np.float64]


class Sequential:
    """ABC-SMC over the values in some columns.

    Parameters
    ----------
    pilots
        With the scenario and the figures.
    statistics
        Whose statistics say how far figures are apart; they are learned, and so come for
        nothing here.
    columns
        Of the values to learn.
    seed
        Of the simulations and of the sampler.
    budget
        Of simulations for each set of figures; a population that is not whole by then is lost.
    particles
        In a population.
    """

    def __init__(
        self,
        pilots: Pilots,
        statistics: Inference,
        columns: NDArray[np.int64],
        seed: int,
        budget: int,
        particles: int = PARTICLES,
    ) -> None:
        self._pilots, self._columns, self._seed = pilots, columns, seed
        self._statistics: Callable[[Numbers], Numbers] = statistics.statistics
        self._budget, self._particles = budget, particles

    def of(self, printed: Numbers) -> Inferred:
        import pyabc

        getLogger("ABC").setLevel(WARNING)
        np.random.seed(self._seed)  # the library draws from the global generator
        simulator = Simulator(self._pilots, self._columns, self._seed, self._budget)
        names = [f"value{column}" for column in self._columns]

        def simulate(values: Mapping[str, float]) -> dict[str, Numbers]:
            scores = np.array([values[name] for name in names])
            return {"told": self._statistics(simulator.printed(scores))}

        def distance(one: Mapping[str, Any], other: Mapping[str, Any]) -> float:
            return float(np.linalg.norm(one["told"] - other["told"]))

        sampler = pyabc.ABCSMC(
            simulate,
            pyabc.Distribution(**{name: pyabc.RV("norm", 0, 1) for name in names}),
            distance,
            population_size=self._particles,
            sampler=pyabc.SingleCoreSampler(),
        )
        history = sampler.new("sqlite://", {"told": self._statistics(printed)})
        with suppress(SpentError):
            sampler.run()
        frame, weights = history.get_distribution()
        levels = np.full((len(frame), len(self._pilots.learnable.names)), 0.5)
        levels[:, self._columns] = ndtr(frame[names].to_numpy())
        return Inferred(np.clip(levels, _LEVEL, 1 - _LEVEL), np.asarray(weights), np.nan)
