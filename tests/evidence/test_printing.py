"""What would have been printed of a replication is what its printing allows, and no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from sim.ensemble.result import Result
from sim.evidence.figures import Figure, default_figures, read_figures
from sim.evidence.learning.printing import TEACHING, as_printed, reported, teaching
from sim.evidence.printed import Printed, Rounding
from sim.evidence.quantities import simulated
from sim.outcomes.series import NAMES
from sim.scenario.library import library

START, WHEN = date(2025, 8, 6), date(2025, 10, 31)
MANY = 2_000


def figure(reported: str, rounding: str = "exact", **changes: Any) -> Figure:
    usual = {"quantity": "returns_cumulative", "as_of": WHEN, "source": "x", "rounding": rounding}
    return Figure(**{**usual, "reported": reported, **changes})


@pytest.fixture(scope="module")
def steady(pilot: Result) -> Result:
    """Many replications in which one person is returned on every day."""
    series = np.zeros((MANY, *pilot.series.shape[1:]), dtype=np.int32)
    series[:, NAMES.index("returns"), :] = 1
    return replace(pilot, series=series)


TRUTH = (WHEN - START).days + 1  # of the steady replications, at the end of the day


def printed(result: Result, *figures: Figure) -> np.ndarray[Any, np.dtype[np.float64]]:
    return as_printed(result, 0, figures)


def test_an_exact_figure_is_the_simulated_number(pilot: Result) -> None:
    figures = tuple(
        f for f in read_figures(default_figures()) if f.rounding == "exact" and f.use
        and f.quantity in TEACHING and f.days[0] == f.days[1]
    )  # fmt: skip
    assert len(figures) > 20
    for column, each in zip(printed(pilot, *figures).T, figures, strict=True):
        np.testing.assert_array_equal(column, simulated(each.quantity, pilot, each.as_of))


@pytest.mark.parametrize(
    ("text", "rounding"),
    [("80", "about"), ("87", "about"), ("90", "half_up"), ("8", "truncated"), ("80.5", "half_up")],
)
def test_what_is_printed_is_moved_over_just_the_range_that_it_may_mean(
    steady: Result, text: str, rounding: Rounding
) -> None:
    """Whatever is printed of a truth: the truth is in the range of the same figure moved there."""
    found = printed(steady, figure(text, rounding))[:, 0]
    as_said = Printed(text, rounding)
    assert as_said.high is not None
    # The truth less what is printed is as far from it as the ends of the range from the figure.
    gap = TRUTH - found
    low, high = float(as_said.low - as_said.value), float(as_said.high - as_said.value)
    assert low <= gap.min()
    assert gap.max() <= high
    # Evenly: all of the range, and its middle on average.
    assert gap.max() - gap.min() > 0.99 * (high - low)
    assert abs(gap.mean() - (low + high) / 2) < 4 * (high - low) / (12 * MANY) ** 0.5
    for moved in gap[:50]:
        assert as_said.holds(as_said.value + Fraction(moved))


def test_at_least_says_no_more_than_it_said(steady: Result) -> None:
    caps = printed(steady, figure(str(TRUTH + 9), "at_least"), figure(str(TRUTH - 9), "at_least"))
    assert np.all(caps[:, 0] == TRUTH)
    assert np.all(caps[:, 1] == TRUTH - 9)


def test_an_uncertain_day_is_drawn_from_all_that_are_meant_and_equally_often(
    steady: Result,
) -> None:
    first, last = WHEN - timedelta(days=2), WHEN + timedelta(days=1)
    found = printed(steady, figure("80", earliest=first, latest=last))[:, 0]
    counts = np.bincount(found.astype(int) - (TRUTH - 2))
    assert counts.size == 4
    assert np.all(np.abs(counts - MANY / 4) < 4 * (MANY * 0.25 * 0.75) ** 0.5)


def test_printing_belongs_to_a_figure_and_a_replication(steady: Result) -> None:
    """Neither other figures nor how replications are cut into parts moves it."""
    one, other = figure("80", "about"), figure("90", "about", as_of=date(2025, 11, 30))
    both = printed(steady, other, one)
    np.testing.assert_array_equal(both[:, 1], printed(steady, one)[:, 0])
    rest = replace(steady, series=steady.series[10:])
    np.testing.assert_array_equal(as_printed(rest, 10, (other, one)), both[10:])
    assert abs(np.corrcoef(both.T)[0, 1]) < 4 / MANY**0.5


def test_what_was_reported_is_the_printed_number() -> None:
    figures = (figure("1,234"), figure("90", "about"))
    assert reported(figures).tolist() == [1234.0, 90.0]


def test_only_figures_to_the_day_teach_and_none_that_may_be_of_a_later_one() -> None:
    figures = read_figures(default_figures())
    last = date(2025, 12, 20)
    taught = teaching(figures, START, last)
    assert all(f.days[0] >= START and f.days[1] <= last for f in taught)
    uncertain = [f for f in figures if f.as_of <= last < f.days[1]]
    assert uncertain  # of 16 December or as late as the 31st
    assert not set(uncertain) & set(taught)
    assert set(uncertain) <= set(teaching(figures, START, date(2025, 12, 31)))


def test_a_figure_that_may_be_of_a_day_before_the_start_does_not_teach() -> None:
    early = figure("0", as_of=START, earliest=START - timedelta(days=1))
    assert teaching([early], START, WHEN) == ()


def test_each_fact_teaches_once_and_what_is_not_to_be_used_never() -> None:
    figures = read_figures(default_figures())
    taught = teaching(figures, START, date(2026, 1, 31))
    facts = [(f.quantity, f.as_of) for f in taught]
    assert len(set(facts)) == len(facts)
    assert {f.quantity for f in taught} <= set(TEACHING)
    assert all(f.use for f in taught)
    twice = [*figures, *(f.model_copy(update={"source": "again"}) for f in figures)]
    assert teaching(twice, START, date(2026, 1, 31)) == taught


def test_a_scheme_that_returned_nobody_teaches_by_zeros_and_by_who_left_unforced() -> None:
    figures = read_figures(library() / "reported" / "rwanda.yaml")
    taught = teaching(figures, date(2022, 4, 11), date(2024, 12, 2))
    assert {f.quantity: f.reported for f in taught} == {
        "returns_cumulative": "0",
        "flights_cumulative": "0",
        "voluntary_departures": "4",
    }
