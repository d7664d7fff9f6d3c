from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim.evidence.claiming.ranges import Range
from sim.evidence.claiming.verdicts import VERDICTS, Said, Verdict, against
from sim.evidence.claiming.wording import cut_off, half_up, like, number, span, written
from sim.evidence.printed import Printed, Rounding

counts = st.integers(1, 10**6)
decimals = st.integers(0, 3)


def printed_like(value: Fraction, places: int) -> str:
    """Write a multiple of a unit as the press does."""
    return f"{float(value):.{places}f}"


def verdict(text: str, found: Fraction | int, rounding: Rounding = "half_up") -> Verdict:
    return against(Said(text, rounding), Range.exactly(found))[0]


@given(counts, counts, decimals)
def test_a_ratio_printed_half_up_holds(part: int, whole: int, places: int) -> None:
    share = Fraction(part, whole)
    text = printed_like(half_up(share, Fraction(1, 10**places)), places)
    assert verdict(text, share) == "holds"


@given(counts, counts, decimals)
def test_a_ratio_that_was_cut_off_holds_if_truncated_unless_it_rounds_to_the_same(
    part: int, whole: int, places: int
) -> None:
    share, unit = Fraction(part, whole), Fraction(1, 10**places)
    text = printed_like(cut_off(share, unit), places)
    same = cut_off(share, unit) == half_up(share, unit)
    assert verdict(text, share) == ("holds" if same else "holds_if_truncated")


@given(counts, counts, decimals, st.integers(2, 50))
def test_a_ratio_a_unit_above_where_it_rounds_to_is_false(
    part: int, whole: int, places: int, units: int
) -> None:
    share, unit = Fraction(part, whole), Fraction(1, 10**places)
    text = printed_like(half_up(share, unit) + units * unit, places)
    if "." not in text and text.endswith("0"):
        return  # may be rounded to tens
    assert verdict(text, share) == "false"


@given(st.integers(1, 10**6), st.integers(1, 3))
def test_a_count_rounded_to_a_coarser_digit_is_rounded_and_not_false(
    value: int, power: int
) -> None:
    coarse = half_up(Fraction(value), Fraction(10**power))
    if coarse:
        expected = "holds" if coarse == value else "rounded"
        assert verdict(f"{int(coarse):,}", value) == expected


RETURNED = Fraction(281, 16_969)  # 1.656%
GREW = Fraction(41_472, 36_816) - 1  # 12.65%


@pytest.mark.parametrize(
    ("text", "found", "expected", "remark"),
    [
        ("1.6%", RETURNED, "holds_if_truncated", "rounds to 1.7%, cut off gives 1.6%"),
        ("1.7%", RETURNED, "holds", "rounds to 1.7%"),
        ("1.8%", RETURNED, "false", "rounds to 1.7%, not 1.8%"),
        ("2%", RETURNED, "holds", "rounds to 2%"),
        ("13%", GREW, "holds", "rounds to 13%"),
        ("12%", GREW, "holds_if_truncated", "rounds to 13%, cut off gives 12%"),
        ("14%", GREW, "false", "rounds to 13%, not 14%"),
        ("70", 350 - 281, "rounded", "rounded to tens it is 70"),
        ("100", 350 - 281, "rounded", "rounded to hundreds it is 100"),
        ("80", 350 - 281, "false", "not 80"),
        ("70.0", 350 - 281, "false", "not 70.0"),
        ("69", 350 - 281, "holds", ""),
        ("41,000", 41_472, "rounded", "rounded to thousands it is 41,000"),
        ("42,000", 41_472, "false", "not 42,000"),
        ("-30", 281 - 305, "false", "not -30"),
        ("-20", 281 - 305, "rounded", "rounded to tens it is -20"),
        ("0", 0, "holds", ""),
    ],
)  # fmt: skip
def test_what_is_said_of_a_number(
    text: str, found: Fraction | int, expected: str, remark: str
) -> None:
    assert against(Said(text), Range.exactly(found)) == (expected, remark)


def test_a_rounding_that_is_stated_is_taken_at_its_word() -> None:
    assert verdict("70", 69, "about") == "holds"
    assert verdict("70", 90, "about") == "false"
    assert verdict("70", 69, "exact") == "false"
    assert verdict("24", 69, "at_least") == "holds"
    assert verdict("70", 69, "at_least") == "false"


