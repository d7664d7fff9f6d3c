"""Which limit binds, and does that change over the period?

The binding limit is the one of which one unit buys most returns. Another is called close where
the replications do not tell the two apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.study.limits.prices import Gain, Price


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
    close = (price for price in others if _advantage(best, price, None).sign <= 0)
    return Binding(best, tuple(close))


def phases(prices: Sequence[Price]) -> list[Phase]:
    """Return the limit that binds in each part of the period.

    A limit is taken to bind until another is established to buy more in some month.
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
    gains = [(Gain.of(price.monthly[:, month]), price) for price in prices]
    buying = [(gain.mean, number) for number, (gain, _) in enumerate(gains) if gain.sign > 0]
    if not buying:
        return None
    best = prices[max(buying)[1]]
    if before is None or _advantage(best, before, month).sign > 0:
        return best
    return before


def _advantage(one: Price, other: Price, month: int | None) -> Gain:
    """Return how much more one price buys than another, under the same luck."""
    count = min(one.replications, other.replications)
    if month is None:
        return Gain.of(one.samples[:count] - other.samples[:count])
    return Gain.of(one.monthly[:count, month] - other.monthly[:count, month])
