"""In what unit is a number written, and what is it in the unit the model uses?

A dimension lists the units that may be written and how many base units each is
worth. Durations end as seconds, shares as fractions, rates as a number per day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

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
        Inclusive bounds in base units; None where there is none.
    whole
        True where only whole numbers make sense.
    needs_unit
        True where a bare number would be ambiguous.
    """

    name: str
    units: dict[str, float]
    example: str
    low: float | None = 0.0
    high: float | None = None
    whole: bool = False
    needs_unit: bool = False

    @property
    def shown(self) -> str:
        """The unit in which values are shown."""
        return next(iter(self.units))


DURATION = Dimension(
    "duration",
    {"d": SECONDS_A_DAY, "h": 3600, "min": 60, "s": 1, "weeks": 7 * SECONDS_A_DAY},
    "14 d",
    needs_unit=True,
)
SHARE = Dimension("share", {"share": 1.0, "%": 0.01}, "0.25 or 25%", high=1.0)
PEOPLE = Dimension("number of people", {"people": 1.0}, "120", whole=True)
MEAN_PEOPLE = Dimension("mean number of people", {"people": 1.0}, "68.3")
PLACES = Dimension("number of places", {"places": 1.0}, "120", whole=True)
RATE = Dimension(
    "rate",
    {
        "per week": 1 / 7,
        "per day": 1.0,
        "per month": 1 / DAYS_A_MONTH,
        "per year": 1 / 365.25,
    },
    "12 per week",
    needs_unit=True,
)
TREND = Dimension(
    "growth",
    {"per month": 1.0, "% per month": 0.01},
    "0.15 per month or 15% per month",
    low=-1.0,
    needs_unit=True,
)
RATIO = Dimension("ratio", {"ratio": 1.0}, "1.2")
LOGIT = Dimension("log-odds or log ratio", {"log ratio": 1.0}, "-0.48", low=None)

_NUMBER = re.compile(r"[-+]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?")


def parse_number(text: str) -> float:
    """Read a decimal number as printed, thousands separators allowed.

    Raises
    ------
    ValueError
        With what to write instead; exponents, leading zeros and words are refused.
    """
    if not _NUMBER.fullmatch(text) or not any(c.isdigit() for c in text):
        raise ValueError(f"'{text}' is not a number; write digits, such as 12 or 0.5")
    digits = text.lstrip("+-")
    if len(digits) > 1 and digits[0] == "0" and digits[1] != ".":
        raise ValueError(f"'{text}' begins with a zero; write {digits.lstrip('0') or '0'}")
    if len(digits) > 30:
        raise ValueError("a number of more than 30 digits; write a plausible value")
    return float(text.replace(",", ""))


def split_unit(text: str) -> tuple[str, str]:
    """Split ``"14 d"`` into number and unit; the unit is empty where none is written."""
    match = _NUMBER.match(text)
    end = match.end() if match else 0
    return text[:end], text[end:].strip()
