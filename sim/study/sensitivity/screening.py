"""Which factors are worth an index of their own?

Each factor is drawn anew at some points, everything else and all luck as before (a radial design;
Campolongo, Saltelli and Cariboni 2011, Computer Physics Communications 182, 978-988). What
moves none of the chosen outcomes by much goes together as one group, which still gets an index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from sim.study.sensitivity.defined import Defined, defined
from sim.study.sensitivity.design import Design, RunRows
from sim.study.sensitivity.estimates import Estimate, estimate, resamples, sobol_indices
from sim.study.sensitivity.unknowns import CHANCE, Factor

POINTS = 256
NEGLIGIBLE = 0.02
"""A total index whose 95% interval ends below this share of the variance is small."""

OTHERS = "all others"


@dataclass(frozen=True, slots=True)
class Screened:
    """What a factor does to an outcome, as far as screening shows.

    Attributes
    ----------
    effect
        Mean absolute change of the outcome where the factor alone is drawn anew, in its unit.
    total
        Total index; of a factor that moved nothing see :func:`unmoved_total`.
    points
        At how many points the outcome is defined.
    """

    factor: str
    outcome: str
    effect: Estimate
    total: Estimate
    points: int

    @property
    def never_moved(self) -> bool:
        """Whether the factor moved the outcome at none of the points."""
        return self.effect.value == 0


@dataclass(frozen=True)
class Screening:
    """What screening found.

    Attributes
    ----------
    rows
        How many were run.
    found
        For each outcome that varies, every factor in the design's order.
    together
        Names of the factors that never moved an outcome, or whose total index is below
        :data:`NEGLIGIBLE` with the whole of its 95% interval, for every outcome; never chance.
    """

    rows: int
    found: tuple[Screened, ...]
    together: tuple[str, ...]

    def of(self, factor: str, outcome: str) -> Screened | None:
        """Return what a factor does to an outcome; None of one that does not vary."""
        seen = (s for s in self.found if (s.factor, s.outcome) == (factor, outcome))
        return next(seen, None)


def screen(run: RunRows, design: Design, outcomes: dict[str, int], points: int) -> Screening:
    """Find which factors matter little.

    Parameters
    ----------
    run
        Runs rows of the design.
    design
        With every factor by itself.
    outcomes
        Place of each chosen outcome in a row, by name.
    points
        How many points each factor is drawn anew at.
    """
    numbers = design.numbers(points)
    table = run(numbers.ravel().tolist()).reshape(*numbers.shape, -1)
    names = [factor.name for factor in design.factors]
    found: list[Screened] = []
    for outcome, place in outcomes.items():
        part = defined(table[:, :, place])
        if not part.why_not:
            found += _screened(outcome, names, part, design.seed)
    large = {s.factor for s in found if s.total.high >= NEGLIGIBLE and not s.never_moved}
    matter = large | {CHANCE}
    small = tuple(n for n in names if n not in matter) if found else ()
    return Screening(numbers.size, tuple(found), small)


def _screened(outcome: str, names: Sequence[str], part: Defined, seed: int) -> list[Screened]:
    points = part.a.size
    weights = resamples(points, seed)
    _, totals = sobol_indices(part.a, part.b, part.ab, weights)
    effects = weights @ np.abs(part.ab - part.a).T
    moved = (part.ab != part.a).any(axis=1)
    return [
        Screened(
            name,
            outcome,
            estimate(effects[:, i]),
            estimate(totals[:, i]) if moved[i] else unmoved_total(points),
            points,
        )
        for i, name in enumerate(names)
    ]


def unmoved_total(points: int) -> Estimate:
    """Return the total index of a factor that moved an outcome at none of some points.

    Points drawn from these again would all say zero. The rule of three says with 95% confidence
    that the factor moves the outcome at fewer than three in so many points (Hanley and
    Lippman-Hand 1983, JAMA 249, 1743-1745). Its share of the variance is no larger, unless it moves
    the outcome further there than drawing everything anew does.

    Parameters
    ----------
    points
        How many there are.
    """
    return Estimate(0.0, 0.0, 3 / points)


def grouped(factors: Sequence[Factor], together: Sequence[str]) -> tuple[Factor, ...]:
    """Return the factors with some of them as one group, :data:`OTHERS`, the last."""
    kept = [factor for factor in factors if factor.name not in together]
    small = [factor for factor in factors if factor.name in together]
    if not small:
        return tuple(kept)
    inputs = tuple(chain.from_iterable(factor.inputs for factor in small))
    return (*kept, Factor(OTHERS, inputs))
