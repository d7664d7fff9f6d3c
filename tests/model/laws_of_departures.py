"""Agreed places and the balance are kept, and exactly those who come first are carried."""

from __future__ import annotations

import numpy as np

from sim.model.cases import Cases
from sim.model.exits import Exit, InboundExit
from sim.model.order import DAY, Kind
from sim.model.plan import BalanceRule, Plan
from sim.model.records import Records
from tests.model.laws_of_people import lot, visit_index


def check_departures(records: Records, plan: Plan) -> None:
    """Carried and missed add up over people, fit the places, and are none if cancelled."""
    visits, flights, groups = records.visits, records.flights, records.groups
    returned = visits.exit == Exit.RETURNED
    assert np.array_equal(
        np.bincount(visits.flight[returned], minlength=flights.departs.size), flights.carried
    )
    assert np.array_equal(visits.left[returned], flights.departs[visits.flight[returned]])
    assert visits.missed.sum() == flights.missed.sum()
    assert (visits.missed[visits.ready < 0] == 0).all()
    for departures in (flights, groups):
        called = departures.carried + departures.missed
        assert (called <= departures.seats).all()
        assert (called <= departures.waiting).all()
        assert (called[departures.cancelled] == 0).all()
    assert (flights.departs <= plan.returns_end).all()
    assert (groups.departs <= plan.inbound_ends).all()
    assert (groups.missed == 0).all()


def check_boarding(records: Records, plan: Plan, cases: Cases) -> None:
    """Flight by flight, those who come first are called, and leave unless luck says no."""
    visits, flights = records.visits, records.flights
    index = visit_index(records, cases)
    waits = []
    for row in np.flatnonzero(visits.ready >= 0):
        arrived, detained = int(visits.arrived[row]), int(visits.detained[row])
        planned = lot(plan, cases, int(index[row]), arrived, detained)
        waits += [(row, a, b) for a, b in planned.windows]
    carried_by = np.where(visits.flight >= 0, visits.flight, flights.departs.size)
    for flight, time in enumerate(flights.departs.tolist()):
        queue = []
        for row, begin, end in waits:
            if begin <= time < end and carried_by[row] >= flight:
                rank = {
                    "longest_ready": begin,
                    "earliest_arrival": visits.arrived[row],
                    "latest_arrival": -visits.arrived[row],
                }[plan.boarding]
                queue.append((rank, index[row], row))
        if any(visits.detained[row] == time for _, _, row in queue):
            continue  # whether they were admitted before the flight cannot be told
        assert flights.waiting[flight] == len(queue)
        number = int(flights.carried[flight] + flights.missed[flight])
        called = [row for _, _, row in sorted(queue)[:number]]
        misses = cases.misses(index[called].tolist(), flight, plan) if called else np.zeros(0)
        boards = [row for row, missed in zip(called, misses, strict=True) if not missed]
        assert np.flatnonzero(visits.flight == flight).tolist() == sorted(boards)


class _Side:
    """One side of the balance, as the policy has it."""

    def __init__(self, bound: int, reset: int | None) -> None:
        self.bound, self.reset, self.halted = bound, reset, False

    def review(self, lead: int) -> None:
        if lead >= self.bound:
            self.halted = True
        elif self.halted:
            self.halted = self.reset is not None and lead > self.reset

    def room(self, lead: int) -> int:
        return 0 if self.halted else max(self.bound - lead, 0)


def check_balance(records: Records, plan: Plan) -> None:
    """Every flight and group calls as many as places, people and the balance allow, no fewer."""
    rule: BalanceRule = plan.balance
    inbound, returns = _Side(rule.inbound_lead, rule.reset), _Side(rule.returned_lead, rule.reset)
    flights, groups = records.flights, records.groups
    events = [(int(t), Kind.BOARD, i) for i, t in enumerate(flights.departs)]
    events += [(int(t), Kind.TRAVEL, i) for i, t in enumerate(groups.departs)]
    events += [(t, Kind.OBSERVE, 0) for t in range(rule.review, plan.horizon, rule.review)]
    value = 0
    for _, kind, i in sorted(e for e in events if e[0] < plan.horizon):
        if kind == Kind.BOARD:
            called = int(flights.carried[i] + flights.missed[i])
            if not flights.cancelled[i]:
                room = min(int(flights.seats[i]), returns.room(-value))
                assert called == min(room, int(flights.waiting[i]))
            value -= int(flights.carried[i])
        elif kind == Kind.TRAVEL:
            room = int(groups.seats[i])
            if rule.halts_travel:
                room = min(room, inbound.room(value))
            assert groups.carried[i] == min(room, int(groups.waiting[i]))
            value += int(groups.carried[i])
        else:
            inbound.review(value)
            returns.review(-value)
        assert -value <= rule.returned_lead
        if rule.halts_travel:
            assert value <= rule.inbound_lead


def check_applicants(records: Records, plan: Plan, cases: Cases) -> None:
    """Everyone who applied is somewhere; the approved travel in order of approval."""
    rows, drawn, groups = records.applicants, cases.applicants, records.groups
    assert np.array_equal(rows.applied, drawn.applied)
    assert (np.diff(rows.applied) >= 0).all()
    assert (rows.applied // DAY * DAY <= plan.inbound_ends).all()
    decided = drawn.applied + drawn.processing
    approved, travelled = rows.approved >= 0, rows.travelled >= 0
    assert np.array_equal(rows.exit == InboundExit.TRAVELLED, travelled)
    assert np.array_equal(rows.exit == InboundExit.INELIGIBLE, ~drawn.eligible)
    waits_on = InboundExit.STILL_WAITING
    if plan.inbound_ends < plan.horizon:
        waits_on = InboundExit.SCHEME_ENDED
    assert (rows.exit[drawn.eligible & ~travelled] == waits_on).all()
    assert drawn.eligible[approved].all()
    assert approved[travelled].all()
    assert (rows.approved >= decided)[approved].all()
    assert (rows.approved[approved] <= min(plan.inbound_ends, plan.horizon - 1)).all()
    if plan.balance.halts_travel:
        in_time = drawn.eligible & (decided <= min(plan.inbound_ends, plan.horizon - 1))
        assert np.array_equal(np.flatnonzero(approved), np.flatnonzero(in_time))
        assert np.array_equal(rows.approved[in_time], decided[in_time])
    in_turn = np.lexsort((np.arange(rows.applied.size), decided))
    in_turn = in_turn[drawn.eligible[in_turn]]
    given = np.where(approved[in_turn], rows.approved[in_turn], 2**62)
    assert (np.diff(given) >= 0).all()
    assert np.array_equal(rows.group >= 0, travelled)
    assert np.array_equal(rows.travelled[travelled], groups.departs[rows.group[travelled]])
    assert np.array_equal(
        np.bincount(rows.group[travelled], minlength=groups.departs.size), groups.carried
    )
    order = np.lexsort((np.arange(rows.applied.size), rows.approved))
    order = order[approved[order]]
    group = np.where(rows.group[order] >= 0, rows.group[order], groups.departs.size)
    for number, time in enumerate(groups.departs.tolist()):
        waiting = order[(rows.approved[order] <= time) & (group >= number)]
        assert groups.waiting[number] == waiting.size
        carried = waiting[: groups.carried[number]]
        assert np.array_equal(np.sort(carried), np.flatnonzero(rows.group == number))
