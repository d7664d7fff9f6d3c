"""Does the study measure what it says, and does it run? Never which method is best."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest
import scoringrules
from scipy.special import ndtr, ndtri

from sim.evidence.learning.inferring import Inference, Inferred
from tests.inference import known, measures, sequential, study
from tests.inference.__main__ import main
from tests.inference.given import Simulator, SpentError
from tests.inference.known import Known
from tests.inference.measures import Method, Numbers
from tests.inference.sequential import Sequential
from tests.inference.tabled import Importance, Rejection

PILOTS = 1_200
# pyABC brings some sixty packages for one row of a table, so no installation of ours asks for it.
needs_pyabc = pytest.mark.skipif(not sequential.INSTALLED, reason="pyABC is not installed")


@pytest.fixture(scope="module")
def few() -> Known:
    return known.simulate(PILOTS, 4, seed=3, workers=1)


def normal_table(pilots: int, seed: int) -> tuple[Numbers, Numbers]:
    """Return levels of one value, and a figure whose square root is normal about its score."""
    rng = np.random.default_rng(seed)
    score = rng.standard_normal(pilots)
    root = 20 + score + 0.5 * rng.standard_normal(pilots)
    return ndtr(score)[:, None], (np.square(root) - 3 / 8)[:, None]


@pytest.mark.parametrize("method", ["ours", "rejection", "importance"])
def test_a_normal_value_with_a_normal_figure_has_its_posterior(method: str) -> None:
    levels, printed = normal_table(20_000, 1)
    figure = np.array([21.5**2 - 3 / 8])
    methods: dict[str, Method] = {
        "ours": Inference(levels, printed),
        "rejection": Rejection(levels, printed, 0.02),
        "importance": Importance(levels, printed, 1, samples=12),
    }
    found = methods[method].of(figure)
    assert found.mean == pytest.approx([1.5 / 1.25], abs=0.06)
    assert found.sd == pytest.approx([np.sqrt(0.25 / 1.25)], abs=0.04)


def test_the_score_of_weighted_samples_is_that_of_a_library() -> None:
    rng = np.random.default_rng(2)
    samples, truth = rng.standard_normal((30, 3)), rng.standard_normal(3)
    weights = rng.uniform(size=30)
    weights /= weights.sum()
    expected = scoringrules.crps_ensemble(
        truth, samples.T, ens_w=np.tile(weights, (3, 1)), estimator="nrg", backend="numpy"
    )
    assert measures.crps(samples, weights, truth) == pytest.approx(expected)


def test_the_score_of_the_prior_is_that_of_the_standard_normal() -> None:
    truths = np.array([-2.0, 0.0, 0.7])
    expected = scoringrules.crps_normal(truths, 0.0, 1.0, backend="numpy")
    assert measures.crps_of_prior(truths) == pytest.approx(expected)


def test_the_prior_holds_truths_as_often_as_it_says() -> None:
    class Nothing:
        def of(self, printed: Numbers) -> Inferred:
            levels = (np.arange(2_000)[:, None] + 0.5) / 2_000
            return Inferred(levels, np.full(2_000, 1 / 2_000), np.nan)

    truths = np.random.default_rng(3).standard_normal((1_000, 1))
    found = measures.measure(Nothing(), np.zeros((1_000, 1)), truths, np.array([0]))
    assert found.inside(0.5) == pytest.approx(0.5, abs=0.05)
    assert found.inside(0.9) == pytest.approx(0.9, abs=0.03)
    assert found.crps == pytest.approx(measures.crps_of_prior(truths), abs=1e-3)
    assert found.effective == pytest.approx(2_000)


def test_pilots_to_be_found_are_not_in_the_table(few: Known) -> None:
    assert len(few.levels) == len(few.printed) == PILOTS
    assert few.truths.shape == (4, few.levels.shape[1])
    assert not np.isin(few.truths[:, 0], ndtri(few.levels[:, 0])).any()


def test_a_simulation_at_given_values_prints_what_a_pilot_with_them_printed(few: Known) -> None:
    values = np.arange(few.levels.shape[1])
    simulator = Simulator(few.simulated, values, few.seed, budget=5)
    inside = np.clip(few.levels[:5], 1e-4, 1 - 1e-4)
    found = np.array([simulator.printed(ndtri(row)) for row in inside])
    same = (inside == few.levels[:5]).all(axis=1)
    assert same.any()
    assert np.array_equal(found[same], few.printed[:5][same])
    with pytest.raises(SpentError):
        simulator.printed(ndtri(inside[0]))


@needs_pyabc
@pytest.mark.filterwarnings("ignore")
def test_sequential_simulation_keeps_to_its_budget(few: Known) -> None:
    columns = known.influential(few)
    statistics = Inference(few.levels, few.printed)
    method = Sequential(few.simulated, statistics, columns, 5, budget=150, particles=40)
    found = method.of(few.figures[0])
    assert found.levels.shape == (40, few.levels.shape[1])
    assert found.weights.sum() == pytest.approx(1)
    assert 1 <= found.effective <= 40 + 1e-9


def test_one_command_prints_a_row_for_each_method(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], few: Known
) -> None:
    def simulated(pilots: int, tests: int, seed: int) -> Known:
        assert (pilots, tests) in ((PILOTS, 4), (PILOTS, 0))
        return few if tests else replace(few, levels=few.levels[::-1], printed=few.printed[::-1])

    monkeypatch.setattr("tests.inference.__main__.simulate", simulated)
    options = ["--pilots", str(PILOTS), "--tests", "4", "--sequential", "0"]
    monkeypatch.setattr(sys, "argv", ["inference", *options])
    main()
    printed = [line for line in capsys.readouterr().out.splitlines() if line.startswith("|")]
    assert len(printed) == 2 + len(study.TABLED)
    assert {line.count("|") for line in printed} == {len(study.HEADINGS) + 1}


def test_without_the_library_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tests.inference.__main__.simulate", lambda *sizes: None)
    monkeypatch.setattr(study, "rows", lambda *arguments: iter(()))
    monkeypatch.setattr(sequential, "INSTALLED", False)
    monkeypatch.setattr(sys, "argv", ["inference"])
    main()
    assert "pyABC is not installed" in capsys.readouterr().out
