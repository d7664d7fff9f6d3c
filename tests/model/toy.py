"""Plans and cases made by hand, where nothing happens unless a test says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.arrivals.boats import Boats
from sim.luck.keys import Route, boat_key, flight_key, person_key, visit_key
from sim.luck.luck import Luck
from sim.model.basis import Span
from sim.model.cases import ACCEPTED, MEETS, Applicants, Cases, Drawn, People, Standing, Visits
from sim.model.costs import Cost
from sim.model.order import DAY
from sim.model.plan import BalanceRule, Plan
from sim.model.rules import NO_EXIT, NO_RESET, Rule
from sim.model.timetable import Timetable
from sim.scenario.schema import BOARDING_ORDERS

START = date(2026, 1, 5)
HOUR = 3600
FAR = 10**4 * DAY


def departures(*times: int, seats: int = 100, cancelled: Sequence[int] = ()) -> Timetable:
    """Return flights or groups at these times; ``cancelled`` are positions among them."""
    departs = np.array(times, dtype=np.int64)
    order = np.arange(departs.size)
    return Timetable(
        departs=departs,
        seats=np.full(departs.size, seats, dtype=np.int64),
        key=flight_key(Route.OUT, START.toordinal() + departs // DAY, order),
        cancelled=np.isin(order, cancelled),
    )


def balance(inbound: int, returned: int, **rule: Any) -> BalanceRule:
    return BalanceRule(7 * DAY, inbound, returned, None, True)._replace(**rule)


def barrier(counted_from: int, exit_: int = NO_EXIT) -> tuple[int, int]:
    """Return a barrier; it is met by everyone whose luck is below one half."""
    return counted_from, exit_


WIDE = balance(10**6, 10**6)


def make_toy_plan(
    days: int = 200,
    places: int | Sequence[int] = 1000,
    accepted: float = 1.0,
    missed: float = 0.0,
    barriers: Sequence[tuple[int, int]] = (),
    balance: BalanceRule = WIDE,
    boarding: str = "longest_ready",
    intake_limit: NDArray[np.float64] | None = None,
    deterrence: tuple[float, float, float] = (0.0, 90.0 * DAY, 365.0 * DAY),
    flights: Timetable | None = None,
    groups: Timetable | None = None,
    voluntary: float = 0.0,
    **ends: int,
) -> Plan:
    """Return a plan with ample places, no flights and no end in sight, but for what is given."""
    capacity = np.full(days, 0, dtype=np.int64)
    given = np.atleast_1d(np.asarray(places, dtype=np.int64))
    capacity[: given.size], capacity[given.size :] = given, given[-1]
    shares = [accepted, missed, *(0.5 for _ in barriers)]
    rules = {
        Rule.START: START.toordinal(),
        Rule.DAYS: days,
        Rule.HORIZON: days * DAY,
        Rule.HAS_INTAKE_LIMIT: intake_limit is not None,
        Rule.BOARDING: BOARDING_ORDERS.index(boarding),
        Rule.REVIEW: balance.review,
        Rule.INBOUND_LEAD: balance.inbound_lead,
        Rule.RETURNED_LEAD: balance.returned_lead,
        Rule.RESET: NO_RESET if balance.reset is None else balance.reset,
        Rule.HALTS_TRAVEL: balance.halts_travel,
        Rule.HOLDING_LIMIT: DAY,
        Rule.REFERRAL_DEADLINE: 14 * DAY,
        Rule.LONG_STOP: 92 * DAY,
        Rule.SCOPE_BEGINS: 0,
        Rule.SCOPE_ENDS: FAR,
        Rule.REFERRAL_ENDS: FAR,
        Rule.RETURNS_END: FAR,
        Rule.INBOUND_ENDS: FAR,
        Rule.OBSERVED_ENDS: 0,
        Rule.DETERS_FROM: 0,
    } | {Rule[name.upper()]: value for name, value in ends.items()}
    return Plan(
        rules=np.array([rules[rule] for rule in Rule], dtype=np.int64),
        tables=np.repeat(np.array(shares)[:, None], days, axis=1),
        barriers=np.array(barriers, dtype=np.int64).reshape(-1, 2),
        intake_limit=np.zeros(days) if intake_limit is None else intake_limit,
        capacity=capacity,
        changes=np.flatnonzero(np.diff(capacity, prepend=-1)),
        flights=departures() if flights is None else flights,
        groups=departures() if groups is None else groups,
        selected=np.ones(days),
        applications=np.zeros(days),
        eligible=np.ones(days),
        voluntary=np.full(days, voluntary),
        in_scope=1.0,
        returnees_share=0.0,
        deterrence=np.array(deterrence),
        costs=np.zeros(len(Cost)),
        further_boats=0.0,
        scales=np.zeros(Span.BARRIERS + 2 * len(barriers)),
    )


def make_toy_cases(
    landed: Sequence[int] = (),
    people: int | Sequence[int] = 1,
    comes_back_after: Sequence[int] = (),
    barriers: int = 0,
    applied: Sequence[int] = (),
    processing: int = 0,
    **steps: Any,
) -> Cases:
    """Return boats that land at these times, everyone aboard in scope and selected.

    ``comes_back_after`` says after how long each person comes back from each of their
    visits in turn. ``steps`` are what is drawn for visits: arrays, or one value for all;
    ``meets``, ``onset`` and ``delay`` have a row for each barrier.
    """
    times = np.array(landed, dtype=np.int64)
    key = boat_key(START.toordinal() + times // DAY, np.arange(times.size))
    sizes = np.full(times.size, people, dtype=np.int64)
    boat = np.repeat(np.arange(times.size), sizes)
    place = np.arange(boat.size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    each = np.array([*comes_back_after, -1], dtype=np.int64)
    person = np.repeat(person_key(key[boat], place), each.size)
    number = np.tile(np.arange(each.size), boat.size)

    drawn = np.zeros((person.size, Drawn.ONSET + 2 * barriers), dtype=np.int64)
    drawn[:, Drawn.NUMBER] = number
    drawn[:, Drawn.BOAT] = np.repeat(boat, each.size)
    drawn[:, Drawn.PLACE] = np.repeat(place, each.size)
    drawn[:, Drawn.COMES_BACK_AFTER] = np.tile(each, boat.size)
    chances = np.zeros((person.size, MEETS + barriers))
    chances[:, ACCEPTED] = steps.pop("accepted", 0.0)
    for column in (Drawn.REFERRAL, Drawn.REPLY, Drawn.NOTICE, Drawn.HELD):
        drawn[:, column] = steps.pop(column.name.lower(), 0)
    for name, table, first, every in (
        ("meets", chances, MEETS, 1),
        ("onset", drawn, Drawn.ONSET, 2),
        ("delay", drawn, Drawn.DELAY, 2),
    ):
        given = np.asarray(steps.pop(name, 0))
        if barriers:
            table[:, first::every] = (given[:, None] if given.ndim == 1 else given).T
    assert not steps, f"no such steps: {steps}"
    visits = Visits(visit_key(person, number), drawn, chances)
    boats = Boats(
        day=(times // DAY).astype(np.int32),
        landed=times,
        people=sizes.astype(np.int32),
        key=key,
        mark=np.full(times.size, 0.5),
        observed=np.zeros(times.size, dtype=np.bool_),
    )
    return Cases(
        luck=Luck(1, 1).words,
        boats=boats,
        people=People(
            np.concatenate([[0], np.cumsum(sizes)]),
            np.full(boat.size, Standing.SELECTED, dtype=np.uint8),
            sizes,
        ),
        visits=visits,
        applicants=Applicants(
            applied=np.array(applied, dtype=np.int64),
            eligible=np.ones(len(applied), dtype=np.bool_),
            processing=np.full(len(applied), processing, dtype=np.int64),
        ),
    )
