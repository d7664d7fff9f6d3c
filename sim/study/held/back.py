"""Whom did each limit hold back in one replication, and when?

Worked out from plan, cases and records once the engine is done: nothing depends on it.
"""

from __future__ import annotations

import numpy as np

from sim.compiled import allocating
from sim.luck.keyed import LuckWords
from sim.luck.luck import Luck
from sim.model.basis import Basis
from sim.model.cases import Cases
from sim.model.compiled.engine import decide
from sim.model.compiled.heaps import empty_heap
from sim.model.compiled.layout import Stay
from sim.model.compiling import compile_records
from sim.model.drawing.cases import draw_cases
from sim.model.outline import Outline
from sim.model.plan import Plan
from sim.model.planning import make_plan
from sim.model.records import Records
from sim.model.rules import NO_EXIT
from sim.outcomes.cohorts import month_of_day
from sim.study.held.applicants import count_spare, hold_applicants, limits_of_groups
from sim.study.held.departures import limits_of_flights, waits_for_departures
from sim.study.held.holding import Book, HeldBack, Limit, Times, add_up_days
from sim.study.held.missers import NOBODY, hold_missers
from sim.study.held.visits import hold_arrivals, hold_visits
from sim.study.held.waits import Wait

_LIMITS, _DAYS, _WAIT = len(Limit), int(Book.DAYS), len(Wait)
_FLIGHT_FREQUENCY = int(Limit.FLIGHT_FREQUENCY)


def held_back(plan: Plan, cases: Cases, records: Records) -> HeldBack:
    """Attribute every wait and every ending of a replication to one limit.

    Parameters
    ----------
    plan, cases
        What an engine was given.
    records
        What it gave; of either engine.
    """
    return attribute(plan, cases, records, month_of_day(records.start, records.days))


def held_back_replication(outline: Outline, luck: Luck) -> HeldBack:
    """Run one replication on the compiled engine and say whom each limit held back.

    Parameters
    ----------
    outline
        Of the scenario.
    luck
        Seed and replication number.
    """
    scenario = outline.scenario
    month = month_of_day(scenario.scheme.start.value, scenario.days)
    return all_stages(outline.basis_of(luck), month, luck.words)


@allocating
def all_stages(basis: Basis, month: Times, luck: LuckWords) -> HeldBack:
    """Plan, draw, decide and attribute one replication; see :func:`held_back_replication`."""
    plan = make_plan(basis, luck)
    cases = draw_cases(basis, plan, luck)
    return attribute(plan, cases, compile_records(plan, cases, decide(plan, cases)), month)


@allocating
def attribute(plan: Plan, cases: Cases, records: Records, month: Times) -> HeldBack:
    """Attribute every wait and every ending, the month of each day being known.

    Parameters
    ----------
    plan, cases, records
        See :func:`held_back`.
    month
        Of each day, see :func:`~sim.outcomes.cohorts.month_of_day`.
    """
    months = month[-1] + 1
    book = np.zeros((_LIMITS, _DAYS + month.size + 1), dtype=np.int64)
    spare = np.zeros(months, dtype=np.int64)
    _hold_on_the_way_out(plan, cases, records, book)
    _hold_on_the_way_in(plan, cases, records, month, book, spare)
    days_held = np.zeros((_LIMITS, months), dtype=np.int64)
    add_up_days(book, month, days_held)
    return HeldBack(
        book[:, Book.SECONDS].copy(),
        book[:, Book.PEOPLE].copy(),
        book[:, Book.ENDED].copy(),
        days_held,
        spare,
    )


@allocating
def _hold_on_the_way_out(plan: Plan, cases: Cases, records: Records, book: Times) -> None:
    boats, visits, flights = records.boats, records.visits, records.flights
    delaying = 0
    for barrier in range(plan.barriers.shape[0]):
        delaying += plan.barriers[barrier, 1] == NO_EXIT
    hold_arrivals(
        boats.time, boats.people, boats.landed, boats.in_scope, records.came_back_alone,
        visits.number, visits.arrived, np.zeros((2, plan.capacity.size), dtype=np.int64), book,
    )  # fmt: skip
    most = (visits.ready >= 0).sum() * (delaying + 1)
    held = np.zeros(visits.number.size, dtype=np.int64)
    waited = np.empty((most, _WAIT), dtype=np.int64)
    count = hold_visits(
        plan.rules, plan.tables, plan.barriers, cases.visits.key, cases.visits.drawn,
        cases.visits.chances, flights.departs, visits.person, visits.number, visits.arrived,
        visits.asked, visits.detained, visits.accepted, visits.ready, visits.left, visits.exit,
        np.empty((1, Stay.DELAY_ONSET + 2 * delaying), dtype=np.int64), book, held, waited,
    )  # fmt: skip
    limits, changes = np.empty((2, flights.departs.size), dtype=np.int64)
    limits_of_flights(
        flights.seats, flights.carried, flights.missed, flights.cancelled, limits, changes
    )
    hold_missers(
        plan.rules, flights.departs, flights.missed, flights.waiting, limits, changes,
        visits.number, visits.arrived, visits.asked, visits.detained, visits.flight, waited, count,
        np.full(flights.departs.size, NOBODY, dtype=np.int64), empty_heap(most), empty_heap(most),
        np.empty(most, dtype=np.int64), book, held,
    )  # fmt: skip
    for wait in range(count):
        waits_for_departures(
            flights.departs, limits, changes, book, held, waited[wait, Wait.VISIT],
            _FLIGHT_FREQUENCY, waited[wait, Wait.FIRST], waited[wait, Wait.BEGIN],
            waited[wait, Wait.UNTIL],
        )  # fmt: skip


@allocating
def _hold_on_the_way_in(
    plan: Plan, cases: Cases, records: Records, month: Times, book: Times, spare: Times
) -> None:
    applicants, flights, groups = records.applicants, records.flights, records.groups
    limits, changes = np.empty((2, groups.departs.size), dtype=np.int64)
    limits_of_groups(groups.seats, groups.carried, limits, changes)
    stopped = np.zeros(groups.departs.size + 1, dtype=np.int64)
    hold_applicants(
        plan.rules, cases.applicants.processing, applicants.applied, applicants.approved,
        applicants.travelled, applicants.exit, applicants.group, groups.departs, groups.waiting,
        limits, changes, stopped, book, np.zeros(applicants.applied.size, dtype=np.int64),
    )  # fmt: skip
    count_spare(
        plan.rules, flights.departs, flights.carried, groups.departs, groups.seats,
        groups.carried, groups.waiting, stopped, month, book, spare,
    )  # fmt: skip
