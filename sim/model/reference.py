"""What happens to each person? The model of record, in SimPy.

Read it from top to bottom as the policy: boats land, selected people ask for a place
(:mod:`sim.model.places`), their cases are worked on, flights leave. The way in is in
:mod:`sim.model.way_in`. All chance stands in the cases; nothing is drawn here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Generator
from functools import partial
from typing import Any

import numpy as np
import simpy

from sim.model.balance import Balance
from sim.model.cases import Cases, Drawn
from sim.model.clock import Clock, Process, garbage_left_alone
from sim.model.compiling import compile_records
from sim.model.deterrence import Deterrence
from sim.model.exits import Exit
from sim.model.notes import Landing, Load, Notes, Step, blank_notes
from sim.model.order import DAY, NEVER, Kind
from sim.model.places import Places
from sim.model.plan import Plan
from sim.model.queues import Queue
from sim.model.records import Records
from sim.model.rules import Rule
from sim.model.stay import End, Stay, plan_stay
from sim.model.way_in import WayIn

Waits = Generator[simpy.Event, Any, bool]


def run_reference(plan: Plan, cases: Cases) -> Records:
    """Run one replication.

    Parameters
    ----------
    plan
        The rules and limits.
    cases
        Everything that chance decides.

    Returns
    -------
    Records
        What happened to everyone.
    """
    with garbage_left_alone():
        notes = _decide(plan, cases)
    return compile_records(plan, cases, notes)


def _decide(plan: Plan, cases: Cases) -> Notes:
    """Run the model to the horizon; nothing but its notes outlives it."""
    model = _Model(plan, cases)
    model.clock.run(until=plan.horizon)
    return model.notes


class _Model:
    def __init__(self, plan: Plan, cases: Cases) -> None:
        self.plan, self.cases = plan, cases
        self.clock = Clock()
        self.notes = blank_notes(plan, cases)
        self.balance = Balance(plan.balance)
        strength, lag, memory = plan.deterrence.tolist()
        self.deterrence = Deterrence(strength, lag, memory, plan.rule(Rule.DETERS_FROM), plan.days)
        self.places = Places(plan, cases, self.clock, self.notes, self.way_out)
        self.waiting_for_a_flight = Queue()
        self.boarding: dict[int, simpy.Event] = {}
        self.coming_back = Queue()
        self.selected_on = Counter[int]()
        self.selected_aboard = _selected_aboard(cases)
        self._schedule_what_is_planned()
        WayIn(plan, cases, self.clock, self.notes, self.balance)

    def _schedule_what_is_planned(self) -> None:
        """Schedule everything whose time is known before anything happens."""
        plan, cases, call = self.plan, self.cases, self.clock.call
        for boat, time in enumerate(cases.boats.landed.tolist()):
            call(time, Kind.ARRIVE, 1 + boat, partial(self.boat_lands, boat))
        for flight, time in enumerate(plan.flights.departs.tolist()):
            call(time, Kind.BOARD, flight, partial(self.flight_leaves, flight))
        call(plan.observed_ends, Kind.ARRIVE, 0, self.observation_ends)

    # -- arrival -----------------------------------------------------------------------

    def boat_lands(self, boat: int) -> None:
        """A boat lands: selected people ask for a place.

        In observed weeks, people who come back are among those counted aboard: they
        take the last places of the next boat.
        """
        now, boats = self.clock.now, self.cases.boats
        if not self.deterrence.sets_out(now, float(boats.mark[boat])):
            return
        places = int(boats.people[boat])
        self.deterrence.arrived(now, places)
        returnees: list[int] = []
        while len(returnees) < places and self.coming_back.has_due(now):
            returnees.append(self.coming_back.pop()[0])
        self.notes.boats[boat, Landing.LANDED] = 1
        self.notes.boats[boat, Landing.TAKEN] = len(returnees)
        for visit, place in self.selected_aboard[boat]:
            if place < places - len(returnees):
                self.is_selected(visit)
        for visit in returnees:
            self.comes_back(visit, aboard=True)

    def is_selected(self, visit: int) -> None:
        """A selected person asks for a place, unless the day's intake is full."""
        now = self.clock.now
        self.notes.visits[visit, Step.ARRIVED] = now
        today = now // DAY
        if self.plan.has_intake_limit and self.selected_on[today] >= self.plan.intake_limit[today]:
            self.notes.ends(visit, now, Exit.INTAKE_FULL)
            return
        self.selected_on[today] += 1
        self.places.ask(visit)

    def comes_back(self, visit: int, aboard: bool) -> None:
        """A person who was returned arrives again and is recognised."""
        now = self.clock.now
        self.notes.visits[visit, Step.ARRIVED] = now
        if not aboard:
            self.notes.visits[visit, Step.ALONE] = 1
            self.deterrence.arrived(now, 1)
        if now <= self.plan.scope_ends:
            self.places.ask(visit)

    def observation_ends(self) -> None:
        """The observed weeks are over: whoever found no boat in them arrives now."""
        while self.coming_back:
            self.comes_back(self.coming_back.pop()[0], aboard=False)

    # -- the way out -----------------------------------------------------------------------

    def way_out(self, visit: int) -> Process:
        """Detention, referral, reply, notice, barriers, and a place on a flight.

        Each step ends early if something ends the stay first: a release by a barrier,
        a deadline, the long stop, or the end of the scheme.
        """
        arrived = int(self.notes.visits[visit, Step.ARRIVED])
        stay = plan_stay(self.plan, self.cases, visit, arrived, self.clock.now)

        if not (yield from self.stays_until(stay, stay.referral)):
            return
        self.notes.visits[visit, Step.REFERRED] = self.clock.now

        if not (yield from self.stays_until(stay, stay.reply)):
            return
        if not stay.accepted:
            if (yield from self.stays_until(stay, stay.refused_until)):
                self.leaves(visit, Exit.REFUSED)
            return
        self.notes.visits[visit, Step.ACCEPTED] = self.clock.now

        # Notice runs; delays add to it. A delay that sets in only when the person is
        # ready takes them out of the queue for flights until it is over.
        ready = stay.notice_end
        for onset, delay in (*stay.delays, (NEVER, 0)):
            if onset > ready:
                if not (yield from self.stays_until(stay, ready)):
                    return
                if (yield from self.boards_before(stay, onset)):
                    return
                ready = onset
            ready += delay

    def stays_until(self, stay: Stay, time: int) -> Waits:
        """Wait for the next step; False if the stay ended before it."""
        if (stay.end.time, stay.end.kind) < (time, Kind.READY):
            yield self.clock.at(stay.end.time, stay.end.kind, 1 + stay.visit)
            self.leaves(stay.visit, stay.end.exit)
            return False
        yield self.clock.at(time, Kind.READY, 1 + stay.visit)
        return True

    def boards_before(self, stay: Stay, onset: int) -> Waits:
        """Wait for a flight until a delay sets in; True if the person has left by then."""
        visit, now = stay.visit, self.clock.now
        if self.notes.visits[visit, Step.READY] < 0:
            self.notes.visits[visit, Step.READY] = now
        order = {
            "longest_ready": now,
            "earliest_arrival": stay.arrived,
            "latest_arrival": -stay.arrived,
        }
        self.waiting_for_a_flight.add(visit, (order[self.plan.boarding],))
        boards = self.boarding[visit] = self.clock.waits()
        end = min(stay.end, End(onset, Kind.READY, 0, Exit.STILL_INSIDE))
        if end.time < self.plan.horizon:
            owner = 1 + visit
            self.clock.call(end.time, end.kind, owner, lambda: self.stops_waiting(visit, boards))
        has_boarded = yield boards
        if not has_boarded and end is stay.end:
            self.leaves(visit, stay.end.exit)
            return True
        return bool(has_boarded)

    def stops_waiting(self, visit: int, boards: simpy.Event) -> None:
        """The wait for a flight is over for now, unless the person has boarded."""
        if self.boarding.get(visit) is boards:
            del self.boarding[visit]
            self.waiting_for_a_flight.remove(visit)
            boards.succeed(False)

    def leaves(self, visit: int, how: Exit | int) -> None:
        """A person leaves detention; the place is free at once."""
        self.notes.ends(visit, self.clock.now, how)
        self.clock.call(self.clock.now, Kind.LEAVE, 1 + visit, self.places.free_one)

    # -- flights -----------------------------------------------------------------------------

    def flight_leaves(self, flight: int) -> None:
        """Ready people board, as far as agreed places and the balance allow.

        A person who misses the flight on the day waits on; their place flies empty.
        """
        plan, waiting, noted = self.plan, self.waiting_for_a_flight, self.notes.flights
        noted[flight, Load.WAITING] = len(waiting)
        if plan.flights.cancelled[flight]:
            return
        places = min(int(plan.flights.seats[flight]), self.balance.room_for_returns())
        called = [waiting.pop() for _ in range(min(places, len(waiting)))]
        misses = self.cases.misses([visit for visit, _ in called], flight, plan)
        for (visit, rank), is_missed in zip(called, misses, strict=True):
            if is_missed:
                noted[flight, Load.MISSED] += 1
                self.notes.visits[visit, Step.MISSED] += 1
                waiting.add(visit, rank)
            else:
                noted[flight, Load.CARRIED] += 1
                self.is_returned(visit, flight)

    def is_returned(self, visit: int, flight: int) -> None:
        """A person is returned; some come back after a delay."""
        now = self.clock.now
        self.notes.visits[visit, Step.FLIGHT] = flight
        self.balance.returned(1)
        self.deterrence.returned(now, 1)
        self.boarding.pop(visit).succeed(True)
        self.leaves(visit, Exit.RETURNED)
        after = int(self.cases.visits.drawn[visit, Drawn.COMES_BACK_AFTER])
        if after >= 0:
            following = visit + 1
            due = now + after
            if due < self.plan.observed_ends:
                self.coming_back.add(following, (due,))
            elif due < self.plan.horizon:
                owner = len(self.cases.boats.landed) + 1 + following
                self.clock.call(
                    due, Kind.ARRIVE, owner, lambda: self.comes_back(following, aboard=False)
                )


def _selected_aboard(cases: Cases) -> dict[int, list[tuple[int, int]]]:
    """Return the first visits of each boat's selected people, with their places aboard."""
    visits = cases.visits
    aboard: dict[int, list[tuple[int, int]]] = defaultdict(list)
    first = np.flatnonzero(visits.column(Drawn.NUMBER) == 0)
    boats, places = (visits.column(c)[first].tolist() for c in (Drawn.BOAT, Drawn.PLACE))
    for visit, boat, place in zip(first.tolist(), boats, places, strict=True):
        aboard[boat].append((visit, place))
    return aboard
