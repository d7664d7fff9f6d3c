"""Charts of what was learned and of past forecasts show just that."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from scipy.special import ndtri

from sim.evidence.errors import EvidenceError
from sim.evidence.forecasting.backtest import MODEL, Backtest, Scored
from sim.evidence.forecasting.baselines import BASELINES
from sim.evidence.forecasting.forecast import expected
from sim.evidence.forecasting.scores import score
from sim.evidence.forecasting.tested import read_backtest
from sim.scenario.load import load
from sim.scenario.posterior import Posterior, prior_words
from sim.show.plots.backtests import backtest_chart
from sim.show.plots.drawing import as_svg
from sim.show.plots.posteriors import posterior_chart
from tests.show.drawn import rows_with, subtitle, title
from tests.variants import pilot

UNTIL = date(2026, 1, 31)
ENDS = ("p05", "p25", "median", "p75", "p95")
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


def calibrated(**levels: tuple[float, ...]) -> Posterior:
    """Return a posterior of places, of seats and of a step, with levels for each."""
    entries = {entry.path: entry for entry in pilot().assumptions()}
    paths = {"places": "detention.places", "seats": "flights.seats", "step": "programme.walk.1"}
    priors = [
        prior_words(prior) if (entry := entries.get(paths[name])) and (prior := entry.prior) else ""
        for name in levels
    ]
    return Posterior(
        UNTIL,
        tuple(paths[name] for name in levels),
        tuple(prior or "normal" for prior in priors),
        tuple(levels.values()),
    )


def test_what_was_learned_is_drawn_in_standard_deviations_of_the_prior() -> None:
    wide = tuple(np.linspace(0.001, 0.999, 201).tolist())
    narrow = tuple(np.linspace(0.6, 0.7, 201).tolist())
    posterior = calibrated(seats=wide, places=narrow, step=wide)
    chart = posterior_chart(pilot().model_copy(update={"posterior": posterior}))
    shown = rows_with(chart, "prior_p05", "median")
    assert [str(row["value"]).split(":")[0] for row in shown] == [
        "detention.places",
        "flights.seats",
        "programme.walk.1",
    ]
    for row, levels in zip(shown, (narrow, wide, wide), strict=True):
        assert [row[end] for end in ENDS] == pytest.approx(
            np.quantile(ndtri(levels), LEVELS), rel=1e-5
        )
        assert [row[f"prior_{end}"] for end in ENDS] == pytest.approx(ndtri(LEVELS), rel=1e-5)
    # The prior of places multiplies them by a lognormal number of median 1 and 90th percentile 1.5.
    entry = next(e for e in pilot().assumptions() if e.path == "detention.places")
    assert entry.prior is not None
    assert "prior 1 (0.594 to 1.68), factor" in shown[0]["value"]
    assert title(chart).startswith(
        "Figures to 31 January 2026 narrow 1 of 3 uncertain values to at most 0.7 of their "
        "prior's spread, detention.places most: "
    )


def test_what_was_learned_under_another_prior_is_not_drawn() -> None:
    levels = tuple(np.linspace(0.1, 0.9, 9).tolist())
    learned = calibrated(places=levels, seats=levels)
    other = Posterior(UNTIL, learned.names, ("uniform 0 1", learned.priors[1]), learned.levels)
    chart = posterior_chart(pilot().model_copy(update={"posterior": other}))
    (row,) = rows_with(chart, "prior_p05")
    assert str(row["value"]).startswith("flights.seats")


def test_the_calibrated_pilot_can_be_drawn_and_the_pilot_cannot() -> None:
    scenario = load("pilot_calibrated")
    chart = posterior_chart(scenario)
    assert scenario.posterior is not None
    assert len(rows_with(chart, "median")) == len(scenario.posterior.names)
    assert f"{scenario.posterior.sets:,} sets of values" in subtitle(chart)
    assert f'aria-label="{chart.to_dict()["description"]}"' in as_svg(chart)
    with pytest.raises(ValueError, match="is not calibrated"):
        posterior_chart(pilot())


def backtest() -> Backtest:
    """Return forecasts of 90 to 110 from two origins, of which one has the figure far outside."""
    samples = np.linspace(90.0, 110.0, 41)
    rows = [
        Scored(
            origin,
            forecaster,
            0.5,
            expected(quantity, date(2025, 12, 31), samples),
            reported,
            score(samples, reported),
        )
        for quantity, reported in (("inbound_monthly", 500), ("returns_monthly", 100))
        for origin in (date(2025, 11, 30), date(2025, 10, 31))
        for forecaster in (MODEL, "pool", *BASELINES)
    ]
    return Backtest("by hand", 3, tuple(rows))


def test_forecasts_of_the_model_stand_beside_what_was_reported() -> None:
    chart = backtest_chart(backtest())
    shown = rows_with(chart, "reported", "median")
    assert [(row["reported"], row["median"], row["p05"], row["p95"]) for row in shown] == [
        (100, 100, 91, 109),
        (100, 100, 91, 109),
        (500, 100, 91, 109),
        (500, 100, 91, 109),
    ]
    assert [str(row["forecast"]).split(":")[0] for row in shown[:2]] == [
        "returns in December 2025, from 31 October 2025",
        "returns in December 2025, from 30 November 2025",
    ]
    assert [row["kind"] for row in shown[1:3]] == [
        "reported, inside the 90% interval",
        "reported, outside it",
    ]
    assert title(chart) == (
        "Of 4 forecasts of 2 figures, 2 had what was then reported inside their 90% interval and "
        "2 inside their 50% interval"
    )
    assert "establish no coverage" in subtitle(chart)
    assert "from 31 October 2025 and 30 November 2025" in subtitle(chart)


def test_a_backtest_is_read_back_as_it_was_printed(tmp_path: Path) -> None:
    printed = tmp_path / "backtest.json"
    printed.write_text(json.dumps(backtest().as_dict()), encoding="utf-8")
    assert read_backtest(printed) == backtest()
    assert backtest_chart(read_backtest(printed)) == backtest_chart(backtest())


@pytest.mark.parametrize("text", ["{", "[]", '{"forecasts": [{}]}', '{"forecasts": 3}'])
def test_what_is_no_backtest_is_refused(text: str, tmp_path: Path) -> None:
    printed = tmp_path / "other.json"
    printed.write_text(text, encoding="utf-8")
    with pytest.raises(EvidenceError, match="is not what 'sim backtest --json' prints"):
        read_backtest(printed)
    with pytest.raises(EvidenceError, match="cannot be read"):
        read_backtest(tmp_path)
