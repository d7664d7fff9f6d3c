"""What does a printed figure say?

A figure in print stands for a range of true values: "1.6%" cut off after one decimal
is anything from 1.6% to just under 1.7%. Arithmetic is in exact fractions, so that
281 of 16,969 is on the right side of a boundary.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

Rounding = Literal["exact", "half_up", "truncated", "about", "at_least"]
ROUNDINGS: tuple[str, ...] = get_args(Rounding)

_NUMBER = re.compile(
    r"(?P<sign>[-+−]?)(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)"
    r"(?:\.(?P<decimals>[0-9]+))?(?P<percent> ?%)?"
)


@dataclass(frozen=True)
class Printed:
    """A figure as printed, and the values that it may stand for.

    The text is kept because its zeros carry precision: "2.0" says more than "2".

    Parameters
    ----------
    text
        Digits with an optional sign, thousands commas, decimals and a percent sign.
    rounding
        How it came to be printed; one of :data:`ROUNDINGS`. With ``u`` one unit of the
        last printed digit and ``x`` the printed value, it stands for

        - ``exact``: ``x`` alone;
        - ``truncated``: from ``x`` to just under ``x + u``;
        - ``half_up``: from ``x - u/2`` to just under ``x + u/2``;
        - ``about``: from ``x - w`` to ``x + w``, where ``w`` is a tenth of ``x`` or half
          a unit of its last digit that is not zero, whichever is wider. That is our
          choice, on the wide side: "about 100" may mean one digit (50 to 150), and a
          writer of "about 92" does not promise 92;
        - ``at_least``: ``x`` or more.

        A negative figure is rounded as its size is.

    Raises
    ------
    ValueError
        If the text is not a number.
    """

    text: str
    rounding: Rounding

    def __post_init__(self) -> None:
        if not _NUMBER.fullmatch(self.text):
            raise ValueError(f"'{self.text}' is not a number; write it as 1,234 or 1.6 or 9%")

    @property
    def is_percentage(self) -> bool:
        """Whether it was printed with a percent sign."""
        return self.text.endswith("%")

    @cached_property
    def value(self) -> Fraction:
        """The value of the text; a percentage as a share."""
        size = int(self._digits) * self.unit
        return -size if self._is_negative else size

    @cached_property
    def unit(self) -> Fraction:
        """One unit of the last printed digit; of a percentage as a share."""
        decimals = self._parts["decimals"] or ""
        return Fraction(1, 10 ** len(decimals) * (100 if self.is_percentage else 1))

    @property
    def low(self) -> Fraction:
        """The lower end; itself meant unless :attr:`includes_low` is False."""
        return self._range[0]

    @property
    def high(self) -> Fraction | None:
        """The upper end, meant if :attr:`includes_high`; None if there is none."""
        return self._range[1]

    @property
    def includes_low(self) -> bool:
        """Whether the figure may stand for its lower end."""
        return not (self._is_half_open and self._is_negative)

    @property
    def includes_high(self) -> bool:
        """Whether the figure may stand for its upper end."""
        return self.high is not None and (self._is_negative or not self._is_half_open)

    def holds(self, value: Fraction | int) -> bool:
        """Return whether the figure may stand for an exact value."""
        above_low = value >= self.low if self.includes_low else value > self.low
        if self.high is None:
            return above_low
        return above_low and (value <= self.high if self.includes_high else value < self.high)

    def too_low(self, values: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return which values lie below all that the figure may stand for.

        Notes
        -----
        An end is compared as its nearest float: a quotient of whole numbers that equals
        the end exactly is that same float.
        """
        low = float(self.low)
        return values < low if self.includes_low else values <= low

    def too_high(self, values: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return which values lie above all that the figure may stand for; see :meth:`too_low`."""
        if self.high is None:
            return np.zeros(values.shape, dtype=np.bool_)
        high = float(self.high)
        return values > high if self.includes_high else values >= high

    @cached_property
    def _parts(self) -> dict[str, str | None]:
        match = _NUMBER.fullmatch(self.text)
        return match.groupdict() if match else {}

    @property
    def _digits(self) -> str:
        return f"{self._parts['whole']}{self._parts['decimals'] or ''}".replace(",", "")

    @property
    def _is_negative(self) -> bool:
        return self._parts["sign"] in ("-", "−")

    @property
    def _is_half_open(self) -> bool:
        return self.rounding in ("truncated", "half_up")

    @cached_property
    def _range(self) -> tuple[Fraction, Fraction | None]:
        if self.rounding == "at_least":
            return self.value, None
        size = abs(self.value)
        down, up = self._reach
        return (-size - up, down - size) if self._is_negative else (size - down, size + up)

    @property
    def _reach(self) -> tuple[Fraction, Fraction]:
        """How far below and above its size a figure may mean."""
        if self.rounding == "truncated":
            return Fraction(0), self.unit
        if self.rounding == "half_up":
            return self.unit / 2, self.unit / 2
        if self.rounding == "about":
            zeros = len(self._digits) - len(self._digits.rstrip("0")) if self.value else 0
            width = max(abs(self.value) / 10, self.unit * 10**zeros / 2)
            return width, width
        return Fraction(0), Fraction(0)
