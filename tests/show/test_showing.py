"""From Python, whatever was found has its charts by name."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import altair as alt
import pytest

import sim
from sim.ensemble.developments import developed
from sim.evidence.figures import figures_of
from sim.show import errors
from sim.show.errors import PictureError
from sim.show.frontiers import frontier_finding
from sim.show.plots.every import run_charts
from sim.show.plots.looks import assumed
from sim.show.solving import solution_finding
from tests.show.test_difference_chart import study as contrast
from tests.show.test_evidence_charts import backtest
from tests.show.test_plots import frontier, limits, solution
from tests.variants import pilot

STUDIES: dict[str, Callable[[], object]] = {
    "difference_in_returns": lambda: contrast(seats=300.0),
    "prices": limits,
    "curve": solution,
    "contours": frontier,
    "backtest": backtest,
    "posterior": lambda: "pilot_calibrated",
}


@pytest.mark.parametrize("name", STUDIES)
def test_everything_that_was_found_has_a_first_chart(name: str) -> None:
    found = STUDIES[name]()
    first = sim.chart(found)
    assert isinstance(first, alt.LayerChart)
    assert first.to_dict() == sim.chart(found, name).to_dict()
    with pytest.raises(PictureError, match=f"none of the charts {name}"):
        sim.chart(found, "nothing")


def test_charts_have_the_names_under_which_studies_keep_them() -> None:
    for finding, found in (
        (frontier_finding(frontier(), "pilot"), frontier()),
        (solution_finding(solution(), "pilot"), solution()),
    ):
        for name, make in finding.charts.items():
            assert sim.chart(found, name).to_dict() == make().to_dict()


def test_a_run_has_its_charts_beside_figures_and_another_run() -> None:
    result = sim.run("pilot", replications=3)
    other = replace(result, seed=2)
    condition, reported = assumed(result.scenario), figures_of(result.scenario)
    charts = run_charts(developed(result), condition, reported)
    for name, make in charts.items():
        assert sim.chart(result, name).to_dict() == make().to_dict()
    assert sim.chart(result).to_dict() == charts["returns_rate"]().to_dict()
    beside = sim.chart(result, "returns", beside=other)
    assert beside.to_dict()["datasets"]["beside"]
    few = sim.chart(result, "returns", figures="scenarios/reported/arrivals_annual.yaml")
    assert few.to_dict()["datasets"]["reported"] == []


def test_what_has_no_chart_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PictureError, match="no chart of a int"):
        sim.chart(3)
    with pytest.raises(PictureError, match="is not calibrated"):
        sim.chart(pilot())
    with pytest.raises(PictureError, match="only a run"):
        sim.chart(limits(), beside=sim.run("pilot", replications=1))
    monkeypatch.setattr(errors, "find_spec", lambda name: None)
    with pytest.raises(PictureError, match="this needs the extra"):
        sim.chart(limits())


def test_nothing_heavy_is_imported_before_a_chart_is_drawn() -> None:
    code = (
        "import sim, sys; sim.chart, sim.run; import sim.cli.app; "
        "assert not {'altair', 'vl_convert'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
