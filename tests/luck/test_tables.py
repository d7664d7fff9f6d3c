"""Tables give what exact inversion gives, in the body and in both tails."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.luck import invert
from sim.luck.tables import (
    exponential_table,
    gamma_table,
    lognormal_table,
    look_up,
    make_table,
    normal_table,
)

Array = NDArray[np.float64]
BODY = (np.arange(200_000) + 0.5) / 200_000
LOWER = 2.0 ** -np.linspace(1, 54, 20_001)
UPPER = np.unique(1 - 2.0 ** -np.linspace(1, 53, 20_001))

TABLES: dict[str, tuple[Array, Callable[[Array], Array]]] = {
    "lognormal": (lognormal_table(1.7), lambda u: invert.lognormal(u, 1.0, 1.7)),
    "wide lognormal": (lognormal_table(6.0), lambda u: invert.lognormal(u, 1.0, 6.0)),
    "exponential": (exponential_table(), lambda u: invert.exponential(u, 1.0)),
    "normal": (normal_table(), invert.normal),
    "gamma": (gamma_table(0.388), lambda u: invert.gamma(u, 1.0, 0.388)),
    "beta": (
        make_table(lambda u: invert.beta(u, 0.03, 0.015)),
        lambda u: invert.beta(u, 0.03, 0.015),
    ),
    "triangular": (
        make_table(lambda u: invert.triangular(u, 0.3, 1.0, 2.0)),
        lambda u: invert.triangular(u, 0.3, 1.0, 2.0),
    ),
    "uniform": (
        make_table(lambda u: invert.uniform(u, 2.0, 7.0)),
        lambda u: invert.uniform(u, 2.0, 7.0),
    ),
}


def looked_up(table: Array, uniforms: Array) -> Array:
    return np.array([look_up(table, u) for u in uniforms.tolist()])


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_its_quantile_function_to_three_digits(name: str) -> None:
    table, exact = TABLES[name]
    for uniforms in (BODY, LOWER):
        np.testing.assert_allclose(
            looked_up(table, uniforms), exact(uniforms), rtol=5e-4, atol=2e-6
        )
    # Beyond 2^-45 from 1 neighbouring uniforms lie further apart than the cells of the table.
    far = UPPER[UPPER < 1 - 2.0**-45]
    np.testing.assert_allclose(looked_up(table, far), exact(far), rtol=2e-3)


@pytest.mark.parametrize("name", TABLES)
def test_more_luck_is_never_less(name: str) -> None:
    table, _ = TABLES[name]
    uniforms = np.unique(np.concatenate([[2.0**-54], BODY, LOWER, UPPER, [1 - 2.0**-53]]))
    values = looked_up(table, uniforms)
    assert np.all(np.isfinite(values))
    assert np.all(np.diff(values) >= 0)


@pytest.mark.parametrize("name", TABLES)
def test_means_are_kept(name: str) -> None:
    table, exact = TABLES[name]
    assert looked_up(table, BODY).mean() == pytest.approx(exact(BODY).mean(), rel=2e-4, abs=1e-9)


def test_the_median_is_exact() -> None:
    assert look_up(lognormal_table(1.7), 0.5) == 1.0
    assert look_up(normal_table(), 0.5) == 0.0


def test_sizes_that_do_not_vary_are_all_the_mean() -> None:
    assert set(gamma_table(0.0).tolist()) == {1.0}
