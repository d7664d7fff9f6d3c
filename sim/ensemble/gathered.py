"""Which replications are there, and which are still to be run?

Batches come back in any order and are put where they belong in arrays of the final
size, so that nothing is held twice and nothing can be counted twice.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.batch import Batch


class Gathered:
    """Replications by number."""

    def __init__(self) -> None:
        self._done: NDArray[np.bool_] = np.zeros(0, dtype=np.bool_)
        self._whole: Batch | None = None

    def __len__(self) -> int:
        return int(self._done.sum())

    def missing(self, wanted: int) -> list[int]:
        """Return the numbers below ``wanted`` that are not there."""
        done = self._done[:wanted]
        return [*np.flatnonzero(~done).tolist(), *range(len(done), wanted)]

    def put(self, numbers: NDArray[np.int64], batch: Batch, wanted: int) -> None:
        """Put a batch in its place; room is made for ``wanted`` replications at once."""
        self._make_room(max(wanted, int(numbers.max()) + 1), batch)
        assert self._whole is not None
        for whole, part in zip(self._whole.arrays(), batch.arrays(), strict=True):
            whole[numbers] = part
        self._done[numbers] = True

    def first(self, count: int) -> Batch:
        """Return the first replications, all of which have to be there."""
        assert self._whole is not None
        assert self._done[:count].all()
        return self._whole[:count]

    def _make_room(self, size: int, like: Batch) -> None:
        old = self._done.size
        if size <= old:
            return
        arrays = [np.empty((size, *array.shape[1:]), array.dtype) for array in like.arrays()]
        if self._whole is not None:
            for array, held in zip(arrays, self._whole.arrays(), strict=True):
                array[:old] = held
        self._whole = Batch(*arrays)
        self._done = np.concatenate([self._done, np.zeros(size - old, dtype=np.bool_)])
