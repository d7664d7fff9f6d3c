"""What would it take? One lever, until a target is reached.

The range is tried at a few settings, which also shows whether the answer is one or several; then
every place at which the target begins or ceases to be reached is halved until the steps of the
lever end. All settings meet the same luck.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.quantiles import Summary, summarise
from sim.ensemble.rows import Gatherer
from sim.outcomes.indicators import INDICATORS
from sim.scenario.schema import Scenario
from sim.study.limits.binding import Binding, binding
from sim.study.limits.prices import shadow_prices
from sim.study.limits.relaxing import relaxations
from sim.study.solving.curve import Curve, answer_step
from sim.study.solving.horizon import ending_on
from sim.study.solving.levers import Lever
from sim.study.solving.searching import missed_in, reached_in, resampled_step, search
from sim.study.solving.targets import Target
from sim.study.trials import Trials, Variant, column, trial_rows

FIRST, MOST = 200, 400
"""Replications of each setting at first, and at most where a precision decides."""
PRECISION = 0.05
"""Half-width of the 95% interval of the answer, relative to it, if none is asked for."""
_DOUBT = 0.05
"""Share of resamples that may have an answer where there is said to be none."""
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


def solve(scenario: Scenario, lever: Lever, target: Target, gatherer: Gatherer) -> Solution:
    """Find the setting of a lever at which a target is reached.

    Parameters
    ----------
    scenario
        As loaded.
    lever
        Of this scenario.
    target
        What is to be reached.
    gatherer
        Runs the replications: as many of each setting as its settings say, or as many as the
        precision takes.

    Raises
    ------
    StudyError
        If the target's date is none that can be simulated.
    WorkersError
        If the workers cannot be reached, or cannot finish a replication.
    """
    asked = gatherer.settings
    dated = ending_on(scenario, target.by)
    variants = tuple(Variant({lever.path: lever.at(x)}) for x in lever.settings.tolist())
    trials = Trials.of(dated, variants, asked)
    with gatherer.open(trials, "solve") as gathering:

        def indicator(count: int, steps: list[int]) -> Samples:
            gathering.rows(
                number for step in steps for number in trials.numbers(step, range(count))
            )
            return np.array(
                [
                    column(trial_rows(gathering, step, range(count)), target.indicator)
                    for step in steps
                ]
            )

        count = asked.replications or FIRST
        while True:
            curve = search(lever.settings, target, partial(indicator, count))
            answer, doubt = _answer(lever, target, curve)
            is_precise = _is_precise(answer, doubt, asked.precision)
            if asked.replications or count >= MOST or is_precise:
                break
            count *= 2
    margins = curve.margins(target)
    solution = Solution(
        scenario=dated,
        lever=lever,
        target=target,
        curve=curve,
        answer=answer,
        always=bool((margins >= 0).all()),
        doubt=doubt,
        is_precise=is_precise,
        reached=tuple(_ranges(curve.settings, margins >= 0)),
        next=None,
        seed=asked.seed,
        replications=count,
        at_central=asked.at_central,
    )
    return _with_next(solution, gatherer)


def _answer(lever: Lever, target: Target, curve: Curve) -> tuple[Answer | None, float]:
    """Return the answer, or None and the share of resamples that would have one."""
    settings, margins = curve.settings, curve.margins(target)
    near = lever.centre if lever.centre is not None else float(settings[0])
    found = answer_step(settings, margins, near)
    if found is None:
        always = bool((margins >= 0).all())
        return None, missed_in(curve, target) if always else reached_in(curve, target)
    setting, rising = found
    needed = curve.needed(target, rising)
    stretch = next(
        (low, high) for low, high in _ranges(settings, margins >= 0) if low <= setting <= high
    )
    answer = Answer(
        setting,
        rising,
        stretch,
        resampled_step(curve, target, setting, rising, float(np.diff(lever.settings)[0])),
        summarise(needed),
        float(np.isnan(needed).mean()),
    )
    return answer, 0.0


def _is_precise(answer: Answer | None, doubt: float, precision: float | None) -> bool:
    if answer is None:
        return doubt <= _DOUBT
    low, high = answer.interval
    if low is None or high is None:
        return False
    return (high - low) / 2 <= (precision or PRECISION) * abs(answer.setting)


def _ranges(settings: Samples, reached: NDArray[np.bool_]) -> list[tuple[float, float]]:
    """Return the stretches of settings at which a target is reached."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], reached, [False]])))
    return [(float(settings[a]), float(settings[b - 1])) for a, b in edges.reshape(-1, 2)]


def _with_next(solution: Solution, gatherer: Gatherer) -> Solution:
    """Price the other limits where the answer is, or as near to it as the lever comes."""
    lever = solution.lever
    there = solution.scenario.with_values({lever.path: lever.at(solution.at_best)})
    others = [unit for unit in relaxations(there) if lever.path not in unit.added]
    prices = shadow_prices(there, others, gatherer, solution.priced, solution.priced)
    return replace(solution, next=binding(prices))
