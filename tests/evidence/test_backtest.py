"""No forecaster of a backtest knows what came later, and the pool trusts only what was known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from math import fsum

import pytest

from sim.ensemble.settings import Settings
from sim.evidence.errors import EvidenceError
from sim.evidence.figures import Figure, default_figures, read_figures
from sim.evidence.forecasting.backtest import MODEL, POOL, Backtest, Scored, backtest
from sim.evidence.forecasting.baselines import BASELINES
from sim.evidence.learning import calibrate as calibrating
from sim.evidence.learning.calibrate import Calibration
from tests.variants import pilot

FIGURES = read_figures(default_figures())
OCTOBER, NOVEMBER, DECEMBER, JANUARY = (
    date(2025, 10, 31), date(2025, 11, 30), date(2025, 12, 31), date(2026, 1, 31),
)  # fmt: skip
FEW = Settings(replications=50, seed=1, workers=1)
EVERYBODY = {MODEL, POOL, *BASELINES}


@pytest.fixture(scope="module", autouse=True)
def _few_pilots() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calibrating, "FEWEST", 400)
        patch.setattr(calibrating, "MOST", 400)
        yield


@pytest.fixture(scope="module")
def tested() -> Backtest:
    return backtest(pilot(), FIGURES, FEW)


def forged(day: date, count: str) -> list[Figure]:
    """Return the figures with others for one month's end, of which nobody may know before."""
    quantities = [
        f"{way}_{kind}" for way in ("returns", "inbound") for kind in ("monthly", "cumulative")
    ]
    return [
        f.model_copy(update={"reported": count})
        if f.as_of == day and f.quantity in quantities else f
        for f in FIGURES
    ]  # fmt: skip


def said(found: Backtest, before: date) -> list[tuple[object, ...]]:
    """Return what was expected and who had which say, from origins before a day."""
    return [
        (row.origin, row.forecaster, row.weight, row.expected)
        for row in found.rows
        if row.origin < before
    ]


def test_everybody_forecasts_every_later_month_of_both_series_from_every_origin(
    tested: Backtest,
) -> None:
    ahead = {
        OCTOBER: [NOVEMBER, DECEMBER, JANUARY],
        NOVEMBER: [DECEMBER, JANUARY],
        DECEMBER: [JANUARY],
    }
    expected = {
        (origin, name, f"{series}_monthly", month)
        for origin, months in ahead.items()
        for month in months
        for series in ("returns", "inbound")
        for name in EVERYBODY
    }
    rows = [(r.origin, r.forecaster, r.expected.quantity, r.expected.as_of) for r in tested.rows]
    assert len(rows) == len(set(rows))
    assert set(rows) == expected
    reported = {(f.quantity, f.as_of): f.printed.value for f in FIGURES if f.use}
    assert all(
        row.reported == reported[row.expected.quantity, row.expected.as_of] for row in tested.rows
    )


def test_nothing_that_was_reported_later_moves_a_forecast_or_a_say(
    tested: Backtest, calibration: Calibration
) -> None:
    """Nor what a scenario had learned before it was tested, later figures perhaps."""
    january = backtest(calibration.calibrated, forged(JANUARY, "400"), FEW)
    assert said(january, JANUARY) == said(tested, JANUARY)
    december = backtest(pilot(), forged(DECEMBER, "400"), FEW)
    assert said(december, DECEMBER) == said(tested, DECEMBER)
    assert said(december, JANUARY) != said(tested, JANUARY)


def test_all_have_an_equal_say_at_the_first_origin(tested: Backtest) -> None:
    first = [row for row in tested.rows if row.origin == OCTOBER]
    assert {row.weight for row in first if row.forecaster == POOL} == {None}
    shares = [row.weight for row in first if row.forecaster != POOL]
    assert shares == pytest.approx([1 / len(EVERYBODY - {POOL})] * len(shares))


@pytest.mark.parametrize("origin", [NOVEMBER, DECEMBER])
def test_a_say_is_the_inverse_of_the_mean_score_known_by_the_origin(
    tested: Backtest, origin: date
) -> None:
    known = {
        name: [r.score.wis for r in tested.of(name) if r.expected.as_of <= origin]
        for name in EVERYBODY - {POOL}
    }
    every = [score for scores in known.values() for score in scores]
    typical = fsum(every) / len(every)
    say = {name: (len(s) + 1) / (fsum(s) + typical) for name, s in known.items()}
    for row in tested.rows:
        if row.origin == origin and row.forecaster != POOL:
            assert row.weight == pytest.approx(say[row.forecaster] / fsum(say.values()))


def test_the_summary_is_of_all_forecasts_and_one_is_the_best_baseline(tested: Backtest) -> None:
    summary = tested.summary()
    assert set(summary) == EVERYBODY
    best = min(summary[name]["wis"] for name in BASELINES)
    for name, row in summary.items():
        mine: list[Scored] = tested.of(name)
        assert row["forecasts"] == len(mine) == 12
        assert row["wis"] == pytest.approx(fsum(r.score.wis for r in mine) / 12)
        assert row["relative_wis"] == pytest.approx(row["wis"] / best)
        assert row["inside90"] == sum(r.expected.p05 <= r.reported <= r.expected.p95 for r in mine)


def test_the_document_is_json(tested: Backtest) -> None:
    document = json.loads(json.dumps(tested.as_dict(), allow_nan=False))
    assert document["origins"] == ["2025-10-31", "2025-11-30", "2025-12-31"]
    assert len(document["forecasts"]) == len(tested.rows)


def test_a_month_that_was_not_reported_is_not_scored() -> None:
    rows = [f for f in FIGURES if (f.quantity, f.as_of) != ("returns_monthly", NOVEMBER)]
    found = backtest(pilot(), rows, FEW)
    scored = {(row.expected.quantity, row.expected.as_of) for row in found.rows}
    assert ("returns_monthly", NOVEMBER) not in scored
    assert ("inbound_monthly", NOVEMBER) in scored
    assert {row.origin for row in found.rows} == {OCTOBER, DECEMBER}


def test_two_months_are_too_few() -> None:
    rows = [f for f in FIGURES if f.as_of <= OCTOBER]
    with pytest.raises(EvidenceError, match="at least three months"):
        backtest(pilot(), rows, FEW)
