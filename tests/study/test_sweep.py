"""What differs between two values of an unknown is the value's doing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.ensemble.run import run
from sim.ensemble.settings import Settings
from sim.luck.luck import Luck
from sim.model.outline import outline
from sim.scenario.load import load
from sim.scenario.problems import ScenarioError
from sim.scenario.schema import Scenario
from sim.study.asked import asked_sweep
from sim.study.errors import StudyError
from sim.study.sweep import SweepResult, run_sweep, set_at
from tests.variants import pilot, prepare, variant

FEW = Settings(replications=4, seed=3, workers=1)


@pytest.fixture(scope="module")
def unknown(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    folder = tmp_path_factory.mktemp("unknown")
    return variant(folder, "sweep: {casework.accepted: [0%, 50%, 100%]}\n")


@pytest.fixture(scope="module")
def found(unknown: Scenario) -> SweepResult:
    return run_sweep(unknown, asked_sweep(unknown), FEW)


def test_a_point_is_the_run_of_the_scenario_with_that_value(
    unknown: Scenario, found: SweepResult
) -> None:
    assert unknown.sweep is not None
    assert [written for written, _ in found.points] == ["0%", "50%", "100%"]
    for setting, (_, result) in zip(unknown.sweep.settings, found.points, strict=True):
        alone = run(unknown.with_values({setting.path: setting}), FEW)
        np.testing.assert_array_equal(alone.series, result.series)
        np.testing.assert_array_equal(alone.exits, result.exits)


def test_all_values_meet_the_same_luck(found: SweepResult) -> None:
    first, *others = (result for _, result in found.points)
    for other in others:
        for name in ("arrivals", "applications", "places"):
            np.testing.assert_array_equal(first.daily(name), other.daily(name))
        until_replies = np.s_[:, :5]
        np.testing.assert_array_equal(
            first.daily("people_detained")[until_replies],
            other.daily("people_detained")[until_replies],
        )


def test_where_nobody_is_accepted_nobody_is_returned_and_where_all_are_none_is_refused(
    found: SweepResult,
) -> None:
    none, _, everyone = (result for _, result in found.points)
    assert none.cumulative("returns").max() == 0
    assert everyone.cumulative("returns").min(axis=0)[-1] > 0
    assert everyone.exit_summaries["refused"].p95 == 0


def test_progress_counts_the_replications_of_every_value(unknown: Scenario) -> None:
    done: list[int] = []
    run_sweep(unknown, asked_sweep(unknown), FEW, done.append)
    assert sum(done) == 3 * 4


def test_a_value_that_figures_taught_is_not_drawn() -> None:
    calibrated = load("pilot_calibrated")
    assert calibrated.posterior is not None
    for path, over in (("casework.accepted", "0%, 40%"), ("detention.places", "80, 200")):
        assert path in outline(calibrated).priors.paths
        for setting in asked_sweep(calibrated, path, over).settings:
            assert path not in outline(set_at(calibrated, setting)).priors.paths
    places = asked_sweep(calibrated, "detention.places", "80, 200")
    for setting in places.settings:
        for number in range(3):
            plan, _ = prepare(set_at(calibrated, setting), Luck(1, number))
            assert set(plan.capacity.tolist()) == {int(setting.value.steps[0].value)}


def test_an_unknown_that_was_set_decides_no_longer(unknown: Scenario, found: SweepResult) -> None:
    assert unknown.sweep is not None
    assert all(result.scenario.sweep is None for _, result in found.points)
    other = asked_sweep(unknown, "returnees.share", "0%, 5%")
    assert set_at(unknown, other.settings[0]).sweep == unknown.sweep
    assert found.is_the_scenarios_own
    assert not SweepResult(unknown, other.path, ()).is_the_scenarios_own


def test_what_was_asked_for_comes_before_the_scenarios_own(unknown: Scenario) -> None:
    asked = asked_sweep(unknown, "casework.reply", "{median: 14 d, p90: 20 d}, 30 d")
    assert asked.written == ("{median: 14 d, p90: 20 d}", "30 d")
    assert asked_sweep(unknown) == unknown.sweep


@pytest.mark.parametrize(
    ("vary", "over", "said"),
    [
        ("casework.acepted", "0%, 5%", "vary: 'casework.acepted' is no key path; did you mean"),
        ("casework.accepted", "0%, 105%", "over: '105%' is outside"),
        ("casework.accepted", "5%", "over: write 2 to 20 values"),
        ("casework.accepted", "", "over: write 2 to 20 values"),
        ("casework.accepted", "0%], x: [1", "over: write 2 to 20 values"),
        ("casework.accepted", "0%, 5%]\nx: [1", "over: write 2 to 20 values"),
        ("casework.accepted", "&a 0%, *a", "over: write 2 to 20 values"),
        ("scheme.start", "2025-08-06, 2025-09-06", "vary: 'scheme.start' is a date"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_to_write(
    vary: str, over: str, said: str
) -> None:
    with pytest.raises(ScenarioError) as refused:
        asked_sweep(pilot(), vary, over)
    assert [str(p).startswith(said) for p in refused.value.problems] == [True]


def test_half_a_question_is_refused() -> None:
    with pytest.raises(StudyError, match="names no sweep; write what to vary"):
        asked_sweep(pilot())
    for vary, over in (("casework.accepted", None), (None, "0%, 5%")):
        with pytest.raises(StudyError, match="write both"):
            asked_sweep(pilot(), vary, over)


def test_python_offers_the_same(tmp_path: Path, unknown: Scenario, found: SweepResult) -> None:
    again = sim.sweep(unknown, replications=4, seed=3)
    for (_, one), (_, other) in zip(found.points, again.points, strict=True):
        np.testing.assert_array_equal(one.series, other.series)
    varied = sim.sweep("pilot", "deterrence.strength", [0, 2.5], replications=1)
    assert [written for written, _ in varied.points] == ["0", "2.5"]
