"""What is to be reached, by when, and how surely?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sim.outcomes.indicators import INDICATORS
from sim.scenario.problems import nearest
from sim.scenario.units import parse_number
from sim.study.errors import StudyError

EXAMPLE = "'returns_rate >= 5%'"
_WRITTEN = re.compile(r"\s*([A-Za-z0-9_]+)\s*(>=|<=)\s*(\S.*?)\s*")
Samples = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Target:
    """An indicator, the side of a level on which it is to be, and in how many replications.

    Attributes
    ----------
    indicator
        Name.
    at_least
        True to be at the level or above, False at or below.
    level
        In the indicator's unit, shares as fractions.
    confidence
        Share of replications in which it is to be so; 0.5 is the median.
    by
        Date at whose end it is to be so; None for the scenario's last day.
    written
        As it was written.
    """

    indicator: str
    at_least: bool
    level: float
    confidence: float = 0.5
    by: date | None = None
    written: str = ""

    def reached(self, samples: Samples) -> float:
        """Return the number that the indicator is at least (or at most) in that many replications.

        Parameters
        ----------
        samples
            Of the indicator, shape (replications,); where it is undefined the target is missed.
        """
        missed = -np.inf if self.at_least else np.inf
        defined = np.where(np.isnan(samples), missed, samples)
        share = 1 - self.confidence if self.at_least else self.confidence
        if np.isfinite(defined).all():
            return float(np.quantile(defined, share))
        return float(np.quantile(defined, share, method="inverted_cdf"))

    def margin(self, samples: Samples) -> float:
        """Return by how much the target is reached; below zero if it is missed."""
        difference = self.reached(samples) - self.level
        return difference if self.at_least else -difference

    def met(self, samples: Samples) -> NDArray[np.bool_]:
        """Return in which replications it is met."""
        met = samples >= self.level if self.at_least else samples <= self.level
        return np.asarray(met)


def read_target(written: str, confidence: float = 0.5, by: date | None = None) -> Target:
    """Read a target such as ``returns_rate >= 5%``.

    Raises
    ------
    StudyError
        If it is none, with what to write instead.
    """
    match = _WRITTEN.fullmatch(written)
    if match is None:
        raise StudyError(
            f"'{written}' is no target; write an indicator, >= or <=, and a number: {EXAMPLE}"
        )
    if not 0 < confidence < 1:
        raise StudyError(
            f"a confidence of {confidence:g}; write a share between 0 and 1, such as 0.9"
        )
    indicator, sign, text = match.groups()
    if indicator not in INDICATORS:
        raise StudyError(f"'{indicator}' is no indicator; {nearest(indicator, sorted(INDICATORS))}")
    level = _level(indicator, text)
    return Target(indicator, sign == ">=", level, confidence, by, f"{indicator} {sign} {text}")


def _level(indicator: str, text: str) -> float:
    """Read the level, with or without the indicator's unit; percentages only of shares."""
    unit = INDICATORS[indicator].unit
    is_share = unit == "share"
    number = text.removesuffix("%" if is_share else unit).strip()
    try:
        value = parse_number(number)
    except ValueError:
        example = "5% or 0.05" if is_share else f"50, in {unit}"
        raise StudyError(f"'{text}' is no level of {indicator}; write {example}") from None
    if is_share and not text.endswith("%") and value > 1:
        raise StudyError(f"{indicator} is a share and cannot be {text}; did you mean {text}%?")
    return value / 100 if is_share and text.endswith("%") else value
