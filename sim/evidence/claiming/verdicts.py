"""Does a calculated number bear out a printed one, and if so, how was it printed?

A number that nobody calls approximate is held to its last digit. If it misses, it may have
been cut off there, or rounded to a coarser digit: that is another verdict, not a mistake.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from sim.evidence.claiming.ranges import Range
from sim.evidence.claiming.wording import POWERS, cut_off, half_up, like
from sim.evidence.printed import Printed, Rounding

Verdict = Literal[
    "holds", "holds_if_truncated", "rounded", "unlike_periods", "cannot_be_checked", "false"
]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
"""What can be said of a claim, each in one word.

- ``holds``: every value that the calculated number may have is one that the claim may mean;
- ``holds_if_truncated``: so it is if the claim was cut off after its last digit;
- ``rounded``: so it is if it was rounded to a digit before its last zeros;
- ``unlike_periods``: it divides what was counted over one period by another period's;
- ``cannot_be_checked``: there is nothing to calculate, or the figures are too coarse;
- ``false``: no value that the calculated number may have is one that the claim may mean.
"""

TOO_COARSE = "the figures are too coarse to decide"


@dataclass(frozen=True, slots=True)
class Said:
    """The number of a claim as printed."""

    text: str
    rounding: Rounding = "half_up"

    @property
    def printed(self) -> Printed:
        """What the text says."""
        return Printed(self.text, self.rounding)


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict, and the sum that it follows from, in words and figures."""

    verdict: Verdict
    sum: str


def against(said: Said, found: Range) -> tuple[Verdict, str]:
    """Hold a printed number against a calculated one.

    Parameters
    ----------
    said
        The number as printed. ``half_up`` also tries what else a plain number may be: cut
        off, or rounded to a coarser digit. Any other rounding is taken at its word.
    found
        The calculated number.

    Returns
    -------
    tuple
        The verdict, and a remark on the rounding; empty if there is none to make.
    """
    printed = said.printed
    if printed.high is None:
        return _at_least(printed, found)
    readings = list(_readings(printed))
    for verdict, meant, remark in readings:
        if found.is_inside(meant):
            return verdict, remark or _how_it_rounds(printed, found, verdict)
    if any(found.meets(meant) for _, meant, _ in readings):
        return "cannot_be_checked", TOO_COARSE
    return "false", _how_it_rounds(printed, found, "false")


def _at_least(printed: Printed, found: Range) -> tuple[Verdict, str]:
    if found.low >= printed.value:
        return "holds", f"at least {printed.text}"
    if found.high < printed.value:
        return "false", f"not as many as {printed.text}"
    return "cannot_be_checked", TOO_COARSE


def _readings(printed: Printed) -> Iterator[tuple[Verdict, Range, str]]:
    """Yield what a number may mean, the strictest first, each with its remark."""
    remark = f"about {printed.text}" if printed.rounding == "about" else ""
    yield "holds", Range.of(printed), remark
    if printed.rounding != "half_up":
        return
    yield "holds_if_truncated", Range.of(Printed(printed.text, "truncated")), ""
    digits = "".join(letter for letter in printed.text if letter.isdigit())
    if not printed.value or "." in printed.text:
        return
    for power in range(1, len(digits) - len(digits.rstrip("0")) + 1):
        half = printed.unit * 10**power / 2
        low, high = printed.value - half, printed.value + half
        meant = Range(low, high, printed.value > 0, printed.value < 0)
        name = POWERS.get(power, f"the nearest {10**power:,}")
        yield "rounded", meant, f"rounded to {name} it is {printed.text}"


def _how_it_rounds(printed: Printed, found: Range, verdict: Verdict) -> str:
    if not found.is_exact:
        cut = f"{printed.text} if cut off" if verdict == "holds_if_truncated" else ""
        return f"not {printed.text}" if verdict == "false" else cut
    value, unit = found.low, printed.unit
    nearest = like(half_up(value, unit), printed)
    if verdict == "holds":
        return "" if value == printed.value else f"rounds to {nearest}"
    cut = like(cut_off(value, unit), printed)
    if verdict == "holds_if_truncated":
        return f"rounds to {nearest}, cut off gives {cut}"
    exact = value == Fraction(value // unit) * unit
    return f"not {printed.text}" if exact else f"rounds to {nearest}, not {printed.text}"
