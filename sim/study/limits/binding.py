"""Which limit binds, and does that change over the period?

The binding limit is the one of which one unit buys most returns. Another is called close where
the replications do not tell the two apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.study.limits.gain import level_of_each, sign_of
from sim.study.limits.prices import Price


@dataclass(frozen=True)
class Binding:
    """The binding limit.

    Attributes
    ----------
    price
        Of the limit that binds.
    close
        Those that are not told apart from it, the dearest first.
    """

    price: Price
    close: tuple[Price, ...]


@dataclass(frozen=True, slots=True)
class Phase:
    """Calendar months in a row in which one limit binds.

    Attributes
    ----------
    first, last
        Numbers of the months.
    price
        Of the limit that binds in them; None where no unit is established to buy a return.
    """

    first: int
    last: int
    price: Price | None


def binding(prices: Sequence[Price]) -> Binding | None:
    """Return the limit that binds over the whole period.

    Returns
    -------
    Binding or None
        None if no unit of any limit is established to buy a return.
    """
    buying = sorted(
        (price for price in prices if price.gains["returns"].sign > 0),
        key=lambda price: -price.gains["returns"].mean,
    )
    if not buying:
        return None
    best, *others = buying
    close = (o for o in others if sign_of(_apart(best, o).samples, best.level) <= 0)
    return Binding(best, tuple(close))


def phases(prices: Sequence[Price]) -> list[Phase]:
    """Return the limit that binds in each part of the period.

    A limit is taken to bind until another is established to buy more in some month. Every month is
    a look of its own at all prices, and what is established in one has a level to match.
    """
    found: list[Phase] = []
    for month in range(prices[0].monthly.shape[1] if prices else 0):
        before = found[-1].price if found else None
        now = _binding_in(prices, month, before)
        if found and now is before:
            found[-1] = Phase(found[-1].first, month, before)
        else:
            found.append(Phase(month, month, now))
    return found


def _binding_in(prices: Sequence[Price], month: int, before: Price | None) -> Price | None:
    buying = [price for price in prices if _buys(price, month)]
    if not buying:
        return None
    best = max(buying, key=lambda price: np.nanmean(price.monthly[:, month]))
    if before is None or _buys(_apart(best, before), month):
        return best
    return before


def _buys(price: Price, month: int) -> bool:
    """Return whether a unit is established to buy a return in a month."""
    samples = price.monthly[:, month]
    return sign_of(samples, level_of_each(price.monthly.shape[1], price.level)) > 0


def _apart(one: Price, other: Price) -> Price:
    """Return how much more one price buys than another, under the same luck."""
    count = min(one.replications, other.replications)
    return replace(one, monthly=one.monthly[:count] - other.monthly[:count])
