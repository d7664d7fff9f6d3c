"""How does a counter become chance?

Philox4x32-10 scrambles a counter of four 32-bit words under a key of two, so that every
counter has its own random words and no draw depends on the draws before it. The bits are
those of the published generator on every machine.

Source: J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, "Parallel random numbers: as
easy as 1, 2, 3", SC11 (2011), section 4.3, and the constants of its Random123 library.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Words = TypeVar("Words", int, NDArray[np.uint64])

ROUNDS = 10
MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
KEY_STEPS = (0x9E3779B9, 0xBB67AE85)
LOW = 0xFFFF_FFFF


def scramble(left: Words, right: Words, k0: int, k1: int) -> tuple[Words, Words]:
    """Scramble counters whose four words are packed two by two.

    Parameters
    ----------
    left, right : int or ndarray of uint64
        Words 0 and 1, and words 2 and 3, of each counter; the even word is the upper half.
        Single integers, or two arrays of one shape, **which are overwritten**.
    k0, k1 : int
        The two 32-bit words of the key.

    Returns
    -------
    tuple of int or ndarray of uint64
        The scrambled words, packed in the same way.

    Notes
    -----
    Packed so, a product already holds its high half above its low half, as the next round
    wants it, and no half ever has to be cut out.
    """
    for _ in range(ROUNDS):
        from_left = left >> 32
        from_left *= MULTIPLIERS[0]
        from_right = right >> 32
        from_right *= MULTIPLIERS[1]
        left &= LOW
        left ^= k0
        left <<= 32
        left ^= from_right
        right &= LOW
        right ^= k1
        right <<= 32
        right ^= from_left
        k0 = (k0 + KEY_STEPS[0]) & LOW
        k1 = (k1 + KEY_STEPS[1]) & LOW
    return left, right


def philox4x32(
    c0: int | NDArray[np.uint32],
    c1: int | NDArray[np.uint32],
    c2: int | NDArray[np.uint32],
    c3: int | NDArray[np.uint32],
    k0: int,
    k1: int,
) -> tuple[NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint32], NDArray[np.uint32]]:
    """Four random words for each counter, as the paper writes the function.

    Parameters
    ----------
    c0, c1, c2, c3 : int or ndarray of uint32
        The words of the counters; shapes broadcast.
    k0, k1 : int
        The words of the key.

    Returns
    -------
    tuple of four ndarrays of uint32
        In the broadcast shape.
    """
    words = (np.asarray(word, dtype=np.uint32).astype(np.uint64) for word in (c0, c1, c2, c3))
    w0, w1, w2, w3 = np.broadcast_arrays(*words)
    left, right = scramble(np.asarray(w0 << 32 | w1), np.asarray(w2 << 32 | w3), k0, k1)
    return _upper(left), _lower(left), _upper(right), _lower(right)


def _upper(words: NDArray[np.uint64]) -> NDArray[np.uint32]:
    return np.asarray(words >> 32, dtype=np.uint32)


def _lower(words: NDArray[np.uint64]) -> NDArray[np.uint32]:
    return np.asarray(words & LOW, dtype=np.uint32)
