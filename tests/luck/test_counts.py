"""Are counts the quantiles of their distributions?"""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from scipy import stats

from sim.luck.counts import _beta_binomial_cdf, beta_binomial, negative_binomial

GRID = (np.arange(1, 200) - 0.5) / 199
ENDS = np.array([2.0**-54, 1 - 2.0**-53])


@pytest.mark.parametrize(("n", "a", "b"), [(1, 1.0, 1.0), (12, 3.0, 2.0), (40, 7.0, 1.0)])
def test_beta_binomial_probabilities_are_exact(n: int, a: float, b: float) -> None:
    """For whole a and b every probability is a fraction."""
    whole_a, whole_b = int(a), int(b)
    exact, total = [], Fraction(0)
    for k in range(n + 1):
        beta_ratio = Fraction(
            comb(whole_a + whole_b - 2, whole_a - 1) * (whole_a + whole_b - 1),
            comb(n + whole_a + whole_b - 2, k + whole_a - 1) * (n + whole_a + whole_b - 1),
        )
        total += comb(n, k) * beta_ratio
        exact.append(float(total))
    assert exact[-1] == 1
    np.testing.assert_allclose(_beta_binomial_cdf(n, a, b), exact, rtol=1e-13)


@pytest.mark.parametrize(("n", "a", "b"), [(3000, 2.5, 40.0), (800, 0.3, 0.4), (60, 1e-3, 5.0)])
def test_beta_binomial_is_the_quantile(n: int, a: float, b: float) -> None:
    ours = [beta_binomial(u, n, a, b) for u in GRID.tolist()]
    assert ours == stats.betabinom.ppf(GRID, n, a, b).tolist()
    assert ours == sorted(ours)


def test_beta_binomial_with_a_sure_chance_is_binomial() -> None:
    ours = [beta_binomial(u, 2000, 3e12, 7e12) for u in GRID.tolist()]
    assert ours == stats.binom.ppf(GRID, 2000, 0.3).tolist()


def test_beta_binomial_stays_within_its_number() -> None:
    for u in ENDS.tolist():
        assert 0 <= beta_binomial(u, 3000, 0.5, 0.5) <= 3000
        assert beta_binomial(u, 0, 1.0, 1.0) == 0
        assert beta_binomial(u, 9, 0, 2.0) == 0
        assert beta_binomial(u, 9, 2.0, 0) == 9


@pytest.mark.parametrize("mean", [0.02, 4.0, 150.0, 6000.0])
@pytest.mark.parametrize("k", [0.3, 2.0, 500.0])
def test_negative_binomial_is_the_quantile(mean: float, k: float) -> None:
    ours = negative_binomial(GRID, mean, k)
    assert ours.dtype == np.int64
    assert np.array_equal(ours, stats.nbinom.ppf(GRID, k, k / (k + mean)))
    assert np.all(np.diff(ours) >= 0)


@pytest.mark.parametrize("mean", [0.02, 4.0, 150.0, 6000.0])
def test_negative_binomial_without_dispersion_is_poisson(mean: float) -> None:
    assert np.array_equal(negative_binomial(GRID, mean, 1e12), stats.poisson.ppf(GRID, mean))


def test_negative_binomial_is_the_smallest_count_that_reaches_the_uniform() -> None:
    means = np.array([1e-6, 0.7, 30.0, 5000.0])[:, None]
    for k in (0.1, 1.0, 1e9):
        p = k / (k + means)
        count = negative_binomial(ENDS, means, k)
        assert count.shape == (4, 2)
        assert np.all(stats.nbinom.cdf(count, k, p) >= ENDS * (1 - 1e-9))
        assert np.all((count == 0) | (stats.nbinom.cdf(count - 1, k, p) <= ENDS))


def test_negative_binomial_has_its_mean_and_variance() -> None:
    u = (np.arange(200_000) + 0.5) / 200_000
    counts = negative_binomial(u, 40.0, 5.0)
    assert counts.mean() == pytest.approx(40, rel=1e-4)
    assert counts.var() == pytest.approx(40 + 40**2 / 5, rel=2e-3)


def test_one_uniform_gives_one_count() -> None:
    for u in (1e-9, 0.5, 1 - 1e-9):
        alone = negative_binomial(np.array(u), 30.0, 2.0)
        assert alone.shape == ()
        assert alone == negative_binomial(np.array([u]), 30.0, 2.0)[0]


def test_nobody_is_expected_and_nobody_comes() -> None:
    assert not np.any(negative_binomial(GRID, 0.0, 2.0))
    assert negative_binomial(np.zeros(0), 3.0, 2.0).shape == (0,)


def test_impossible_counts_are_refused() -> None:
    for u, mean, k in [(1.0, 1.0, 1.0), (0.5, -1.0, 1.0), (0.5, np.nan, 1.0), (0.5, 1.0, 0.0)]:
        with pytest.raises(ValueError, match="between 0 and 1"):
            negative_binomial(np.array([u]), mean, k)
    for u, n, a, b in [(0.0, 1, 1, 1), (0.5, -1, 1, 1), (0.5, 1, 0, 0), (0.5, 1, -1, 2)]:
        with pytest.raises(ValueError, match="beta-binomial"):
            beta_binomial(u, n, a, b)
