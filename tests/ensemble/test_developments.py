"""Paths are what the run was on each day, wherever they are read from."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from sim.ensemble.developments import DAILY, developed, read_developed
from sim.ensemble.errors import FolderError
from sim.ensemble.paths import PATHS, WEEK
from sim.ensemble.quantiles import LEVELS, daily_quantiles, summarise
from sim.ensemble.result import Result
from sim.ensemble.settings import Settings
from sim.ensemble.ways import FILE, ways
from sim.outcomes.indicators import INDICATORS
from tests.kept import kept_run

MEDIAN = list(LEVELS).index("median")
WIDTHS = {"min_dims": 2, "max_dims": 2, "max_side": 9}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    folder = tmp_path_factory.mktemp("runs") / "kept"
    return kept_run("more_places", Settings(replications=21, seed=3, workers=1), folder), folder


@given(
    arrays(np.int64, array_shapes(**WIDTHS), elements=st.integers(-(2**40), 2**40))
    | arrays(np.float64, array_shapes(**WIDTHS), elements=st.floats(-1e9, 1e9) | st.just(np.nan))
)
@pytest.mark.filterwarnings("ignore:All-NaN slice")
def test_daily_quantiles_are_those_of_numpy(values: np.ndarray) -> None:
    usual = np.nanquantile(values, list(LEVELS.values()), axis=0)
    np.testing.assert_array_equal(daily_quantiles(values), usual)


def test_paths_end_at_the_indicators_of_the_run(kept: tuple[Result, Path]) -> None:
    result, _ = kept
    of = developed(result)
    for name in PATHS.keys() & INDICATORS.keys():
        summary = result.summaries[name].as_dict()
        assert of.quantiles[name][:, -1].tolist() == [summary[level] for level in LEVELS]


def test_a_week_is_seven_days_and_shorter_at_the_start(kept: tuple[Result, Path]) -> None:
    result, _ = kept
    seats = result.daily("seats")
    values = PATHS["seats_in_week"].values(result)
    for day in (0, 3, 6, 7, 100, seats.shape[1] - 1):
        week = seats[:, max(day - WEEK + 1, 0) : day + 1].sum(axis=1)
        assert values[:, day].tolist() == week.tolist()


def test_a_rate_is_undefined_until_somebody_arrives(kept: tuple[Result, Path]) -> None:
    result, _ = kept
    series = result.series.copy()
    series[:, 0, :3] = 0
    series[0, 0, :5] = 0
    later = replace(result, series=series)
    rates = developed(later).quantiles["returns_rate"]
    assert np.isnan(rates[:, :3]).all()
    assert not np.isnan(rates[:, 3:]).any()


def test_a_folder_gives_the_same_development(kept: tuple[Result, Path]) -> None:
    result, folder = kept
    here, read = developed(result), read_developed(folder)
    assert (read.scenario, read.seed, read.replications, read.at_central, read.dates) == (
        (here.scenario, 3, 21, False, here.dates)
    )
    assert read.dates[-1] - read.dates[0] == timedelta(days=result.scenario.days - 1)
    assert list(read.quantiles) == list(here.quantiles) == list(PATHS)
    for name, quantiles in read.quantiles.items():
        np.testing.assert_allclose(quantiles, here.quantiles[name], rtol=1e-9)
    assert list(read.ways) == list(here.ways)
    for way, shares in read.ways.items():
        assert list(shares) == list(here.ways[way])
        for name, summary in shares.items():
            assert summary.median == pytest.approx(here.ways[way][name].median)


def test_shares_of_ways_are_of_all_who_entered(kept: tuple[Result, Path]) -> None:
    result, _ = kept
    one = replace(result, exits=result.exits[:1])
    counts = {name: summary.median or 0.0 for name, summary in one.exit_summaries.items()}
    found = ways(one)
    for way, shares in found.items():
        assert sum(share.median or 0.0 for share in shares.values()) == pytest.approx(1.0), way
    not_taken = ("not_selected", "intake_full", "no_place")
    assert not found["out"].keys() & set(not_taken)
    taken = sum(counts[name] for name in found["out"])
    assert found["out"]["returned"].median == pytest.approx(counts["returned"] / taken)
    applied = sum(counts[f"inbound_{name}"] for name in found["in"])
    assert found["in"]["travelled"].median == pytest.approx(counts["inbound_travelled"] / applied)
    everybody = taken + sum(counts[name] for name in not_taken)
    assert found["scope"]["taken"].median == pytest.approx(taken / everybody)


def test_shares_are_undefined_where_nobody_entered(kept: tuple[Result, Path]) -> None:
    result, _ = kept
    nobody = replace(result, exits=np.zeros_like(result.exits))
    assert ways(nobody)["out"]["returned"] == summarise(np.array([np.nan]), "share")


@pytest.mark.parametrize(
    ("file", "keep", "said"),
    [
        (DAILY, "", "has no returns_rate"),
        (DAILY, "date,series\n2025-08-06,net_flow", "cannot be read"),
        (FILE, None, f"has no {FILE}"),
        (FILE, "way,exit,p05\nout,returned,x", "cannot be read"),
    ],
)
def test_a_folder_that_lacks_them_says_so(
    kept: tuple[Result, Path], tmp_path: Path, file: str, keep: str | None, said: str
) -> None:
    folder = Path(shutil.copytree(kept[1], tmp_path / "moved"))
    (folder / file).unlink()
    if keep is not None:
        (folder / file).write_text(keep, encoding="utf-8")
    with pytest.raises(FolderError, match=said):
        read_developed(folder)
