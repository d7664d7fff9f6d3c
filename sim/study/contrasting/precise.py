"""How many replications does a contrast need?

As many as were asked for; or 200, 400, 800, … until the mean differences in returns and in inbound
are known to within a precision, or until there are as many as are ever run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.ensemble.quantiles import mean_interval
from sim.ensemble.settings import DEFAULT_REPLICATIONS
from sim.study.contrasting.versus import Side
from sim.study.noise import Samples

MOST_REPLICATIONS = 6_400
"""Where a search for precision ends; the contrast says what was reached."""
WATCHED = ("returns", "inbound")
"""Indicators whose difference has to be known precisely enough."""


@dataclass(frozen=True, slots=True)
class ContrastOptions:
    """How sure a contrast has to be.

    Attributes
    ----------
    replications
        How many; None lets ``precision`` decide.
    precision
        Most half-width of the 95% interval of the mean difference, in returns and in inbound,
        relative to the base's mean returns (0.01 is 1%).
    """

    replications: int | None = None
    precision: float = 0.01

    def attempts(self) -> Iterator[int]:
        """Yield how many replications to have, until there are enough."""
        if self.replications is not None:
            yield self.replications
            return
        wanted = DEFAULT_REPLICATIONS
        while wanted <= MOST_REPLICATIONS:
            yield wanted
            wanted *= 2

    def are_met(self, base: Side, other: Side) -> bool:
        """Return whether a difference is precise enough."""
        return all(width <= self.precision for width in half_widths(base, other).values())


def half_widths(base: Side, other: Side) -> dict[str, float]:
    """Return how precisely mean differences are known, by the name of the indicator.

    The half-width of the 95% interval over the base's mean returns; if nobody is returned there,
    over the other's. Infinite where a single replication leaves it unknown.
    """
    scale = float(base.indicator("returns").mean()) or float(other.indicator("returns").mean())
    return {
        name: _relative(other.indicator(name) - base.indicator(name), scale) for name in WATCHED
    }


def _relative(apart: Samples, scale: float) -> float:
    low, high = mean_interval(apart)
    width = (high - low) / 2
    if width == 0:
        return 0.0
    return width / scale if scale else np.inf
