"""A forecast is kept as it was made, and scored as it was kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sim.ensemble.errors import FolderError
from sim.ensemble.settings import Settings
from sim.evidence.errors import EvidenceError
from sim.evidence.figures import Figure, default_figures, read_figures
from sim.evidence.forecasting.forecast import Forecast, forecast
from sim.evidence.forecasting.kept import (
    check_new,
    forecast_document,
    keep,
    read_kept,
    scored,
)
from sim.evidence.learning.calibrate import Calibration

FIGURES = read_figures(default_figures())
MADE = date(2026, 2, 10)
Document = dict[str, Any]


@pytest.fixture(scope="module")
def made(calibration: Calibration) -> Forecast:
    settings = Settings(replications=40, seed=1, workers=1)
    days = date(2025, 10, 31), date(2025, 12, 31)
    return forecast(calibration.calibrated, FIGURES, *days, settings)


@pytest.fixture
def document(made: Forecast) -> Document:
    return forecast_document(made, "pilot", MADE)


def test_what_was_kept_is_read_again(made: Forecast, document: Document, tmp_path: Path) -> None:
    keep(document, tmp_path / "deep" / "kept.json")
    again, expected = read_kept(tmp_path / "deep" / "kept.json")
    assert again == document
    assert expected == made.figures


def test_it_says_when_it_was_made_and_what_it_knew(document: Document) -> None:
    assert document["made"] == "2026-02-10"
    assert document["from"] == document["taught_until"] == "2025-10-31"
    assert document["last_return"] == "2026-06-11"
    assert document["reported_so_far"] == {"returns": 75, "inbound": 54}
    assert document["versions"]


def test_a_kept_forecast_is_never_written_over(document: Document, tmp_path: Path) -> None:
    path = tmp_path / "kept.json"
    keep(document, path)
    before = path.read_bytes()
    with pytest.raises(FolderError, match="kept as it was made"):
        keep(document | {"made": "2027-01-01"}, path)
    assert path.read_bytes() == before
    with pytest.raises(FolderError, match="kept as it was made"):
        check_new(path)
    with pytest.raises(FolderError, match="cannot be written"):
        check_new(path / "below.json")


def figure(as_of: date, reported: str, **changes: Any) -> Figure:
    usual = {"quantity": "returns_monthly", "rounding": "exact", "source": "first"}
    return Figure(**{**usual, "as_of": as_of, "reported": reported, **changes})


def test_figures_that_arrived_are_scored_by_the_first_that_may_be_used(made: Forecast) -> None:
    day = date(2025, 11, 30)
    arrived = [
        figure(day, "1", use=False),
        figure(day, "2", rounding="at_least"),
        figure(day, "78"),
        figure(day, "99", source="second"),
        figure(date(2025, 9, 30), "17"),  # of no month that was forecast
        figure(day, "9", quantity="people_detained"),
    ]
    (row,) = scored(made.figures, arrived)
    assert (row.reported, row.source) == ("78", "first")
    forecast_row = next(
        r for r in made.figures if (r.quantity, r.as_of) == ("returns_monthly", day)
    )
    assert row.expected == forecast_row
    assert row.score.inside90 == (forecast_row.p05 <= 78 <= forecast_row.p95)
    # The weighted interval score of a median and two intervals (Bracher et al. 2021), by hand.
    r, y = forecast_row, 78
    wis = (abs(y - r.median) / 2) + sum(
        alpha / 2 * (high - low + 2 / alpha * (max(low - y, 0) + max(y - high, 0)))
        for alpha, low, high in ((0.5, r.p25, r.p75), (0.1, r.p05, r.p95))
    )
    assert row.score.wis == pytest.approx(wis / 2.5)
    assert scored(made.figures, []) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [('{\n  "kind": }\n', "2:11"), ('{"kind": "x",\n', "2:1"), ("", "1:1"), ("kind: x", "1:1")],
)
def test_what_is_not_json_is_refused_where_it_goes_wrong(
    tmp_path: Path, text: str, place: str
) -> None:
    path = tmp_path / "kept.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EvidenceError) as refused:
        read_kept(path)
    assert str(refused.value).startswith(f"{path}:{place}: not JSON")


def _first(document: Document, **changes: Any) -> Document:
    return document | {"figures": [document["figures"][0] | changes, *document["figures"][1:]]}


@pytest.mark.parametrize(
    "spoiled",
    [
        lambda document: [document],
        lambda document: None,
        lambda document: document | {"kind": "a run"},
        lambda document: {key: value for key, value in document.items() if key != "made"},
        lambda document: document | {"seed": float("nan")},
        lambda document: document | {"figures": 7},
        lambda document: document | {"figures": [3]},
        lambda document: _first(document, quantity="returns"),
        lambda document: _first(document, quantity=["returns_monthly"]),
        lambda document: _first(document, as_of="2026-02-30"),
        lambda document: _first(document, as_of=7),
        lambda document: _first(document, median=None),
        lambda document: _first(document, median=float("nan")),
        lambda document: _first(document, p95=float("inf")),
        lambda document: _first(document, p05=1e9),
    ],
)
def test_what_is_no_kept_forecast_is_refused_with_a_sentence(
    tmp_path: Path, document: Document, spoiled: Callable[[Document], Any]
) -> None:
    path = tmp_path / "kept.json"
    path.write_text(json.dumps(spoiled(document)), encoding="utf-8")
    with pytest.raises(EvidenceError, match="is no kept forecast"):
        read_kept(path)


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="cannot be read"):
        read_kept(tmp_path / "missing.json")
    with pytest.raises(EvidenceError, match="cannot be read"):
        read_kept(tmp_path)
    (tmp_path / "deep.json").write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(EvidenceError, match="no kept forecast"):
        read_kept(tmp_path / "deep.json")
    (tmp_path / "latin.json").write_bytes(b"\xff")
    with pytest.raises(EvidenceError, match="no kept forecast"):
        read_kept(tmp_path / "latin.json")
