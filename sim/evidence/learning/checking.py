"""Is the inference right?

Simulation-based calibration (Talts, Betancourt, Simpson, Vehtari and Gelman 2018): pilots are
simulated with values drawn from their priors, and what their figures teach is set beside the
values they were made with. If the inference is right, the true value's rank among the learned
ones is uniform, intervals hold it as often as they say, and one pilot in fifty is flagged as odd.
Figures of another scenario, which the model should not be able to make, have to be flagged.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import kstest

from sim.evidence.learning.inferring import ODD, Inference
from sim.evidence.learning.pilots import Pilots

INFLUENTIAL = 8
"""How many values are reported: those that figures explain best."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Checked:
    """How one value was recovered over synthetic pilots.

    Attributes
    ----------
    name
        Its key path.
    p_value
        Of the Kolmogorov-Smirnov test that its ranks are uniform; small if they are not.
    inside50, inside90
        Share of pilots whose interval held the true value.
    correlation
        Between true values and learned means.
    spread
        Mean learned standard deviation relative to the prior's.
    """

    name: str
    p_value: float
    inside50: float
    inside90: float
    correlation: float
    spread: float


@dataclass(frozen=True)
class Check:
    """The study.

    Attributes
    ----------
    pilots, tests
        Simulated pilots in the table, and synthetic pilots that were learned from.
    values
        The most influential values, most influential first.
    ranks
        Of their true values, shape (tests, values).
    flagged
        Share of well-specified pilots that were flagged.
    other, flagged_other
        Name of the misspecified scenario, and the share of its pilots that were flagged.
    """

    pilots: int
    tests: int
    values: tuple[Checked, ...]
    ranks: Numbers
    flagged: float
    other: str | None = None
    flagged_other: float | None = None

    @property
    def is_uniform(self) -> bool:
        """Whether no value's ranks are far from uniform, at 5% over all of them (Bonferroni)."""
        return min(value.p_value for value in self.values) > 0.05 / len(self.values)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON document."""
        return {
            "pilots": self.pilots,
            "tests": self.tests,
            "uniform": self.is_uniform,
            "values": [
                {name: getattr(value, name) for name in Checked.__slots__} for value in self.values
            ],
            "flagged": self.flagged,
            "other": self.other,
            "flagged_other": self.flagged_other,
        }


def check(pilots: Pilots, tests: int, other: Pilots | None = None) -> Check:
    """Learn from synthetic pilots whose values are known.

    Parameters
    ----------
    pilots
        The table; its first pilots are the synthetic ones, each left out when it is learned from.
    tests
        How many.
    other
        Pilots of another scenario, to be flagged.
    """
    inference = Inference(pilots.levels, pilots.printed)
    truth = pilots.levels[:tests]
    shown = np.argsort(-inference.explained)[:INFLUENTIAL]
    ranks = np.empty((tests, len(shown)))
    means, sds, odd = np.empty_like(ranks), np.empty_like(ranks), np.empty(tests)
    for row in range(tests):
        found = inference.of(pilots.printed[row], leave_out=row)
        ranks[row] = found.weights @ (found.levels[:, shown] < truth[row, shown])
        means[row], sds[row] = found.mean[shown], found.sd[shown]
        odd[row] = inference.rarity(found.surprise)
    values = tuple(
        Checked(
            pilots.learnable.names[value],
            float(kstest(ranks[:, column], "uniform").pvalue),
            _inside(ranks[:, column], 0.5),
            _inside(ranks[:, column], 0.9),
            float(np.corrcoef(means[:, column], _scores(truth[:, value]))[0, 1]),
            float(sds[:, column].mean()),
        )
        for column, value in enumerate(shown)
    )
    flagged = float((odd < ODD).mean())
    if other is None:
        return Check(len(pilots.printed), tests, values, ranks, flagged)
    others = np.array(
        [inference.rarity(inference.of(figures).surprise) for figures in other.printed[:tests]]
    )
    return Check(
        len(pilots.printed),
        tests,
        values,
        ranks,
        flagged,
        other.scenario.name,
        float((others < ODD).mean()),
    )


def _inside(ranks: Numbers, share: float) -> float:
    return float((np.abs(ranks - 0.5) <= share / 2).mean())


def _scores(levels: Numbers) -> Numbers:
    return np.asarray(ndtri(levels))
