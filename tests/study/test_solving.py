"""What it takes is found where it is, in the range and not beyond, whatever the curve's shape."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from sim.ensemble.rows import Gatherer
from sim.ensemble.run import run
from sim.ensemble.settings import Settings
from sim.outcomes.indicators import INDICATORS
from sim.scenario.problems import ScenarioError
from sim.scenario.values import Dated, Spread
from sim.study.errors import StudyError
from sim.study.solving.curve import Curve, answer_step, crossings, steps_near
from sim.study.solving.frontier import Frontier, find_frontier, round_levels
from sim.study.solving.horizon import ending_on
from sim.study.solving.levers import lever_of
from sim.study.solving.searching import reached_in, resampled_step, search
from sim.study.solving.solution import Solution
from sim.study.solving.solve import solve
from sim.study.solving.targets import read_target
from tests.study.test_limits import open_scheme
from tests.variants import pilot

FEW = Gatherer(Settings(replications=6, seed=3, workers=1))
RETURNS = list(INDICATORS).index("returns")


def test_seats_alone_take_the_target_over_the_flights_that_fly() -> None:
    """Ten flights leave after everybody is ready, and carry as many as they have places for."""
    scenario = open_scheme(flights__seats=5.0)
    flights = int(run(scenario, FEW.settings).summaries["flights"].median or 0)
    target = read_target(f"returns >= {flights * 30}")
    found = solve(scenario, lever_of(scenario, "flights.seats", "0, 80"), target, FEW)
    assert found.answer is not None
    assert found.answer.setting == 30
    assert found.answer.rising
    assert found.answer.interval == (30.0, 30.0)
    assert found.answer.needed.p05 == found.answer.needed.p95 == 30
    assert found.answer.out_of_range == 0
    assert found.reached == ((30.0, 80.0),)
    np.testing.assert_allclose(
        found.curve.samples, np.repeat(found.curve.settings[:, None] * flights, 6, axis=1)
    )


def test_the_limit_that_binds_next_is_not_the_lever() -> None:
    scenario = open_scheme(flights__seats=5.0)
    found = solve(
        scenario, lever_of(scenario, "flights.seats", "0, 40"), read_target("returns >= 150"), FEW
    )
    assert found.next is not None
    assert found.next.price.relaxation.unit == "one more flight a month"


def test_where_some_resamples_reach_the_target_nowhere_the_interval_has_no_end() -> None:
    few_reach = np.array([[0.0] * 9, [1.0] * 4 + [3.0] * 5])
    curve = Curve(np.array([0.0, 10.0]), few_reach)
    target = read_target("returns >= 2")
    low, high = resampled_step(curve, target, near=10.0, rising=True, step=1.0)
    assert low is not None
    assert high is None
    always = Curve(curve.settings, few_reach + 2)
    assert resampled_step(always, target, near=0.0, rising=True, step=1.0) == (None, None)


def test_out_of_reach_is_said_and_not_guessed() -> None:
    scenario = open_scheme(flights__seats=5.0)
    lever = lever_of(scenario, "flights.seats", "0, 10")
    found = solve(scenario, lever, read_target("returns >= 1,000,000"), FEW)
    assert found.answer is None
    assert not found.always
    assert found.reached == ()
    assert found.at_best == 10
    anyway = solve(scenario, lever, read_target("returns >= 0"), FEW)
    assert anyway.answer is None
    assert anyway.always


def made_curve(shape: list[float]) -> Curve:
    return Curve(np.arange(float(len(shape))), np.tile(np.array(shape)[:, None], (1, 5)))


def test_a_curve_that_falls_again_is_reached_in_the_middle_only() -> None:
    curve, target = made_curve([0, 2, 4, 2, 0]), read_target("returns >= 3")
    margins = curve.margins(target)
    assert crossings(margins) == [1, 2]
    assert answer_step(curve.settings, margins, near=0.0) == (2.0, True)
    assert answer_step(curve.settings, margins, near=4.0) == (2.0, False)
    assert steps_near(curve.settings, margins, near=4.0, rising=True, step=1.0) == (2.0, 2.0)
    np.testing.assert_allclose(curve.needed(target, rising=True), 1.5)
    np.testing.assert_allclose(curve.needed(target, rising=False), 2.5)


def test_a_replication_that_never_reaches_the_target_needs_what_is_not_there() -> None:
    samples = np.array([[0.0, 0.0], [5.0, 1.0]])
    needed = Curve(np.array([0.0, 10.0]), samples).needed(read_target("returns >= 2"), rising=True)
    assert needed[0] == pytest.approx(4.0)
    assert np.isnan(needed[1])


def test_a_confidence_asks_more_than_the_median_and_undefined_counts_as_missed() -> None:
    samples = np.array([1.0, 2.0, 3.0, 4.0, np.nan])
    median, sure = (read_target("returns_rate >= 2%", c) for c in (0.5, 0.9))
    assert median.reached(samples) == 2.0
    assert sure.reached(samples) == -np.inf
    at_most = read_target("net_flow <= 20", 0.9)
    assert at_most.reached(np.arange(11.0)) == pytest.approx(9.0)
    assert at_most.margin(np.arange(11.0)) == pytest.approx(11.0)


def test_more_confidence_takes_at_least_as_much() -> None:
    scenario, lever = pilot(), lever_of(pilot(), "programme.scale", "0, 6")
    answers = [
        solve(scenario, lever, read_target("returns >= 200", confidence), FEW).answer
        for confidence in (0.2, 0.5, 0.8)
    ]
    settings = [answer.setting for answer in answers if answer is not None]
    assert settings == sorted(settings)
    assert len(settings) >= 2


def test_by_a_date_is_as_of_that_date() -> None:
    by = date(2025, 11, 30)
    earlier, whole = run(ending_on(pilot(), by), FEW.settings), run(pilot(), FEW.settings)
    day = (by - date(2025, 8, 6)).days
    for name in ("returns", "inbound", "arrivals"):
        expected = whole.cumulative(name)[:, day]
        np.testing.assert_array_equal(earlier.cumulative(name)[:, -1], expected)
    with pytest.raises(StudyError, match="before the scheme"):
        ending_on(pilot(), date(2025, 1, 1))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("returns", "write an indicator, >= or <=, and a number"),
        ("retruns >= 5", "'retruns' is no indicator; did you mean 'returns'"),
        ("returns_rate >= lots", "write 5% or 0.05"),
        ("returns >= 5%", "write 50, in people"),
        ("returns = 5", "write an indicator"),
        ("returns_rate >= 5", "did you mean 5%?"),
    ],
)
def test_a_target_that_cannot_be_read_says_what_to_write(written: str, said: str) -> None:
    with pytest.raises(StudyError) as refused:
        read_target(written)
    assert said in str(refused.value)


def test_a_level_may_carry_its_unit() -> None:
    assert read_target("returns_rate >= 5%").level == read_target("returns_rate>=0.05").level
    assert read_target("returns_per_week_recent >= 50 per week").level == 50
    assert read_target("returns >= 1,000 people").level == 1000


@pytest.mark.parametrize(
    ("path", "between", "said"),
    [
        ("flights.seat", None, "flights.seats"),
        ("scheme.horizon", None, "cannot be shown at several values"),
        ("voluntary_departures.rate", None, "with --between"),
        ("flights.seats", "1, 2, 3", "two ends of a range"),
        ("flights.seats", "many", "between"),
        ("flights.seats", "0.2, 0.4", "no two whole numbers"),
        ("scheme.long_stop", None, "with --between"),
        ("flights.departure_time", None, "with --between"),
        ("flights.boarding", "longest_ready, latest_arrival", "no quantity"),
    ],
)
def test_a_lever_that_cannot_be_moved_says_what_to_write(
    path: str, between: str | None, said: str
) -> None:
    with pytest.raises((StudyError, ScenarioError)) as refused:
        lever_of(pilot(), path, between)
    assert said in str(refused.value)


def test_a_lever_has_whole_steps_where_people_and_places_are_counted() -> None:
    seats = lever_of(pilot(), "flights.seats")
    np.testing.assert_array_equal(seats.settings, np.arange(101.0))
    assert seats.written(20.0) == "20 places"
    share = lever_of(pilot(), "selection.share")
    assert (share.settings[0], share.settings[-1]) == (0.0, 1.0)
    assert share.written(0.125) == "12.5%"


def test_a_lever_leaves_shut_what_the_scenario_has_shut() -> None:
    at = lever_of(pilot(), "flights.per_week").at(3 / 7).value
    assert isinstance(at, Dated)
    assert at.on(date(2025, 8, 20)) == 0.0
    assert at.on(date(2025, 11, 1)) == 3 / 7


def test_a_length_of_time_that_the_scenario_lacks_is_the_same_for_everybody() -> None:
    lever = lever_of(pilot(), "casework.held_if_refused", "0 d, 10 d")
    assert lever.at(86_400.0).value == Spread(86_400.0, 86_400.0)


def test_a_confidence_is_a_share() -> None:
    with pytest.raises(StudyError, match="between 0 and 1"):
        read_target("returns >= 5", confidence=90)


def test_a_length_of_time_keeps_its_shape() -> None:
    reply = lever_of(pilot(), "casework.reply")
    at = reply.at(7 * 86_400.0).value
    assert at.median == 7 * 86_400.0
    assert at.p90 / at.median == pytest.approx(24 / 14)


@pytest.fixture(scope="module")
def frontier() -> Frontier:
    scenario = open_scheme(flights__seats=5.0)
    levers = (
        lever_of(scenario, "flights.seats", "0, 20"),
        lever_of(scenario, "detention.places", "0, 400"),
    )
    return find_frontier(scenario, levers, "returns", FEW, steps=5)


def test_a_point_of_the_grid_is_the_run_with_both_levers_set(frontier: Frontier) -> None:
    first, second = frontier.levers
    scenario = open_scheme(flights__seats=5.0)
    for row, column in ((0, 0), (2, 3), (4, 1)):
        x, y = frontier.across[column], frontier.up[row]
        there = scenario.with_values({first.path: first.at(x), second.path: second.at(y)})
        samples = run(there, FEW.settings).indicators[:, RETURNS]
        np.testing.assert_allclose(
            frontier.quantiles[:, row, column], np.quantile(samples, (0.05, 0.5, 0.95))
        )


def test_more_of_either_lever_returns_no_fewer(frontier: Frontier) -> None:
    assert np.all(np.diff(frontier.medians, axis=0) >= 0)
    assert np.all(np.diff(frontier.medians, axis=1) >= 0)


def test_along_a_contour_the_median_is_the_level(frontier: Frontier) -> None:
    for level in frontier.levels:
        for passage, medians in zip(frontier.passages(level), frontier.medians.T, strict=True):
            if passage.up is None:
                assert passage.how == ("above" if medians.min() >= level else "below")
            else:
                assert np.interp(passage.up, frontier.up, medians) == pytest.approx(level)


def test_a_level_may_be_passed_upwards_downwards_or_not_at_all(frontier: Frontier) -> None:
    up = np.array([0.0, 10.0, 20.0])
    medians = np.array(
        [[0.0, 9.0, 9.0, 1.0, np.nan], [2.0, 5.0, 8.0, 2.0, 1.0], [4.0, 1.0, 7.0, 3.0, 1.0]]
    )
    quantiles = np.array([medians, medians, medians])
    made = replace(frontier, across=np.arange(5.0), up=up, quantiles=quantiles)
    found = [(passage.up, passage.how) for passage in made.passages(4.0)]
    assert found[0] == (20.0, "rising")
    assert found[1] == (12.5, "falling")
    assert found[2:] == [(None, "above"), (None, "below"), (None, "undefined")]


def test_the_interval_of_an_answer_holds_it() -> None:
    samples = np.array([[0.0] * 40, [10.0] * 20 + [11.0] * 20, [30.0] * 40])
    curve, target = Curve(np.array([0.0, 20.0, 25.0]), samples), read_target("returns >= 12")
    step = answer_step(curve.settings, curve.margins(target), near=0.0)
    assert step == (25.0, True)
    assert resampled_step(curve, target, 25.0, rising=True, step=5.0) == (25.0, 25.0)
    assert resampled_step(curve, target, 25.0, rising=True, step=1.0) == (21.0, 25.0)


def test_a_peak_between_the_first_settings_is_looked_for() -> None:
    settings = np.arange(1025.0)

    def peaked(steps: list[int]) -> Any:
        return np.tile(100.0 - np.abs(settings[steps] - 300)[:, None], (1, 5))

    for level, found in (("99", True), ("101", False)):
        target = read_target(f"returns >= {level}")
        curve = search(settings, target, peaked)
        assert bool((curve.margins(target) >= 0).any()) is found
        assert reached_in(curve, target) == float(found)


def test_levels_are_round_and_within_the_range() -> None:
    levels = round_levels(np.array([[0.0013, 0.02], [0.01, 0.0481]]))
    assert levels == [0.01, 0.02, 0.03, 0.04]
    assert round_levels(np.array([[3.0, 3.0]])) == []


def test_two_levers_are_two(frontier: Frontier) -> None:
    first = frontier.levers[0]
    with pytest.raises(StudyError, match="write another"):
        find_frontier(pilot(), (first, first), "returns", FEW)
    with pytest.raises(StudyError, match="no indicator"):
        find_frontier(pilot(), frontier.levers, "retruns", FEW)


def test_the_answer_does_not_depend_on_workers() -> None:
    scenario = open_scheme(flights__seats=5.0)
    lever, target = lever_of(scenario, "flights.seats", "0, 20"), read_target("returns >= 100")

    def with_workers(count: int) -> Solution:
        return solve(
            scenario, lever, target, Gatherer(Settings(replications=4, seed=1, workers=count))
        )

    one, two = with_workers(1), with_workers(2)
    assert one.answer == two.answer
    np.testing.assert_array_equal(one.curve.samples, two.curve.samples)
