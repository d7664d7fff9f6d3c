"""Does a uniform mean what the analyst's numbers say?"""

from __future__ import annotations

from collections.abc import Callable
from math import erf, log1p, sqrt

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from sim.luck import invert

Array = NDArray[np.float64]
GRID = (np.arange(1, 1000) - 0.5) / 999
FINE = np.concatenate(([2.0**-54], np.linspace(1e-9, 1 - 1e-9, 20_001), [1 - 2.0**-53]))
MEAN, SD = 0.3, 0.11
SIZE = MEAN * (1 - MEAN) / SD**2 - 1

QUANTILES: dict[str, tuple[Callable[[Array], Array], Callable[[Array], Array]]] = {
    "normal": (invert.normal, stats.norm.ppf),
    "lognormal": (
        lambda u: invert.lognormal(u, 14.0, 20.0),
        stats.lognorm(np.log(20 / 14) / stats.norm.ppf(0.9), scale=14).ppf,
    ),
    "exponential": (lambda u: invert.exponential(u, 9.0), stats.expon(scale=9).ppf),
    "gamma": (
        lambda u: invert.gamma(u, 30.0, 0.8),
        stats.gamma(1 / 0.64, scale=30 * 0.64).ppf,
    ),
    "beta": (
        lambda u: invert.beta(u, MEAN, SD),
        stats.beta(MEAN * SIZE, (1 - MEAN) * SIZE).ppf,
    ),
    "triangular": (
        lambda u: invert.triangular(u, -1.0, 0.5, 4.0),
        stats.triang(0.3, loc=-1, scale=5).ppf,
    ),
    "uniform": (lambda u: invert.uniform(u, 2.0, 7.0), stats.uniform(2, 5).ppf),
}


@pytest.mark.parametrize("name", QUANTILES)
def test_an_inversion_is_the_quantile_function(name: str) -> None:
    ours, theirs = QUANTILES[name]
    np.testing.assert_allclose(ours(GRID), theirs(GRID), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("name", QUANTILES)
def test_more_luck_is_never_less(name: str) -> None:
    values = QUANTILES[name][0](FINE)
    assert np.all(np.isfinite(values))
    assert np.all(np.diff(values) >= 0)


@pytest.mark.parametrize("name", QUANTILES)
def test_one_uniform_gives_one_float(name: str) -> None:
    quantile: Callable[..., object] = QUANTILES[name][0]
    one = quantile(0.25)
    assert type(one) is float
    assert quantile(np.array([[0.25]])) == np.array([[one]])


def test_median_and_90th_percentile_are_hit() -> None:
    for median, p90 in [(14.0, 20.0), (0.1, 900.0), (86_400.0, 86_401.0)]:
        assert invert.lognormal(0.5, median, p90) == median
        assert invert.lognormal(0.9, median, p90) == pytest.approx(p90, rel=1e-14)


def test_equal_median_and_90th_percentile_leave_nothing_to_chance() -> None:
    assert np.all(invert.lognormal(FINE, 5.0, 5.0) == 5)


def test_named_moments_are_the_moments() -> None:
    u = (np.arange(400_000) + 0.5) / 400_000
    gamma, beta = invert.gamma(u, 30.0, 0.8), invert.beta(u, MEAN, SD)
    assert gamma.mean() == pytest.approx(30, rel=1e-4)
    assert gamma.std() / gamma.mean() == pytest.approx(0.8, rel=1e-3)
    assert (beta.mean(), beta.std()) == (pytest.approx(MEAN, rel=1e-5), pytest.approx(SD, rel=1e-4))
    assert invert.exponential(u, 9.0).mean() == pytest.approx(9, rel=1e-4)


def test_closed_forms_are_met() -> None:
    assert invert.exponential(0.5, 2.0) == pytest.approx(-2 * log1p(-0.5))
    assert erf(invert.normal(0.8) / sqrt(2)) == pytest.approx(0.6)
    assert invert.triangular(0.5, 0.0, 1.0, 2.0) == pytest.approx(1)
    assert invert.triangular(0.3, 2.0, 2.0, 2.0) == 2
    assert invert.triangular(0.25, 0.0, 0.0, 2.0) == pytest.approx(2 - 2 * sqrt(0.75))


def test_parameters_may_differ_from_one_owner_to_the_next() -> None:
    u = np.array([0.2, 0.5, 0.7])
    medians = np.array([3.0, 14.0, 30.0])
    together = invert.lognormal(u, medians, 2 * medians)
    apart = [invert.lognormal(x, m, 2 * m) for x, m in zip(u.tolist(), medians, strict=True)]
    np.testing.assert_allclose(together, apart, rtol=1e-14)


@pytest.mark.parametrize(
    "impossible",
    [
        lambda: invert.lognormal(0.5, 0.0, 1.0),
        lambda: invert.lognormal(0.5, 2.0, 1.0),
        lambda: invert.lognormal(0.5, float("nan"), 1.0),
        lambda: invert.lognormal(GRID[:2], np.array([1.0, 3.0]), 2.0),
        lambda: invert.exponential(0.5, -1.0),
        lambda: invert.gamma(0.5, 1.0, 0.0),
        lambda: invert.beta(0.5, 0.5, 0.5),
        lambda: invert.triangular(0.5, 0.0, 3.0, 2.0),
        lambda: invert.uniform(0.5, 1.0, 0.0),
    ],
)
def test_impossible_parameters_are_refused(impossible: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match="needs"):
        impossible()
