"""Fan charts show the run and the figures that may be used, and can be given other data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from sim.ensemble.developments import Developed, developed, read_developed
from sim.ensemble.paths import PATHS
from sim.ensemble.quantiles import LEVELS
from sim.ensemble.result import Result
from sim.ensemble.settings import Settings
from sim.evidence.figures import Figure, figures_of
from sim.evidence.quantities import simulated
from sim.scenario.load import load
from sim.show.plots.drawing import as_svg, svg_to_pdf, svg_to_png
from sim.show.plots.every import run_pictures
from sim.show.plots.fan_kinds import FANS
from sim.show.plots.fans import fan_chart, fan_picture
from sim.show.plots.looks import WIDTH, assumed
from tests.kept import kept_run
from tests.show.drawn import subtitle, title
from tests.variants import pilot

CONDITION = assumed(pilot())
FIRST, LAST = date(2025, 8, 6), date(2026, 2, 1)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, Path]:
    folder = tmp_path_factory.mktemp("runs") / "kept"
    return kept_run("pilot", Settings(replications=21, seed=3, workers=1), folder), folder


@pytest.fixture(scope="module")
def of(kept: tuple[Result, Path]) -> Developed:
    return developed(kept[0])


@pytest.fixture(scope="module")
def figures() -> tuple[Figure, ...]:
    return figures_of(load("pilot"))


@pytest.fixture(scope="module")
def beside(of: Developed) -> Developed:
    """Another development, of fewer days and other sizes."""
    shorter = {name: 3 * paths[:, :90] for name, paths in of.quantiles.items()}
    return replace(of, scenario="another", dates=of.dates[:90], quantiles=shorter)


def without_data(chart: Any) -> dict[str, Any]:
    """Return a specification without its data and words."""
    spec = dict(chart.to_dict())
    names = sorted(spec.pop("datasets"))
    for words in ("title", "description"):
        spec.pop(words)
    return spec | {"names": names}


@pytest.mark.parametrize("name", FANS)
def test_bands_are_the_quantiles_of_the_run(name: str, of: Developed) -> None:
    rows = fan_picture(name, of, CONDITION).data["fan"]
    for role, path in zip(("first", "second"), FANS[name].lines, strict=False):
        mine = [row for row in rows if row["role"] == role]
        assert [row["date"] for row in mine] == [day.isoformat() for day in of.dates]
        drawn = np.array([[row[level] for level in LEVELS] for row in mine], dtype=float).T
        np.testing.assert_allclose(drawn, of.quantiles[path], rtol=1e-5)
    assert len(rows) == len(of.dates) * len(FANS[name].lines)


@pytest.mark.parametrize("name", FANS)
def test_points_are_exactly_the_figures_that_may_be_used(
    name: str, of: Developed, figures: Sequence[Figure]
) -> None:
    usable = [
        figure
        for figure in figures
        if figure.use and figure.quantity == FANS[name].quantity and FIRST <= figure.as_of <= LAST
    ]
    unusable = replace_all(figures, use=False)
    late = replace_all(figures, as_of=date(2026, 3, 31), earliest=None, latest=None)
    rows = fan_picture(name, of, CONDITION, (*unusable, *figures, *late)).data["reported"]
    assert len(rows) == len(usable)
    expected = sorted((f.as_of.isoformat(), pytest.approx(float(f.printed.value))) for f in usable)
    assert sorted((row["date"], row["value"]) for row in rows) == expected


def replace_all(figures: Sequence[Figure], **changes: Any) -> list[Figure]:
    return [figure.model_copy(update=changes) for figure in figures]


def test_a_point_stands_where_the_run_has_the_same_quantity(
    kept: tuple[Result, Path], of: Developed
) -> None:
    for fan in FANS.values():
        if fan.quantity:
            (path,) = fan.lines
            for day in (FIRST, date(2025, 11, 30), LAST):
                values = simulated(fan.quantity, kept[0], day)
                found = of.quantiles[path][:, (day - FIRST).days]
                assert found == pytest.approx(np.nanquantile(values, list(LEVELS.values())))


def test_a_point_says_what_its_printing_leaves_open(of: Developed) -> None:
    def row(text: str, rounding: str, **more: Any) -> dict[str, object]:
        figure = Figure(
            quantity="returns_cumulative",
            as_of=date(2026, 1, 16),
            reported=text,
            rounding=rounding,
            source="x",
            **more,
        )
        (found,) = fan_picture("returns", of, CONDITION, [figure]).data["reported"]
        return found

    at_least = row("200", "at_least")
    assert (at_least["role"], at_least["low"], at_least["high"]) == (
        "reported as at least",
        200,
        200,
    )
    assert at_least["said"] == "≥ 200"
    about = row("200", "about")
    assert (about["role"], about["low"], about["high"], about["said"]) == (
        ("reported", 150, 250, "≈ 200")
    )
    dated = row("200", "exact", earliest=date(2025, 8, 1), latest=date(2026, 1, 20))
    assert (dated["earliest"], dated["latest"]) == ("2025-08-06", "2026-01-20")
    assert (dated["low"], dated["high"], dated["said"]) == (200, 200, "200")


def test_texts_of_figures_keep_clear_of_each_other(
    of: Developed, figures: Sequence[Figure]
) -> None:
    rows = fan_picture("returns", of, CONDITION, figures).data["reported"]
    days = [date.fromisoformat(str(row["date"])) for row in rows if row["said"]]
    assert 5 < len(days) < len(rows)
    assert rows[-1]["said"]
    gaps = [(later - day).days for day, later in pairwise(days)]
    assert min(gaps) >= (LAST - FIRST).days / 10


@pytest.mark.parametrize("name", FANS)
def test_nothing_but_the_data_depends_on_the_run(
    name: str, of: Developed, beside: Developed, figures: Sequence[Figure]
) -> None:
    alone = without_data(fan_chart(name, of, CONDITION))
    assert alone == without_data(fan_chart(name, of, CONDITION, figures, beside))
    assert alone == without_data(fan_chart(name, beside, CONDITION, figures))
    assert alone["names"] == ["beside", "fan", "key", "limit", "reported"]


@pytest.mark.parametrize("name", FANS)
def test_a_picture_has_what_its_chart_has(
    name: str, of: Developed, beside: Developed, figures: Sequence[Figure]
) -> None:
    picture = fan_picture(name, of, CONDITION, figures, beside)
    chart = fan_chart(name, of, CONDITION, figures, beside)
    assert chart.to_dict()["datasets"] == picture.data
    assert title(chart) == picture.caption.title
    assert chart.to_dict()["description"] == picture.caption.description


@pytest.mark.parametrize("name", FANS)
def test_a_folder_and_its_result_are_drawn_alike(
    name: str, kept: tuple[Result, Path], of: Developed, figures: Sequence[Figure]
) -> None:
    here = fan_picture(name, of, CONDITION, figures)
    read = fan_picture(name, read_developed(kept[1]), CONDITION, figures)
    assert read == here


@pytest.mark.parametrize("name", FANS)
def test_every_fan_chart_states_finding_unit_condition_and_source(
    name: str, kept: tuple[Result, Path], of: Developed, figures: Sequence[Figure]
) -> None:
    chart = fan_chart(name, of, CONDITION, figures)
    assert title(chart).startswith("As of 1 February 2026 the ")
    assert title(chart).count("90% interval") == len(FANS[name].lines)
    assert CONDITION in subtitle(chart)
    assert f"Simulated by the scenario '{of.scenario}', seed 3, 21 replications" in subtitle(chart)
    assert ("Reported: " in subtitle(chart)) == (FANS[name].quantity is not None)
    y = chart.to_dict()["layer"][0]["encoding"]["y"]
    assert y["axis"]["title"].endswith(", %" if name == "returns_rate" else FANS[name].info.unit)
    assert y["scale"]["zero"] is True
    drawn = as_svg(chart)
    root = ElementTree.fromstring(drawn)
    assert root.get("aria-label") == chart.to_dict()["description"]
    assert "A fan chart over 180 days from 6 August 2025." in str(root.get("aria-label"))
    assert float(root.get("width", "0")) == WIDTH
    assert "http" not in re.sub(r' xmlns(:\w+)?="[^"]*"', "", drawn)


def test_the_title_is_what_the_run_found(kept: tuple[Result, Path], of: Developed) -> None:
    summary = kept[0].summaries["returns"]
    assert None not in (summary.median, summary.p05, summary.p95)
    numbers = [round(number or 0) for number in (summary.median, summary.p05, summary.p95)]
    assert title(fan_chart("returns", of, CONDITION)) == (
        "As of 1 February 2026 the number of returns is {} (90% interval {} to {})".format(*numbers)
    )


def test_two_runs_are_named_and_their_medians_not_subtracted(
    of: Developed, beside: Developed
) -> None:
    chart = fan_chart("returns", of, CONDITION, (), beside)
    other = round(float(beside.quantiles["returns"][list(LEVELS).index("median"), -1]))
    assert title(chart).endswith(f"; with 'another' {other} (median)")
    assert "'another', median and the edges of its 90% interval" in subtitle(chart)
    assert f"'{of.scenario}' and 'another', seed 3, 21 replications of each" in subtitle(chart)
    key = [row["label"] for row in fan_picture("returns", of, CONDITION, (), beside).data["key"]]
    assert key == [f"'{run.scenario}'" for run in (of, beside)]
    apart = fan_chart("returns", of, CONDITION, (), replace(beside, seed=9))
    assert f"'{of.scenario}', seed 3" in subtitle(apart)
    assert "'another', seed 9" in subtitle(apart)


def test_two_runs_are_told_apart_without_colour(of: Developed, beside: Developed) -> None:
    spec = fan_chart("waiting", of, CONDITION, (), beside).to_dict()
    dashes = next(
        layer["encoding"]["strokeDash"]["scale"]
        for layer in spec["layer"]
        if "strokeDash" in layer["encoding"]
    )
    look = dict(zip(dashes["domain"], map(tuple, dashes["range"]), strict=True))
    assert look["first"] != look["first beside"]
    assert look["second"] != look["second beside"]


def test_a_limit_that_would_dwarf_the_rest_is_told_instead(of: Developed) -> None:
    near = fan_picture("occupancy", of, CONDITION)
    assert len(near.data["limit"]) == len(of.dates)
    assert PATHS["places"].about in str(near.data["key"][-1]["label"])
    places = {"places": np.full_like(of.quantiles["places"], 100_000.0)}
    far = fan_picture("occupancy", replace(of, quantiles=of.quantiles | places), CONDITION)
    assert far.data["limit"] == []
    assert "Not drawn, far above: places in detention, up to 100,000." in far.caption.drawn
    assert len(far.data["key"]) == 1


def test_what_is_undefined_is_not_drawn_and_said(of: Developed) -> None:
    rates = np.full_like(of.quantiles["returns_rate"], np.nan)
    none = replace(of, quantiles=of.quantiles | {"returns_rate": rates})
    picture = fan_picture("returns_rate", none, CONDITION)
    assert {row["median"] for row in picture.data["fan"]} == {None}
    assert "the returns rate is undefined" in picture.caption.title
    as_svg(fan_chart("returns_rate", none, CONDITION))


def test_a_chart_is_drawn_in_every_format(of: Developed) -> None:
    chart = fan_chart("returns", of, CONDITION)
    png = svg_to_png(as_svg(chart), scale=1.0)
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20], "big") == WIDTH
    assert int.from_bytes(svg_to_png(as_svg(chart))[16:20], "big") == 2 * WIDTH
    assert svg_to_pdf(as_svg(chart)).startswith(b"%PDF")


def test_no_median_heads_a_chart_where_an_unknown_decides(of: Developed) -> None:
    unknown = replace(of, scenario="swept", decided_by="casework.accepted")
    for name, picture in run_pictures(unknown, CONDITION).items():
        said = picture.caption.title
        assert "2026, with casework.accepted unknown, " in said, name
        assert "from " in said
        assert "(90% interval " not in said
        assert "median" not in said
    beside = run_pictures(of, CONDITION, (), unknown)["returns_rate"].caption.title
    assert "median" not in beside.split("with 'swept'")[1]


def test_the_unknown_that_decides_is_kept(kept: tuple[Result, Path]) -> None:
    sweep = load("week_removal").sweep
    assert sweep is not None
    swept = kept[0].scenario.model_copy(update={"sweep": sweep})
    assert developed(replace(kept[0], scenario=swept)).decided_by == sweep.path
    assert read_developed(kept[1]).decided_by == ""
