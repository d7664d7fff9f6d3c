"""What is an owner's luck?

A uniform is a pure function of (seed, replication, name, owner), never the next number of a
sequence. It does not matter who else draws, in what order, or in arrays of what shape, so
two scenarios share the luck of everyone they share.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from typing import SupportsIndex

import numpy as np
from numpy.typing import NDArray

from sim.luck.philox import LOW, Words, scramble


@dataclass(frozen=True, slots=True)
class Luck:
    """All the luck of one replication.

    Parameters
    ----------
    seed : int
        From 0 to 2**64 - 1; the key of the generator.
    replication : int
        From 0 to 2**32 - 1.

    Raises
    ------
    ValueError
        If either is out of range.

    Notes
    -----
    The counter is (owner's low half, owner's high half, replication, hash of the name).
    """

    seed: int
    replication: int
    words: NDArray[np.uint64] = field(init=False, repr=False, compare=False)
    """What compiled code knows of this luck; see :mod:`sim.luck.keyed`."""

    def __post_init__(self) -> None:
        _must_fit("seed", self.seed, 64)
        _must_fit("replication", self.replication, 32)
        words = np.array([self.seed & LOW, self.seed >> 32, self.replication << 32], np.uint64)
        object.__setattr__(self, "words", words)

    def uniforms(self, name: str, owners: NDArray[np.uint64]) -> NDArray[np.float64]:
        """One uniform for each owner, for one named piece of luck.

        Parameters
        ----------
        name : str
            What is drawn. Different names are independent.
        owners : ndarray of uint64
            Keys from :mod:`sim.luck.keys`, in any shape and order.

        Returns
        -------
        ndarray of float64
            In the shape of `owners`, with 53 bits, strictly between 0 and 1.

        Raises
        ------
        TypeError
            If `owners` could hold what is not a key: signed integers or floats.
        """
        return _unit(self._words(name, owners)[0])

    def pairs(
        self, name: str, owners: NDArray[np.uint64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Two uniforms for each owner, from one scrambling; the first is :meth:`uniforms`'."""
        left, right = self._words(name, owners)
        return _unit(left), _unit(right)

    def uniform(self, name: str, owner: SupportsIndex) -> float:
        """Draw for one owner: the same number that :meth:`uniforms` gives it."""
        key = operator.index(owner)
        _must_fit("owner", key, 64)
        left = (key & LOW) << 32 | key >> 32
        return float(_unit(self._scrambled(left, self._stream(name))[0]))

    def pair_uniforms(
        self, name: str, owners: NDArray[np.uint64], other: SupportsIndex
    ) -> NDArray[np.float64]:
        """Luck that each owner shares with one other, such as visits with a flight.

        Parameters
        ----------
        name : str
            What is drawn.
        owners : ndarray of uint64
            Keys of the many.
        other : int
            Key of the one.

        Returns
        -------
        ndarray of float64
            In the shape of `owners`; a function of the pair, strictly between 0 and 1.

        Notes
        -----
        Two keys do not fit one counter. The owner's own words, xor the other's key, own a
        second draw.
        """
        key = operator.index(other)
        _must_fit("owner", key, 64)
        return self.uniforms(name, self._words(name, owners)[0] ^ np.uint64(key))

    def _words(
        self, name: str, owners: NDArray[np.uint64]
    ) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
        """Return the 128 random bits of each owner."""
        keys = owners.astype(np.uint64, casting="safe", copy=False)
        left = np.asarray(keys << 32 | keys >> 32, dtype=np.uint64)
        right = np.full(keys.shape, self._stream(name), dtype=np.uint64)
        return self._scrambled(left, right)

    def _scrambled(self, left: Words, right: Words) -> tuple[Words, Words]:
        return scramble(left, right, self.seed & LOW, self.seed >> 32)

    def _stream(self, name: str) -> int:
        """Words 2 and 3 of the counter, which all owners of this luck share."""
        return self.replication << 32 | name_id(name)


@cache
def name_id(name: str) -> int:
    """Hash a name to 32 bits, the same on every machine."""
    return int.from_bytes(blake2b(name.encode(), digest_size=4).digest(), "little")


def _unit(words: NDArray[np.uint64] | int) -> NDArray[np.float64]:
    """Map 64 bits to the open unit interval by the upper 53; zero becomes half a step."""
    return np.maximum((words >> 11) * 2.0**-53, 2.0**-54)


def _must_fit(what: str, value: int, bits: int) -> None:
    if not isinstance(value, int) or not 0 <= value < 2**bits:
        raise ValueError(f"{what} must be a whole number from 0 to {2**bits - 1}, not {value!r}")
