from __future__ import annotations

import math

import numpy as np
import pytest
import scoringrules
from hypothesis import given
from hypothesis import strategies as st

from sim.evidence.forecasting.scores import LEVELS, relative_skill, score, score_quantiles

finite = st.integers(-10_000, 10_000).map(float)
some = st.lists(finite, min_size=1, max_size=30)


def kept(*values: float) -> dict[float, float]:
    return dict(zip(LEVELS, values, strict=True))


def by_bracher(quantiles: dict[float, float], observed: float) -> float:
    """Return equation 1 and section 2.2 of Bracher et al. (2021), with K = 2."""
    total = abs(observed - quantiles[0.5]) / 2
    for alpha, low, high in ((0.5, 0.25, 0.75), (0.1, 0.05, 0.95)):
        lower, upper = quantiles[low], quantiles[high]
        interval = upper - lower
        interval += 2 / alpha * max(lower - observed, 0)
        interval += 2 / alpha * max(observed - upper, 0)
        total += alpha / 2 * interval
    return total / 2.5


@given(value=finite, observed=finite, draws=st.integers(1, 5))
def test_a_point_forecast_scores_its_absolute_error(
    value: float, observed: float, draws: int
) -> None:
    scored = score(np.full(draws, value), observed)
    assert scored.crps == pytest.approx(abs(value - observed))
    assert scored.wis == pytest.approx(abs(value - observed))


@given(samples=some, observed=finite)
def test_the_crps_is_that_of_all_pairs(samples: list[float], observed: float) -> None:
    values = np.array(samples)
    pairs = np.abs(values[:, None] - values).mean() / 2
    assert score(values, observed).crps == pytest.approx(
        np.abs(values - observed).mean() - pairs, abs=1e-6
    )


@given(values=st.lists(finite, min_size=5, max_size=5).map(sorted), observed=finite)
def test_the_weighted_interval_score_is_that_of_bracher_and_others(
    values: list[float], observed: float
) -> None:
    quantiles = kept(*values)
    assert score_quantiles(quantiles, observed).wis == pytest.approx(
        by_bracher(quantiles, observed), abs=1e-9
    )


@given(samples=some, observed=finite)
def test_scores_are_those_of_a_library(samples: list[float], observed: float) -> None:
    values = np.array(samples)
    low90, low50, median, high50, high90 = np.quantile(values, LEVELS)
    crps = scoringrules.crps_ensemble(observed, values, estimator="qd", backend="numpy")
    # Its own weighted score has an error in NumPy (0.8 to 0.10): it adds the median itself in
    # place of its distance from what was observed. So its interval scores are weighted here.
    half, ninety = (
        scoringrules.interval_score(observed, low, high, alpha, backend="numpy")
        for low, high, alpha in ((low50, high50, 0.5), (low90, high90, 0.1))
    )
    wis = (abs(observed - median) / 2 + 0.25 * half + 0.05 * ninety) / 2.5
    scored = score(values, observed)
    assert scored.crps == pytest.approx(float(crps))
    assert scored.wis == pytest.approx(float(wis))


@given(samples=some, observed=finite)
def test_samples_and_their_kept_quantiles_score_alike(
    samples: list[float], observed: float
) -> None:
    whole = score(np.array(samples), observed)
    parts = score_quantiles(kept(*np.quantile(samples, LEVELS)), observed)
    assert parts.wis == whole.wis
    assert (parts.inside50, parts.inside90) == (whole.inside50, whole.inside90)
    assert parts.crps is None


@given(samples=st.lists(finite, min_size=1, max_size=30), observed=finite, by=finite)
def test_scores_do_not_depend_on_where_zero_is_or_on_the_order(
    samples: list[float], observed: float, by: float
) -> None:
    here = score(np.array(samples), observed)
    there = score(np.array(samples[::-1]) + by, observed + by)
    assert there.wis == pytest.approx(here.wis, abs=1e-6)
    assert there.crps == pytest.approx(here.crps, abs=1e-6)
    assert there.pit == here.pit


