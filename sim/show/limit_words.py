"""How are a limit, its unit and its price written?"""

from __future__ import annotations

from math import isfinite

from sim.show.words import listed
from sim.study.limits.binding import Binding, Phase
from sim.study.limits.gain import Gain
from sim.study.limits.prices import Price
from sim.study.limits.study import Limits

WORDS = {
    "in_scope": "who is in scope",
    "selection": "selection",
    "places": "places in detention",
    "holding_limit": "the holding limit",
    "referral_and_reply": "referral and reply",
    "notice": "notice of removal",
    "legal_barriers": "legal barriers",
    "long_stop": "the long stop",
    "seats": "agreed places on flights",
    "flight_frequency": "the frequency of flights",
    "cancellations": "cancelled flights",
    "missed": "flights missed on the day",
    "balance": "the balance",
    "end_of_transfers": "the end of transfers",
    "applications": "applications to the route in",
    "eligibility": "eligibility for the route in",
    "processing": "processing of applications",
    "group_frequency": "the frequency of travel groups",
    "group_seats": "places in travel groups",
}
"""Each limit in a sentence."""


def limit_words(price: Price) -> str:
    """Return the limit of a price, as in a sentence."""
    return WORDS[price.relaxation.limit.name.lower()]


def binding_words(bound: Binding) -> str:
    """Say what one unit of the binding limit buys, and what is not told apart from it."""
    price = bound.price
    bought = gain_words(price.gains["returns"])
    return f"{price.relaxation.unit} buys {bought}{not_told_apart(bound)}"


def gain_words(gain: Gain) -> str:
    """Write returns that are bought, with the interval of their mean."""
    return (
        f"{amount(gain.mean)} returns (95% interval of the mean {amount(gain.low)} to "
        f"{amount(gain.high)})"
    )


def not_told_apart(bound: Binding) -> str:
    """Name what is not told apart from a limit; nothing if there is none."""
    if not bound.close:
        return ""
    others = listed([price.relaxation.unit for price in bound.close], last="or")
    return f", which is not told apart from {others}"


def months_words(study: Limits, phase: Phase) -> str:
    """Write the months of a phase."""
    first, last = (f"{study.months[month]:%B %Y}" for month in (phase.first, phase.last))
    return first if first == last else f"{first} to {last}"


def amount(value: float) -> str:
    """Write a number of people that may be a fraction of one, or without end."""
    if not isfinite(value):
        return "∞" if value > 0 else "−∞"
    digits = 2 if abs(value) < 1 else 1 if abs(value) < 100 else 0
    written = f"{value:,.{digits}f}".replace("-", "−")
    return "0" if not written.strip("−0.") else written
