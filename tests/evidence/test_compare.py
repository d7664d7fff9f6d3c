from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from sim.ensemble.result import Result
from sim.evidence.compare import compare, percentile
from sim.evidence.comparison import CAUTION, Compared, Comparison
from sim.evidence.figures import Figure, default_figures, read_figures
from sim.evidence.printed import Printed, Rounding
from sim.evidence.quantities import simulated
from sim.outcomes.series import NAMES

WHEN = date(2026, 1, 31)


@pytest.fixture(scope="module")
def compared(pilot: Result) -> Comparison:
    return compare(pilot, read_figures(default_figures()))


def figure(reported: str, **changes: Any) -> Figure:
    usual = {"quantity": "returns_cumulative", "as_of": WHEN, "rounding": "exact", "source": "x"}
    return Figure(**{**usual, "reported": reported, **changes})


def one(result: Result, reported: str, **changes: Any) -> Compared:
    (row,) = compare(result, [figure(reported, **changes)]).figures
    return row


def with_returns(result: Result, totals: list[int]) -> Result:
    """Return a result whose replications have these returns, all on the first day."""
    series = np.zeros((len(totals), *result.series.shape[1:]), dtype=np.int32)
    series[:, NAMES.index("returns"), 0] = totals
    return replace(result, series=series)


@pytest.mark.parametrize(
    ("text", "rounding", "share"),
    [
        ("9", "exact", 0.0),  # below all
        ("41", "exact", 1.0),  # above all
        ("20", "exact", 0.25 + 0.5 * 0.25),  # one below, one tie
        ("25", "exact", 0.5),  # between
        ("30", "half_up", 0.5 + 0.5 * 0.25),
        ("25", "about", 0.5),  # 22.5 to 27.5 holds none of them
        ("30", "about", 0.5 + 0.5 * 0.25),  # 25 to 35
        ("100", "about", 1.0),  # 50 to 150
        ("20", "at_least", 0.25),
        ("10", "at_least", 0.0),
        ("41", "at_least", 1.0),
    ],
)
def test_a_percentile_is_the_share_below_and_half_the_share_that_agrees(
    text: str, rounding: Rounding, share: float
) -> None:
    assert percentile(Printed(text, rounding), np.array([10.0, 20.0, 30.0, 40.0])) == share


def test_a_figure_below_or_above_all_replications_is_inside_nothing(pilot: Result) -> None:
    simple = with_returns(pilot, [10, 20, 30, 40])
    for text, share in (("9", 0.0), ("41", 1.0)):
        row = one(simple, text)
        assert row.percentile == share
        assert not row.inside50
        assert not row.inside90


def test_a_printed_range_is_inside_where_it_touches_the_interval(pilot: Result) -> None:
    simple = with_returns(pilot, list(range(101)))  # p05 to p95 is 5 to 95, p25 to p75 25 to 75
    assert (one(simple, "75").inside50, one(simple, "76").inside50) == (True, False)
    assert (one(simple, "5").inside90, one(simple, "4").inside90) == (True, False)
    assert one(simple, "80", rounding="about").inside50  # 72 to 88
    assert not one(simple, "24", rounding="truncated").inside50  # ends just under 25
    assert one(simple, "25", rounding="truncated").inside50


def test_at_least_is_inside_while_the_upper_end_reaches_it(pilot: Result) -> None:
    simple = with_returns(pilot, list(range(101)))
    rows = [one(simple, text, rounding="at_least") for text in ("0", "75", "76", "95", "96")]
    assert [row.inside50 for row in rows] == [True, True, False, False, False]
    assert [row.inside90 for row in rows] == [True, True, True, True, False]
    assert [row.percentile for row in rows] == [n / 101 for n in (0, 75, 76, 95, 96)]


def test_quantiles_are_those_of_the_simulated_values(pilot: Result) -> None:
    row = one(pilot, "305")
    values = simulated("returns_cumulative", pilot, WHEN)
    assert row.median == np.median(values)
    assert [row.p05, row.p25, row.p75, row.p95] == np.quantile(
        values, [0.05, 0.25, 0.75, 0.95]
    ).tolist()


def test_undefined_replications_are_left_out_of_the_quantiles(pilot: Result) -> None:
    simple = with_returns(pilot, [1, 2, 3])
    simple.series[:2, NAMES.index("arrivals"), 0] = [10, 10]  # nobody arrives in the third
    assert one(simple, "15%", quantity="returns_rate").median == pytest.approx(0.15)


