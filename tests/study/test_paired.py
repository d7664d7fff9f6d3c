"""A paired difference is taken where both numbers are defined, and says how sure it is."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sim.ensemble.quantiles import mean_interval
from sim.study.contrasting.paired import (
    Difference,
    paired_differences,
    variance_ratio,
)
from sim.study.contrasting.parting import month_of_certainty, month_of_parting
from sim.study.noise import Samples

START, DAYS = date(2025, 8, 6), 90
MONTHS = [date(2025, 8, 1), date(2025, 9, 1), date(2025, 10, 1), date(2025, 11, 1)]
NAN = np.nan


def difference(base: Samples, other: Samples) -> Difference:
    (found,) = paired_differences(base[:, None], other[:, None], seed=1)
    return found


def correlated(size: int, correlation: float) -> tuple[Samples, Samples]:
    rng = np.random.default_rng(3)
    common, mine, its = rng.normal(size=(3, size))
    own = (1 - correlation) ** 0.5
    return correlation**0.5 * common + own * mine, correlation**0.5 * common + own * its + 5


@pytest.mark.parametrize("correlation", [0.0, 0.5, 0.9])
def test_common_luck_saves_by_the_correlation(correlation: float) -> None:
    found = difference(*correlated(4_000, correlation))
    expected = 1 / (1 - correlation)  # 2 σ² over 2 σ² (1 - ρ)
    assert found.variance_ratio == pytest.approx(expected, rel=0.1)
    assert found.variance_ratio_low is not None
    assert found.variance_ratio_high is not None
    assert found.variance_ratio_low < expected < found.variance_ratio_high


def test_a_bootstrap_interval_holds_the_truth_in_95_of_100_studies() -> None:
    base, other = correlated(100 * 150, 0.75)
    shape = (150, 100)
    found = paired_differences(base.reshape(shape), other.reshape(shape), seed=1)
    held = [
        (one.variance_ratio_low or np.inf) < 4 < (one.variance_ratio_high or -np.inf)
        for one in found
    ]
    assert 0.86 <= np.mean(held) <= 1.0


def test_undefined_numbers_are_left_out_and_counted() -> None:
    base, other = np.array([1.0, NAN, 3.0, 4.0, NAN]), np.array([2.0, 9.0, NAN, 7.0, NAN])
    found = difference(base, other)
    assert (found.defined, found.mean, found.median) == (2, 2.0, 2.0)
    assert (found.p05, found.p95) == pytest.approx((1.1, 2.9))
    alone = difference(base[[0, 3]], other[[0, 3]])
    assert (
        found.variance_ratio == alone.variance_ratio == variance_ratio(base[[0, 3]], other[[0, 3]])
    )
    nothing = difference(base[[1]], other[[1]])
    assert nothing.defined == 0
    assert not nothing.sign_is_established
    parts = set(Difference.__dataclass_fields__) - {"defined", "sign_is_established"}
    assert {getattr(nothing, part) for part in parts} == {None}


def test_a_sign_is_established_where_the_interval_of_the_mean_leaves_out_zero() -> None:
    zeros = np.zeros(100)
    spread = np.tile([-1.0, 1.0], 50)
    reach = 1.98422 * spread.std(ddof=1) / 10  # Student's t, 99 degrees of freedom
    assert mean_interval(spread) == pytest.approx((-reach, reach), rel=1e-5)
    for shift, established in ((0.0, False), (0.99, False), (1.01, True), (-1.01, True)):
        assert difference(zeros, spread + shift * reach).sign_is_established is established
    assert difference(zeros, zeros + 1).sign_is_established
    assert not difference(zeros[:1], zeros[:1] + 1).sign_is_established


def test_a_difference_that_does_not_vary_saves_no_one_knows_how_much() -> None:
    base = np.arange(9.0)
    found = difference(base, base + 2)
    assert found.variance_ratio is found.variance_ratio_low is found.variance_ratio_high is None
    assert found.mean_low == found.mean_high == found.median == 2


def test_scenarios_part_in_the_month_by_which_half_of_the_replications_have() -> None:
    def parts(*first_days: float) -> date | None:
        return month_of_parting(np.array(first_days), START, DAYS)

    assert parts(25, NAN) == MONTHS[0]  # 31 August
    assert parts(26, NAN) == MONTHS[1]  # 1 September
    assert parts(0, 30, 60, NAN) == MONTHS[1]
    assert parts(0, NAN, 60, NAN) == MONTHS[2]
    assert parts(0, NAN, NAN) is None
    assert parts(NAN) is None


def test_a_difference_is_certain_from_the_month_on_after_which_it_never_holds_zero() -> None:
    def certain(*medians: float) -> date | None:
        spread = np.linspace(-1, 1, 101)
        return month_of_certainty(np.array(medians) + spread[:, None], MONTHS)

    assert certain(0, 2, 2, 2) == MONTHS[1]
    assert certain(0, -2, 0.5, -2) == MONTHS[3]
    assert certain(2, 2, 2, 0) is None
    assert certain(2, 2, 2, 2) == MONTHS[0]
    assert month_of_certainty(np.zeros((5, 4)), MONTHS) is None
