"""Rows are found by their numbers, however many came and in whatever order."""

from __future__ import annotations

import numpy as np
import pytest

from sim.ensemble.numbered import Numbered


def test_rows_are_found_by_their_numbers() -> None:
    found = Numbered(2)
    for numbers in ([7, 3], [5], [0, 9, 1], [4]):
        found.put(np.array(numbers), np.array([[number, -number] for number in numbers], float))
    np.testing.assert_array_equal(found.rows([9, 3, 4, 3]), [[9, -9], [3, -3], [4, -4], [3, -3]])
    assert found.missing([8, 3, 2, 8, 9]) == [2, 8]


def test_a_thousand_chunks_are_copied_a_few_times_only(monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[int] = []
    concatenate = np.concatenate

    def counted(parts: list[np.ndarray]) -> np.ndarray:
        copied.append(len(parts[0]))
        return concatenate(parts)

    monkeypatch.setattr(np, "concatenate", counted)
    found = Numbered(1)
    for number in range(1_000):
        found.put(np.array([number]), np.array([[float(number)]]))
    np.testing.assert_array_equal(found.rows(range(1_000))[:, 0], range(1_000))
    assert sum(copied) <= 2 * 1_000
