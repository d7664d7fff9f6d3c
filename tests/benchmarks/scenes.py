"""Which scenarios are measured?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from sim.scenario.schema import Scenario
from tests.variants import certain, changed, pilot

LAST_YEAR = 2025
AMPLE = 10**6
CAPACITIES = (
    "detention.places",
    "flights.seats",
    "inbound.group_seats",
    "inbound.applications",
    "balance.inbound_lead",
    "balance.returned_lead",
)


@cache
def everyone_detained() -> Scenario:
    """Return the reported weeks of a year, in which everyone who arrives gets a place.

    Barriers, missed and cancelled flights, people who come back and the way in are the pilot's.
    Simulated days end with the last observed week, so that its 41,472 arrivals are all there are.
    """
    weeks = tuple(week for week in pilot().weeks if week.ending.year == LAST_YEAR)
    last_day = weeks[-1].ending
    expiry = last_day + timedelta(days=130)
    year = pilot().model_copy(update={"weeks": weeks, "empty_days": frozenset[date]()})
    return changed(
        certain(year),
        {
            "scheme.start": weeks[0].first_day,
            "scheme.last_arrival": expiry,
            "scheme.last_referral": expiry,
            "scheme.last_return": expiry,
            "scheme.last_inbound": expiry,
            "scheme.horizon": last_day,
            "selection.in_scope": 1,
            "selection.share": 1,
            "detention.places": AMPLE,
            "flights.per_week": 1,
            "flights.seats": AMPLE,
            "balance.inbound_lead": AMPLE,
            "balance.returned_lead": AMPLE,
        },
    )


def plain(scenario: Scenario, places: int) -> Scenario:
    """Leave places with a waiting limit, barriers and flights, and nothing else that people share.

    Places do not change, nothing grows, nobody comes back or in, and no flight is cancelled or
    missed.
    """
    return changed(
        certain(scenario),
        {
            "detention.places": places,
            "flights.cancelled": 0,
            "flights.missed": 0,
            "flights.boarding": "longest_ready",
            "returnees.share": 0,
            "inbound.applications": 0,
            "balance.returned_lead": AMPLE,
            "programme.trend": 0,
            "programme.wobble": 0,
        },
    )


def scaled(scenario: Scenario, factor: float) -> Scenario:
    """Multiply the observed people and boats and the capacities; rules and rates stay."""
    weeks = tuple(
        replace(
            week,
            people=round(week.people * factor),
            boats=max(week.crossing_days, round(week.boats * factor)),
        )
        for week in scenario.weeks
    )
    changes: dict[str, Any] = {}
    for entry in scenario.assumptions():
        if entry.path in CAPACITIES:
            value = entry.value
            more = value * factor if isinstance(value, float) else value.times(factor)
            prior = entry.prior
            if prior is not None and not prior.factor:
                prior = replace(prior, numbers=tuple(n * factor for n in prior.numbers))
            changes[entry.path] = replace(entry, value=more, prior=prior)
    return scenario.with_values(changes).model_copy(update={"weeks": weeks})
