"""A tornado shows how far each value moves an outcome, beside what chance does."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from sim.ensemble.quantiles import Summary
from sim.show.plots.axes import CUT
from sim.show.plots.drawing import as_svg
from sim.show.plots.tornado import CHANCE, HIGH, LOW, tornado_chart
from sim.show.sensitivity_values import SHOWN_SWINGS
from sim.study.sensitivity.estimates import Estimate
from sim.study.sensitivity.indices import Indices
from sim.study.sensitivity.screening import Screening
from sim.study.sensitivity.study import Sensitivity, SensitivityOptions
from sim.study.sensitivity.swings import Swing, Swings
from tests.show.drawn import rows_with, scale_of, subtitle, title
from tests.variants import pilot


def swing(name: str, low: float, high: float) -> Swing:
    ends = (low, high)
    return Swing(name, (0.05, 0.95), ends, ends, Estimate(high - low, high - low, high - low))


def study(outcome: str, unit: str, chance: tuple[float, float], *swings: Swing) -> Sensitivity:
    p05, p95 = chance
    middle = (p05 + p95) / 2
    by_chance = Summary(middle, p05, p05, p95, p95, unit)
    return Sensitivity(
        pilot(),
        SensitivityOptions(),
        3,
        (),
        (),
        Screening(0, (), ()),
        Indices(0, 0, None, True, ()),
        (Swings(outcome, swings, middle, by_chance),),
        0,
    )


FOUND = study(
    "returns",
    "people",
    (420.0, 580.0),
    swing("flights.per_week", 310.0, 905.0),
    swing("balance.inbound_lead", 620.0, 480.0),
    Swing("programme.walk", None, (450.0, 540.0), (450.0, 540.0), Estimate(90.0, 80.0, 100.0)),
    Swing("casework.accepted", (0.05, 0.95), None, None, None),
)


def test_bars_are_those_of_the_study_chance_first() -> None:
    bars = rows_with(tornado_chart(FOUND, "returns"), "low", "high")
    assert [(bar["low"], bar["high"]) for bar in bars] == [
        (420.0, 580.0),
        (310.0, 905.0),
        (620.0, 480.0),
        (450.0, 540.0),
    ]
    assert bars[0]["value"] == CHANCE
    assert bars[1]["value"].startswith("flights.per_week:\n× 0.6")
    assert bars[2]["value"].startswith("balance.inbound_lead:\n")
    assert bars[2]["value"].endswith(" people")
    assert bars[2]["said"] == "620 to 480"  # as the value goes from low to high
    assert bars[2]["right"] == 620.0
    assert bars[3]["value"] == "programme.walk:\n5% to 95%"
    ends = rows_with(tornado_chart(FOUND, "returns"), "end", "at")
    assert [(row["end"], row["at"]) for row in ends[2:4]] == [(LOW, 620.0), (HIGH, 480.0)]
    assert rows_with(tornado_chart(FOUND, "returns"), "middle") == [{"middle": 500.0}]


def test_the_title_names_what_moves_an_outcome_furthest() -> None:
    chart = tornado_chart(FOUND, "returns")
    assert title(chart) == (
        "flights.per_week moves returns furthest, from 310 with it low to 905 with it high; chance "
        "alone gives 420 to 580 (90% interval)"
    )
    still = tornado_chart(study("returns", "people", (5.0, 9.0)), "returns")
    assert title(still) == "No value that is not known moves returns"
    assert "Simulated by the scenario" in subtitle(chart)
    assert "drawn" not in subtitle(chart)  # everything else stands in the middle


def test_the_axis_starts_at_zero_or_says_that_it_does_not() -> None:
    chart = tornado_chart(FOUND, "returns")
    assert scale_of(chart, "x")["domain"][0] == 0
    assert CUT not in subtitle(chart)
    high = study("arrivals", "people", (20_000.0, 20_400.0), swing("x.y", 20_100.0, 20_900.0))
    cut = tornado_chart(high, "arrivals")
    assert scale_of(cut, "x")["domain"][0] == pytest.approx(20_000 - 0.03 * 900)
    assert CUT in subtitle(cut)


def test_what_moves_it_least_is_said_to_be_left_out() -> None:
    many = [swing(f"a.b{number}", 10.0, 90.0 - number) for number in range(SHOWN_SWINGS + 4)]
    chart = tornado_chart(study("returns", "people", (20.0, 60.0), *many), "returns")
    assert "The 4 values that move it least are not shown." in subtitle(chart)
    assert len(rows_with(chart, "low", "high")) == 1 + SHOWN_SWINGS


def test_the_picture_has_its_text_alternative() -> None:
    chart = tornado_chart(FOUND, "returns")
    label = ElementTree.fromstring(as_svg(chart)).get("aria-label")
    assert label == chart.to_dict()["description"]
    assert title(chart) in str(label)
