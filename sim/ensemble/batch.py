"""What is kept of many replications?

Whole arrays of small numbers, one row a replication: about 14 kB each for the pilot.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.outcomes.measure import Measured


@dataclass(frozen=True, slots=True)
class Batch:
    """What some replications add up to, in their order.

    Attributes
    ----------
    series
        int32, shape (replications, series, days), see :mod:`sim.outcomes.series`.
    indicators
        float64, shape (replications, indicators), see :mod:`sim.outcomes.indicators`.
    exits
        int32, shape (replications, exits).
    cohorts
        int32, shape (replications, months, 2): arrivals, returned.
    """

    series: NDArray[np.int32]
    indicators: NDArray[np.float64]
    exits: NDArray[np.int32]
    cohorts: NDArray[np.int32]

    @classmethod
    def of(cls, measured: Sequence[Measured]) -> Batch:
        """Stack replications."""
        return cls(
            np.stack([m.series for m in measured]),
            np.stack([m.indicators for m in measured]),
            np.stack([m.exits for m in measured]).astype(np.int32),
            np.stack([m.cohorts for m in measured]).astype(np.int32),
        )

    @classmethod
    def joined(cls, batches: Sequence[Batch]) -> Batch:
        """Put batches behind each other."""
        parts = zip(*(batch.arrays() for batch in batches), strict=True)
        return cls(*(np.concatenate(part) for part in parts))

    def arrays(self) -> tuple[NDArray[Any], ...]:
        """Return the arrays in the order of the fields."""
        return tuple(getattr(self, name) for name in NAMES)

    def __len__(self) -> int:
        return len(self.series)

    def __getitem__(self, rows: slice) -> Batch:
        return Batch(*(array[rows] for array in self.arrays()))

    def packed(self) -> dict[str, NDArray[Any]]:
        """Return the arrays by name, counts in two bytes where all fit, as nearly all do."""
        return {name: _light(getattr(self, name)) for name in NAMES}

    @classmethod
    def unpacked(cls, packed: Mapping[str, NDArray[Any]]) -> Batch:
        """Return the batch that was packed."""
        arrays: list[Any] = [packed[name] for name in NAMES]
        return cls(*(a.astype(np.int32) if a.dtype == np.int16 else a for a in arrays))

    def __reduce__(self) -> tuple[Any, ...]:
        return Batch.unpacked, (self.packed(),)

    @property
    def nbytes(self) -> int:
        """How many bytes the arrays hold."""
        return sum(array.nbytes for array in self.arrays())


NAMES = tuple(field.name for field in fields(Batch))
"""Names of the arrays."""


def _light(array: NDArray[Any]) -> NDArray[Any]:
    limits = np.iinfo(np.int16)
    if array.dtype == np.int32 and limits.min <= array.min() and array.max() <= limits.max:
        return array.astype(np.int16)
    return array
