"""A forecast goes on from what was reported, and knows nothing of later days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim.ensemble.settings import Settings
from sim.evidence.errors import EvidenceError
from sim.evidence.figures import Figure, default_figures, read_figures
from sim.evidence.forecasting import forecast as module
from sim.evidence.forecasting.forecast import ORDER, Forecast, forecast
from sim.evidence.forecasting.months import ends_month, month_ends, reported_months, reported_total
from sim.evidence.learning.calibrate import Calibration

FIGURES = read_figures(default_figures())
ORIGIN, UNTIL = date(2025, 10, 31), date(2025, 12, 31)
FEW = Settings(replications=60, seed=1, workers=1)


@pytest.fixture(scope="module")
def ahead(calibration: Calibration) -> Forecast:
    return forecast(calibration.calibrated, FIGURES, ORIGIN, UNTIL, FEW)


def test_every_quantity_is_forecast_for_every_month(ahead: Forecast) -> None:
    months = [date(2025, 11, 30), date(2025, 12, 31)]
    assert list(ahead.months) == months
    rows = [(row.quantity, row.as_of) for row in ahead.figures]
    assert rows == [(quantity, month) for quantity in ORDER for month in months]


def test_totals_are_what_was_reported_and_the_months_on_top(ahead: Forecast) -> None:
    """On every path, so a total's quantiles are those of sums and not sums of quantiles."""
    assert ahead.so_far == {"returns": 75, "inbound": 54}
    returns, inbound = ahead.paths["returns"], ahead.paths["inbound"]
    totals = {
        "returns_monthly": returns,
        "inbound_monthly": inbound,
        "returns_cumulative": 75 + np.cumsum(returns, axis=1),
        "inbound_cumulative": 54 + np.cumsum(inbound, axis=1),
        "net_flow": 54 - 75 + np.cumsum(inbound - returns, axis=1),
    }
    for row in ahead.figures:
        path = totals[row.quantity][:, ahead.months.index(row.as_of)]
        assert [row.p05, row.p25, row.median, row.p75, row.p95] == pytest.approx(
            np.quantile(path, [0.05, 0.25, 0.5, 0.75, 0.95])
        )
    assert returns.std(axis=0).min() > 0


def test_quantiles_rise(ahead: Forecast) -> None:
    for row in ahead.figures:
        quantiles = [row.p05, row.p25, row.median, row.p75, row.p95]
        assert quantiles == sorted(quantiles)


def test_later_arrivals_and_figures_do_not_move_it(
    calibration: Calibration, ahead: Forecast
) -> None:
    scenario = calibration.calibrated
    weeks = tuple(
        replace(week, people=week.people * 2) if week.ending > ORIGIN else week
        for week in scenario.weeks
    )
    assert weeks != scenario.weeks
    forged = [f for f in FIGURES if f.days[1] <= ORIGIN]
    same = scenario.model_copy(update={"weeks": weeks})
    again = forecast(same, forged, ORIGIN, UNTIL, FEW)
    for series, paths in ahead.paths.items():
        np.testing.assert_array_equal(again.paths[series], paths)


def test_nobody_travels_after_the_last_transfer(calibration: Calibration) -> None:
    scheme = calibration.scenario.scheme
    last = date(2025, 11, 30)
    ended = calibration.calibrated.with_values(
        {
            "scheme.last_return": scheme.last_return.set_to(last),
            "scheme.last_inbound": scheme.last_inbound.set_to(last),
        }
    )
    found = forecast(ended, FIGURES, ORIGIN, UNTIL, FEW)
    for paths in found.paths.values():
        assert paths[:, 0].max() > 0
        assert np.all(paths[:, 1] == 0)


def test_what_is_not_calibrated_learns_from_figures_to_the_origin_first(
    calibration: Calibration, monkeypatch: pytest.MonkeyPatch, ahead: Forecast
) -> None:
    asked: list[Any] = []

    def learn(scenario: Any, figures: Any, until: date, *_: Any) -> SimpleNamespace:
        asked.append((scenario, until))
        return SimpleNamespace(calibrated=calibration.calibrated)

    monkeypatch.setattr(module, "calibrate", learn)
    found = forecast(calibration.scenario, FIGURES, ORIGIN, UNTIL, FEW)
    assert asked == [(calibration.scenario, ORIGIN)]
    np.testing.assert_array_equal(found.paths["returns"], ahead.paths["returns"])


def test_who_learned_from_later_figures_may_not_forecast(calibration: Calibration) -> None:
    with pytest.raises(EvidenceError, match="learned from figures to 2025-10-31"):
        forecast(calibration.calibrated, FIGURES, date(2025, 9, 30), UNTIL, FEW)


@pytest.mark.parametrize(
    ("origin", "until", "said"),
    [
        (date(2025, 10, 30), UNTIL, "2025-10-30 does not end a month"),
        (date(2025, 11, 30), date(2025, 12, 30), "no month ends after 2025-11-30"),
        (date(2025, 11, 30), date(2025, 10, 31), "no month ends after 2025-11-30"),
        (date(2025, 7, 31), UNTIL, "no total of returns was reported as of 2025-07-31"),
        (date(2026, 2, 28), date(2026, 3, 31), "no total of returns was reported as of 2026-02-28"),
        (date(2025, 10, 31), date(2060, 1, 31), "days are simulated"),
        (date(2025, 10, 31), date(2200, 1, 1), "days are simulated"),
        (date.max, date.max, "no month ends"),
        (date.min, UNTIL, "does not end a month"),
    ],
)
def test_days_that_cannot_be_forecast_are_refused_before_anything_is_learned(
    calibration: Calibration, monkeypatch: pytest.MonkeyPatch, origin: date, until: date, said: str
) -> None:
    monkeypatch.setattr(module, "calibrate", pytest.fail)
    with pytest.raises(EvidenceError, match=said):
        forecast(calibration.scenario, FIGURES, origin, until, FEW)


def test_months_end_on_their_last_days() -> None:
    days = month_ends(date(2023, 12, 31), date(2024, 12, 31))
    assert len(days) == 12
    assert date(2024, 2, 29) in days
    assert all(ends_month(day) for day in days)
    assert month_ends(date(2024, 2, 29), date(2024, 3, 30)) == []
    assert not ends_month(date(2024, 2, 28))
    assert ends_month(date.max)


def figure(quantity: str, as_of: date, reported: str, use: bool = True) -> Figure:
    return Figure(
        quantity=quantity, as_of=as_of, reported=reported, rounding="exact", source="x", use=use
    )


def test_months_count_from_the_first_in_which_there_was_any() -> None:
    ends = month_ends(date(2025, 7, 31), date(2025, 12, 31))
    rows = [
        figure("returns_monthly", day, count)
        for day, count in zip(ends, ("0", "0", "7", "0", "9"), strict=True)
    ]
    found = reported_months([*reversed(rows), figure("inbound_monthly", ends[0], "5")], "returns")
    assert list(found.items()) == list(zip(ends[2:], (7, 0, 9), strict=True))
    assert reported_months(rows[:2], "returns") == {}


def test_a_total_that_is_not_to_be_used_is_none() -> None:
    rows = [figure("returns_cumulative", ORIGIN, "70", use=False)]
    assert reported_total(rows, "returns", ORIGIN) is None
    assert (
        reported_total([*rows, figure("returns_cumulative", ORIGIN, "75")], "returns", ORIGIN) == 75
    )
