"""Charts say what was found, show the study's numbers and ask nothing of another machine."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import altair as alt
import numpy as np
import pytest

from sim.ensemble.quantiles import Summary
from sim.show.limit_words import amount
from sim.show.plots.axes import CUT
from sim.show.plots.contours import contour_lines
from sim.show.plots.drawing import as_svg
from sim.show.plots.frontiers import contour_chart
from sim.show.plots.labelling import label_places
from sim.show.plots.limits import (
    BINDS,
    CLOSE,
    NOTHING,
    SIGNED,
    STUCK,
    UNSIGNED,
    held_chart,
    price_chart,
)
from sim.show.plots.looks import WIDTH
from sim.show.plots.solving import curve_chart
from sim.study.held.holding import Limit
from sim.study.limits.gain import Gain
from sim.study.limits.holding_back import Held
from sim.study.limits.prices import Price
from sim.study.limits.relaxing import Relaxation, relaxations
from sim.study.limits.study import Limits
from sim.study.solving.curve import Curve
from sim.study.solving.frontier import Frontier
from sim.study.solving.levers import lever_of
from sim.study.solving.solution import Answer, Solution
from sim.study.solving.targets import read_target
from tests.show.drawn import data, rows_with, scale_of, subtitle, title
from tests.variants import pilot

MONTHS = 7
"""Calendar months that the pilot touches."""
PAIRS = 4


def price(relaxation: Relaxation, mean: float, reach: float = 0.0) -> Price:
    """Return a price of which half of the pairs lie so much above the mean, and half below."""
    samples = mean + reach * np.array([1.0, -1.0, 1.0, -1.0])
    monthly = np.repeat(samples[:, None] / MONTHS, MONTHS, axis=1)
    return Price(relaxation, {"returns": Gain.of(samples)}, monthly)


def limits(*means: float) -> Limits:
    """Return a study in which prices rise along the limits, or have some given means."""
    units = relaxations(pilot())
    each = means or tuple(0.4 * number for number in range(len(units)))
    prices = tuple(
        price(unit, mean, 0.1) for unit, mean in zip(units[: len(each)], each, strict=True)
    )
    nothing = Summary(0.0, 0.0, 0.0, 0.0, 0.0, "people")
    held = tuple(
        Held(
            limit,
            Summary(limit / 20, 0.0, 0.0, 1.0, 1.0, "share"),
            nothing,
            nothing,
            nothing,
            tuple(limit / 20 + month / 100 for month in range(MONTHS)),
        )
        for limit in Limit
    )
    return Limits(pilot(), 3, False, held, PAIRS, prices)


def solution(
    until: str = "returns >= 500", confidence: float = 0.5, reach: float = 100.0, start: float = 0.0
) -> Solution:
    """Return what 10 to 60 places a flight do: ten returns a place, give or take."""
    lever = lever_of(pilot(), "flights.seats", "10, 60")
    settings = np.array([10.0, 20.0, 30.0, 40.0, 50.0, 60.0])
    samples = start + 10 * settings[:, None] + np.linspace(-reach, reach, 21)
    target = read_target(until, confidence)
    needed = Summary(50.0, 41.0, 45.0, 55.0, 59.0)
    answer = Answer(50.0, True, (50.0, 60.0), (48.0, 52.5), needed, 0.1)
    return Solution(
        scenario=pilot(),
        lever=lever,
        target=target,
        curve=Curve(settings, samples),
        answer=answer,
        always=False,
        doubt=0.0,
        is_precise=True,
        reached=((50.0, 60.0),),
        next=None,
        seed=3,
        replications=21,
        at_central=False,
    )


def frontier(indicator: str = "returns") -> Frontier:
    """Return a plane of medians over two levers."""
    levers = (lever_of(pilot(), "flights.seats"), lever_of(pilot(), "selection.share"))
    across, up = np.linspace(0, 100, 11), np.linspace(0, 1, 6)
    medians = across + 100 * up[:, None]
    quantiles = np.array([medians - 10, medians, medians + 10])
    return Frontier(pilot(), levers, indicator, across, up, quantiles, 2.5, True, 0.0, 3, 50, True)


CHARTS = {
    "prices": lambda: price_chart(limits()),
    "held": lambda: held_chart(limits()),
    "curve": lambda: curve_chart(solution()),
    "contours": lambda: contour_chart(frontier()),
}


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_says_where_it_is_from_and_on_which_condition(name: str) -> None:
    said = subtitle(CHARTS[name]())
    assert f"Simulated by the scenario '{pilot().name}', seed 3, " in said
    assert "replications" in said
    assert "went as this scenario assumes, by 1 February 2026." in said
    assert ("at their centres" if name == "contours" else "uncertain values drawn") in said


@pytest.mark.parametrize("name", CHARTS)
def test_every_picture_has_a_text_alternative_and_loads_nothing(name: str) -> None:
    chart = CHARTS[name]()
    drawn = as_svg(chart)
    root = ElementTree.fromstring(drawn)
    assert root.get("role") == "img"
    assert root.get("aria-label") == chart.to_dict()["description"]
    assert f"{title(chart)}." in chart.to_dict()["description"]
    assert "http" not in re.sub(r' xmlns(:\w+)?="[^"]*"', "", drawn)
    assert float(root.get("width", "0")) == WIDTH


def test_nothing_is_loaded_even_if_a_chart_asks_for_it() -> None:
    asks = alt.LayerChart(data=alt.UrlData("https://example.org/data.json"), layer=[])
    asks += alt.Chart(alt.UrlData("https://example.org/data.json")).mark_point().encode(x="a:Q")
    with pytest.raises(ValueError, match="url not allowed"):
        as_svg(asks)


def test_prices_are_those_of_the_study_the_dearest_first() -> None:
    study = limits()
    chart = price_chart(study)
    shown = rows_with(chart, "mean", "low", "high")
    gains = [price.gains["returns"] for price in reversed(study.prices)]
    assert [(row["mean"], row["low"], row["high"]) for row in shown] == [
        (gain.mean, gain.low, gain.high) for gain in gains
    ]
    assert shown[0]["limit"] == "Places in travel groups:\none more place a travel group"
    assert shown[0]["said"].startswith(f"{amount(gains[0].mean)} (")
    assert rows_with(chart, "zero") == [{"zero": 0}]
    assert scale_of(chart, "x")["domain"][0] < 0  # the lowest interval goes below zero


def test_the_title_of_prices_names_the_binding_limit() -> None:
    assert title(price_chart(limits())).startswith(
        "The limit that binds is places in travel groups: one more place a travel group buys 8.8 "
        "returns (95% interval"
    )
    nothing = price_chart(limits(-1.0, 0.0))
    assert title(nothing) == "No unit of any limit is established to buy a return"


def test_kinds_of_price_are_told_apart() -> None:
    study = limits(1.0, 1.01, 0.5, 0.0, 0.0, -0.3, 0.0)
    prices = list(study.prices)
    prices[4] = price(replace(prices[4].relaxation, exhausted=True), 0.0)
    prices[1] = price(prices[1].relaxation, 0.9, 0.3)
    prices[6] = price(prices[6].relaxation, 0.0)
    chart = price_chart(replace(study, prices=tuple(prices)))
    kinds = {row["limit"]: row["kind"] for row in rows_with(chart, "kind")}
    assert list(kinds.values()) == [BINDS, CLOSE, SIGNED, UNSIGNED, STUCK, NOTHING, SIGNED]
    shown = scale_of(chart, "shape")
    assert shown["domain"] == [BINDS, CLOSE, SIGNED, UNSIGNED, NOTHING, STUCK]
    assert len(set(zip(shown["range"], scale_of(chart, "fill")["range"], strict=True))) == 6
    said = {row["kind"]: row["said"] for row in rows_with(chart, "kind")}
    assert (said[STUCK], said[NOTHING]) == (STUCK, NOTHING)


def test_a_title_does_not_name_more_than_a_few_limits() -> None:
    prices = limits(*(1.0 for _ in range(6))).prices
    chart = price_chart(replace(limits(), prices=prices))
    assert title(chart).endswith("which is not told apart from 5 other units")


def test_days_held_are_those_of_the_study_with_limits_in_order() -> None:
    study = limits()
    chart = held_chart(study)
    shown = rows_with(chart, "share", "month")
    assert [row["share"] for row in shown] == [s for h in study.held for s in h.share_by_month]
    assert [row["month"] for row in shown[:2]] == ["2025-08", "2025-09"]
    assert chart.to_dict()["layer"][0]["encoding"]["y"]["sort"][:2] == [
        "who is in scope",
        "selection",
    ]
    assert scale_of(chart, "color")["domain"] == [0, 1]


def test_the_limit_that_binds_in_a_month_is_marked() -> None:
    steady = held_chart(limits())
    rings = [row for rows in data(steady) for row in rows if set(row) == {"limit", "month"}]
    assert [row["limit"] for row in rings] == MONTHS * ["places in travel groups"]
    assert title(steady).startswith("The limit that binds throughout is places in travel groups;")
    assert "on more days than places in travel groups (90.0%, median)" in title(steady)

    study = limits(1.0, 2.0)
    first, second = study.prices
    changing = first.monthly * np.where(np.arange(MONTHS) < 3, 9.0, 1.0)
    chart = held_chart(replace(study, prices=(replace(first, monthly=changing), second)))
    assert title(chart).startswith(
        "The limit that binds is who is in scope in August 2025 to October 2025 and selection in "
        "November 2025 to February 2026;"
    )
    assert title(held_chart(limits(0.0))).startswith("No limit is established to bind;")


def test_months_are_labelled_where_there_is_room() -> None:
    study = limits()
    horizon = study.scenario.scheme.horizon
    long = replace(horizon, value=horizon.value.replace(year=2029))
    months = len(replace(study, scenario=study.scenario.with_values({long.path: long})).months)
    held = tuple(replace(h, share_by_month=tuple(np.zeros(months))) for h in study.held)
    longer = replace(
        study, scenario=study.scenario.with_values({long.path: long}), held=held, prices=()
    )
    axis = held_chart(longer).to_dict()["layer"][0]["encoding"]["x"]["axis"]
    assert axis["values"][:2] == ["2025-08", "2025-11"]
    assert "['2025-08', '2026-02', '2027-02', '2028-02', '2029-02']" in axis["labelExpr"]


def test_the_title_of_a_curve_is_the_answer() -> None:
    assert title(curve_chart(solution())) == (
        "For returns (returns to date) to be at least 500 at the median, it takes 50 places or "
        "more of flights.seats (95% interval 48 places to 52 places)"
    )
    none = replace(solution(), answer=None)
    assert title(curve_chart(none)).endswith(
        "none of the 6 settings from 10 places to 60 places of flights.seats will do"
    )
    assert title(curve_chart(replace(none, always=True))).endswith(
        "any of the 6 settings from 10 places to 60 places of flights.seats will do"
    )


def test_a_curve_shows_medians_bands_and_the_answer() -> None:
    study = solution()
    chart = curve_chart(study)
    shown = rows_with(chart, "setting", "median")
    assert [row["setting"] for row in shown] == study.curve.settings.tolist()
    for row, samples in zip(shown, study.curve.samples, strict=True):
        assert (row["p05"], row["median"], row["p95"]) == pytest.approx(
            np.quantile(samples, (0.05, 0.5, 0.95))
        )
    (marked,) = rows_with(chart, "answer")
    assert (marked["answer"], marked["low"], marked["high"]) == (50.0, 48.0, 52.5)
    assert [row["level"] for row in rows_with(chart, "level")] == [500]
    assert not any("answer" in row for rows in data(curve_chart(none_of(study))) for row in rows)


def none_of(study: Solution) -> Solution:
    return replace(study, answer=None)


def test_a_lever_is_shown_in_its_own_unit() -> None:
    lever = lever_of(pilot(), "casework.reply", "1 d, 20 d")
    settings = np.array([1.0, 20.0]) * 86_400
    samples = np.array([[0.08, 0.06], [0.02, 0.01]])
    answer = Answer(
        86_400.0 * 9,
        False,
        (86_400.0, 86_400.0 * 9),
        (86_400.0 * 8, 86_400.0 * 10),
        Summary(None, None, None, None, None),
        1.0,
    )
    study = replace(
        solution("returns_rate >= 5%"), lever=lever, curve=Curve(settings, samples), answer=answer
    )
    chart = curve_chart(study)
    assert [row["setting"] for row in rows_with(chart, "setting")] == [1.0, 20.0]
    assert "it takes 9 d or less of casework.reply (95% interval 8 d to 10 d)" in title(chart)
    x, y = (
        next(layer["encoding"][c]["axis"] for layer in chart.to_dict()["layer"] if c in at)
        for c in ("x", "y")
        for at in [chart.to_dict()["layer"][0]["encoding"]]
    )
    assert x["title"] == ["casework.reply, days", "(from referral to reply)"]
    assert y["title"][0] == "returns rate, %"
    assert y["format"].endswith("%")


def test_the_axis_of_a_curve_starts_at_zero_or_says_that_it_does_not() -> None:
    chart = curve_chart(solution())
    assert scale_of(chart, "y")["zero"] is True
    assert CUT not in subtitle(chart)
    high = curve_chart(solution("cost >= 1000000", start=1_000_000.0))
    assert scale_of(high, "y")["zero"] is False
    assert CUT in subtitle(high)


def test_a_target_that_is_to_be_surely_reached_has_a_line_of_its_own() -> None:
    study = solution(confidence=0.9)
    chart = curve_chart(study)
    assert "at least in 90% of replications" in subtitle(chart)
    shown = [row["reached"] for row in rows_with(chart, "reached")]
    assert shown == pytest.approx(np.quantile(study.curve.samples, 0.1, axis=1))
    assert len(chart.to_dict()["layer"]) == len(curve_chart(solution()).to_dict()["layer"]) + 1


def test_a_number_is_not_parted_from_its_unit() -> None:
    lines = curve_chart(solution()).to_dict()["title"]["text"]
    assert len(lines) > 1
    assert not any(re.search(r"\d$", line) for line in lines)


def test_a_map_shows_the_medians_of_the_study() -> None:
    study = frontier()
    chart = contour_chart(study)
    shown = rows_with(chart, "median")
    assert [row["median"] for row in shown] == study.medians.ravel().tolist()
    assert [row["y"] for row in shown[::11]] == pytest.approx([0, 20, 40, 60, 80, 100])  # in %
    assert (shown[0]["left"], shown[0]["right"], shown[1]["right"]) == (0.0, 5.0, 15.0)
    assert title(chart) == (
        "The lowest median of returns is 0 (90% interval −10 to 10), at flights.seats 0 places and "
        "selection.share 0%; the highest is 200 (90% interval 190 to 210), at flights.seats 100 "
        "places and selection.share 100%"
    )


def test_lines_of_a_map_are_labelled_with_their_levels() -> None:
    study = frontier()
    points = rows_with(contour_chart(study), "level", "order")
    assert {row["level"] for row in points} == set(study.levels)
    for row in points:
        assert row["x"] + row["y"] == pytest.approx(row["level"])  # the plane itself, y in %
    labels = [
        r for rows in data(contour_chart(study)) for r in rows if set(r) == {"x", "y", "said"}
    ]
    assert [row["said"] for row in labels] == [f"{level:g}" for level in study.levels]
    for row in labels:
        assert row["x"] + row["y"] == pytest.approx(float(row["said"]))
    rates = replace(study, indicator="returns_rate", quantiles=study.quantiles / 2000)
    said = [r["said"] for rows in data(contour_chart(rates)) for r in rows if "said" in r]
    assert said == ["2%", "4%", "6%", "8%"]
    costs = replace(study, indicator="cost", quantiles=study.quantiles * 1e6)
    said = [r["said"] for rows in data(contour_chart(costs)) for r in rows if "said" in r]
    assert said == ["£50 million", "£100 million", "£150 million"]


def test_a_map_without_lines_says_so() -> None:
    flat = replace(frontier(), quantiles=np.full((3, 6, 11), 7.0))
    assert title(contour_chart(flat)) == "The median of returns is 7 at every point of the grid"
    as_svg(contour_chart(flat))
    nowhere = replace(frontier(), quantiles=np.full((3, 6, 11), np.nan))
    assert title(contour_chart(nowhere)) == "The returns is undefined at every point of the grid"
    assert {row["median"] for row in rows_with(contour_chart(nowhere), "median")} == {None}
    assert "White: undefined." in subtitle(contour_chart(nowhere))


def test_contours_of_a_plane_are_straight_and_whole() -> None:
    across, up = np.array([0.0, 1.0, 3.0, 6.0]), np.array([0.0, 2.0, 3.0])
    heights = 2 * across + 3 * up[:, None]
    for level in (1.0, 6.0, 7.7, 20.9):
        (line,) = contour_lines(across, up, heights, level)
        assert all(2 * x + 3 * y == pytest.approx(level) for x, y in line)
        edges = {0.0, 6.0}, {0.0, 3.0}
        for x, y in (line[0], line[-1]):
            assert x in edges[0] or y in edges[1]
        xs = [x for x, _ in line]
        assert xs in (sorted(xs), sorted(xs, reverse=True))
    assert contour_lines(across, up, heights, 99.0) == []


def test_contours_of_a_hill_are_closed() -> None:
    steps = np.linspace(-1, 1, 41)
    hill = 1 - np.hypot(steps, steps[:, None])
    (line,) = contour_lines(steps, steps, hill, 0.5)
    assert line[0] == line[-1]
    assert [float(np.hypot(x, y)) for x, y in line] == pytest.approx([0.5] * len(line), abs=2e-3)


def test_contours_at_a_saddle_do_not_cross() -> None:
    ends = np.array([0.0, 1.0])
    for heights, middle in (([[2.0, 0.0], [0.0, 2.0]], 0.9), ([[0.0, 2.0], [2.0, 0.0]], 1.1)):
        lines = contour_lines(ends, ends, np.array(heights), middle)
        assert len(lines) == 2
        for line in lines:  # each cuts one corner off
            assert len(line) == 2
            assert len({x for x, _ in line} & {0.0, 1.0}) == 1
    apart = contour_lines(ends, ends, np.array([[2.0, 0.0], [0.0, 2.0]]), 1.1)
    together = contour_lines(ends, ends, np.array([[2.0, 0.0], [0.0, 2.0]]), 0.9)
    assert {frozenset(line) for line in apart} != {frozenset(line) for line in together}


def test_contours_leave_out_what_is_undefined() -> None:
    steps = np.arange(4.0)
    heights = steps + 0 * steps[:, None]
    heights[1, 1] = np.nan
    (line,) = contour_lines(steps, steps, heights, 1.5)
    assert line == [(1.5, 2.0), (1.5, 3.0)] or line == [(1.5, 3.0), (1.5, 2.0)]


def test_labels_stand_on_their_lines_clear_of_others() -> None:
    bend = [(1.0, 100.0), (1.0, 1.0), (100.0, 1.0)]
    near = [(2.0, 100.0), (2.0, 2.0), (100.0, 2.0)]
    far = [[(60.0, 60.0), (60.0, 99.0)], [(61.0, 60.0), (61.0, 61.0)]]
    places = label_places({1.0: [bend], 2.0: [near], 3.0: far, 4.0: []}, (10.0, 4.0))
    assert list(places) == [1.0, 2.0, 3.0]
    assert places[3.0][0] == pytest.approx(60.0)  # on the longer piece
    for level in (1.0, 2.0):
        assert any(at == pytest.approx(level) for at in places[level])
    (x, y), (other_x, other_y) = places[1.0], places[2.0]
    assert abs(x - other_x) > 10.0 or abs(y - other_y) > 4.0
