"""How does compiled code draw?

The same bits as :class:`~sim.luck.luck.Luck` gives, owner by owner: the counter, the ten
rounds and the unit interval of :mod:`sim.luck.philox` and :mod:`sim.luck.luck`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled, inlined
from sim.luck.philox import KEY_STEPS, LOW, MULTIPLIERS, ROUNDS

LuckWords = NDArray[np.uint64]
"""What compiled code knows of a luck: both words of the key, and the replication."""

_M0, _M1 = (np.uint64(m) for m in MULTIPLIERS)
_S0, _S1 = (np.uint64(s) for s in KEY_STEPS)
_LOW, _HALF = np.uint64(LOW), np.uint64(32)
_DROPPED = np.uint64(11)
_STEP, _HALF_STEP = 2.0**-53, 2.0**-54


@inlined
def words(luck: LuckWords, name: np.uint64, owner: np.uint64) -> tuple[np.uint64, np.uint64]:
    """Return the 128 random bits of an owner, for one named piece of luck."""
    k0, k1 = luck[0], luck[1]
    left = (owner << _HALF) | (owner >> _HALF)
    right = luck[2] | name
    for _ in range(ROUNDS):
        from_left = (left >> _HALF) * _M0
        from_right = (right >> _HALF) * _M1
        left = (((left & _LOW) ^ k0) << _HALF) ^ from_right
        right = (((right & _LOW) ^ k1) << _HALF) ^ from_left
        k0 = (k0 + _S0) & _LOW
        k1 = (k1 + _S1) & _LOW
    return left, right


@inlined
def unit(bits: np.uint64) -> float:
    """Map 64 bits to the open unit interval by the upper 53; zero becomes half a step."""
    return max(np.int64(bits >> _DROPPED) * _STEP, _HALF_STEP)


@inlined
def uniform(luck: LuckWords, name: np.uint64, owner: np.uint64) -> float:
    """Return the uniform of an owner."""
    return unit(words(luck, name, owner)[0])


@inlined
def pair(luck: LuckWords, name: np.uint64, owner: np.uint64) -> tuple[float, float]:
    """Return two uniforms of an owner, from one scrambling."""
    left, right = words(luck, name, owner)
    return unit(left), unit(right)


@inlined
def shared(luck: LuckWords, name: np.uint64, owner: np.uint64, other: np.uint64) -> float:
    """Return the uniform that an owner shares with one other."""
    return uniform(luck, name, words(luck, name, owner)[0] ^ other)


@compiled
def draw_uniforms(
    luck: LuckWords,
    replications: NDArray[np.uint64],
    names: NDArray[np.uint64],
    owners: NDArray[np.uint64],
    found: NDArray[np.float64],
) -> None:
    """Draw for the same owners in many replications.

    Parameters
    ----------
    luck
        Of the seed; its replication is written over.
    replications, names, owners
        Numbers of the replications; the luck's name and the owner of each draw.
    found
        Shape (replications, owners), filled.
    """
    for row in range(replications.size):
        luck[2] = replications[row] << _HALF
        for owner in range(owners.size):
            found[row, owner] = uniform(luck, names[owner], owners[owner])
