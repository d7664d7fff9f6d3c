"""How are words, days and numbers in a file of figures or claims read?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from sim.evidence.printed import Printed
from sim.scenario.problems import nearest


def one_of(known: Iterable[str], what: str) -> BeforeValidator:
    """Refuse a word that is not known, with the nearest that is."""

    def check(word: Any) -> Any:
        if isinstance(word, str) and word not in known:
            raise ValueError(f"unknown {what} '{word}'; {nearest(word, known)}")
        return word

    return BeforeValidator(check)


def _day(text: Any) -> Any:
    if isinstance(text, str):
        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
                raise ValueError
            return date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"'{text}' is not a date; write it as 2025-11-01") from None
    return text


def _yes_or_no(text: Any) -> Any:
    if isinstance(text, str):
        if text not in ("yes", "no"):
            raise ValueError(f"'{text}' is neither; write yes or no")
        return text == "yes"
    return text


Day = Annotated[date, BeforeValidator(_day)]
"""A date written as 2025-11-01."""

YesOrNo = Annotated[bool, BeforeValidator(_yes_or_no)]
"""The word yes or no."""


LONGEST = 30
"""Characters of a number; no reported figure comes near it."""


def number(text: str) -> Printed:
    """Return a number as printed.

    Raises
    ------
    ValueError
        If the text is not one, or is longer than any figure.
    """
    if len(text) > LONGEST:
        raise ValueError(f"longer than {LONGEST} characters; no figure is that exact")
    return Printed(text, "exact")


Number = Annotated[str, AfterValidator(lambda text: number(text).text)]
"""A number as printed, as text."""