def test_of_normal_forecasts_the_true_one_scores_best() -> None:
    luck = np.random.default_rng(7)
    levels = (np.arange(400) + 0.5) / 400
    shape = np.quantile(luck.normal(size=200_000), levels)
    figures = luck.normal(100, 10, 1_000)

    def mean(centre: float, spread: float) -> tuple[float, float]:
        scores = [score(centre + spread * shape, figure) for figure in figures]
        crps = [each.crps for each in scores if each.crps is not None]
        return float(np.mean([each.wis for each in scores])), float(np.mean(crps))

    true = mean(100, 10)
    for other in (mean(100, 5), mean(100, 20), mean(106, 10)):
        assert true < other
        assert true[1] < other[1]
    assert true[1] == pytest.approx(10 / math.sqrt(math.pi), rel=0.1)  # its theory


@pytest.mark.parametrize(
    ("observed", "inside50", "inside90", "pit"),
    [
        (5, False, False, 0.025),
        (10, False, True, 0.05),
        (15, False, True, 0.15),
        (20, True, True, 0.25),
        (30, True, True, 0.5),
        (45, False, True, 0.85),
        (50, False, True, 0.95),
        (51, False, False, 0.975),
    ],
)
def test_intervals_hold_their_ends_and_the_pit_is_interpolated(
    observed: float, inside50: bool, inside90: bool, pit: float
) -> None:
    scored = score_quantiles(kept(10, 20, 30, 40, 50), observed)
    assert (scored.inside50, scored.inside90) == (inside50, inside90)
    assert scored.pit == pytest.approx(pit)


def test_among_equal_quantiles_the_pit_is_in_the_middle() -> None:
    assert score_quantiles(kept(0, 0, 0, 4, 9), 0).pit == pytest.approx((0.05 + 0.5) / 2)


def test_half_of_an_exact_hit_counts_as_below() -> None:
    assert score(np.array([1.0, 2, 2, 3]), 2).pit == 0.5
    assert score(np.array([1.0, 2, 2, 2]), 2).pit == 0.25 + 0.75 / 2


def test_the_pit_of_true_forecasts_of_counts_is_a_half_on_average() -> None:
    luck = np.random.default_rng(11)
    samples = luck.poisson(2, 5_000).astype(float)
    pits = [score(samples, figure).pit for figure in luck.poisson(2, 2_000)]
    assert np.mean(pits) == pytest.approx(0.5, abs=0.03)


def test_skill_is_the_mean_score_over_that_of_the_best_baseline() -> None:
    scores = {"model": [1.0, 3], "flat": [4.0, 4], "line": [2.0, 10]}
    assert relative_skill(scores, ["flat", "line"]) == {"model": 0.5, "flat": 1, "line": 1.5}


def test_beside_a_perfect_baseline_skill_is_one_or_infinite() -> None:
    scores = {"model": [1.0], "flat": [0.0], "line": [0.0]}
    assert relative_skill(scores, {"flat"}) == {"model": math.inf, "flat": 1, "line": 1}


@pytest.mark.parametrize(
    ("scores", "baselines", "says"),
    [
        ({"model": [1.0]}, [], "at least one baseline"),
        ({"model": [1.0]}, ["flat"], "only such as have scores"),
        ({"model": [1.0], "flat": [1.0, 2]}, ["flat"], "the same figures"),
        ({"model": [], "flat": []}, ["flat"], "at least one"),
    ],
)
def test_forecasters_that_cannot_be_compared_are_refused(
    scores: dict[str, list[float]], baselines: list[str], says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        relative_skill(scores, baselines)


@pytest.mark.parametrize("samples", [[], [[1.0, 2]], [1.0, math.nan]])
def test_samples_that_are_no_forecast_are_refused(samples: list[float]) -> None:
    with pytest.raises(ValueError, match="one row of finite samples"):
        score(np.array(samples), 1)


@pytest.mark.parametrize(
    ("quantiles", "observed", "says"),
    [
        ({0.05: 1.0, 0.25: 2, 0.5: 3}, 1, "no quantile at 0.75, 0.95"),
        (kept(1, 2, 3, 4, 3), 1, "must not fall"),
        (kept(1, 2, 3, 4, math.inf), 1, "finite"),
        (kept(1, 2, 3, 4, 5), math.nan, "finite"),
    ],
)
def test_quantiles_that_are_no_forecast_are_refused(
    quantiles: dict[float, float], observed: float, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        score_quantiles(quantiles, observed)
