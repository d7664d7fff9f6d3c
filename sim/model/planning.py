"""How are the rules and limits of a replication made?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.arrivals.projected import further_boats
from sim.compiled import allocating, part
from sim.luck.keyed import LuckWords
from sim.luck.keys import Route
from sim.model.basis import Basis, Daily, Number
from sim.model.limits import draw_limits, move_limits
from sim.model.order import DAY
from sim.model.plan import Plan, Table
from sim.model.rules import NO_RESET, Rule
from sim.model.timetable import plan_departures

_OUT, _IN = int(Route.OUT), int(Route.IN)


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
    move_limits(basis.added, basis.most, numbers, values, scales)
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
