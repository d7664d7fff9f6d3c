"""Are the random bits those of the published generator?"""

from __future__ import annotations

import numpy as np
import pytest

from sim.luck.philox import philox4x32, scramble

# The known-answer vectors "philox4x32 10" of the Random123 library (file kat_vectors).
ONES = 0xFFFFFFFF
KNOWN = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((ONES,) * 4, (ONES, ONES), (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_published_vectors_are_reproduced(
    counter: tuple[int, int, int, int], key: tuple[int, int], answer: tuple[int, int, int, int]
) -> None:
    assert tuple(int(word) for word in philox4x32(*counter, *key)) == answer


def test_an_array_of_counters_gives_each_its_own_published_answer() -> None:
    c0, c1, c2, c3 = np.array([KNOWN[0][0], KNOWN[2][0]], dtype=np.uint32).T
    key = KNOWN[2][1]
    words = np.stack(philox4x32(c0, c1, c2, c3, *key), axis=-1)
    assert words.dtype == np.uint32
    assert tuple(words[1]) == KNOWN[2][2]
    alone = philox4x32(*KNOWN[0][0], *key)
    assert tuple(words[0]) == tuple(int(word) for word in alone)


def test_shapes_broadcast_and_arguments_are_left_alone() -> None:
    rows = np.arange(3, dtype=np.uint32)[:, None]
    columns = np.arange(4, dtype=np.uint32)
    grid = philox4x32(rows, columns, 5, 6, 7, 8)
    assert grid[0].shape == (3, 4)
    assert grid[3][2, 1] == philox4x32(2, 1, 5, 6, 7, 8)[3]
    assert np.array_equal(columns, np.arange(4))


def test_single_integers_and_arrays_scramble_alike() -> None:
    left, right = 0x0123456789ABCDEF, 0xFEDCBA9876543210
    many = scramble(
        np.array([left], dtype=np.uint64), np.array([right], dtype=np.uint64), ONES, 0x80000001
    )
    one = scramble(left, right, ONES, 0x80000001)
    assert (int(many[0][0]), int(many[1][0])) == one
