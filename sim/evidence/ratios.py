"""What follows from two numbers as they were printed?

A share or a rate is worked out in exact fractions from the numbers and never stored, so that it
cannot disagree with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict

from sim.evidence.claiming.wording import half_up
from sim.evidence.reading import YesOrNo, number
from sim.scenario.problems import nearest

WORDS = ("about ", "at least ", "at most ")
"""What may stand before a number that was not meant exactly."""


def bare(text: str) -> str:
    """Return a number without the word before it."""
    return next((text.removeprefix(word) for word in WORDS if text.startswith(word)), text)


def _worded(text: str) -> str:
    number(bare(text))
    return text


Worded = Annotated[str, AfterValidator(_worded)]
"""A number as printed, perhaps with a word before it."""


def _few(decimals: Any) -> Any:
    if str(decimals) not in ("0", "1", "2", "3"):
        raise ValueError(f"'{decimals}' is not a number of decimals; write 0, 1, 2 or 3")
    return int(decimals)


class Ratio(BaseModel):
    """One number divided by another.

    Attributes
    ----------
    text
        What it is, such as "transfers of requests".
    part, whole
        Names of the numbers; the first is divided by the second.
    as_share
        Whether it is shown as a percentage.
    decimals
        With how many it is shown.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    part: str
    whole: str
    as_share: YesOrNo = False
    decimals: Annotated[int, BeforeValidator(_few)] = 1


@dataclass(frozen=True, slots=True)
class Derived:
    """What a ratio comes to.

    Attributes
    ----------
    text
        What it is.
    value
        Exactly.
    shown
        Rounded half up, such as "8.6%"; "about" if a number of it was not meant exactly.
    """

    text: str
    value: Fraction
    shown: str


def derive(ratio: Ratio, figures: Mapping[str, str]) -> Derived:
    """Return what a ratio of named numbers comes to.

    Raises
    ------
    ValueError
        If a name is unknown, or nothing can be divided by the second number.
    """
    for name in (ratio.part, ratio.whole):
        if name not in figures:
            raise ValueError(f"there is no number '{name}'; {nearest(name, figures)}")
    part, whole = figures[ratio.part], figures[ratio.whole]
    if not number(bare(whole)).value:
        raise ValueError(f"'{ratio.whole}' is zero, and nothing can be divided by that")
    value = number(bare(part)).value / number(bare(whole)).value
    rounded = half_up(value * (100 if ratio.as_share else 1), Fraction(1, 10**ratio.decimals))
    shown = f"{float(rounded):,.{ratio.decimals}f}{'%' if ratio.as_share else ''}"
    is_exact = part == bare(part) and whole == bare(whole)
    return Derived(ratio.text, value, shown if is_exact else f"about {shown}")
