"""What are the rules and limits of this replication?

The settled scenario as numbers an engine can use: times in seconds, daily tables,
timetables. No person's luck is in here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sim.luck.keys import Route
from sim.luck.luck import Luck
from sim.model.exits import Exit
from sim.model.growth import ProgrammePath, daily
from sim.model.order import DAY
from sim.model.timetable import Timetable, plan_departures, with_cancellations
from sim.scenario.schema import MOMENTS, Scenario
from sim.scenario.values import Assumption, Dated

Table = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class BarrierRule:
    """A legal barrier: the moment it counts from, and the daily share who meet it.

    ``exit`` is the exit of those it releases, or None if it delays.
    """

    counted_from: int
    exit: int | None
    share: Table


@dataclass(frozen=True, slots=True)
class BalanceRule:
    """How far either side may lead, and what stops on the way in."""

    review: int
    inbound_lead: int
    returned_lead: int
    reset: int | None
    halts_travel: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything an engine needs beside the cases. Times in seconds, tables one value a day.

    Attributes
    ----------
    days
        Number of simulated days.
    capacity
        int64, shape (days,): places for people in the scheme.
    intake_limit
        Daily most people selected, shape (days,), or None.
    scope_ends, referral_ends, returns_end, inbound_ends
        Last second of the last day of each.
    releasing
        Names of the barriers that release, in order of their exits.
    applications
        Expected applications on each day, none after the last transfer in.
    observed_ends
        First second after the last observed week; 0 if nothing was observed.
    """

    start: date
    days: int
    capacity: NDArray[np.int64]
    intake_limit: Table | None
    accepted: Table
    missed: Table
    barriers: tuple[BarrierRule, ...]
    releasing: tuple[str, ...]
    flights: Timetable
    groups: Timetable
    applications: Table
    voluntary: Table
    boarding: str
    balance: BalanceRule
    holding_limit: int
    referral_deadline: int
    long_stop: int
    scope_ends: int
    referral_ends: int
    returns_end: int
    inbound_ends: int
    observed_ends: int
    deterrence_strength: float
    deterrence_lag: float
    deterrence_from: int

    @property
    def horizon(self) -> int:
        """First second after the last simulated day."""
        return self.days * DAY

    def capacity_changes(self) -> Iterator[tuple[int, int]]:
        """Yield the days on which the number of places changes, the first included."""
        before = None
        for day, places in enumerate(self.capacity.tolist()):
            if places != before:
                yield day, places
            before = places


def make_plan(scenario: Scenario, luck: Luck, at_central: bool) -> Plan:
    """Turn a settled scenario into rules and limits.

    Parameters
    ----------
    scenario
        With its uncertain values drawn.
    luck
        Owner of the programme path and of the cancellations.
    at_central
        True to keep the programme path on its trend.
    """
    scheme, start, days = scenario.scheme, scenario.scheme.start.value, scenario.days
    path = ProgrammePath(scenario.programme, start, days, None if at_central else luck)

    def last_second(entry: Assumption[date]) -> int:
        return ((entry.value - start).days + 1) * DAY - 1

    def each_day(entry: Assumption[Dated]) -> Table:
        return daily(entry.value, start, days)[0]

    returns_end = last_second(scheme.last_return)
    observed_ends = _observed_ends(scenario)
    flights = plan_departures(
        Route.OUT,
        start,
        each_day(scenario.flights.per_week),
        path.limit(scenario.flights.seats, start),
        int(scenario.flights.departure_time.value),
        min(returns_end // DAY, days - 1),
    )
    groups = plan_departures(
        Route.IN,
        start,
        each_day(scenario.inbound.groups_per_week),
        path.limit(scenario.inbound.group_seats, start),
        int(scenario.inbound.departure_time.value),
        min(last_second(scheme.last_inbound) // DAY, days - 1),
    )
    applications = path.limit(scenario.inbound.applications, start)
    applications[last_second(scheme.last_inbound) // DAY + 1 :] = 0.0
    limit = scenario.selection.daily_limit
    deterrence = scenario.deterrence
    return Plan(
        start=start,
        days=days,
        capacity=np.floor(path.limit(scenario.detention.places, start) + 0.5).astype(np.int64),
        intake_limit=None if limit is None else each_day(limit),
        accepted=np.minimum(each_day(scenario.casework.accepted), 1.0),
        missed=np.minimum(each_day(scenario.flights.missed), 1.0),
        barriers=_barrier_rules(scenario),
        releasing=releasing_barriers(scenario),
        flights=with_cancellations(flights, each_day(scenario.flights.cancelled), luck),
        groups=groups,
        applications=applications,
        voluntary=each_day(scenario.voluntary_departures.rate),
        boarding=scenario.flights.boarding.value,
        balance=_balance_rule(scenario),
        holding_limit=int(scenario.detention.holding_limit.value),
        referral_deadline=int(scenario.casework.referral_deadline.value),
        long_stop=int(scheme.long_stop.value),
        scope_ends=min(last_second(scheme.last_arrival), returns_end),
        referral_ends=last_second(scheme.last_referral),
        returns_end=returns_end,
        inbound_ends=last_second(scheme.last_inbound),
        observed_ends=observed_ends,
        deterrence_strength=deterrence.strength.value,
        deterrence_lag=deterrence.lag.value,
        deterrence_from=0 if scenario.counterfactual else observed_ends,
    )


def _observed_ends(scenario: Scenario) -> int:
    if not scenario.weeks:
        return 0
    days = (scenario.weeks[-1].ending - scenario.scheme.start.value).days + 1
    return max(days, 0) * DAY


def releasing_barriers(scenario: Scenario) -> tuple[str, ...]:
    """Return the names of the barriers that release, in order of their exits."""
    barriers = scenario.barriers.items()
    return tuple(name for name, barrier in barriers if barrier.effect.value == "release")


def _barrier_rules(scenario: Scenario) -> tuple[BarrierRule, ...]:
    start, days = scenario.scheme.start.value, scenario.days
    releasing = releasing_barriers(scenario)
    return tuple(
        BarrierRule(
            counted_from=MOMENTS.index(barrier.counted_from.value),
            exit=Exit.RELEASED + releasing.index(name) if name in releasing else None,
            share=np.minimum(daily(barrier.share.value, start, days)[0], 1.0),
        )
        for name, barrier in scenario.barriers.items()
    )


def _balance_rule(scenario: Scenario) -> BalanceRule:
    balance = scenario.balance
    return BalanceRule(
        review=int(balance.review.value),
        inbound_lead=_whole(balance.inbound_lead.value),
        returned_lead=_whole(balance.returned_lead.value),
        reset=None if balance.reset is None else _whole(balance.reset.value),
        halts_travel=balance.halts.value == "travel",
    )


def _whole(people: float) -> int:
    """Round a drawn number of people half up."""
    return int(people + 0.5)
