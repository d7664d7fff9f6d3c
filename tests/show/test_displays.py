"""In a notebook everything that was found shows its answer and its numbers."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

import sim
from sim.api.notebooks import SHOWN, show_in_notebook
from sim.ensemble.result import Result
from sim.outcomes.indicators import INDICATORS
from sim.show.displays import comparison_html, result_html
from sim.show.words import answer_sentence, interval, number
from tests.show.test_difference_chart import study as contrast
from tests.show.test_plots import frontier, solution
from tests.variants import pilot


@pytest.fixture(scope="module")
def result() -> Result:
    return sim.run(pilot(), replications=3)


def test_a_run_shows_its_answer_and_every_indicator(result: Result) -> None:
    html = result_html(result)
    assert f"<strong>{answer_sentence(result, result.scenario.name)}</strong>" in html
    assert "3 replications, seed 1, uncertain values drawn." in html
    assert html.count('<th scope="row">') == len(INDICATORS)
    for name in ("returns", "returns_rate", "net_flow"):
        summary = result.summaries[name]
        assert f"<td>{number(summary.median, summary.unit)}</td>" in html
        assert f"<td>{interval(summary)}</td>" in html


def test_a_comparison_shows_every_figure(result: Result) -> None:
    comparison = sim.compare(result)
    html = comparison_html(comparison)
    assert html.count('<th scope="row">') == len(comparison.figures)
    assert f"{comparison.summary.overall.inside90} of {len(comparison.figures)} figures" in html


@pytest.mark.parametrize("found", [contrast(seats=300.0), solution(), frontier()])
def test_a_study_shows_its_answer_and_its_first_table(found: Any) -> None:
    html = SHOWN[type(found)](found)
    assert html.startswith("<p><strong>")
    assert html.count("<table>") == 1
    assert html.count('<th scope="row">') > 1
    assert '<th scope="col"></th>' not in html  # a heading has words


def test_a_display_cannot_be_broken_by_a_name(result: Result) -> None:
    named = result.scenario.model_copy(update={"name": "<script>alert(1)</script>"})
    broken = replace(result, scenario=named)
    assert "<script>" not in result_html(broken)


def test_a_notebook_is_told_once_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    told: dict[type, object] = {}
    html = SimpleNamespace(for_type=told.__setitem__)
    shell = SimpleNamespace(display_formatter=SimpleNamespace(formatters={"text/html": html}))
    notebook = ModuleType("IPython")
    monkeypatch.setitem(sys.modules, "IPython", notebook)
    notebook.__dict__["get_ipython"] = lambda: None  # imported, as by a debugger
    show_in_notebook()
    assert told == {}
    notebook.__dict__["get_ipython"] = lambda: shell
    show_in_notebook()
    assert told == SHOWN


def test_nothing_is_imported_for_notebooks_outside_of_them() -> None:
    code = "import sim, sys; sim.run; assert 'IPython' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
