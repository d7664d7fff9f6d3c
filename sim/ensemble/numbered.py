"""Which rows are there, and which number has each?"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.pieces import Numbers

Table = NDArray[np.float64]


class Numbered:
    """Rows by number, in the order in which they came.

    Parameters
    ----------
    width
        Of a row.
    """

    def __init__(self, width: int) -> None:
        self._place: dict[int, int] = {}
        self._table: Table = np.empty((0, width))

    def missing(self, numbers: Iterable[int]) -> list[int]:
        """Return those of some numbers that have no row, each once and in order."""
        return sorted(set(numbers) - self._place.keys())

    def rows(self, numbers: Iterable[int]) -> Table:
        """Return rows in the order of their numbers, all of which have to be there."""
        return np.asarray(self._table[[self._place[number] for number in numbers]])

    def put(self, numbers: Numbers, rows: Table) -> None:
        """Add rows of new numbers; room for them is doubled, so that few are ever copied."""
        first = len(self._place)
        if first + numbers.size > len(self._table):
            room = np.empty((max(first, numbers.size), self._table.shape[1]))
            self._table = np.concatenate([self._table[:first], room])
        self._table[first : first + numbers.size] = rows
        self._place.update(zip(numbers.tolist(), range(first, first + numbers.size), strict=True))
