"""How are the numbers and days of a sum written?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from sim.evidence.claiming.ranges import Range
from sim.evidence.printed import Printed

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
POWERS = {1: "tens", 2: "hundreds", 3: "thousands", 4: "tens of thousands", 6: "millions"}


def half_up(value: Fraction, unit: Fraction) -> Fraction:
    """Round the size of a value to the nearest unit, halves up."""
    units = (abs(value) / unit + Fraction(1, 2)) // 1
    return (units if value >= 0 else -units) * unit


def cut_off(value: Fraction, unit: Fraction) -> Fraction:
    """Cut the size of a value off after a unit."""
    units = abs(value) / unit // 1
    return (units if value >= 0 else -units) * unit


def like(value: Fraction, printed: Printed) -> str:
    """Write a value, already a multiple of the printed unit, as a figure was printed."""
    decimals = len(printed.text.rstrip(" %").partition(".")[2])
    return _decimal(value, decimals, percent=printed.is_percentage)


def number(value: Fraction, *, as_share: bool) -> str:
    """Write a number with four digits, a whole one with all; a share as a percentage."""
    shown = value * 100 if as_share else value
    before = len(str(int(abs(shown))))
    whole = value.denominator == 1 and not as_share
    return _decimal(value, 0 if whole else max(4 - before, 0), percent=as_share)


def written(found: Range, *, as_share: bool) -> str:
    """Write a calculated number: one value, or between which two it lies."""
    low, high = number(found.low, as_share=as_share), number(found.high, as_share=as_share)
    return low if found.is_exact else f"between {low} and {high}"


def day(when: date) -> str:
    """Write a date, such as 6 August 2025."""
    return f"{when.day} {when:%B %Y}"


def span(first: date, last: date) -> str:
    """Write two days and all between them, naming month and year once where they agree."""
    if first == last:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    return (
        f"{first.day} {first:%B} to {day(last)}"
        if first.year == last.year
        else (f"{day(first)} to {day(last)}")
    )


def ordinal(place: int) -> str:
    """Write a place, such as second."""
    return ORDINALS[place - 1] if place <= len(ORDINALS) else f"{place}th"


def listed(words: Iterable[str]) -> str:
    """Write words as a list, such as a, b and c."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def joined(sum_: str, remark: str) -> str:
    """Add a remark to a sum, if there is one."""
    return f"{sum_}; {remark}" if remark else sum_


def _decimal(value: Fraction, decimals: int, *, percent: bool = False) -> str:
    size = half_up(abs(value) * (100 if percent else 1), Fraction(1, 10**decimals))
    whole, rest = divmod(size.numerator * 10**decimals // size.denominator, 10**decimals)
    text = f"{whole:,}" + (f".{rest:0{decimals}}" if decimals else "")
    return ("−" if value < 0 and size else "") + text + ("%" if percent else "")
