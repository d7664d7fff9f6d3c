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
        Total index.
    """

    factor: str
    outcome: str
    effect: Estimate
    total: Estimate


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
        Names of the factors whose total index is below :data:`NEGLIGIBLE` for every outcome, with
        the whole of its 95% interval; never chance.
    """

    rows: int
    found: tuple[Screened, ...]
    together: tuple[str, ...]

    def below(self, factor: str, outcome: str) -> float | None:
        """Return the end of the interval of a factor's total index; None without one."""
        ends = (s.total.high for s in self.found if (s.factor, s.outcome) == (factor, outcome))
        return next(ends, None)


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
    matter = {s.factor for s in found if s.total.high >= NEGLIGIBLE} | {CHANCE}
    small = tuple(n for n in names if n not in matter) if found else ()
    return Screening(numbers.size, tuple(found), small)


def _screened(outcome: str, names: Sequence[str], part: Defined, seed: int) -> list[Screened]:
    weights = resamples(part.a.size, seed)
    _, totals = sobol_indices(part.a, part.b, part.ab, weights)
    effects = weights @ np.abs(part.ab - part.a).T
    return [
        Screened(name, outcome, estimate(effects[:, i]), estimate(totals[:, i]))
        for i, name in enumerate(names)
    ]


def grouped(factors: Sequence[Factor], together: Sequence[str]) -> tuple[Factor, ...]:
    """Return the factors with some of them as one group, :data:`OTHERS`, the last."""
    kept = [factor for factor in factors if factor.name not in together]
    small = [factor for factor in factors if factor.name in together]
    if not small:
        return tuple(kept)
    inputs = tuple(chain.from_iterable(factor.inputs for factor in small))
    return (*kept, Factor(OTHERS, inputs))
