"""What would it take? One lever, until a target is reached.

The range is tried at a few settings, which also shows whether the answer is one or several; then
every place at which the target begins or ceases to be reached is halved until the steps of the
lever end. All settings meet the same luck.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.quantiles import summarise
from sim.ensemble.rows import Gatherer
from sim.scenario.schema import Scenario
from sim.study.limits.binding import binding
from sim.study.limits.prices import shadow_prices
from sim.study.limits.relaxing import relaxations
from sim.study.solving.curve import Curve, answer_step
from sim.study.solving.horizon import ending_on
from sim.study.solving.levers import Lever
from sim.study.solving.searching import missed_in, reached_in, resampled_step, search
from sim.study.solving.solution import Answer, Solution
from sim.study.solving.targets import Target
from sim.study.trials import Trials, Variant, column, trial_rows

FIRST, MOST = 200, 400
"""Replications of each setting at first, and at most where a precision decides."""
PRECISION = 0.05
"""Half-width of the 95% interval of the answer, relative to it, if none is asked for."""
_DOUBT = 0.05
"""Share of resamples that may have an answer where there is said to be none."""


Samples = NDArray[np.float64]


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
