"""Shares of variance are what theory says, on functions whose shares are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import pi, sqrt

import numpy as np
import pytest
from scipy.special import ndtri
from scipy.stats import sobol_indices as scipys_indices

from sim.ensemble.rows import Rows
from sim.luck.luck import Luck
from sim.study.sensitivity.defined import FEWEST, defined
from sim.study.sensitivity.design import MOST_POINTS, Design, RunRows, _block
from sim.study.sensitivity.estimates import Numbers, resamples, sobol_indices
from sim.study.sensitivity.indices import FIRST_POINTS, Indices, Shares, find_indices
from sim.study.sensitivity.screening import NEGLIGIBLE, OTHERS, POINTS, grouped, screen
from sim.study.sensitivity.swings import find_swings
from sim.study.sensitivity.tornado import tornado
from sim.study.sensitivity.unknowns import CHANCE, WALK, Factor, Unknowns

A, B = 7.0, 0.1
"""Of the Ishigami function, whose shares were published (Ishigami and Homma 1990)."""
VARIANCE = A**2 / 8 + B * pi**4 / 5 + B**2 * pi**8 / 18 + 0.5
FIRST = {"x1": 0.314, "x2": 0.442, "x3": 0.0}
TOTAL = {"x1": 0.558, "x2": 0.442, "x3": 0.244}
TOLERANCE = 0.02

Function = Callable[[Numbers, float], float]
"""Of the inputs, and of a standard normal number that is the replication's luck."""


def design(inputs: int, seed: int = 1) -> Design:
    """Every input a factor, x1, x2, ..., and chance."""
    alone = [Factor(f"x{number + 1}", (number,)) for number in range(inputs)]
    return Design(inputs, (*alone, Factor(CHANCE, (), luck=True)), seed)


def luck_of(replication: int) -> float:
    return float(ndtri(Luck(5, replication).uniform("noise", 0)))


def run_of(plan: Design, function: Function) -> RunRows:
    def run(numbers: Iterable[int]) -> Rows:
        rows = (plan.row(number) for number in numbers)
        return np.array([[function(inputs, luck_of(luck))] for inputs, luck in rows])

    return run


def found(
    plan: Design, function: Function, precision: float = 0.03, most_rows: int = 30_000
) -> Indices:
    return find_indices(run_of(plan, function), plan, {"y": 0}, precision, most_rows)


def ishigami(inputs: Numbers, luck: float = 0.0) -> float:
    x1, x2, x3 = (2 * inputs - 1) * pi
    return float(np.sin(x1) + A * np.sin(x2) ** 2 + B * x3**4 * np.sin(x1))


def assert_shares(shares: Shares, first: dict[str, float], total: dict[str, float]) -> None:
    for name in first:
        index = shares.of(name)
        assert index is not None
        for estimate, known in ((index.first, first[name]), (index.total, total[name])):
            assert estimate.low - 5e-4 <= known <= estimate.high + 5e-4  # published digits
            assert estimate.value == pytest.approx(known, abs=TOLERANCE)


def test_shares_of_the_ishigami_function_are_the_published_ones() -> None:
    indices = found(design(3), ishigami, precision=0.045)
    (shares,) = indices.shares
    assert indices.is_precise
    assert indices.half_width is not None
    assert indices.half_width <= 0.045
    assert_shares(shares, FIRST, TOTAL)
    assert [index.factor for index in shares.indices] == ["x1", "x2", "x3", CHANCE]
    last = shares.indices[-1]
    assert (last.first.value, last.total.value) == (0, 0)


def test_noise_that_is_added_is_chance_alone() -> None:
    noise = sqrt(VARIANCE / 3)
    (shares,) = found(design(3), lambda x, luck: ishigami(x) + noise * luck).shares
    assert_shares(
        shares,
        {name: 0.75 * share for name, share in FIRST.items()} | {CHANCE: 0.25},
        {name: 0.75 * share for name, share in TOTAL.items()} | {CHANCE: 0.25},
    )
    assert shares.chance is not None
    assert shares.unknown is not None
    assert shares.interplay is not None
    assert shares.chance.value == pytest.approx(0.25, abs=TOLERANCE)
    assert shares.unknown.value == pytest.approx(0.75, abs=TOLERANCE)
    assert shares.interplay.value == pytest.approx(0, abs=TOLERANCE)


