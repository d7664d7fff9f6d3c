"""What is one unit of each limit?

One more place, one more agreed place a flight, one more flight a month, a day faster, one
percentage point fewer: what a shadow price is the price of. A day faster is a day of the mean: a
spread keeps its shape, so that long times fall by more than a day and short ones by less.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import exp, log

from scipy.special import ndtri

from sim.model.order import DAY
from sim.model.stated import releasing_barriers
from sim.scenario.schema import Scenario
from sim.scenario.units import DAYS_A_MONTH
from sim.scenario.values import Dated, Spread
from sim.study.held.holding import Limit

_POINT = 0.01
_HOUR = 3600.0
_A_MONTH = 1 / DAYS_A_MONTH
_A_WEEK = 1 / 7
_Z90 = float(ndtri(0.9))


@dataclass(frozen=True)
class Relaxation:
    """One unit by which a limit gives way.

    Attributes
    ----------
    limit
        Which.
    unit
        In words, such as ``one more place``.
    added
        What is added to it, by key path, in base units; to the scale of spreads (their median or
        mean).
    exhausted
        True where the limit cannot give way any further: everybody is selected already, say.
    """

    limit: Limit
    unit: str
    added: Mapping[str, float]
    exhausted: bool = False


def relaxations(scenario: Scenario) -> list[Relaxation]:
    """Return a unit of every limit that the scenario has.

    The dates on which a scheme ends are no quantity and have no unit. What takes less than a day
    cannot be a day faster, and has none either.
    """
    entries = {entry.path: entry.value for entry in scenario.assumptions()}
    units = (
        (limit, unit, {path: _of_scale(entries[path], amount) for path, amount in added.items()})
        for limit, unit, added in _units(scenario)
    )
    return [
        Relaxation(limit, unit, added, all(_at_its_end(entries[p], by) for p, by in added.items()))
        for limit, unit, added in units
        if not any(_is_too_short(entries[path], amount) for path, amount in added.items())
    ]


def _units(scenario: Scenario) -> Iterator[tuple[Limit, str, dict[str, float]]]:
    yield Limit.IN_SCOPE, "one percentage point more in scope", {"selection.in_scope": _POINT}
    yield Limit.SELECTION, "one percentage point more selected", {"selection.share": _POINT}
    if scenario.selection.daily_limit is not None:
        yield Limit.SELECTION, "one more person a day", {"selection.daily_limit": 1.0}
    yield Limit.PLACES, "one more place", {"detention.places": 1.0}
    yield Limit.HOLDING_LIMIT, "one hour longer", {"detention.holding_limit": _HOUR}
    for step in ("referral", "reply"):
        yield Limit.REFERRAL_AND_REPLY, f"{step} one day faster", {f"casework.{step}": -DAY}
    yield (
        Limit.REFERRAL_AND_REPLY,
        "one percentage point more accepted",
        {"casework.accepted": _POINT},
    )
    yield (
        Limit.REFERRAL_AND_REPLY,
        "deadline for referral one day later",
        {"casework.referral_deadline": DAY},
    )
    yield Limit.NOTICE, "notice one day shorter", {"casework.notice": -DAY}
    yield from _barriers(scenario)
    yield Limit.LONG_STOP, "one day later", {"scheme.long_stop": DAY}
    yield Limit.SEATS, "one more agreed place a flight", {"flights.seats": 1.0}
    yield Limit.FLIGHT_FREQUENCY, "one more flight a month", {"flights.per_week": _A_MONTH}
    yield Limit.CANCELLATIONS, "one percentage point fewer", {"flights.cancelled": -_POINT}
    yield Limit.MISSED, "one percentage point fewer", {"flights.missed": -_POINT}
    yield Limit.BALANCE, "returns may lead by one person more", {"balance.returned_lead": 1.0}
    yield Limit.BALANCE, "inbound may lead by one person more", {"balance.inbound_lead": 1.0}
    yield Limit.APPLICATIONS, "one more a week", {"inbound.applications": _A_WEEK}
    yield Limit.ELIGIBILITY, "one percentage point more eligible", {"inbound.eligible": _POINT}
    yield Limit.PROCESSING, "one day faster", {"inbound.processing": -DAY}
    yield (
        Limit.GROUP_FREQUENCY,
        "one more travel group a month",
        {"inbound.groups_per_week": _A_MONTH},
    )
    yield Limit.GROUP_SEATS, "one more place a travel group", {"inbound.group_seats": 1.0}


def _barriers(scenario: Scenario) -> Iterator[tuple[Limit, str, dict[str, float]]]:
    """Yield a point fewer releases, shared among the barriers as they release, and shorter delays.

    Of people released by a barrier, each barrier gives up as large a part of its share.
    """
    shares = {
        f"barriers.{name}.share": _highest(scenario.barriers[name].share.value)
        for name in releasing_barriers(scenario)
    }
    if total := sum(shares.values()):
        yield (
            Limit.LEGAL_BARRIERS,
            "one percentage point fewer releases",
            {path: -_POINT * share / total for path, share in shares.items()},
        )
    delays = [name for name, barrier in scenario.barriers.items() if barrier.delay is not None]
    if delays:
        yield (
            Limit.LEGAL_BARRIERS,
            "delays one day shorter",
            {f"barriers.{name}.delay": -DAY for name in delays},
        )


def _of_scale(value: object, amount: float) -> float:
    """Return by how much a scale moves where its mean moves by an amount.

    A spread keeps its shape: its mean is as many times its median before as after. Of a lognormal
    that is ``exp(σ² / 2)`` times, where ``σ = ln(p90 / median) / z₉₀``.
    """
    if not isinstance(value, Spread) or value.mean is not None or value.median == value.p90:
        return amount
    sigma = log(value.p90 / value.median) / _Z90
    return amount / exp(sigma**2 / 2)


def _is_too_short(value: object, amount: float) -> bool:
    """Return whether a step takes less time in the mean than it would become faster by."""
    return isinstance(value, Spread) and (value.mean or value.median) < -amount


def _at_its_end(value: object, amount: float) -> bool:
    """Return whether a limit is shut, or a share at one, by the scenario's numbers."""
    if isinstance(value, Dated):
        numbers = [step.value for step in value.steps if step.value > 0]
        return not numbers or (amount > 0 and abs(amount) == _POINT and min(numbers) >= 1.0)
    return value == 1.0 and amount == _POINT


def _highest(value: Dated) -> float:
    return max(step.value for step in value.steps)
