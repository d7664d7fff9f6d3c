"""Are counts the quantiles of their distributions?"""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from sim.luck.counts import beta_binomial, negative_binomial

GRID = (np.arange(1, 200) - 0.5) / 199
ENDS = np.array([2.0**-54, 1 - 2.0**-53])


@pytest.mark.parametrize(("n", "a", "b"), [(1, 1.0, 1.0), (12, 3.0, 2.0), (40, 7.0, 1.0)])
def test_beta_binomial_probabilities_are_exact(n: int, a: float, b: float) -> None:
    """For whole a and b every probability is a fraction; a count begins right after it."""
    whole_a, whole_b = int(a), int(b)
    total = Fraction(0)
    for k in range(n):
        beta_ratio = Fraction(
            comb(whole_a + whole_b - 2, whole_a - 1) * (whole_a + whole_b - 1),
            comb(n + whole_a + whole_b - 2, k + whole_a - 1) * (n + whole_a + whole_b - 1),
        )
        total += comb(n, k) * beta_ratio
        assert beta_binomial(float(total) * (1 - 1e-12), n, a, b) == k
        assert beta_binomial(float(total) * (1 + 1e-12), n, a, b) == k + 1


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


def counts(uniforms: NDArray[np.float64], mean: float, k: float) -> NDArray[np.int64]:
    return np.array([negative_binomial(u, mean, k) for u in uniforms.tolist()])


@pytest.mark.parametrize("mean", [0.02, 4.0, 150.0, 6000.0])
@pytest.mark.parametrize("k", [0.3, 2.0, 500.0])
def test_negative_binomial_is_the_quantile(mean: float, k: float) -> None:
    ours = counts(GRID, mean, k)
    assert np.array_equal(ours, stats.nbinom.ppf(GRID, k, k / (k + mean)))
    assert np.all(np.diff(ours) >= 0)


@pytest.mark.parametrize("mean", [0.02, 4.0, 150.0, 6000.0])
def test_negative_binomial_without_dispersion_is_poisson(mean: float) -> None:
    assert np.array_equal(counts(GRID, mean, 1e12), stats.poisson.ppf(GRID, mean))


@pytest.mark.parametrize("mean", [1e-6, 0.7, 30.0, 5000.0])
@pytest.mark.parametrize("k", [0.1, 1.0, 1e9])
def test_negative_binomial_is_the_smallest_count_that_reaches_the_uniform(
    mean: float, k: float
) -> None:
    ends = np.array([2.0**-54, 1e-12, 1 - 1e-9])
    p = k / (k + mean)
    count = counts(ends, mean, k)
    assert np.all(stats.nbinom.cdf(count, k, p) >= ends * (1 - 1e-9) - 1e-11)
    assert np.all((count == 0) | (stats.nbinom.cdf(count - 1, k, p) <= ends + 1e-11))
    # Sums of thousands of probabilities carry about twelve digits, and so does the far tail.
    assert stats.nbinom.sf(negative_binomial(ENDS[1], mean, k), k, p) < 1e-11


def test_negative_binomial_has_its_mean_and_variance() -> None:
    u = (np.arange(200_000) + 0.5) / 200_000
    drawn = counts(u, 40.0, 5.0)
    assert drawn.mean() == pytest.approx(40, rel=1e-4)
    assert drawn.var() == pytest.approx(40 + 40**2 / 5, rel=2e-3)


def test_nobody_is_expected_and_nobody_comes() -> None:
    assert not np.any(counts(GRID, 0.0, 2.0))
