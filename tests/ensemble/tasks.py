"""Tasks that do to their worker what a test needs; a worker process can import them."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sim.ensemble.batch import Batch


def numbered(numbers: range) -> Batch:
    """A batch in which every replication shows its number, with counts too large for int16."""
    n = np.arange(numbers.start, numbers.stop)
    return Batch(
        np.broadcast_to(n[:, None, None] + 40_000, (len(n), 3, 5)).astype(np.int32),
        np.where(n % 2, n, np.nan)[:, None].astype(np.float64),
        n[:, None].astype(np.int32),
        np.broadcast_to(-n[:, None, None], (len(n), 2, 2)).astype(np.int32),
    )


@dataclass(frozen=True)
class Plain:
    """Finishes."""

    def replications(self, numbers: range) -> Batch:
        return numbered(numbers)


@dataclass(frozen=True)
class KilledOnce:
    """Its worker is killed in the middle of a replication, the first time."""

    number: int
    happened: Path

    def replications(self, numbers: range) -> Batch:
        if self.number in numbers and not self.happened.exists():
            self.happened.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return numbered(numbers)


@dataclass(frozen=True)
class KilledAlways:
    """Its worker is killed whenever it runs some replications."""

    numbers: frozenset[int]

    def replications(self, numbers: range) -> Batch:
        if self.numbers.intersection(numbers):
            os.kill(os.getpid(), signal.SIGKILL)
        return numbered(numbers)


@dataclass(frozen=True)
class Raises:
    """Fails as a program fails."""

    def replications(self, numbers: range) -> Batch:
        raise ZeroDivisionError("in a worker")
