"""Which values may a calculated number have, if its figures are only as exact as printed?

Interval arithmetic in exact fractions: whether an end itself is meant is kept, so that a
value on the boundary of a rounding is on the right side of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from sim.evidence.printed import Printed


@dataclass(frozen=True, slots=True)
class Range:
    """All values between two ends; each end itself is one of them or not.

    Attributes
    ----------
    low, high
        ``low`` is not above ``high``.
    includes_low, includes_high
        Whether the end itself is meant.
    """

    low: Fraction
    high: Fraction
    includes_low: bool = True
    includes_high: bool = True

    @classmethod
    def exactly(cls, value: Fraction | int) -> Range:
        """Return the range of one value."""
        return cls(Fraction(value), Fraction(value))

    @classmethod
    def of(cls, printed: Printed) -> Range:
        """Return what a figure may stand for.

        Raises
        ------
        ValueError
            If it has no upper end.
        """
        if printed.high is None:
            raise ValueError(f"'{printed.text}' is printed as at least, so no sum can follow")
        return cls(printed.low, printed.high, printed.includes_low, printed.includes_high)

    @property
    def is_exact(self) -> bool:
        """Whether it is one value."""
        return self.low == self.high

    def __sub__(self, other: Range) -> Range:
        return Range(
            self.low - other.high,
            self.high - other.low,
            self.includes_low and other.includes_high,
            self.includes_high and other.includes_low,
        )

    def __truediv__(self, other: Range) -> Range:
        """Divide by a range above zero; zero over any number of it is zero.

        Raises
        ------
        ZeroDivisionError
            If the other range is not above zero.
        """
        if other.low <= 0:
            raise ZeroDivisionError("a divisor must be above zero")
        ends = [(self.low, self.includes_low), (self.high, self.includes_high)]
        divisors = [(other.low, other.includes_low), (other.high, other.includes_high)]
        quotients = [
            (a / b, a_meant and (b_meant or a == 0))
            for a, a_meant in ends
            for b, b_meant in divisors
        ]
        low, high = min(q for q, _ in quotients), max(q for q, _ in quotients)
        return Range(low, high, (low, True) in quotients, (high, True) in quotients)

    def is_inside(self, other: Range) -> bool:
        """Return whether every value of this range is one of the other."""
        above = self.low > other.low or (
            self.low == other.low and (other.includes_low or not self.includes_low)
        )
        below = self.high < other.high or (
            self.high == other.high and (other.includes_high or not self.includes_high)
        )
        return above and below

    def meets(self, other: Range) -> bool:
        """Return whether the two ranges have a value in common."""
        return not (self.is_below(other) or other.is_below(self))

    def is_below(self, other: Range) -> bool:
        """Return whether every value of this range is below every value of the other."""
        touch = self.includes_high and other.includes_low
        return self.high < other.low or (self.high == other.low and not touch)
