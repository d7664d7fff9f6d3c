"""What are the rules and limits of this replication?

The settled scenario as numbers an engine can use: times in seconds, daily tables,
timetables. No person's luck is in here.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.arrivals.projected import further_boats
from sim.compiled import allocating, part
from sim.luck.keyed import LuckWords
from sim.luck.keys import Route
from sim.luck.settle import draw_priors
from sim.model.basis import Added, Basis, Daily, Number, Target
from sim.model.growth import grow, scale
from sim.model.order import DAY
from sim.model.rules import NO_RESET, Rule
from sim.model.timetable import Timetable, plan_departures
from sim.scenario.schema import BOARDING_ORDERS

Table = NDArray[np.float64]

_OUT, _IN = int(Route.OUT), int(Route.IN)


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


class Drawn(NamedTuple):
    """The limits of one replication before anything is added to them.

    Attributes
    ----------
    numbers, values, scales
        As in :class:`~sim.model.basis.Basis`: plain numbers, dated parameters on each day, shape
        (dated parameters, days), and scales of spreads.
    """

    numbers: NDArray[np.float64]
    values: Table
    scales: NDArray[np.float64]


@allocating
def draw_limits(basis: Basis, luck: LuckWords) -> Drawn:
    """Draw the uncertain values of one replication, and let grow what grows.

    Parameters
    ----------
    basis
        What is common to all replications.
    luck
        Owner of the uncertain values and the programme path.
    """
    numbers, values, scales = basis.numbers.copy(), basis.daily.copy(), basis.scales.copy()
    factors = np.ones(values.shape[0])
    drawn = np.empty(basis.prior_keys.size)
    draw_priors(basis.prior_keys, basis.prior_tables, basis.prior_levels, luck, drawn)
    _set(basis.prior_targets, drawn, numbers, factors, scales)
    scale(values, basis.scaled, factors, basis.most)
    grow(
        values, basis.scaled, basis.months, basis.followers, basis.departures,
        basis.departure_keys, numbers[Number.SCALE], numbers[Number.TREND], numbers[Number.WOBBLE],
        basis.growth_levels, basis.normal, luck, np.empty(values.shape[1]),
    )  # fmt: skip
    return Drawn(numbers, values, scales)


@allocating
def make_plan(basis: Basis, luck: LuckWords) -> Plan:
    """Draw the uncertain values of one replication and turn all into rules and limits.

    Parameters
    ----------
    basis
        What is common to all replications.
    luck
        Owner of the uncertain values, the programme path and the cancellations.
    """
    numbers, values, scales = draw_limits(basis, luck)
    days = values.shape[1]
    add(basis.added, basis.most, numbers, values, scales)
    rules = basis.rules.copy()
    _set_rules(numbers, rules)
    inbound_days = rules[Rule.INBOUND_ENDS] // DAY + 1
    for day in range(inbound_days, days):
        values[Daily.APPLICATIONS, day] = 0.0
    capacity, changes = np.empty(days, dtype=np.int64), np.empty(days, dtype=np.int64)
    count = _round_places(values[Daily.PLACES], capacity, changes)
    first_date = rules[Rule.START]
    flights = plan_departures(
        _OUT, first_date, values[Daily.FLIGHTS], values[Daily.SEATS], values[Daily.CANCELLED],
        int(numbers[Number.FLIGHT_TIME]), rules[Rule.RETURNS_END] // DAY, luck,
    )  # fmt: skip
    for flight in range(flights.departs.size):
        if flights.departs[flight] < numbers[Number.GROUNDED]:
            flights.cancelled[flight] = True
    groups = plan_departures(
        _IN, first_date, values[Daily.GROUPS], values[Daily.GROUP_SEATS], np.zeros(days),
        int(numbers[Number.GROUP_TIME]), inbound_days - 1, luck,
    )  # fmt: skip
    timeline = basis.timeline
    return Plan(
        rules,
        values[Daily.ACCEPTED :],
        basis.barriers,
        values[Daily.DAILY_LIMIT],
        capacity,
        changes[:count],
        flights,
        groups,
        values[Daily.SELECTED],
        values[Daily.APPLICATIONS],
        values[Daily.ELIGIBLE],
        values[Daily.VOLUNTARY],
        numbers[Number.IN_SCOPE],
        numbers[Number.RETURNEES_SHARE],
        np.array([numbers[Number.STRENGTH], numbers[Number.LAG], numbers[Number.MEMORY]]),
        numbers[Number.DETENTION_DAY : Number.PER_YEAR + 1].copy(),
        further_boats(timeline.year, numbers[Number.LEVEL] * timeline.last_year),
        scales,
    )


@part
def _set(
    targets: NDArray[np.int64],
    drawn: NDArray[np.float64],
    numbers: NDArray[np.float64],
    factors: NDArray[np.float64],
    scales: NDArray[np.float64],
) -> None:
    """Put what was drawn in its place."""
    for prior in range(drawn.size):
        target, place = targets[prior, 0], targets[prior, 1]
        if target == Target.NUMBER:
            numbers[place] = drawn[prior]
        elif target == Target.NUMBER_FACTOR:
            numbers[place] *= drawn[prior]
        elif target == Target.DAILY:
            factors[place] = drawn[prior]
        elif target == Target.SPAN:
            scales[place] *= drawn[prior]


@part
def add(
    added: Added,
    most: NDArray[np.float64],
    numbers: NDArray[np.float64],
    values: Table,
    scales: NDArray[np.float64],
) -> None:
    """Move limits from where they stand; none below zero, and no share above one."""
    for number in range(numbers.size):
        if added.numbers[number] != 0.0:
            numbers[number] = max(numbers[number] + added.numbers[number], 0.0)
    numbers[Number.IN_SCOPE] = min(numbers[Number.IN_SCOPE], 1.0)
    for row in range(values.shape[0]):
        if added.daily[row] != 0.0:
            for day in range(values.shape[1]):
                if values[row, day] > 0.0:
                    moved = max(values[row, day] + added.daily[row], 0.0)
                    values[row, day] = min(moved, most[row])
    for span in range(scales.size):
        scales[span] = max(scales[span] + added.scales[span], 0.0)


@part
def _set_rules(numbers: NDArray[np.float64], rules: NDArray[np.int64]) -> None:
    """Set the rules that may be uncertain; numbers of people are rounded half up."""
    rules[Rule.SCOPE_BEGINS] = int(numbers[Number.COMMENCEMENT])
    rules[Rule.REVIEW] = int(numbers[Number.REVIEW])
    rules[Rule.HOLDING_LIMIT] = int(numbers[Number.HOLDING_LIMIT])
    rules[Rule.REFERRAL_DEADLINE] = int(numbers[Number.REFERRAL_DEADLINE])
    rules[Rule.LONG_STOP] = int(numbers[Number.LONG_STOP])
    rules[Rule.INBOUND_LEAD] = int(numbers[Number.INBOUND_LEAD] + 0.5)
    rules[Rule.RETURNED_LEAD] = int(numbers[Number.RETURNED_LEAD] + 0.5)
    if rules[Rule.RESET] != NO_RESET:
        rules[Rule.RESET] = int(numbers[Number.RESET] + 0.5)


@part
def _round_places(places: Table, capacity: NDArray[np.int64], changes: NDArray[np.int64]) -> int:
    """Round places half up and list the days on which they change; return how many these are."""
    count = 0
    for day in range(places.size):
        capacity[day] = int(places[day] + 0.5)
        if day == 0 or capacity[day] != capacity[day - 1]:
            changes[count] = day
            count += 1
    return count