def test_noise_that_grows_with_a_value_is_interplay() -> None:
    """Of y = x z with E x = 1/2, Var x = 1/12 and Var z = 1, a quarter is z's alone."""
    (shares,) = found(design(1), lambda x, luck: float(x[0]) * luck).shares
    parts = (shares.chance, shares.unknown, shares.interplay)
    values = [part.value for part in parts if part is not None]
    assert values == pytest.approx([0.75, 0, 0.25], abs=2 * TOLERANCE)
    assert sum(values) == pytest.approx(1)


def test_in_a_linear_model_first_order_and_total_are_the_known_shares() -> None:
    slopes = np.array([4.0, 2.0, 1.0])
    parts = np.array([*slopes**2 / 12, 1.0])
    known = dict(zip(("x1", "x2", "x3", CHANCE), parts / parts.sum(), strict=True))
    (shares,) = found(design(3), lambda x, luck: float(slopes @ x) + luck).shares
    assert_shares(shares, known, known)


def test_inputs_that_are_moved_together_have_one_index() -> None:
    slopes = np.array([3.0, 1.0, 1.0])
    factors = (Factor("one", (0,)), Factor("two", (1, 2)), Factor(CHANCE, (), luck=True))
    (shares,) = found(Design(3, factors, 1), lambda x, _: float(slopes @ x)).shares
    known = {"one": 9 / 11, "two": 2 / 11, CHANCE: 0.0}
    assert_shares(shares, known, known)


def test_estimates_are_those_of_scipy() -> None:
    plan = design(3)
    table = run_of(plan, ishigami)(plan.numbers(FIRST_POINTS).ravel().tolist())
    a, b, *ab, _ = table[:, 0].reshape(plan.slots, FIRST_POINTS)  # chance moves nothing
    first, total = sobol_indices(a, b, np.array(ab), resamples(FIRST_POINTS, 1))
    theirs = scipys_indices(
        func={"f_A": a[None], "f_B": b[None], "f_AB": np.array(ab)[:, None]}, n=FIRST_POINTS
    )
    np.testing.assert_allclose(first[0], theirs.first_order, atol=1e-12)
    np.testing.assert_allclose(total[0], theirs.total_order, atol=1e-12)
    spread = theirs.bootstrap(n_resamples=500)
    np.testing.assert_allclose(first[1:].std(axis=0), spread.first_order.standard_error, rtol=0.2)
    np.testing.assert_allclose(total[1:].std(axis=0), spread.total_order.standard_error, rtol=0.2)


def test_screening_keeps_what_matters_and_the_rest_has_one_index() -> None:
    slopes = np.array([3.0, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0, 1.5] + [0.01] * 5)
    plan = design(13)

    def function(x: Numbers, luck: float) -> float:
        return float(slopes @ x) + 0.01 * luck

    screening = screen(run_of(plan, function), plan, {"y": 0}, POINTS)
    factors = grouped(plan.factors, screening.together)
    assert [factor.name for factor in factors] == ["x1", "x4", "x8", CHANCE, OTHERS]
    assert set(factors[-1].inputs) == set(range(13)) - {0, 3, 7}
    for screened in screening.found:
        assert (screened.total.high < NEGLIGIBLE) == (
            screened.factor in screening.together or screened.factor == CHANCE
        )
    effects = {screened.factor: screened.effect for screened in screening.found}
    for name, slope in (("x1", 3.0), ("x4", 2.0), ("x8", 1.5), ("x2", 0.0)):
        assert effects[name].low <= slope / 3 <= effects[name].high  # E|u - v| is 1/3
    (shares,) = found(Design(13, factors, 1), function).shares
    others = shares.of(OTHERS)
    assert others is not None
    assert others.total.value == pytest.approx(5 * 0.01**2 / 15.25, abs=1e-4)


def test_of_a_factor_that_never_moved_the_rule_of_three_says_how_little_it_can_matter() -> None:
    plan = design(2)

    def rarely(x: Numbers, luck: float) -> float:
        return float(x[0]) + (5.0 if x[1] > 0.999999 else 0.0)

    screening = screen(run_of(plan, rarely), plan, {"y": 0}, POINTS)
    still, moved = screening.of("x2", "y"), screening.of("x1", "y")
    assert still is not None
    assert moved is not None
    assert still.never_moved
    assert (still.total.value, still.points) == (0, POINTS)
    assert (1 - still.total.high) ** POINTS == pytest.approx(0.05, rel=0.05)
    assert not moved.never_moved
    assert "x2" in screening.together