def test_figures_that_are_too_coarse_decide_nothing() -> None:
    about_350 = Range.of(Printed("350", "about")) - Range.exactly(281)
    assert about_350 == Range(Fraction(34), Fraction(104))
    assert against(Said("69"), about_350)[0] == "cannot_be_checked"
    assert against(Said("24", "at_least"), about_350)[0] == "holds"
    assert against(Said("50", "at_least"), about_350)[0] == "cannot_be_checked"
    assert against(Said("105"), about_350)[0] == "false"


def test_a_figure_as_coarse_as_the_claim_bears_it_out() -> None:
    for rounding in ("half_up", "truncated"):
        known = Range.of(Printed("1.6%", rounding))
        expected = "holds" if rounding == "half_up" else "holds_if_truncated"
        assert against(Said("1.6%"), known)[0] == expected


@example((Fraction(0), True, False), (Fraction(0), False, False), Fraction(1))
@given(
    *(
        st.tuples(st.fractions(0, 1000, max_denominator=8), st.booleans(), st.booleans())
        for _ in range(2)
    ),
    st.fractions(0, 50, max_denominator=8),
)
def test_a_calculated_range_holds_every_value_that_its_figures_allow(
    one: tuple[Fraction, bool, bool], other: tuple[Fraction, bool, bool], width: Fraction
) -> None:
    a = Range(one[0], one[0] + width, one[1] or not width, one[2] or not width)
    b = Range(other[0] + 1, other[0] + 1 + width, other[1] or not width, other[2] or not width)
    for x in values(a):
        for y in values(b):
            assert Range.exactly(x - y).is_inside(a - b)
            assert Range.exactly(x / y).is_inside(a / b)
    assert not Range.exactly(a.low - b.high - 1).meets(a - b)
    assert (a / b).includes_high == (a.includes_high and b.includes_low) or not a.high


def values(allowed: Range) -> list[Fraction]:
    ends = [(allowed.low, allowed.includes_low), (allowed.high, allowed.includes_high)]
    return [end for end, meant in ends if meant] + [(allowed.low + allowed.high) / 2]


def test_ranges_that_touch_meet_only_where_both_mean_the_end() -> None:
    closed, half = Range(Fraction(0), Fraction(1)), Range(Fraction(0), Fraction(1), True, False)
    above = Range(Fraction(1), Fraction(2))
    assert closed.meets(above)
    assert not half.meets(above)
    assert half.is_inside(closed)
    assert not closed.is_inside(half)


def test_nothing_is_divided_by_what_may_be_zero() -> None:
    with pytest.raises(ZeroDivisionError):
        Range.exactly(1) / Range(Fraction(0), Fraction(1))


@given(st.fractions(-(10**6), 10**6), decimals)
def test_what_is_written_like_a_figure_reads_back(value: Fraction, places: int) -> None:
    shape = Printed("0" + ("." + "0" * places if places else ""), "exact")
    rounded = half_up(value, shape.unit)
    assert Printed(like(rounded, shape), "exact").value == rounded
    assert abs(rounded - value) <= shape.unit / 2
    assert 0 <= abs(value) - abs(cut_off(value, shape.unit)) < shape.unit


def test_numbers_are_written_with_what_they_need() -> None:
    assert number(Fraction(281, 16_969), as_share=True) == "1.656%"
    assert number(Fraction(41_472, 36_816) - 1, as_share=True) == "12.65%"
    assert number(Fraction(16_969), as_share=False) == "16,969"
    assert number(Fraction(-69), as_share=False) == "−69"
    assert number(Fraction(1, 3), as_share=False) == "0.333"
    assert written(Range(Fraction(1), Fraction(2000)), as_share=False) == "between 1 and 2,000"


def test_days_name_month_and_year_once() -> None:
    assert (
        span(date.fromisoformat("2025-08-06"), date.fromisoformat("2025-08-06")) == "6 August 2025"
    )
    assert (
        span(date.fromisoformat("2025-07-29"), date.fromisoformat("2025-07-30"))
        == "29 to 30 July 2025"
    )
    assert (
        span(date.fromisoformat("2025-08-06"), date.fromisoformat("2025-12-31"))
        == "6 August to 31 December 2025"
    )
    assert (
        span(date.fromisoformat("2025-08-06"), date.fromisoformat("2026-01-27"))
        == "6 August 2025 to 27 January 2026"
    )


def test_there_are_six_verdicts() -> None:
    assert VERDICTS == (
        "holds", "holds_if_truncated", "rounded", "unlike_periods", "cannot_be_checked", "false",
    )  # fmt: skip
