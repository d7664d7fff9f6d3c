"""How is the variance of each outcome shared out among factors?

The number of points doubles until every total index is known as precisely as was asked, or until
the rows would be too many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.study.sensitivity.defined import defined
from sim.study.sensitivity.design import MOST_POINTS, Design, RunRows
from sim.study.sensitivity.estimates import (
    Estimate,
    Numbers,
    estimate,
    resamples,
    sobol_indices,
)
from sim.study.sensitivity.unknowns import CHANCE

FIRST_POINTS = 256


@dataclass(frozen=True, slots=True)
class Index:
    """A factor's share of an outcome's variance.

    Attributes
    ----------
    factor
        Name of a factor, or of the group of those that matter little.
    first
        Share that it brings by itself.
    total
        Share that it takes part in: what would be left, in the mean, if all else were known.
    """

    factor: str
    first: Estimate
    total: Estimate


@dataclass(frozen=True)
class Shares:
    """How the variance of one outcome is shared out.

    Attributes
    ----------
    outcome
        Name of an indicator.
    indices
        Of every factor and group, largest total first; none if there is nothing to share out.
    chance, unknown, interplay
        Shares that are chance alone, what is not known alone, and both together; they sum to one.
        None without indices.
    undefined
        Share of the points that were left out, since the outcome is undefined there in some row.
    why_not
        Why there are no indices; empty if there are.
    """

    outcome: str
    indices: tuple[Index, ...]
    chance: Estimate | None
    unknown: Estimate | None
    interplay: Estimate | None
    undefined: float
    why_not: str

    def of(self, factor: str) -> Index | None:
        """Return the index of a factor, if it has one of its own."""
        return next((index for index in self.indices if index.factor == factor), None)


@dataclass(frozen=True)
class Indices:
    """How variances are shared out.

    Attributes
    ----------
    points, rows
        How many points the design had in the end, and rows.
    half_width
        Largest half-width of the 95% interval of a total index, of any factor and outcome; None
        without indices.
    is_precise
        Whether that is what was asked for.
    shares
        One for each chosen outcome.
    """

    points: int
    rows: int
    half_width: float | None
    is_precise: bool
    shares: tuple[Shares, ...]


def find_indices(
    run: RunRows, design: Design, outcomes: dict[str, int], precision: float, most_rows: int
) -> Indices:
    """Share out the variance of outcomes.

    Parameters
    ----------
    run
        Runs rows of the design.
    design
        Of the factors that are to have an index, chance among them.
    outcomes
        Place of each chosen outcome in a row, by name.
    precision
        Wanted half-width of the 95% interval of every total index.
    most_rows
        The most that are run, but for the rows of the first points.
    """
    points = FIRST_POINTS
    while True:
        numbers = design.numbers(points)
        table = run(numbers.ravel().tolist()).reshape(*numbers.shape, -1)
        shares = tuple(
            _share_out(outcome, design, table[:, :, place]) for outcome, place in outcomes.items()
        )
        widths = [index.total.half_width for s in shares for index in s.indices]
        is_precise = max(widths, default=0.0) <= precision
        if is_precise or 2 * numbers.size > most_rows or 2 * points > MOST_POINTS:
            return Indices(points, numbers.size, max(widths, default=None), is_precise, shares)
        points *= 2


def _share_out(outcome: str, design: Design, table: Numbers) -> Shares:
    part = defined(table)
    if part.why_not:
        return Shares(outcome, (), None, None, None, part.undefined, part.why_not)
    weights = resamples(part.a.size, design.seed)
    first, total = sobol_indices(part.a, part.b, part.ab, weights)
    names = [factor.name for factor in design.factors]
    indices = [
        Index(name, estimate(first[:, i]), estimate(total[:, i])) for i, name in enumerate(names)
    ]
    return Shares(
        outcome,
        tuple(sorted(indices, key=lambda index: -index.total.value)),
        *_parts(names, first, total),
        part.undefined,
        "",
    )


def _parts(
    names: Sequence[str], first: Numbers, total: Numbers
) -> tuple[Estimate, Estimate, Estimate]:
    """Return the shares of chance alone, of what is not known alone, and of both together."""
    by_itself, takes_part = first[:, names.index(CHANCE)], total[:, names.index(CHANCE)]
    return estimate(by_itself), estimate(1 - takes_part), estimate(takes_part - by_itself)
