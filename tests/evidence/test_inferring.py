"""The inference finds what is known where it is known exactly, and says when it cannot."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import ndtri

from sim.evidence.learning.calibrate import scale_reduction
from sim.evidence.learning.inferring import KEPT, ODD, Inference, Inferred

Numbers = NDArray[np.float64]

PILOTS = 20_000
SLOPES = np.array([[1.0, 0.0, 0.0], [0.6, 0.8, 0.0], [0.0, 1.0, 0.0], [-0.5, 0.5, 0.0]])
"""Of √count on the scores of three values; nothing depends on the third."""
MIDDLE = 30.0
NOISE = 0.5
"""Standard deviation of √x for a Poisson x, whatever its mean (Anscombe 1948)."""


def counts(levels: Numbers, seed: int) -> Numbers:
    """Draw Poisson counts whose square roots are linear in the scores of the levels."""
    roots = MIDDLE + ndtri(levels) @ SLOPES.T
    drawn = np.random.default_rng(seed).poisson(np.square(roots))
    return np.asarray(drawn, dtype=np.float64)


@pytest.fixture(scope="module")
def levels() -> Numbers:
    return np.random.default_rng(5).random((PILOTS, 3))


@pytest.fixture(scope="module")
def table(levels: Numbers) -> Numbers:
    return counts(levels, 6)


@pytest.fixture(scope="module")
def inference(levels: Numbers, table: Numbers) -> Inference:
    return Inference(levels, table)


def exact(printed: Numbers) -> tuple[Numbers, Numbers]:
    """Return mean and standard deviation of the scores by the conjugate normal formula."""
    precision = np.eye(3) + SLOPES.T @ SLOPES / NOISE**2
    covariance = np.linalg.inv(precision)
    roots = np.sqrt(printed + 3 / 8) - MIDDLE
    return covariance @ SLOPES.T @ roots / NOISE**2, np.sqrt(np.diag(covariance))


@pytest.mark.parametrize("truth", [(0.5, 0.5, 0.5), (0.8, 0.3, 0.9), (0.1, 0.2, 0.2)])
def test_normal_scores_seen_through_poisson_counts_have_their_exact_posterior(
    inference: Inference, truth: tuple[float, ...]
) -> None:
    printed = counts(np.array([truth]), seed=7)[0]
    found = inference.of(printed)
    mean, sd = exact(printed)
    # The standard error of a mean is sd/√(effective sample size), about 0.05 sd here.
    assert found.effective > 200
    np.testing.assert_allclose(found.mean, mean, atol=5 * sd.max() / found.effective**0.5)
    np.testing.assert_allclose(found.sd, sd, rtol=0.15)


def test_pilots_farther_off_teach_the_same_where_all_is_linear(
    levels: Numbers, table: Numbers
) -> None:
    """They are moved to where the figures are; unmoved they would be spread far wider."""
    printed = counts(np.array([[0.6, 0.4, 0.5]]), seed=9)[0]
    found = Inference(levels, table, kept=0.3).of(printed)
    mean, sd = exact(printed)
    np.testing.assert_allclose(found.mean, mean, atol=0.1)
    np.testing.assert_allclose(found.sd, sd, rtol=0.1)


def test_what_figures_explain_is_the_share_of_the_prior_s_variance(inference: Inference) -> None:
    covariance = np.linalg.inv(np.eye(3) + SLOPES.T @ SLOPES / NOISE**2)
    np.testing.assert_allclose(inference.explained, 1 - np.diag(covariance), atol=0.02)


def test_a_value_that_no_figure_tells_of_stays_as_its_prior(inference: Inference) -> None:
    found = inference.of(counts(np.array([[0.8, 0.3, 0.9]]), seed=8)[0])
    assert abs(found.mean[2]) < 5 / found.effective**0.5
    assert found.sd[2] == pytest.approx(1, abs=0.15)


@pytest.mark.parametrize("constant", [False, True])
def test_figures_that_tell_nothing_leave_the_prior(levels: Numbers, constant: bool) -> None:
    shape = (PILOTS, 2)
    drawn = np.random.default_rng(1).poisson(50, shape)
    noise = np.full(shape, 7.0) if constant else np.asarray(drawn, dtype=np.float64)
    found = Inference(levels, noise).of(noise[0], leave_out=0)
    error = 5 / found.effective**0.5
    assert found.effective == pytest.approx(KEPT * PILOTS, rel=0.01)
    np.testing.assert_allclose(found.mean, 0, atol=error)
    np.testing.assert_allclose(found.sd, 1, atol=error)
    assert found.weights.sum() == pytest.approx(1)


def test_weights_sum_to_one_and_levels_stay_levels(inference: Inference, table: Numbers) -> None:
    for printed in (*table[:5], np.zeros(4), np.full(4, 1e6)):
        found = inference.of(printed)
        assert found.weights.sum() == pytest.approx(1)
        assert found.weights.min() >= 0
        assert 1 <= found.effective <= len(found.weights)
        assert found.levels.min() > 0
        assert found.levels.max() < 1


def test_a_pilot_that_is_left_out_teaches_nothing(levels: Numbers, table: Numbers) -> None:
    """Whatever its own values were, what its figures teach is the same."""
    few, printed = levels[:3_000].copy(), table[:3_000]
    inference = Inference(few, printed)
    kept = inference.of(printed[4], leave_out=4)
    near = inference.of(printed[4])
    inference._scores[4] = 99.0
    again = inference.of(printed[4], leave_out=4)
    np.testing.assert_array_equal(again.levels, kept.levels)
    np.testing.assert_array_equal(again.weights, kept.weights)
    assert not np.array_equal(inference.of(printed[4]).levels, near.levels)


def test_impossible_figures_are_odd_and_typical_ones_are_not(
    inference: Inference, table: Numbers
) -> None:
    # The first and third figure tell both values; the others then have to follow.
    impossible = np.square(MIDDLE + np.array([0.0, 6.0, 0.0, 6.0]))
    assert inference.of(impossible).surprise < ODD / 10
    surprises = np.array([inference.of(table[n], leave_out=n).surprise for n in range(200)])
    flagged = int((surprises < ODD).sum())
    assert flagged <= 200 * ODD + 4 * (200 * ODD * (1 - ODD)) ** 0.5
    assert abs(surprises.mean() - 0.5) < 4 / (12 * 200) ** 0.5


def test_what_surprises_more_than_all_pilots_is_rare_and_what_surprises_less_is_not(
    inference: Inference,
) -> None:
    surprises = np.linspace(0, 1, 50)
    rarities = np.array([inference.rarity(surprise) for surprise in surprises])
    assert np.all(np.diff(rarities) >= 0)
    assert rarities[0] < ODD
    assert rarities[-1] == 1


def test_ranks_of_known_values_are_uniform(
    inference: Inference, levels: Numbers, table: Numbers
) -> None:
    """Simulation-based calibration, by the mean and the variance of uniform ranks."""
    ranks = []
    for n in range(300):
        found = inference.of(table[n], leave_out=n)
        ranks.append(found.weights @ (found.levels < levels[n]))
    np.testing.assert_allclose(np.mean(ranks, axis=0), 0.5, atol=4 / (12 * 300) ** 0.5)
    # The variance of (rank − 1/2)² of a uniform rank is 1/180.
    np.testing.assert_allclose(np.var(ranks, axis=0), 1 / 12, atol=4 / (180 * 300) ** 0.5)


def test_sets_are_the_rows_in_proportion_to_their_weights() -> None:
    rows = np.array([[0.1, 0.9], [0.2, 0.8], [0.3, 0.7]])
    found = Inferred(rows, np.array([0.5, 0.3, 0.2]), 1.0)
    sets = found.sets(10)
    assert [int((sets == row).all(axis=1).sum()) for row in rows] == [5, 3, 2]
    assert found.effective == pytest.approx(1 / 0.38)


def test_scores_of_prior_levels_have_mean_0_and_sd_1() -> None:
    grid = ((np.arange(10_000) + 0.5) / 10_000)[:, None]
    found = Inferred(grid, np.full(10_000, 1e-4), 1.0)
    assert found.mean == pytest.approx(0, abs=1e-9)
    assert found.sd == pytest.approx(1, abs=1e-3)


def test_parts_that_agree_cannot_shrink_and_others_by_their_variances() -> None:
    one = np.array([1.0, 2.0])
    np.testing.assert_allclose(scale_reduction([one] * 4, [np.ones(2)] * 4), 1)
    # Means 0, 0, 2, 2 have the variance 4/3; within is the mean of 1, 1, 2 and 2 squared.
    means, sds = [0.0, 0.0, 2.0, 2.0], [1.0, 1.0, 2.0, 2.0]
    found = scale_reduction([np.array([m]) for m in means], [np.array([s]) for s in sds])
    assert found == pytest.approx([((2.5 + 4 / 3) / 2.5) ** 0.5])