@pytest.mark.parametrize(
    ("left", "reason"),
    [
        (figure("1", use=False), "it is not to be used"),
        (figure("1", use=False, note="stale "), "it is not to be used: stale"),
        (
            figure("0", as_of=date(2025, 8, 5)),
            "it is as of a day before the scheme begins on 2025-08-06",
        ),
        (
            figure("1", as_of=date(2026, 2, 2)),
            "it is as of a day after the last simulated day, 2026-02-01",
        ),
        (
            figure("41,472", quantity="arrivals_calendar_year", as_of=date(2025, 12, 31)),
            "it counts from 2025-01-01, before the scheme begins on 2025-08-06",
        ),
        (
            figure("1%", quantity="returns_rate"),
            "it is undefined in every replication",
        ),
    ],
)
def test_what_cannot_be_compared_is_left_out_with_the_reason(
    pilot: Result, left: Figure, reason: str
) -> None:
    nobody = with_returns(pilot, [0, 0])
    comparison = compare(nobody, [left])
    assert comparison.figures == ()
    assert [(row.figure, row.reason) for row in comparison.left_out] == [(left, reason)]
    assert comparison.summary.width90 is None


def test_every_figure_is_compared_or_left_out_and_never_both(compared: Comparison) -> None:
    shown = [row.figure for row in compared.figures]
    left = [row.figure for row in compared.left_out]
    figures = read_figures(default_figures())
    assert shown == [f for f in figures if f not in left]
    assert left == [f for f in figures if f not in shown]


def test_a_figure_not_to_be_used_is_never_compared(compared: Comparison) -> None:
    assert all(row.figure.use for row in compared.figures)
    assert not all(row.figure.use for row in compared.left_out)


def test_observed_arrivals_are_in_the_middle_of_an_interval_without_width(
    compared: Comparison,
) -> None:
    rows = [
        row
        for row in compared.figures
        if row.figure.quantity.startswith("arrivals_") and row.figure.rounding == "exact"
    ]
    assert len(rows) == 5
    assert all(row.p05 == row.p95 == row.figure.printed.value for row in rows)
    assert all(row.percentile == 0.5 and row.inside50 for row in rows)


def test_the_summary_counts_the_rows(compared: Comparison) -> None:
    rows, overall = compared.figures, compared.summary.overall
    assert overall.figures == len(rows)
    assert overall.inside50 == sum(row.inside50 for row in rows)
    assert overall.inside90 == sum(row.inside90 for row in rows)
    assert overall.inside50 <= overall.inside90


def test_month_ends_are_counted_after_the_first_month(compared: Comparison) -> None:
    ends = [
        row
        for row in compared.figures
        if row.figure.group == "month_end" and row.figure.as_of > date(2025, 8, 31)
    ]
    tally = compared.summary.month_end
    assert tally.figures == len(ends) == 10
    assert tally.inside90 == sum(row.inside90 for row in ends)


def test_the_width_is_that_of_the_two_totals_at_the_last_month_end(compared: Comparison) -> None:
    returns, inbound = (
        next(
            row
            for row in compared.figures
            if (row.figure.quantity, row.figure.as_of) == (f"{way}_cumulative", WHEN)
        )
        for way in ("returns", "inbound")
    )
    by_hand = ((returns.p95 - returns.p05) / 305 + (inbound.p95 - inbound.p05) / 367) / 2
    assert compared.summary.width90 == pytest.approx(by_hand)


def test_an_agreement_says_what_it_is_worth(compared: Comparison) -> None:
    assert "no evidence" in CAUTION
    assert compared.as_dict()["summary"]["caution"] == CAUTION


def test_the_document_is_json_and_keeps_the_printed_text(
    pilot: Result, compared: Comparison
) -> None:
    document = json.loads(json.dumps(compared.as_dict(), allow_nan=False))
    assert list(document) == [
        "scenario",
        "seed",
        "replications",
        "figures",
        "left_out",
        "summary",
    ]
    assert (document["seed"], document["replications"]) == (pilot.seed, pilot.replications)
    rate = next(row for row in document["figures"] if row["quantity"] == "returns_rate")
    assert (rate["reported"], rate["as_of"], rate["rounding"]) == (
        "1.6%",
        "2026-01-27",
        "truncated",
    )
    assert set(rate) == {
        *("quantity", "as_of", "reported", "rounding", "group", "source"),
        *("median", "p05", "p25", "p75", "p95", "percentile", "inside50", "inside90"),
        *("role", "wis", "crps"),
    }
    assert all(row["reason"] for row in document["left_out"])


def test_the_table_has_a_row_for_each_compared_figure(compared: Comparison) -> None:
    frame = compared.to_frame()
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    assert rows == [row.as_dict() for row in compared.figures]
