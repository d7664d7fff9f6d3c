"""Where do the limits of a replication stand?

Uncertain values are drawn, what grows is grown, and then a study may move what it asks about, so
that one more place is one place whatever was drawn.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.compiled import allocating, part
from sim.luck.keyed import LuckWords
from sim.luck.settle import draw_priors
from sim.model.basis import Added, Basis, Number, Target
from sim.model.growth import grow, scale


class Limits(NamedTuple):
    """The limits of one replication before anything is added to them.

    Attributes
    ----------
    numbers, values, scales
        As in :class:`~sim.model.basis.Basis`: plain numbers, dated parameters on each day, shape
        (dated parameters, days), and scales of spreads.
    """

    numbers: NDArray[np.float64]
    values: NDArray[np.float64]
    scales: NDArray[np.float64]


@allocating
def draw_limits(basis: Basis, luck: LuckWords) -> Limits:
    """Draw the uncertain values of one replication, and let grow what grows.

    Parameters
    ----------
    basis
        What is common to all replications.
    luck
        Owner of the uncertain values and the programme path.
    """
    numbers, values, scales = basis.numbers.copy(), basis.daily.copy(), basis.scales.copy()
    factors = np.ones(values.shape[0])
    drawn = np.empty(basis.prior_keys.size)
    draw_priors(basis.prior_keys, basis.prior_tables, basis.prior_levels, luck, drawn)
    _set(basis.prior_targets, drawn, numbers, factors, scales)
    scale(values, basis.scaled, factors, basis.most)
    grow(
        values, basis.scaled, basis.months, basis.followers, basis.departures,
        basis.departure_keys, numbers[Number.SCALE], numbers[Number.TREND], numbers[Number.WOBBLE],
        basis.growth_levels, basis.normal, luck, np.empty(values.shape[1]),
    )  # fmt: skip
    return Limits(numbers, values, scales)


@part
def move_limits(
    added: Added,
    most: NDArray[np.float64],
    numbers: NDArray[np.float64],
    values: NDArray[np.float64],
    scales: NDArray[np.float64],
) -> None:
    """Move limits from where they stand; none below zero, and no share above one."""
    for number in range(numbers.size):
        if added.numbers[number] != 0.0:
            numbers[number] = max(numbers[number] + added.numbers[number], 0.0)
    numbers[Number.IN_SCOPE] = min(numbers[Number.IN_SCOPE], 1.0)
    for row in range(values.shape[0]):
        if added.daily[row] != 0.0:
            for day in range(values.shape[1]):
                if values[row, day] > 0.0:
                    moved = max(values[row, day] + added.daily[row], 0.0)
                    values[row, day] = min(moved, most[row])
    for span in range(scales.size):
        scales[span] = max(scales[span] + added.scales[span], 0.0)


@part
def _set(
    targets: NDArray[np.int64],
    drawn: NDArray[np.float64],
    numbers: NDArray[np.float64],
    factors: NDArray[np.float64],
    scales: NDArray[np.float64],
) -> None:
    """Put what was drawn in its place."""
    for prior in range(drawn.size):
        target, place = targets[prior, 0], targets[prior, 1]
        if target == Target.NUMBER:
            numbers[place] = drawn[prior]
        elif target == Target.NUMBER_FACTOR:
            numbers[place] *= drawn[prior]
        elif target == Target.DAILY:
            factors[place] = drawn[prior]
        elif target == Target.SPAN:
            scales[place] *= drawn[prior]
