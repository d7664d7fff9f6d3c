"""What rules and limits does an engine get?

The settled scenario as numbers an engine can use: times in seconds, daily tables,
timetables. No person's luck is in here.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.model.rules import NO_RESET, Rule
from sim.model.timetable import Timetable
from sim.scenario.schema import BOARDING_ORDERS

Table = NDArray[np.float64]


class BalanceRule(NamedTuple):
    """How far either side may lead, and what stops on the way in."""

    review: int
    inbound_lead: int
    returned_lead: int
    reset: int | None
    halts_travel: bool


class Plan(NamedTuple):
    """Everything an engine needs beside the cases. Times in seconds, tables one value a day.

    Attributes
    ----------
    rules
        Whole-number rules, see :class:`~sim.model.rules.Rule`.
    tables
        Shape (2 + barriers, days): daily share of replies that accept, of people who miss
        their flight, and of people who meet each barrier.
    barriers
        Shape (barriers, 2): number of the moment from which a barrier's onset counts, and the
        exit of those it releases, or NO_EXIT if it delays.
    intake_limit
        Daily most people selected, if there is such a limit.
    capacity, changes
        int64: places for people in the scheme on each day; and the days on which that
        changes, the first included.
    selected
        Daily share of people in scope who are selected.
    applications, eligible
        Expected applications on each day, none after the last transfer in, and the share of
        them that are eligible.
    voluntary
        Daily rate of voluntary departures.
    in_scope, returnees_share
        Share of people in scope, and of returns followed by another arrival.
    deterrence
        Strength, lag and memory; both in seconds.
    costs
        Unit costs, in the order of :class:`~sim.model.costs.Cost`.
    further_boats
        Mean level of projected boats above the first on a crossing day.
    scales
        Scale of every spread, see :class:`~sim.model.basis.Span`.
    """

    rules: NDArray[np.int64]
    tables: Table
    barriers: NDArray[np.int64]
    intake_limit: Table
    capacity: NDArray[np.int64]
    changes: NDArray[np.int64]
    flights: Timetable
    groups: Timetable
    selected: Table
    applications: Table
    eligible: Table
    voluntary: Table
    in_scope: float
    returnees_share: float
    deterrence: NDArray[np.float64]
    costs: NDArray[np.float64]
    further_boats: float
    scales: NDArray[np.float64]

    def rule(self, rule: Rule) -> int:
        """Return a rule."""
        return int(self.rules[rule])

    @property
    def start(self) -> date:
        """First simulated date."""
        return date.fromordinal(self.rule(Rule.START))

    @property
    def days(self) -> int:
        """Number of simulated days."""
        return self.rule(Rule.DAYS)

    @property
    def horizon(self) -> int:
        """First second after the last simulated day."""
        return self.rule(Rule.HORIZON)

    @property
    def holding_limit(self) -> int:
        """Longest wait for a place."""
        return self.rule(Rule.HOLDING_LIMIT)

    @property
    def referral_deadline(self) -> int:
        """From arrival to the last day for a referral."""
        return self.rule(Rule.REFERRAL_DEADLINE)

    @property
    def long_stop(self) -> int:
        """From arrival to the last day for a return."""
        return self.rule(Rule.LONG_STOP)

    @property
    def scope_ends(self) -> int:
        """Last second in which an arrival is in scope."""
        return self.rule(Rule.SCOPE_ENDS)

    @property
    def referral_ends(self) -> int:
        """Last second for referrals."""
        return self.rule(Rule.REFERRAL_ENDS)

    @property
    def returns_end(self) -> int:
        """Last second for transfers out."""
        return self.rule(Rule.RETURNS_END)

    @property
    def inbound_ends(self) -> int:
        """Last second for transfers in."""
        return self.rule(Rule.INBOUND_ENDS)

    @property
    def observed_ends(self) -> int:
        """First second after the last observed week."""
        return self.rule(Rule.OBSERVED_ENDS)

    @property
    def has_intake_limit(self) -> bool:
        """Whether a day's intake is limited."""
        return bool(self.rules[Rule.HAS_INTAKE_LIMIT])

    @property
    def boarding(self) -> str:
        """Name of the boarding order."""
        return BOARDING_ORDERS[self.rule(Rule.BOARDING)]

    @property
    def balance(self) -> BalanceRule:
        """How far either side may lead."""
        reset = self.rule(Rule.RESET)
        return BalanceRule(
            review=self.rule(Rule.REVIEW),
            inbound_lead=self.rule(Rule.INBOUND_LEAD),
            returned_lead=self.rule(Rule.RETURNED_LEAD),
            reset=None if reset == NO_RESET else reset,
            halts_travel=bool(self.rules[Rule.HALTS_TRAVEL]),
        )

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