def test_a_factor_that_matters_to_one_outcome_alone_is_kept() -> None:
    plan = design(2)

    def run(numbers: Iterable[int]) -> Rows:
        return np.array([plan.row(number)[0] for number in numbers])

    assert screen(run, plan, {"first": 0}, POINTS).together == ("x2",)
    assert screen(run, plan, {"first": 0, "second": 1}, POINTS).together == ()


def test_rows_of_a_larger_design_contain_those_of_a_smaller() -> None:
    small, large = design(3).numbers(256), design(3).numbers(4096)
    np.testing.assert_array_equal(large[:, :256], small)
    assert np.unique(large).size == large.size
    few, many = design(3), design(3)
    before = [few.row(number) for number in small.ravel().tolist()]
    many.row(int(large[1, 4000]))
    _block.cache_clear()
    for number, (inputs, luck) in zip(small.ravel().tolist(), before, strict=True):
        again, same_luck = many.row(number)
        assert luck == same_luck
        np.testing.assert_array_equal(again, inputs)


def test_a_point_differs_from_its_neighbours_by_one_factor() -> None:
    plan = design(3)
    for point in (0, 1, 1500):
        a, b, *others = (plan.row(slot * MOST_POINTS + point) for slot in range(plan.slots))
        assert not np.intersect1d(a[0], b[0]).size
        assert a[1] != b[1]
        for number, (inputs, luck) in enumerate(others):
            moved = np.arange(3) == number
            np.testing.assert_array_equal(inputs, np.where(moved, b[0], a[0]))
            assert luck == (b[1] if number == 3 else a[1])


def test_points_are_one_sequence_across_blocks() -> None:
    """A balanced sequence has each 2,048th part of an axis once among 2,048 points."""
    points = np.array([design(2).row(number)[0] for number in range(2048)])
    for axis in points.T:
        assert np.unique(np.floor(axis * 2048)).size == 2048
    assert 0 < points.min() < points.max() < 1


def test_another_seed_has_another_sample() -> None:
    assert not np.intersect1d(design(3, 1).row(0)[0], design(3, 2).row(0)[0]).size


def test_points_double_until_the_precision_or_the_most_rows() -> None:
    plan = design(3)
    cheap = found(plan, ishigami, 0.5)
    assert (cheap.points, cheap.is_precise) == (FIRST_POINTS, True)
    stopped = found(plan, ishigami, 1e-6, 4 * FIRST_POINTS * plan.slots)
    assert (stopped.points, stopped.is_precise) == (4 * FIRST_POINTS, False)
    assert stopped.rows == 4 * FIRST_POINTS * plan.slots
    assert stopped.half_width is not None
    assert stopped.half_width > 1e-6


def test_points_at_which_an_outcome_is_undefined_are_left_out_and_counted() -> None:
    def half(x: Numbers, luck: float) -> float:
        return float(x[0]) + luck / sqrt(12) if x[1] < 0.9 else np.nan

    (shares,) = found(design(2), half).shares
    assert shares.undefined == pytest.approx(1 - 0.9**2, abs=0.02)  # in A's row or in B's
    assert_shares(shares, {"x1": 0.5, CHANCE: 0.5}, {"x1": 0.5, CHANCE: 0.5})


def test_what_is_undefined_or_does_not_vary_has_no_shares() -> None:
    (never,) = found(design(2), lambda x, luck: np.nan).shares
    assert (never.indices, never.undefined, never.chance) == ((), 1.0, None)
    assert never.why_not == "it is undefined too often"
    (flat,) = found(design(2), lambda x, luck: 3.0).shares
    assert (flat.indices, flat.why_not) == ((), "it does not vary")
    rare = np.full((4, FEWEST), np.nan)
    rare[:, 1:] = np.arange(FEWEST - 1)
    assert defined(rare).why_not


def test_what_is_alone_has_all_of_the_variance() -> None:
    (shares,) = found(design(0), lambda x, luck: luck).shares
    (index,) = shares.indices
    for estimate in (index.first, index.total, shares.chance):
        assert estimate is not None
        assert (estimate.value, estimate.low, estimate.high) == (1, 1, 1)


