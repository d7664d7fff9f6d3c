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
from sim.model.outline import BarrierRule, Outline
from sim.model.timetable import Timetable, plan_departures
from sim.scenario.schema import Scenario

Table = NDArray[np.float64]


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
    tables
        Shape (2 + barriers, days): daily share of replies that accept, of people who miss
        their flight, and of people who meet each barrier.
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
    tables: Table
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
    def accepted(self) -> Table:
        """Daily share of replies that accept, shape (days,)."""
        return np.asarray(self.tables[0])

    @property
    def missed(self) -> Table:
        """Daily share of people who miss their flight, shape (days,)."""
        return np.asarray(self.tables[1])

    @property
    def barrier_shares(self) -> Table:
        """Daily share of people who meet each barrier, shape (barriers, days)."""
        return np.asarray(self.tables[2:])

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
    scenario, ends, row = outline.scenario, outline.ends, outline.row
    value = settled.value
    values = daily_values(outline, settled, luck)
    days = values.shape[1]
    start = scenario.scheme.start.value
    flights = plan_departures(
        Route.OUT,
        start.toordinal(),
        values[row["flights.per_week"]],
        values[row["flights.seats"]],
        values[row["flights.cancelled"]],
        int(value("flights.departure_time")),
        ends.returns // DAY,
        luck,
    )
    groups = plan_departures(
        Route.IN,
        start.toordinal(),
        values[row["inbound.groups_per_week"]],
        values[row["inbound.group_seats"]],
        np.zeros(days),
        int(value("inbound.departure_time")),
        ends.inbound // DAY,
        luck,
    )
    values[row["inbound.applications"], ends.inbound // DAY + 1 :] = 0.0
    limit = row.get("selection.daily_limit")
    return Plan(
        start=start,
        days=days,
        capacity=(values[row["detention.places"]] + 0.5).astype(np.int64),
        intake_limit=None if limit is None else values[limit],
        tables=values[: 2 + len(outline.barriers)],
        barriers=outline.barriers,
        releasing=outline.releasing,
        flights=flights,
        groups=groups,
        selected=values[row["selection.share"]],
        applications=values[row["inbound.applications"]],
        eligible=values[row["inbound.eligible"]],
        voluntary=values[row["voluntary_departures.rate"]],
        boarding=scenario.flights.boarding.value,
        balance=_balance_rule(scenario, settled),
        holding_limit=int(value("detention.holding_limit")),
        referral_deadline=int(value("casework.referral_deadline")),
        long_stop=int(value("scheme.long_stop")),
        scope_ends=ends.scope,
        referral_ends=ends.referral,
        returns_end=ends.returns,
        inbound_ends=ends.inbound,
        observed_ends=ends.observed,
        deterrence_strength=value("deterrence.strength"),
        deterrence_lag=value("deterrence.lag"),
        deterrence_from=0 if scenario.counterfactual else ends.observed,
    )


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
