"""What was found of what it would take?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.quantiles import Summary, summarise
from sim.outcomes.indicators import INDICATORS
from sim.scenario.schema import Scenario
from sim.study.limits.binding import Binding
from sim.study.solving.curve import Curve
from sim.study.solving.levers import Lever
from sim.study.solving.targets import Target

NEXT = 100
"""Replications of each side, at most, for the limit that binds next."""

Samples = NDArray[np.float64]


@dataclass(frozen=True)
class Answer:
    """Where a target begins or ceases to be reached.

    Attributes
    ----------
    setting
        The first step of the lever on the side where it is reached, in base units.
    rising
        True if it begins to be reached there, False if that is the last setting at which it is.
    stretch
        The settings in a row at which it is reached, of which this is one end.
    interval
        95% interval that more replications narrow, from resampled replications; None for an end
        that is not within the range.
    needed
        What each replication needs for itself: its 90% interval holds what chance and what is
        not known do to the answer.
    out_of_range
        Share of replications whose own need is not within the range.
    """

    setting: float
    rising: bool
    stretch: tuple[float, float]
    interval: tuple[float | None, float | None]
    needed: Summary
    out_of_range: float


@dataclass(frozen=True)
class Solution:
    """What it would take.

    Attributes
    ----------
    scenario, lever, target
        What was asked.
    curve
        The indicator at all settings that were tried.
    answer
        Nearest to the scenario's own value; None if the target is not crossed within the range.
    always
        Where there is no answer: whether it is reached at every setting that was tried, or at none.
    doubt
        Where there is no answer: the share of resampled replications that would give one.
    is_precise
        Whether the precision was reached.
    reached
        Ranges of settings in which it is reached, as far as was tried.
    next
        The limit that binds at the answer, or at the setting that comes nearest to one; the lever
        apart.
    seed, replications, at_central
        How it was run.
    """

    scenario: Scenario
    lever: Lever
    target: Target
    curve: Curve
    answer: Answer | None
    always: bool
    doubt: float
    is_precise: bool
    reached: tuple[tuple[float, float], ...]
    next: Binding | None
    seed: int
    replications: int
    at_central: bool

    def samples_at(self, setting: float) -> Samples:
        """Return the indicator at a setting that was tried, shape (replications,)."""
        return np.asarray(self.curve.samples[np.searchsorted(self.curve.settings, setting)])

    def at(self, setting: float) -> Summary:
        """Summarise the indicator at a setting that was tried."""
        return summarise(self.samples_at(setting), INDICATORS[self.target.indicator].unit)

    @property
    def priced(self) -> int:
        """How many pairs of replications priced each other limit."""
        return min(NEXT, self.replications)

    @property
    def at_best(self) -> float:
        """The setting of the answer, or the one that comes nearest to the target."""
        if self.answer is not None:
            return self.answer.setting
        return float(self.curve.settings[self.curve.margins(self.target).argmax()])
