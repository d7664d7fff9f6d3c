"""Which limit binds if limits are measured by a tenth of their own numbers?

Units differ in size, and which limit comes first depends on them. A tenth of the scenario's own
number is another unit, for which the price is taken to hold so far.
"""

from __future__ import annotations

from dataclasses import replace
from math import isclose
from typing import Any

from sim.scenario.schema import Scenario
from sim.scenario.values import Dated, Spread
from sim.study.limits.prices import Price

_TENTH = 0.1


def tenth(scenario: Scenario, price: Price) -> Price | None:
    """Return what a tenth of a limit's own number, as it stands in the end, would buy.

    Parameters
    ----------
    scenario
        As loaded.
    price
        Of one unit of the limit.

    Returns
    -------
    Price or None
        None where the limit cannot give way, where its own number is zero in the end, or where
        limits that share a unit are not as many units each.
    """
    entries: dict[str, Any] = {entry.path: entry.value for entry in scenario.assumptions()}
    units = [abs(_own(entries[path]) / by) for path, by in price.relaxation.added.items()]
    if price.relaxation.exhausted or not min(units) or not isclose(min(units), max(units)):
        return None
    factor = _TENTH * units[0]
    gains = {name: gain.times(factor) for name, gain in price.gains.items()}
    return replace(price, gains=gains, monthly=factor * price.monthly)


def _own(value: Any) -> float:
    """Return the number of a value: the last of a dated one, the scale of a spread."""
    if isinstance(value, Dated):
        return value.steps[-1].value
    return float(value.mean or value.median) if isinstance(value, Spread) else float(value)
