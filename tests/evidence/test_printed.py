from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.evidence.printed import Printed, Rounding

ROUNDED: tuple[Rounding, ...] = ("truncated", "half_up")


def test_281_of_16969_is_a_truncated_and_not_a_rounded_1_6_per_cent() -> None:
    share = Fraction(281, 16_969)  # 1.656%
    assert Printed("1.6%", "truncated").holds(share)
    assert not Printed("1.6%", "half_up").holds(share)
    assert Printed("1.7%", "half_up").holds(share)
    assert not Printed("1.6%", "exact").holds(share)


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("13%", Fraction(41_472, 36_816) - 1),  # 12.65%
        ("41%", Fraction(41_472, 29_437) - 1),  # 40.88%
        ("9%", 1 - Fraction(41_472, 45_774)),  # 9.40%
    ],
)
def test_changes_of_annual_arrivals_round_to_what_was_printed(text: str, change: Fraction) -> None:
    assert Printed(text, "half_up").holds(change)


@pytest.mark.parametrize(
    ("text", "change"),
    [("13%", Fraction(41_472, 36_816) - 1), ("41%", Fraction(41_472, 29_437) - 1)],
)
def test_changes_that_were_rounded_up_were_not_cut_off(text: str, change: Fraction) -> None:
    assert not Printed(text, "truncated").holds(change)


def test_about_70_may_be_69_and_reaches_a_tenth_each_way() -> None:
    about = Printed("70", "about")
    assert about.holds(69)
    assert about.low == 63
    assert about.high == 77
    assert not about.holds(62)
    assert not about.holds(78)


def test_about_a_number_of_one_digit_reaches_half_a_unit_of_that_digit() -> None:
    hundred, three = Printed("100", "about"), Printed("3", "about")
    assert (hundred.low, hundred.high) == (Fraction(50), Fraction(150))
    assert (three.low, three.high) == (Fraction(5, 2), Fraction(7, 2))


def test_about_zero_reaches_half_a_unit() -> None:
    zero = Printed("0", "about")
    assert (zero.low, zero.high) == (Fraction(-1, 2), Fraction(1, 2))


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("16,969", Fraction(16_969), Fraction(1)),
        ("1,234,567.50", Fraction(123_456_750, 100), Fraction(1, 100)),
        ("1.6%", Fraction(16, 1000), Fraction(1, 1000)),
        ("9 %", Fraction(9, 100), Fraction(1, 100)),
        ("+69", Fraction(69), Fraction(1)),
        ("-12", Fraction(-12), Fraction(1)),
        ("−12", Fraction(-12), Fraction(1)),
    ],
)
def test_text_is_an_exact_number_with_the_unit_of_its_last_digit(
    text: str, value: Fraction, unit: Fraction
) -> None:
    printed = Printed(text, "exact")
    assert (printed.value, printed.unit) == (value, unit)


@pytest.mark.parametrize(
    "text", ["", "about 70", "1,23", "12,3456", "1.", ".5", "1.6 % ", "nan", "1e3", "٣", "7\n"]
)
def test_text_that_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        Printed(text, "exact")


def test_zeros_at_the_end_carry_precision() -> None:
    bare, precise = Printed("2", "half_up"), Printed("2.0", "half_up")
    assert bare.value == precise.value
    assert bare.holds(Fraction(22, 10))
    assert not precise.holds(Fraction(22, 10))


@pytest.mark.parametrize("rounding", ROUNDED)
def test_neighbours_in_print_meet_and_do_not_overlap(rounding: Rounding) -> None:
    lower, upper = Printed("1.6%", rounding), Printed("1.7%", rounding)
    assert lower.high == upper.low
    assert not lower.holds(upper.low)
    assert upper.holds(upper.low)


@given(size=st.integers(0, 10**6))
def test_every_number_is_held_by_its_own_print_and_by_no_other(size: int) -> None:
    value = Fraction(size, 100)
    cut, rounded = size // 100, (size + 50) // 100  # with one unit of the print a hundred
    for rounding, right in (("truncated", cut), ("half_up", rounded)):
        for shown in (right - 1, right, right + 1):
            if shown > 0:
                printed = Printed(str(shown), rounding)  # type: ignore[arg-type]
                assert printed.holds(value) == (shown == right)


@given(size=st.integers(1, 10**5), tenths=st.integers(-(10**6), 10**6))
def test_a_negative_figure_mirrors_its_size(size: int, tenths: int) -> None:
    value = Fraction(tenths, 10)
    for rounding in (*ROUNDED, "exact", "about"):
        positive = Printed(f"{size:,}", rounding)
        negative = Printed(f"-{size:,}", rounding)
        assert negative.holds(-value) == positive.holds(value)
        assert negative.low == -(positive.high or 0)


def test_at_least_has_no_upper_end() -> None:
    floor = Printed("2,500", "at_least")
    assert floor.high is None
    assert not floor.includes_high
    assert floor.holds(2_500)
    assert floor.holds(10**9)
    assert not floor.holds(2_499)


@pytest.mark.parametrize("text", ["70", "-70", "0"])
@pytest.mark.parametrize("rounding", ["exact", "half_up", "truncated", "about", "at_least"])
def test_arrays_are_sorted_as_single_values_are(text: str, rounding: Rounding) -> None:
    printed = Printed(text, rounding)
    halves = range(-200, 201)
    values = np.array([half / 2 for half in halves])
    inside = ~printed.too_low(values) & ~printed.too_high(values)
    assert inside.tolist() == [printed.holds(Fraction(half, 2)) for half in halves]
    assert not (printed.too_low(values) & printed.too_high(values)).any()


def test_a_float_share_on_the_boundary_is_on_the_right_side_of_it() -> None:
    shares = np.array([2 / 125, 17 / 1000])  # 1.6% and 1.7% as a run works them out
    printed = Printed("1.6%", "truncated")
    assert printed.too_low(shares).tolist() == [False, False]
    assert printed.too_high(shares).tolist() == [False, True]
