"""How far does a limit really move when a unit is added, and when one is taken away?

No limit goes below zero and no share above one. A unit is added once everything is drawn, so how
much of it there is room for differs from one replication to the next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.luck.luck import Luck
from sim.model.basis import Daily, Number
from sim.model.limits import Limits, draw_limits
from sim.model.outline import Outline, moved
from sim.study.limits.relaxing import Relaxation

_WHOLE_NUMBERS = (Number.INBOUND_LEAD, Number.RETURNED_LEAD)
_WHOLE_TABLES = (Daily.PLACES, Daily.SEATS, Daily.GROUP_SEATS)
"""Numbers of people that the model rounds half up."""
_DIGITS = 9
"""Of a part of a unit: what sums of parts leave of nothing is nothing."""

Values = NDArray[np.float64]


class Moves:
    """Units between a limit that was made wider and the same one made narrower.

    Parameters
    ----------
    prepared
        The scenario, with nothing added.
    relaxed
        A unit of each limit.
    seed
        Of all luck.
    """

    def __init__(self, prepared: Outline, relaxed: Sequence[Relaxation], seed: int) -> None:
        self._prepared, self._seed = prepared, seed
        self._sides = [
            [_Side(prepared, relaxation.added, sign) for sign in (1, -1)] for relaxation in relaxed
        ]
        self._found: list[list[float]] = []

    def units(self, replications: range) -> Values:
        """Return them, shape (replications, limits): 2, or less where there is no room."""
        for number in range(len(self._found), replications.stop):
            drawn = draw_limits(self._prepared.basis, Luck(self._seed, number).words)
            self._found.append([sum(side.part(drawn) for side in s) for s in self._sides])
        return np.array(self._found)[replications.start : replications.stop]


class _Side:
    """A unit added, or taken away."""

    def __init__(self, prepared: Outline, added: Mapping[str, float], sign: int) -> None:
        amounts = {path: sign * amount for path, amount in added.items()}
        self._most, self._added = prepared.basis.most, moved(prepared, amounts).basis.added
        self._whole = sum(abs(amount) for amount in amounts.values())

    def part(self, drawn: Limits) -> float:
        """Return which part of the unit a replication has room for, 0 to 1.

        Of a dated value it is the mean over the days on which it is above zero; where several
        limits share a unit, it is their parts as they share it.
        """
        short = 0.0
        for place in np.flatnonzero(self._added.numbers):
            value = drawn.numbers[[place]]
            most = 1.0 if place == Number.IN_SCOPE else np.inf
            whole = place in _WHOLE_NUMBERS
            short += _short(value, self._added.numbers[place], most, whole)
        for place in np.flatnonzero(self._added.daily):
            value = drawn.values[place][drawn.values[place] > 0]
            whole = place in _WHOLE_TABLES
            short += _short(value, self._added.daily[place], self._most[place], whole)
        for place in np.flatnonzero(self._added.scales):
            short += _short(drawn.scales[[place]], self._added.scales[place], np.inf, False)
        return round(1 - short / self._whole, _DIGITS)


def _short(value: Values, amount: float, most: float, whole: bool) -> float:
    """Return how much of an amount has no room, mean over the values; all of it if none is."""
    if not value.size:
        return abs(amount)
    wanted = (np.floor(value + 0.5) if whole else value) + amount
    return float(np.abs(wanted - np.clip(wanted, 0.0, most)).mean())
