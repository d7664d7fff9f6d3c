"""How far does each value move an outcome by itself, from low to high?

One value at a time stands low and high while all others stand in the middle, and all rows meet the
same luck, so that a difference is the value's doing. Beside it stands what chance does with
everything in the middle.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.ensemble.quantiles import Summary, mean_interval, summarise
from sim.outcomes.indicators import INDICATORS
from sim.study.sensitivity.design import RunRows
from sim.study.sensitivity.estimates import Estimate, Numbers
from sim.study.sensitivity.tornado import Tornado

REPLICATIONS = 256
"""Of everything in the middle, and of each end of each bar."""


@dataclass(frozen=True, slots=True)
class Swing:
    """An outcome with one value low and high.

    Attributes
    ----------
    name
        Of the value.
    levels
        Of its prior, at which it stands low and high; None for the walk.
    mean, median
        Of the outcome with the value low and with it high; None where it is never defined.
    difference
        Mean difference under the same luck, high less low, with its 95% interval; None where
        fewer than two replications define it.
    """

    name: str
    levels: tuple[float, float] | None
    mean: tuple[float, float] | None
    median: tuple[float, float] | None
    difference: Estimate | None

    @property
    def size(self) -> float:
        """How far apart the means are; zero where there are none."""
        return abs(self.difference.value) if self.difference else 0.0


@dataclass(frozen=True)
class Swings:
    """All that moves one outcome.

    Attributes
    ----------
    outcome
        Name of an indicator.
    swings
        Of every value that is not known, largest first.
    middle
        Mean with everything in the middle; None where it is never defined.
    by_chance
        Over replications with everything in the middle: what chance alone does.
    """

    outcome: str
    swings: tuple[Swing, ...]
    middle: float | None
    by_chance: Summary

    def of(self, name: str) -> Swing | None:
        """Return the swing of a value, if it was moved."""
        return next((swing for swing in self.swings if swing.name == name), None)


def find_swings(
    run: RunRows, plan: Tornado, outcomes: dict[str, int], replications: int
) -> tuple[int, tuple[Swings, ...]]:
    """Run a tornado.

    Parameters
    ----------
    run
        Runs its rows.
    plan
        What to run.
    outcomes
        Place of each chosen outcome in a row, by name.
    replications
        Of everything in the middle, and of each end of each bar.

    Returns
    -------
    tuple
        How many rows were run, and the swings of each outcome.
    """
    numbers = plan.numbers(replications)
    table = run(numbers.ravel().tolist()).reshape(*numbers.shape, -1)
    return numbers.size, tuple(
        _swings(outcome, plan, table[:, :, place]) for outcome, place in outcomes.items()
    )


def _swings(outcome: str, plan: Tornado, table: Numbers) -> Swings:
    low, high = table[1::2], table[2::2]
    found = [_swing(*bar) for bar in zip(plan.bars, plan.ends, low, high, strict=True)]
    middle = table[0][~np.isnan(table[0])]
    return Swings(
        outcome,
        tuple(sorted(found, key=lambda swing: -swing.size)),
        float(middle.mean()) if middle.size else None,
        summarise(middle, INDICATORS[outcome].unit),
    )


def _swing(name: str, levels: tuple[float, float] | None, low: Numbers, high: Numbers) -> Swing:
    """Compare two ends over the replications in which both are defined."""
    both = ~np.isnan(low) & ~np.isnan(high)
    if both.sum() < 2:
        return Swing(name, levels, None, None, None)
    low, high = low[both], high[both]
    differences = high - low
    return Swing(
        name,
        levels,
        (float(low.mean()), float(high.mean())),
        (float(np.median(low)), float(np.median(high))),
        Estimate(float(differences.mean()), *mean_interval(differences)),
    )
