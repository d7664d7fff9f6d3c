"""Which limit binds, whom did each hold back, and what would one more unit buy?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sim.ensemble.rows import Gatherer
from sim.outcomes.cohorts import months
from sim.scenario.schema import Scenario
from sim.study.limits.binding import Binding, Phase, binding, phases
from sim.study.limits.holding_back import Held, holding_back
from sim.study.limits.prices import FIRST, MOST, Price, shadow_prices
from sim.study.limits.relaxing import relaxations
from sim.study.limits.tenths import tenth


@dataclass(frozen=True)
class Limits:
    """What limits did to people under a scenario, and what a unit of each would buy.

    Attributes
    ----------
    scenario, seed, at_central
        What was run.
    held
        Whom each limit held back, in the order in which people meet them.
    replications
        From which that was found.
    prices
        Of one unit of each limit, in the same order.
    """

    scenario: Scenario
    seed: int
    at_central: bool
    held: tuple[Held, ...]
    replications: int
    prices: tuple[Price, ...]

    @cached_property
    def binding(self) -> Binding | None:
        """The limit that binds over the whole period, if any does."""
        return binding(self.prices)

    @cached_property
    def tenths(self) -> list[Price | None]:
        """What a tenth of each limit's own number would buy; in the order of the prices."""
        return [tenth(self.scenario, price) for price in self.prices]

    @cached_property
    def binding_by_tenths(self) -> Binding | None:
        """The limit of which a tenth of its own number is established to buy most, if any is."""
        return binding([price for price in self.tenths if price is not None])

    @cached_property
    def phases(self) -> list[Phase]:
        """The limit that binds in each part of the period."""
        return phases(self.prices)

    @property
    def months(self) -> list[date]:
        """First days of the calendar months."""
        start: Any = self.scenario.scheme.start.value
        return months(start, self.scenario.days)


def find_limits(scenario: Scenario, gatherer: Gatherer) -> Limits:
    """Say which limit binds.

    Parameters
    ----------
    scenario
        As loaded.
    gatherer
        Runs the replications: as many of each side of a difference as its settings say, or, if
        they say nothing, as many as sign it.

    Raises
    ------
    WorkersError
        If the workers cannot be reached, or cannot finish a replication.
    """
    settings = gatherer.settings
    first = settings.replications or FIRST
    most = settings.replications or MOST
    held = holding_back(scenario, gatherer, first)
    prices = shadow_prices(scenario, relaxations(scenario), gatherer, first, most)
    return Limits(scenario, settings.seed, settings.at_central, tuple(held), first, tuple(prices))
