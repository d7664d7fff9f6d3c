"""Which rows does a design have, and which number has each?

A radial design over factors: points in two independent samples, A and B, and for each factor
the rows of A with that factor taken from B. A row is the inputs and the luck of a replication. Its
number depends on its place alone, so the rows of a design are among those of a larger one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from sim.ensemble.rows import Rows
from sim.study.sensitivity.unknowns import Factor, Levels

MOST_POINTS = 2**20
"""Points that a design may have; it sets the numbers apart."""
_BLOCK = 1024
_BITS = 30

RunRows = Callable[[Iterable[int]], Rows]
"""Runs rows by number; shape (numbers, what a row holds)."""


@dataclass(frozen=True)
class Design:
    """A radial design.

    Attributes
    ----------
    inputs
        How many there are.
    factors
        What is moved together; between them every input, and luck.
    seed
        Of the sample.

    Notes
    -----
    The sample is a scrambled Sobol sequence in twice as many dimensions as there are inputs, the
    first half A's and the second B's (Saltelli et al. 2010, Computer Physics Communications 181,
    259-270, section 5). Luck has a replication of its own in each point of A and of B.
    """

    inputs: int
    factors: tuple[Factor, ...]
    seed: int

    @property
    def slots(self) -> int:
        """How many rows a point has: one in A, one in B, one for each factor."""
        return 2 + len(self.factors)

    def numbers(self, points: int) -> NDArray[np.int64]:
        """Return the numbers of the rows of the first points, shape (slots, points)."""
        return np.arange(self.slots)[:, None] * MOST_POINTS + np.arange(points)

    def row(self, number: int) -> tuple[Levels, int]:
        """Return the inputs of a row, and the number of the replication whose luck it has."""
        slot, point = divmod(number, MOST_POINTS)
        sample = _block(self.seed, self.inputs, point // _BLOCK)[point % _BLOCK]
        here, other = sample[: self.inputs].copy(), sample[self.inputs :]
        luck, other_luck = 2 * point, 2 * point + 1
        if slot == 1:
            return other, other_luck
        if slot >= 2:
            factor = self.factors[slot - 2]
            moved = list(factor.inputs)
            here[moved] = other[moved]
            luck = other_luck if factor.luck else luck
        return here, luck


@lru_cache(maxsize=16)
def _block(seed: int, inputs: int, block: int) -> Levels:
    """Return some points of the sequence, shape (points, 2 × inputs), strictly within 0 and 1."""
    sequence = qmc.Sobol(max(2 * inputs, 1), bits=_BITS, seed=np.random.default_rng(seed))
    if block:
        sequence.fast_forward(block * _BLOCK)
    return np.asarray(sequence.random(_BLOCK)[:, : 2 * inputs] + 0.5 * 2.0**-_BITS)
