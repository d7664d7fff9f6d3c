"""Compiled code draws the same bits as NumPy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.luck import keyed
from sim.luck.luck import Luck, name_id

WORDS = st.integers(0, 2**64 - 1)


@given(WORDS, st.integers(0, 2**32 - 1), st.text(max_size=9), WORDS, WORDS)
def test_compiled_luck_is_the_luck(
    seed: int, replication: int, name: str, owner: int, other: int
) -> None:
    luck = Luck(seed, replication)
    which, key = np.uint64(name_id(name)), np.uint64(owner)
    first, second = luck.pairs(name, np.array([owner], dtype=np.uint64))
    assert keyed.pair(luck.words, which, key) == (first[0], second[0])
    assert keyed.uniform(luck.words, which, key) == luck.uniform(name, owner)
    shared = luck.pair_uniforms(name, np.array([owner], dtype=np.uint64), other)
    assert keyed.shared(luck.words, which, key, np.uint64(other)) == shared[0]


@pytest.mark.parametrize(("bits", "expected"), [(0, 2.0**-54), (2**64 - 1, 1 - 2.0**-53)])
def test_uniforms_stay_within_the_open_interval(bits: int, expected: float) -> None:
    assert keyed.unit(np.uint64(bits)) == expected


def test_the_two_uniforms_of_a_pair_are_independent() -> None:
    first, second = Luck(3, 1).pairs("x", np.arange(200_000, dtype=np.uint64))
    assert abs(np.corrcoef(first, second)[0, 1]) < 4 / 200_000**0.5
    assert not np.array_equal(first, second)
