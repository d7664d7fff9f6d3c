"""What does one scenario do beside another, under the same luck?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from sim.outcomes.cohorts import months
from sim.outcomes.indicators import INDICATORS
from sim.scenario.schema import Scenario
from sim.study.contrasting.paired import Difference, paired_differences
from sim.study.contrasting.pairs import COUNTED
from sim.study.contrasting.parting import month_of_certainty, month_of_parting
from sim.study.contrasting.swaps import Swaps
from sim.study.noise import Samples


@dataclass(frozen=True)
class Side:
    """What one scenario does.

    Attributes
    ----------
    scenario
        As loaded.
    indicators
        Shape (replications, indicators).
    sums
        Running sums at the end of each month, shape (replications, series, months), the series
        in the order of :data:`~sim.study.contrasting.pairs.COUNTED`.
    """

    scenario: Scenario
    indicators: Samples
    sums: Samples

    def indicator(self, name: str) -> Samples:
        """Return an indicator, shape (replications,)."""
        return np.asarray(self.indicators[:, list(INDICATORS).index(name)])

    def sum_of(self, name: str) -> Samples:
        """Return the running sum of a daily series, shape (replications, months)."""
        return np.asarray(self.sums[:, COUNTED.index(name)])


@dataclass(frozen=True)
class Versus:
    """Another scenario beside the base, under the same luck.

    Attributes
    ----------
    base, other
        What each does.
    first_days
        First day on which any daily series differs, NaN if none does; shape (replications,).
    swaps
        Who is returned in one of the two only; None where people cannot be matched.
    unmatched
        Why they cannot; None if they can.
    seed
        Of all luck.
    """

    base: Side
    other: Side
    first_days: Samples
    swaps: Swaps | None
    unmatched: str | None
    seed: int

    @cached_property
    def differences(self) -> dict[str, Difference]:
        """Of every indicator at the horizon, other less base."""
        found = paired_differences(self.base.indicators, self.other.indicators, self.seed)
        return dict(zip(INDICATORS, found, strict=True))

    @property
    def months(self) -> list[date]:
        """First day of each month; sums are those at its end, the last one's at the horizon."""
        scenario = self.base.scenario
        return months(scenario.scheme.start.value, scenario.days)

    def apart(self, name: str) -> Samples:
        """Return the paired difference of a running sum, shape (replications, months).

        Parameters
        ----------
        name
            One of those that a row has running sums of, or ``net_flow``: inbound less returns.
        """
        if name == "net_flow":
            return self.apart("inbound") - self.apart("returns")
        return self.other.sum_of(name) - self.base.sum_of(name)

    @property
    def parts_in(self) -> date | None:
        """First month by whose end half of the replications have differed in a daily series."""
        scenario = self.base.scenario
        return month_of_parting(self.first_days, scenario.scheme.start.value, scenario.days)

    def certain_from(self, name: str) -> date | None:
        """Return the month from whose end on the 90% interval of a difference leaves out zero.

        Parameters
        ----------
        name
            See :meth:`apart`.
        """
        return month_of_certainty(self.apart(name), self.months)