def test_a_swing_is_what_a_value_does_under_the_same_luck() -> None:
    unknowns = Unknowns(("a.low", "a.high"), 2, (0, 1), (), np.empty((0, 0)))
    plan = tornado(unknowns)

    def run(numbers: Iterable[int]) -> Rows:
        rows = (plan.row(number) for number in numbers)
        return np.array([[levels @ (10, -30) + luck_of(luck)] for levels, luck in rows])

    count, (swings,) = find_swings(run, plan, {"returns": 0}, 500)
    assert count == 5 * 500
    assert [swing.name for swing in swings.swings] == ["a.high", "a.low"]
    for swing, known in zip(swings.swings, (-27, 9), strict=True):
        assert swing.difference is not None
        assert swing.difference.value == pytest.approx(known)
        assert swing.difference.half_width == pytest.approx(0, abs=1e-9)
        assert swing.mean is not None
        assert swing.mean[1] - swing.mean[0] == pytest.approx(known)
    assert swings.middle == pytest.approx(-10, abs=4 / sqrt(500))
    assert swings.by_chance.p95 == pytest.approx(-10 + 1.645, abs=0.3)


def test_an_interval_of_a_swing_covers_what_chance_leaves() -> None:
    plan = tornado(Unknowns(("a.value",), 1, (0,), (), np.empty((0, 0))))

    def run(numbers: Iterable[int]) -> Rows:
        rows = (plan.row(number) for number in numbers)
        return np.array([[levels[0] * (10 + luck_of(luck))] for levels, luck in rows])

    _, (swings,) = find_swings(run, plan, {"returns": 0}, 400)
    difference = swings.swings[0].difference
    assert difference is not None
    assert difference.low <= 9 <= difference.high
    assert difference.half_width == pytest.approx(1.96 * 0.9 / sqrt(400), rel=0.15)


def test_a_swing_of_what_is_never_defined_is_none() -> None:
    plan = tornado(Unknowns(("a.value",), 1, (0,), (), np.empty((0, 0))))
    _, (swings,) = find_swings(
        lambda numbers: np.full((len(list(numbers)), 1), np.nan), plan, {"returns": 0}, 10
    )
    assert (swings.middle, swings.by_chance.median) == (None, None)
    swing = swings.swings[0]
    assert (swing.mean, swing.median, swing.difference, swing.size) == (None, None, None, 0)


def test_the_walk_swings_to_where_so_many_of_its_ends_are() -> None:
    steps = tuple(f"{WALK}.{month}" for month in (1, 2, 3, 4))
    new = tornado(Unknowns(steps, 0, (0, 1, 2, 3), (), np.empty((0, 0))))
    assert new.bars == (WALK,)
    ends = ndtri(new.levels).sum(axis=1)
    assert ends == pytest.approx([0, -2 * 1.645, 2 * 1.645], abs=2e-3)
    sets = np.random.default_rng(3).uniform(0.3, 0.9, size=(4001, 4))
    taught = tornado(Unknowns(steps, 0, (), (0, 1, 2, 3), sets))
    np.testing.assert_array_equal(taught.levels[0], np.median(sets, axis=0))
    learned = np.quantile(ndtri(sets).sum(axis=1), (0.05, 0.95))
    assert ndtri(taught.levels[1:]).sum(axis=1) == pytest.approx(learned)
    partly = tornado(Unknowns(steps, 0, (3,), (0, 1, 2), sets[:, :3]))
    down, up = np.diff(ndtri(partly.levels).sum(axis=1)[[1, 0, 2]])
    alone = np.quantile(ndtri(sets[:, :3]).sum(axis=1), 0.95)
    middle = ndtri(np.median(sets[:, :3], axis=0)).sum()
    assert up == pytest.approx(np.hypot(alone - middle, 1.645), rel=1e-3)
    assert down > 1.645


def test_a_value_swings_between_the_ends_of_what_was_learned_of_it() -> None:
    sets = np.random.default_rng(3).uniform(0.5, 1, size=(501, 1))
    plan = tornado(Unknowns(("a.new", "a.learned"), 2, (0,), (1,), sets))
    assert plan.bars == ("a.new", "a.learned")
    middle, low, high = np.quantile(sets, (0.5, 0.05, 0.95))
    expected = [[0.5, middle], [0.05, middle], [0.95, middle], [0.5, low], [0.5, high]]
    np.testing.assert_allclose(plan.levels, expected)
