from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from sim.evidence.forecasting.baselines import BASELINES, DAMPING, baseline_samples
from sim.evidence.forecasting.shocks import standard_shocks

NAMES = sorted(BASELINES)
DRAWS = 4_096

counts = st.lists(st.integers(0, 500), min_size=2, max_size=12)


def middle(name: str, history: Sequence[float], months: int) -> NDArray[np.float64]:
    middle: NDArray[np.float64] = np.median(
        baseline_samples(name, np.array(history, dtype=float), months, DRAWS), axis=0
    )
    return middle


def widths(samples: NDArray[np.float64]) -> NDArray[np.float64]:
    low, high = np.quantile(samples, (0.25, 0.75), axis=0)
    width: NDArray[np.float64] = high - low
    return width


@given(name=st.sampled_from(NAMES), history=counts, months=st.integers(1, 5))
def test_there_is_a_path_for_every_draw_and_no_month_is_below_zero(
    name: str, history: list[int], months: int
) -> None:
    samples = baseline_samples(name, np.array(history, dtype=float), months, 65)
    assert samples.shape == (65, months)
    assert np.isfinite(samples).all()
    assert samples.min() >= 0


@pytest.mark.parametrize("name", NAMES)
def test_the_same_call_gives_the_same_samples(name: str) -> None:
    history = np.array([400.0, 430.0, 390.0])
    first, second = (baseline_samples(name, history, 3, 100) for _ in range(2))
    np.testing.assert_array_equal(first, second)
    np.testing.assert_array_equal(history, [400, 430, 390])


@pytest.mark.parametrize("name", NAMES)
def test_the_spread_grows_with_the_horizon(name: str) -> None:
    history = np.array([5_000.0, 5_030.0, 4_990.0, 5_010.0, 5_050.0, 5_020.0])
    assert np.all(np.diff(widths(baseline_samples(name, history, 12, DRAWS))[[0, 2, 5, 11]]) > 0)


@pytest.mark.parametrize("name", NAMES)
def test_a_constant_history_goes_on_with_the_spread_of_a_poisson_count(name: str) -> None:
    samples = baseline_samples(name, np.full(200, 10_000.0), 1, DRAWS)[:, 0]
    assert np.median(samples) == pytest.approx(10_000)
    assert widths(samples) == pytest.approx(2 * 0.6745 * 100, rel=0.02)


@given(start=st.integers(2_000, 3_000), slope=st.integers(-20, 20), months=st.integers(2, 24))
def test_a_linear_trend_continues_a_line(start: int, slope: int, months: int) -> None:
    line = [start + slope * month for month in range(months + 4)]
    assert middle("linear_trend", line[:months], 4) == pytest.approx(line[months:], abs=1e-6)


@given(history=st.lists(st.integers(1_000, 1_020), min_size=2, max_size=12))
def test_a_damped_trend_lies_between_the_last_month_and_a_linear_trend(history: list[int]) -> None:
    flat, damped, linear = (
        middle(f"{name}", list(history), 4)
        for name in ("last_month", "damped_trend", "linear_trend")
    )
    assert np.all(damped >= np.minimum(flat, linear) - 1e-6)
    assert np.all(damped <= np.maximum(flat, linear) + 1e-6)


def test_a_damped_trend_ends_at_the_sum_of_a_geometric_series() -> None:
    ahead = middle("damped_trend", [10_000, 10_010, 10_020], 200)[-1] - 10_020
    assert ahead == pytest.approx(10 * DAMPING / (1 - DAMPING))


def test_the_mean_of_three_uses_three_months_and_then_its_own() -> None:
    first = (1_030 + 1_000 + 1_060) / 3
    second = (1_000 + 1_060 + first) / 3
    assert middle("mean_of_three", [1_090, 1_030, 1_000, 1_060], 2) == pytest.approx(
        [first, second]
    )


def test_two_months_are_all_that_the_mean_of_three_has_then() -> None:
    assert middle("mean_of_three", [1_000, 1_010], 1) == pytest.approx([1_005])


@pytest.mark.parametrize("horizon", [1, 2, 6])
@pytest.mark.parametrize("level", [0.05, 0.25, 0.75, 0.95])
def test_a_walk_has_the_quantiles_of_its_theory(level: float, horizon: int) -> None:
    history = 100_000 + np.array([0.0, 300, -100, 200, 250, -150])
    changes = np.diff(history)
    size = np.sqrt(np.mean(changes**2) * horizon)
    expected = history[-1] + size * stats.t.ppf(level, len(changes))
    samples = baseline_samples("last_month", history, horizon, DRAWS)[:, -1]
    assert np.quantile(samples, level) == pytest.approx(expected, abs=0.03 * size)


