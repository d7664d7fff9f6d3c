"""How do the methods compare on the same pilots?

Every method learns from the same tables, from two of which it should learn the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.evidence.learning.inferring import KEPT, Inference
from tests.inference import sequential
from tests.inference.known import Known, influential
from tests.inference.measures import (
    Measured,
    Method,
    agreement,
    crps_of_prior,
    difference,
    measure,
)
from tests.inference.sequential import PARTICLES, Sequential
from tests.inference.tabled import Importance, Rejection

OURS = f"regression, nearest {KEPT:.0%}"
TABLED: dict[str, Callable[[Known], Method]] = {
    OURS: lambda known: Inference(known.levels, known.printed),
    "regression, nearest 1%": lambda known: Inference(known.levels, known.printed, 0.01),
    "regression, nearest 5%": lambda known: Inference(known.levels, known.printed, 0.05),
    "rejection, nearest 2%": lambda known: Rejection(known.levels, known.printed, 0.02),
    "rejection, nearest 0.2%": lambda known: Rejection(known.levels, known.printed, 0.002),
    "importance, 65,536 samples": lambda known: _importance(known, 16),
    "importance, 262,144 samples": lambda known: _importance(known, 18),
}
"""Methods that learn from a table; ours first."""
SEQUENTIAL = "smc"
HEADINGS = (
    *("method", "pilots", "CRPS", "÷ prior's", "− ours", "in 50%", "in 90%"),
    *("effective", "seconds", "simulations", "agreement"),
)


@dataclass(frozen=True)
class Row:
    """What one method came to.

    Attributes
    ----------
    name, measured
        The method, and what it found.
    prior
        Scores of the prior for the same pilots, shape (tests, values).
    ours
        Scores of our method for them, of the same shape.
    simulations
        A table of them, or those for one set of figures.
    agreement
        Potential scale reduction of the two seeds on the reported figures.
    """

    name: str
    measured: Measured
    prior: NDArray[np.float64]
    ours: NDArray[np.float64]
    simulations: str
    agreement: float

    def cells(self) -> tuple[str, ...]:
        found, crps = self.measured, float(self.measured.crps.mean())
        apart, error = difference(found.crps, self.ours)
        return (
            self.name,
            str(len(found.crps)),
            f"{crps:.3f}",
            f"{crps / self.prior.mean():.2f}",
            f"{apart:+.3f} ± {error:.3f}" if apart else "",
            f"{found.inside(0.5):.0%}",
            f"{found.inside(0.9):.0%}",
            f"{found.effective:,.0f}",
            f"{found.seconds:.2g}" if found.seconds < 10 else f"{found.seconds:.0f}",
            self.simulations,
            f"{self.agreement:.2f}",
        )


def rows(known: Known, other: Known, found_in_turn: int, budget: int) -> Iterator[Row]:
    """Yield a row for each method.

    Parameters
    ----------
    known, other
        Of two seeds; the pilots to be found are those of the first.
    found_in_turn
        How many of them ABC-SMC learns, if its library is installed.
    budget
        How many simulations it has for each.
    """
    columns = influential(known)
    prior = crps_of_prior(known.truths[:, columns])
    ours = None
    for name, made in TABLED.items():
        methods = [made(known), made(other)]
        found = measure(methods[0], known.figures, known.truths, columns)
        ours = found.crps if ours is None else ours
        agree = agreement([method.of(known.reported) for method in methods], columns)
        yield Row(name, found, prior, ours, f"{len(known.levels):,} for all", agree)
    if not sequential.INSTALLED or not found_in_turn or ours is None:
        return
    few = slice(None, found_in_turn)
    particles = min(PARTICLES, budget // 10)
    statistics = Inference(known.levels, known.printed)
    smc = [
        Sequential(known.simulated, statistics, columns, seed, budget, particles)
        for seed in (known.seed + 10, other.seed + 10)
    ]
    found = measure(smc[0], known.figures[few], known.truths[few], columns)
    agree = agreement([method.of(known.reported) for method in smc], columns)
    yield Row(SEQUENTIAL, found, prior[few], ours[few], f"{budget:,} for each", agree)


def _importance(known: Known, samples: int) -> Importance:
    return Importance(known.levels, known.printed, known.seed, samples)


def markdown(found: Iterator[Row]) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    yield f"| {' | '.join(HEADINGS)} |"
    yield f"|{'|'.join(['---', *['---:'] * (len(HEADINGS) - 1)])}|"
    for row in found:
        yield f"| {' | '.join(row.cells())} |"
