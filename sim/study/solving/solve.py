"""What would it take? One lever, until a target is reached.

The range is tried at a few settings, which also shows whether the answer is one or several; then
every place at which the target begins or ceases to be reached is halved until the steps of the
lever end. All settings meet the same luck.
"""

from __future__ import annotations

from collections.abc import Callable
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
from sim.study.solving.curve import Curve, crossing_near, crossings
from sim.study.solving.horizon import ending_on
from sim.study.solving.levers import Lever
from sim.study.solving.targets import Target
from sim.study.trials import Trials, Variant, column, trial_rows

COARSE = 13
"""Settings at first."""
FIRST, MOST = 200, 400
"""Replications of each setting at first, and at most where a precision decides."""
PRECISION = 0.05
"""Half-width of the 95% interval of the answer, relative to it, if none is asked for."""
NEXT = 100
"""Replications of each side, at most, for the limit that binds next."""
_RESAMPLED = 400

Samples = NDArray[np.float64]


@dataclass(frozen=True)
class Answer:
    """Where a target begins or ceases to be reached.

    Attributes
    ----------
    setting
        The first step of the lever on the side where it is reached, in base units.
    rising
        True if it is reached at this setting and above, False at it and below.
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
        Where there is no answer: whether it is reached at every setting, or at none.
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
    reached: tuple[tuple[float, float], ...]
    next: Binding | None
    seed: int
    replications: int
    at_central: bool

    def at(self, setting: float) -> Summary:
        """Return the indicator at a setting that was tried."""
        row = int(np.searchsorted(self.curve.settings, setting))
        return summarise(self.curve.samples[row], INDICATORS[self.target.indicator].unit)

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
            curve = _searched(lever, target, partial(indicator, count))
            answer = _answer(lever, target, curve)
            if asked.replications or count >= MOST or _is_enough(answer, asked.precision):
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
        reached=tuple(_ranges(curve.settings, margins >= 0)),
        next=None,
        seed=asked.seed,
        replications=count,
        at_central=asked.at_central,
    )
    return _with_next(solution, gatherer)


def _searched(lever: Lever, target: Target, run: Callable[[list[int]], Samples]) -> Curve:
    """Try a few settings, then halve wherever the target begins or ceases to be reached."""
    last = len(lever.settings) - 1
    steps = np.unique(np.linspace(0, last, min(COARSE, last + 1)).round().astype(int))
    while True:
        curve = Curve(lever.settings[steps], run(steps.tolist()))
        wide = [
            left for left in crossings(curve.margins(target)) if steps[left + 1] - steps[left] > 1
        ]
        if not wide:
            return curve
        middles = [(steps[left] + steps[left + 1]) // 2 for left in wide]
        steps = np.unique([*steps, *middles])


def _answer(lever: Lever, target: Target, curve: Curve) -> Answer | None:
    settings, margins = curve.settings, curve.margins(target)
    changes = crossings(margins)
    if not changes:
        return None
    near = lever.centre if lever.centre is not None else float(settings[0])
    left = min(changes, key=lambda at: abs(settings[at] - near))
    rising = bool(margins[left + 1] >= 0)
    setting = float(settings[left + 1] if rising else settings[left])
    needed = curve.needed(target, rising)
    return Answer(
        setting,
        rising,
        _resampled(curve, target, setting, rising),
        summarise(needed),
        float(np.isnan(needed).mean()),
    )


def _resampled(
    curve: Curve, target: Target, near: float, rising: bool
) -> tuple[float | None, float | None]:
    """Return the 95% interval of the answer over resampled replications (percentile bootstrap).

    The resampling has a seed of its own, so that the answer depends on nothing else.
    """
    generator = np.random.default_rng(0)
    count = curve.samples.shape[1]
    found = []
    for _ in range(_RESAMPLED):
        drawn = curve.samples[:, generator.integers(count, size=count)]
        margins = Curve(curve.settings, drawn).margins(target)
        at = crossing_near(curve.settings, margins, near)
        if at is None:  # it lies beyond the end at which the target would be reached last, or first
            reached_everywhere = bool((margins >= 0).all())
            at = -np.inf if reached_everywhere == rising else np.inf
        found.append(at)
    low, high = np.quantile(found, (0.025, 0.975), method="nearest").tolist()
    return _within(low), _within(high)


def _within(end: float) -> float | None:
    return end if np.isfinite(end) else None


def _is_enough(answer: Answer | None, precision: float | None) -> bool:
    if answer is None:
        return True
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
    count = min(NEXT, solution.replications)
    prices = shadow_prices(there, others, gatherer, count, count)
    return replace(solution, next=binding(prices))