@pytest.mark.parametrize("horizon", [1, 3])
@pytest.mark.parametrize("level", [0.05, 0.75])
def test_a_drift_has_the_quantiles_of_its_theory(level: float, horizon: int) -> None:
    history = 100_000 + np.array([0.0, 300, -100, 200, 250, -150])
    changes = np.diff(history)
    size = changes.std(ddof=1) * np.sqrt(horizon * (1 + horizon / len(changes)))
    expected = history[-1] + horizon * changes.mean() + size * stats.t.ppf(level, len(changes) - 1)
    samples = baseline_samples("linear_trend", history, horizon, DRAWS)[:, -1]
    assert np.quantile(samples, level) == pytest.approx(expected, abs=0.03 * size)


def test_errors_of_a_path_add_up_in_its_total() -> None:
    history = 100_000 + np.array([0.0, 300, -100, 200, 250, -150])
    totals = baseline_samples("last_month", history, 3, DRAWS).sum(axis=1)
    one = baseline_samples("last_month", history, 1, DRAWS)[:, 0]
    walk = np.sqrt(3**2 + 2**2 + 1**2)  # the first month's error is in three months
    assert widths(totals) / widths(one) == pytest.approx(walk, rel=0.02)


@pytest.mark.parametrize("name", NAMES)
def test_with_two_months_the_change_is_the_error(name: str) -> None:
    change = 400.0
    samples = baseline_samples(name, np.array([10_000, 10_000 + change]), 1, DRAWS)[:, 0]
    slope = {"linear_trend": 1.0, "damped_trend": DAMPING}.get(name, 0.0)
    size = change * np.sqrt(1 + slope**2)
    high = np.median(samples) + size * stats.t.ppf(0.75, 2)
    assert np.quantile(samples, 0.75) == pytest.approx(high, abs=0.03 * size)


def test_two_degrees_where_one_is_exact_hold_what_the_docstring_says() -> None:
    held = [2 * stats.t.cdf(stats.t.ppf(level, 2), 1) - 1 for level in (0.95, 0.75)]
    assert held == pytest.approx([0.79, 0.44], abs=0.005)


@pytest.mark.parametrize("months", [4, 8])
def test_intervals_of_the_last_month_hold_as_many_walks_as_they_say(months: int) -> None:
    luck = np.random.default_rng(20_250_806)
    walks = 100_000 + np.cumsum(luck.normal(0, 500, (400, months + 3)), axis=1)
    inside = {0.5: 0.0, 0.9: 0.0}
    for walk in walks:
        samples = baseline_samples("last_month", walk[:months], 3, 512)
        for share in inside:
            low, high = np.quantile(samples, (0.5 - share / 2, 0.5 + share / 2), axis=0)
            inside[share] += np.mean((low <= walk[months:]) & (walk[months:] <= high)) / 400
    assert inside[0.5] == pytest.approx(0.5, abs=0.07)
    assert inside[0.9] == pytest.approx(0.9, abs=0.04)


@pytest.mark.parametrize(
    ("name", "history", "months", "draws", "says"),
    [
        ("last_year", [1, 2], 1, 1, "choose one of last_month"),
        ("last_month", [1], 1, 1, "at least two months"),
        ("last_month", [[1, 2]], 1, 1, "at least two months"),
        ("last_month", [1, -2], 1, 1, "none below zero"),
        ("last_month", [1, float("nan")], 1, 1, "finite"),
        ("last_month", [1, 2], 0, 1, "at least one month"),
        ("last_month", [1, 2], 1, 0, "one draw"),
    ],
)
def test_what_cannot_be_continued_is_refused_with_a_sentence(
    name: str, history: list[float], months: int, draws: int, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        baseline_samples(name, np.array(history, dtype=float), months, draws)


@given(draws=st.integers(1, 300), columns=st.integers(1, 30))
def test_shocks_are_finite_and_mirrored_about_zero(draws: int, columns: int) -> None:
    level, normal = standard_shocks(draws, columns)
    assert level.shape == (draws,)
    assert normal.shape == (draws, columns)
    assert np.isfinite(normal).all()
    assert np.all((level > 0) & (level < 1))
    pairs = draws // 2
    np.testing.assert_array_equal(
        normal[-pairs:] if pairs else [], -normal[:pairs] if pairs else []
    )


def test_shocks_are_even_in_every_column_and_not_correlated() -> None:
    level, normal = standard_shocks(2_048, 12)
    cells = (np.arange(1_024) + 0.5) / 1_024
    np.testing.assert_allclose(np.sort(level[:1_024]), cells)
    for column in normal[:1_024].T:
        np.testing.assert_allclose(np.sort(column), stats.norm.ppf(cells), atol=1e-9)
    assert np.abs(np.corrcoef(normal.T) - np.eye(12)).max() < 0.06
