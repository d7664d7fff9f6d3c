"""What are the rules and limits of this replication?

The settled scenario as numbers an engine can use: times in seconds, daily tables,
timetables. No person's luck is in here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sim.luck.keys import Route
from sim.luck.luck import Luck
from sim.luck.settle import Settled
from sim.model.growth import daily_values
from sim.model.order import DAY
from sim.model.outline import Outline, releasing_barriers
from sim.model.timetable import Timetable, plan_departures
from sim.scenario.schema import Scenario
from sim.scenario.values import Assumption

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
    selected
        Daily share of people in scope who are selected.
    applications, eligible
        Expected applications on each day, none after the last transfer in, and the share of
        them that are eligible.
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
    selected: Table
    applications: Table
    eligible: Table
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

    @property
    def barrier_shares(self) -> Table:
        """The daily shares of all barriers, shape (barriers, days)."""
        return np.array([rule.share for rule in self.barriers]).reshape(-1, self.days)

    def capacity_changes(self) -> NDArray[np.int64]:
        """Return the days on which the number of places changes, the first included."""
        return np.flatnonzero(np.diff(self.capacity, prepend=-1))


def make_plan(outline: Outline, settled: Settled, luck: Luck) -> Plan:
    """Turn the values of one replication into rules and limits.

    Parameters
    ----------
    outline, settled
        What is common to all replications, and the values of this one.
    luck
        Owner of the programme path and of the cancellations.
    """
    scenario, days = outline.scenario, outline.daily.shape[1]
    scheme, start = scenario.scheme, scenario.scheme.start.value
    values = daily_values(outline, settled, luck)

    def last_second(entry: Assumption[date]) -> int:
        return ((entry.value - start).days + 1) * DAY - 1

    def each_day(path: str) -> Table:
        return np.asarray(values[outline.row[path]])

    def number(path: str) -> float:
        return float(settled.value(path))

    returns_end, inbound_ends = last_second(scheme.last_return), last_second(scheme.last_inbound)
    observed_ends = _observed_ends(scenario)
    flights = plan_departures(
        Route.OUT,
        start.toordinal(),
        each_day("flights.per_week"),
        each_day("flights.seats"),
        each_day("flights.cancelled"),
        int(number("flights.departure_time")),
        returns_end // DAY,
        luck,
    )
    groups = plan_departures(
        Route.IN,
        start.toordinal(),
        each_day("inbound.groups_per_week"),
        each_day("inbound.group_seats"),
        np.zeros(days),
        int(number("inbound.departure_time")),
        inbound_ends // DAY,
        luck,
    )
    applications = each_day("inbound.applications")
    applications[inbound_ends // DAY + 1 :] = 0.0
    limited = scenario.selection.daily_limit is not None
    return Plan(
        start=start,
        days=days,
        capacity=np.floor(each_day("detention.places") + 0.5).astype(np.int64),
        intake_limit=each_day("selection.daily_limit") if limited else None,
        accepted=each_day("casework.accepted"),
        missed=each_day("flights.missed"),
        barriers=tuple(
            BarrierRule(barrier.counted_from, barrier.exit, values[barrier.share])
            for barrier in outline.barriers
        ),
        releasing=releasing_barriers(scenario),
        flights=flights,
        groups=groups,
        selected=each_day("selection.share"),
        applications=applications,
        eligible=each_day("inbound.eligible"),
        voluntary=each_day("voluntary_departures.rate"),
        boarding=scenario.flights.boarding.value,
        balance=_balance_rule(scenario, settled),
        holding_limit=int(number("detention.holding_limit")),
        referral_deadline=int(number("casework.referral_deadline")),
        long_stop=int(number("scheme.long_stop")),
        scope_ends=min(last_second(scheme.last_arrival), returns_end),
        referral_ends=last_second(scheme.last_referral),
        returns_end=returns_end,
        inbound_ends=inbound_ends,
        observed_ends=observed_ends,
        deterrence_strength=number("deterrence.strength"),
        deterrence_lag=number("deterrence.lag"),
        deterrence_from=0 if scenario.counterfactual else observed_ends,
    )


def _observed_ends(scenario: Scenario) -> int:
    if not scenario.weeks:
        return 0
    days = (scenario.weeks[-1].ending - scenario.scheme.start.value).days + 1
    return max(days, 0) * DAY


def _balance_rule(scenario: Scenario, settled: Settled) -> BalanceRule:
    balance = scenario.balance
    return BalanceRule(
        review=int(settled.value("balance.review")),
        inbound_lead=_whole(settled.value("balance.inbound_lead")),
        returned_lead=_whole(settled.value("balance.returned_lead")),
        reset=None if balance.reset is None else _whole(settled.value("balance.reset")),
        halts_travel=balance.halts.value == "travel",
    )


def _whole(people: float) -> int:
    """Round a drawn number of people half up."""
    return int(people + 0.5)
