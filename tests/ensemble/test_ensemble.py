"""Many replications: the same answer for any number of workers, and honest summaries."""

from __future__ import annotations

import numpy as np
import pytest

from sim.ensemble import run as running
from sim.ensemble.quantiles import median_half_width, summarise
from sim.ensemble.result import Result
from sim.ensemble.run import run
from sim.ensemble.settings import Settings
from sim.scenario.load import load
from sim.scenario.schema import Scenario


@pytest.fixture(scope="module")
def pilot() -> Scenario:
    return load("scenarios/pilot.yaml")


@pytest.fixture(scope="module")
def serial(pilot: Scenario) -> Result:
    return run(pilot, Settings(replications=12, seed=5, workers=1))


def test_workers_do_not_move_a_result(pilot: Scenario, serial: Result) -> None:
    parallel = run(pilot, Settings(replications=12, seed=5, workers=3))
    for name in ("series", "indicators", "exits", "cohorts"):
        np.testing.assert_array_equal(getattr(serial, name), getattr(parallel, name))


def test_a_longer_run_begins_with_the_shorter_one(pilot: Scenario, serial: Result) -> None:
    shorter = run(pilot, Settings(replications=3, seed=5, workers=1))
    np.testing.assert_array_equal(serial.series[:3], shorter.series)


def test_another_seed_is_another_answer(pilot: Scenario, serial: Result) -> None:
    other = run(pilot, Settings(replications=3, seed=6, workers=1))
    assert not np.array_equal(serial.series[:3], other.series)


def test_at_central_leaves_less_to_vary(pilot: Scenario) -> None:
    drawn = run(pilot, Settings(replications=40, workers=2))
    central = run(pilot, Settings(replications=40, workers=2, at_central=True))

    def width(result: Result) -> float:
        summary = result.summaries["returns"]
        assert summary.p95 is not None
        assert summary.p05 is not None
        return summary.p95 - summary.p05

    assert width(central) < width(drawn)


def test_progress_counts_every_replication(pilot: Scenario) -> None:
    done: list[int] = []
    run(pilot, Settings(replications=5, workers=2), done.append)
    assert sum(done) == 5


def test_precision_is_looked_at_in_doubling_rounds_only(
    pilot: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "DEFAULT_REPLICATIONS", 4)
    monkeypatch.setattr(running, "MOST_REPLICATIONS", 16)
    never = run(pilot, Settings(precision=1e-9, workers=1))
    assert never.replications == 16
    at_once = run(pilot, Settings(precision=0.999, workers=1))
    assert at_once.replications in (4, 8, 16)
    assert at_once.replications == run(pilot, Settings(precision=0.999, workers=2)).replications


def test_summaries_are_quantiles_and_leave_out_what_is_undefined() -> None:
    values = np.append(np.arange(101.0), np.nan)
    summary = summarise(values, "people")
    assert (summary.p05, summary.p25, summary.median) == (5.0, 25.0, 50.0)
    assert (summary.p75, summary.p95) == (75.0, 95.0)
    assert summarise(np.array([np.nan])).median is None


def test_the_interval_of_the_median_covers_it_as_often_as_it_says() -> None:
    # The half-width is that of an interval between order statistics; the interval covers the
    # true median of a normal sample in about 95% of samples.
    generator = np.random.default_rng(7)
    covered = 0
    for _ in range(2_000):
        sample = np.sort(generator.normal(size=200))
        n = sample.size
        low = int(np.floor(n / 2 - 0.98 * n**0.5)) - 1
        high = int(np.ceil(n / 2 + 0.98 * n**0.5))
        assert median_half_width(sample) == pytest.approx((sample[high] - sample[low]) / 2)
        covered += bool(sample[low] <= 0 <= sample[high])
    assert 0.94 < covered / 2_000 < 0.975


def test_a_result_speaks_in_a_terminal_and_a_table(serial: Result) -> None:
    assert "16,969" in repr(serial)
    assert "90% interval" in repr(serial)
    frame = serial.to_frame()
    assert list(frame["returns"]) == serial.indicators[:, 4].tolist()
    assert len(frame) == 12


def test_cumulative_figures_end_at_the_indicators(serial: Result) -> None:
    for name in ("returns", "inbound", "arrivals"):
        summary = serial.summaries[name]
        assert summary.median == np.median(serial.cumulative(name)[:, -1])
    assert serial.quantiles(serial.daily("occupancy")).shape == (5, 180)
