from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sim.evidence.forecasting.pool import pool_weights, pooled

wis = st.integers(0, 1_000).map(float)
pasts = st.dictionaries(st.sampled_from("abcde"), st.lists(wis, max_size=6), min_size=1, max_size=5)


def paths(draws: int, first: int = 0) -> NDArray[np.float64]:
    """Return paths of three months, every one of them different from all others."""
    return np.arange(first, first + 3 * draws, dtype=np.float64).reshape(draws, 3)


@given(past=pasts)
def test_weights_are_a_share_of_one_and_nobody_is_silenced(past: dict[str, list[float]]) -> None:
    weights = pool_weights(past)
    assert weights.keys() == past.keys()
    assert math.fsum(weights.values()) == pytest.approx(1)
    assert min(weights.values()) > 0


@given(past=pasts)
def test_weights_do_not_depend_on_the_order_or_the_unit(past: dict[str, list[float]]) -> None:
    weights = pool_weights(past)
    backwards = {name: past[name][::-1] for name in reversed(past)}
    per_thousand = {name: [each / 1_000 for each in past[name]] for name in past}
    assert pool_weights(backwards) == pytest.approx(weights)
    assert pool_weights(per_thousand) == pytest.approx(weights)


def test_weights_are_equal_without_past_scores_and_when_all_were_perfect() -> None:
    half = {"a": 0.5, "b": 0.5}
    assert pool_weights({"a": [], "b": []}) == half
    assert pool_weights({"a": [0.0], "b": [0.0]}) == half


@given(scores=st.lists(st.tuples(wis, wis), min_size=1, max_size=6))
def test_who_did_better_has_more_say(scores: list[tuple[float, float]]) -> None:
    good = [min(pair) for pair in scores]
    poor = [max(pair) + 1 for pair in scores]
    weights = pool_weights({"good": good, "poor": poor})
    assert weights["good"] > weights["poor"]


def test_weights_go_from_equal_to_inverse_scores_as_months_pass() -> None:
    ratios = []
    for months in (1, 3, 10, 10_000):
        weights = pool_weights({"good": [1.0] * months, "poor": [4.0] * months})
        ratios.append(weights["good"] / weights["poor"])
    assert ratios == sorted(ratios)
    assert ratios[0] == pytest.approx((4 + 2.5) / (1 + 2.5))
    assert ratios[-1] == pytest.approx(4, rel=1e-3)


def test_one_perfect_month_does_not_give_all_the_say() -> None:
    weights = pool_weights({"lucky": [0.0], "other": [10.0]})
    assert weights["lucky"] == pytest.approx(0.75)  # 1 / 2.5 against 1 / 7.5


def test_who_has_no_past_counts_as_typical() -> None:
    weights = pool_weights({"good": [1.0] * 9, "new": [], "poor": [3.0] * 9})
    assert weights["good"] > weights["new"] > weights["poor"]


@pytest.mark.parametrize(
    ("past", "says"),
    [({}, "at least one"), ({"a": [-1.0]}, "negative"), ({"a": [math.nan]}, "finite")],
)
def test_past_scores_that_are_none_are_refused(past: dict[str, list[float]], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        pool_weights(past)


@given(draws=st.integers(1, 200), share=st.floats(0, 1))
def test_equal_forecasters_pool_to_themselves(draws: int, share: float) -> None:
    same = paths(draws)
    pool = pooled({"a": same, "b": same}, {"a": share, "b": 1 - share}, draws)
    np.testing.assert_array_equal(pool, same)


@given(
    weights=st.lists(st.integers(0, 20), min_size=1, max_size=5).filter(any),
    draws=st.integers(1, 300),
)
def test_every_row_is_a_whole_path_and_shares_are_within_one(
    weights: list[int], draws: int
) -> None:
    names = "abcde"[: len(weights)]
    samples = {name: paths(7, first=1_000 * i) for i, name in enumerate(names)}
    pool = pooled(samples, dict(zip(names, weights, strict=True)), draws)
    assert pool.shape == (draws, 3)
    for name, weight in zip(names, weights, strict=True):
        theirs = {tuple(path) for path in samples[name].tolist()}
        count = sum(tuple(path) in theirs for path in pool.tolist())
        assert abs(count - draws * weight / sum(weights)) < 1


def test_rounding_goes_to_the_largest_remainder() -> None:
    samples = {name: np.full((1, 1), value) for name, value in (("a", 1.0), ("b", 2), ("c", 3))}
    pool = pooled(samples, {"a": 0.41, "b": 0.33, "c": 0.26}, 10)  # 4.1, 3.3 and 2.6
    assert pool.ravel().tolist() == [1] * 4 + [2] * 3 + [3] * 3


def test_the_order_of_forecasters_does_not_matter() -> None:
    samples = {"a": paths(5), "b": paths(9, first=100)}
    weights = {"a": 1 / 2, "b": 1 / 2}
    backwards = dict(reversed(samples.items()))
    np.testing.assert_array_equal(pooled(samples, weights, 7), pooled(backwards, weights, 7))


def test_the_mean_of_a_pool_is_the_weighted_mean() -> None:
    samples = {"a": paths(25), "b": paths(75, first=500)}
    pool = pooled(samples, {"a": 0.25, "b": 0.75}, 400)
    expected = 0.25 * samples["a"].mean(axis=0) + 0.75 * samples["b"].mean(axis=0)
    np.testing.assert_allclose(pool.mean(axis=0), expected)


@pytest.mark.parametrize(
    ("samples", "weights", "says"),
    [
        ({}, {}, "at least one"),
        ({"a": paths(1)}, {"b": 1.0}, "the same forecasters"),
        ({"a": paths(0)}, {"a": 1.0}, "are paths"),
        ({"a": np.zeros(3)}, {"a": 1.0}, "are paths"),
        ({"a": paths(1), "b": np.zeros((1, 2))}, {"a": 1.0, "b": 1}, "the same months"),
        ({"a": paths(1)}, {"a": 0.0}, "not all zero"),
        ({"a": paths(1), "b": paths(1)}, {"a": 2.0, "b": -1}, "not negative"),
        ({"a": paths(1)}, {"a": math.nan}, "finite"),
    ],
)
def test_what_cannot_be_pooled_is_refused(
    samples: dict[str, NDArray[np.float64]], weights: dict[str, float], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        pooled(samples, weights, 4)
