"""In what unit is a number written, and what is it in the unit the model uses?

A dimension lists the units that may be written and how many base units each is
worth. Durations end as seconds, shares as fractions, rates as a number per day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from sim.scenario.problems import shortened

SECONDS_A_DAY = 86_400
DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Dimension:
    """A kind of quantity.

    Attributes
    ----------
    name
        For messages.
    units
        Written unit to base units; the first is the one shown.
    example
        What a correct value looks like.
    low, high
        Inclusive bounds in base units; the high ones are far above anything plausible, so that
        a slip of the keyboard ends in a message and not in a run of hours.
    whole
        True where only whole numbers make sense.
    needs_unit
        True where a bare number would be ambiguous.
    """

    name: str
    units: dict[str, float]
    example: str
    low: float = 0.0
    high: float = 1e7
    whole: bool = False
    needs_unit: bool = False

    @property
    def shown(self) -> str:
        """The unit in which values are shown."""
        return next(iter(self.units))

    def in_base(self, number: float, unit: str) -> float:
        """Return a number of a unit in base units; 70% is exactly the number nearest to 0.7."""
        scale = self.units[unit]
        return number * scale if scale >= 1 else number / (1 / scale)

    def range_in(self, unit: str) -> str:
        """Return the bounds as they read in a unit, such as ``[0, 100] (unit %)``."""
        low, high = (f"{bound / self.units[unit]:.7g}" for bound in (self.low, self.high))
        return f"[{low}, {high}] (unit {unit})"


DURATION = Dimension(
    "duration",
    {"d": SECONDS_A_DAY, "h": 3600, "min": 60, "s": 1, "weeks": 7 * SECONDS_A_DAY},
    "14 d",
    high=36_525 * SECONDS_A_DAY,
    needs_unit=True,
)
SHARE = Dimension("share", {"share": 1.0, "%": 0.01}, "0.25 or 25%", high=1.0)
PEOPLE = Dimension("number of people", {"people": 1.0}, "120", whole=True)
MEAN_PEOPLE = Dimension("mean number of people", {"people": 1.0}, "68.3", high=1e4)
PLACES = Dimension("number of places", {"places": 1.0}, "120", high=1e6)
RATE = Dimension(
    "rate",
    {
        "per week": 1 / 7,
        "per day": 1.0,
        "per month": 1 / DAYS_A_MONTH,
        "per year": 1 / 365.25,
    },
    "12 per week",
    high=1e4,
    needs_unit=True,
)
_PER_MONTH = {"per month": 1.0, "% per month": 0.01}
_GROWTH_EXAMPLE = "0.15 per month or 15% per month"
TREND = Dimension("growth", _PER_MONTH, _GROWTH_EXAMPLE, low=-1.0, high=10.0, needs_unit=True)
WOBBLE = Dimension("standard deviation", _PER_MONTH, _GROWTH_EXAMPLE, high=10.0, needs_unit=True)
MONEY = Dimension("sum of money", {"GBP": 1.0}, "122 GBP", high=1e13)
RATIO = Dimension("ratio", {"ratio": 1.0}, "1.2", high=1e6)
LOGIT = Dimension("log-odds or log ratio", {"log ratio": 1.0}, "-0.48", low=-50.0, high=50.0)

_NUMBER = re.compile(r"[-+]?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)?(\.[0-9]+)?")
_EXPONENT = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?[eE][-+]?[0-9]")
MOST_DIGITS = 30


def parse_number(text: str) -> float:
    """Read a decimal number as printed, thousands separators allowed.

    Raises
    ------
    ValueError
        With what to write instead; exponents, leading zeros and words are refused.
    """
    if _EXPONENT.fullmatch(text) and len(text) <= MOST_DIGITS:
        raise ValueError(f"'{text}' has an exponent; write {Decimal(text):f}")
    if not _NUMBER.fullmatch(text) or not any(c.isdigit() for c in text):
        raise ValueError(f"'{shortened(text)}' is not a number; write digits, such as 12 or 0.5")
    digits = text.lstrip("+-")
    if len(digits) > MOST_DIGITS:
        raise ValueError(f"a number of more than {MOST_DIGITS} digits; write a plausible value")
    if digits[0] == "0" and digits[1:2].isdigit():
        raise ValueError(f"'{text}' begins with a zero; write {_without_zeros(digits)}")
    return float(text.replace(",", ""))


def split_unit(text: str) -> tuple[str, str]:
    """Split ``"14 d"`` into number and unit.

    The unit is empty where none is written; where the text does not begin with a number
    that a unit could follow, all of it is taken for the number.
    """
    match = _NUMBER.match(text)
    end = match.end() if match else 0
    unit = text[end:].strip()
    if end == 0 or _EXPONENT.match(text) or not (unit[:1].isalpha() or unit[:1] in ("", "%")):
        return text, ""
    return text[:end], unit


def _without_zeros(digits: str) -> str:
    stripped = digits.lstrip("0,")
    return stripped if stripped[:1].isdigit() else f"0{stripped}"
