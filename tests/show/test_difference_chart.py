"""A chart of differences shows paired ones, a line for each scenario."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from sim.ensemble.settings import Settings
from sim.outcomes.indicators import INDICATORS
from sim.show.plots.contrasts import difference_chart
from sim.show.plots.drawing import as_svg
from sim.study.contrasting.contrast import Contrast
from sim.study.contrasting.pairs import COUNTED
from sim.study.contrasting.precise import ContrastOptions
from sim.study.contrasting.versus import Side, Versus
from tests.show.drawn import data, rows_with, scale_of, subtitle, title
from tests.variants import pilot

MONTHS, PAIRS = 7, 21


def side(returns: float, inbound: float) -> Side:
    """Return what grows evenly to so many returns and so many inbound, give or take luck."""
    luck = np.linspace(-10.0, 10.0, PAIRS)[:, None]
    grown = np.linspace(0.1, 1.0, MONTHS)
    sums = np.zeros((PAIRS, len(COUNTED), MONTHS))
    sums[:, COUNTED.index("returns")] = (returns + luck * returns / 100) * grown
    sums[:, COUNTED.index("inbound")] = inbound * grown
    indicators = np.zeros((PAIRS, len(INDICATORS)))
    names = list(INDICATORS)
    indicators[:, names.index("returns")] = sums[:, COUNTED.index("returns"), -1]
    indicators[:, names.index("net_flow")] = inbound - sums[:, COUNTED.index("returns"), -1]
    return Side(pilot(), indicators, sums)


def study(**returns: float) -> Contrast:
    base = side(100.0, 80.0)
    others = {
        name: Versus(base, side(number, 80.0), np.zeros(PAIRS), None, "made by hand", 3)
        for name, number in returns.items()
    }
    return Contrast(base, others, ContrastOptions(PAIRS), Settings(seed=3))


def test_differences_are_those_of_the_study_at_the_end_of_each_month() -> None:
    found = study(seats=300.0, nobody=0.0)
    for series in ("returns", "net_flow"):
        shown = rows_with(difference_chart(found, series), "median", "p05", "p95")
        assert [row["month"] for row in shown[:2]] == ["2025-08", "2025-09"]
        for name, versus in found.others.items():
            mine = [row for row in shown if row["scenario"] == name]
            low, median, high = np.quantile(versus.apart(series), (0.05, 0.5, 0.95), axis=0)
            assert [row["median"] for row in mine] == pytest.approx(median)
            assert [row["p05"] for row in mine] == pytest.approx(low)
            assert [row["p95"] for row in mine] == pytest.approx(high)
    assert [{"zero": 0}] in data(difference_chart(found, "returns"))


def test_the_title_says_what_changes() -> None:
    found = study(seats=300.0, nobody=0.0)
    chart = difference_chart(found, "returns")
    assert title(chart) == (
        "Cumulative returns would change by +200 (+182 to +218) with seats and "
        "−100 (−109 to −91) with nobody (90% intervals)"
    )
    assert title(difference_chart(found, "net_flow")).startswith("Net flow would change by −200 (")
    assert "by 1 February 2026" in subtitle(chart)
    assert "Simulated by the scenario" in subtitle(chart)
    many = study(a=110.0, b=300.0, c=20.0, d=130.0)
    assert title(difference_chart(many, "returns")) == (
        "Cumulative returns would change by between −80 (−87 to −73) with c and "
        "+200 (+182 to +218) with b (90% intervals)"
    )


def test_lines_are_told_apart_without_colour() -> None:
    found = study(**{f"scenario {number}": 100.0 + number for number in range(8)})
    chart = difference_chart(found, "returns")
    dashes, colors = (scale_of(chart, channel) for channel in ("strokeDash", "color"))
    assert dashes["domain"] == colors["domain"] == list(found.others)
    assert len({str(dash) for dash in dashes["range"][:6]}) == 6
    assert len(set(colors["range"][:6])) == 6


def test_the_picture_names_every_scenario_and_loads_nothing() -> None:
    chart = difference_chart(study(seats=300.0, nobody=0.0), "returns")
    drawn = as_svg(chart)
    assert ElementTree.fromstring(drawn).get("aria-label") == chart.to_dict()["description"]
    assert ">seats<" in drawn
    assert ">nobody<" in drawn
    assert "http" not in re.sub(r' xmlns(:\w+)?="[^"]*"', "", drawn)
