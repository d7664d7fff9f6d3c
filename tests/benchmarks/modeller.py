"""How would a modeller write the way out in plain SimPy?

A resource for the places, a list of those who are ready, a process for each person and one for
the flights; whatever could end a wait is a timeout beside it. Nothing is done for speed, and
nothing orders events of one instant but SimPy itself.

This is the pathway without the rules that need more: no balance, no way in, nobody who comes
back, no limit of intake, no change of places, no cancelled or missed flights, and an end of the
scheme beyond the horizon.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

import simpy

from sim.model.cases import ACCEPTED, MEETS, Cases, Drawn
from sim.model.exits import Exit
from sim.model.order import DAY
from sim.model.plan import Plan
from sim.model.rules import NO_EXIT
from sim.model.stay import end_of_day

Process = Generator[simpy.Event, Any, None]
Ready = list[tuple["Person", simpy.Event]]


@dataclass(slots=True)
class Person:
    """A person, with what was drawn for them and what happens to them; times in seconds."""

    drawn: list[int]
    chances: list[float]
    arrived: int
    detained: int = -1
    referred: int = -1
    accepted: int = -1
    ready: int = -1
    left: int = -1
    exit: int = Exit.STILL_INSIDE
    flight: int = -1
    delays: list[tuple[int, int]] = field(default_factory=list)


class Model:
    """The way out of one replication."""

    def __init__(self, plan: Plan, people: list[Person]) -> None:
        self.plan = plan
        self.env = simpy.Environment()
        self.places = simpy.Resource(self.env, int(plan.capacity[0]))
        self.ready: Ready = []
        self.env.process(self.arrivals(people))
        self.env.process(self.flights())

    def run(self) -> None:
        self.env.run(until=self.plan.horizon)

    def arrivals(self, people: list[Person]) -> Process:
        for person in people:
            yield self.env.timeout(person.arrived - self.env.now)
            self.env.process(self.way_out(person))

    def flights(self) -> Process:
        flights = self.plan.flights
        for flight, departs in enumerate(flights.departs.tolist()):
            yield self.env.timeout(departs - self.env.now)
            seats = int(flights.seats[flight])
            boarding, self.ready = self.ready[:seats], self.ready[seats:]
            for person, boards in boarding:
                person.flight = flight
                boards.succeed()

    def way_out(self, person: Person) -> Process:
        with self.places.request() as place:
            held_too_long = self.env.timeout(self.plan.holding_limit)
            yield place | held_too_long
            if not place.triggered:
                self.leaves(person, Exit.NO_PLACE)
                return
            person.detained = int(self.env.now)
            yield from self.detention(person)

    def detention(self, person: Person) -> Process:
        """Referral, reply, notice, delays and a flight, unless something ends the stay first."""
        referral, reply, notice = person.drawn[Drawn.REFERRAL : Drawn.NOTICE + 1]
        end, how = self.end_of(person)
        ended = self.env.timeout(max(end - self.env.now, 0))

        yield self.env.timeout(referral) | ended
        if ended.processed:
            self.leaves(person, how)
            return
        person.referred = int(self.env.now)

        yield self.env.timeout(reply) | ended
        if ended.processed:
            self.leaves(person, how)
            return
        if person.chances[ACCEPTED] >= self.plan.accepted[int(self.env.now) // DAY]:
            self.leaves(person, Exit.REFUSED)
            return
        person.accepted = int(self.env.now)

        # Notice runs, and delays add to it. One that sets in later takes the person out of
        # those who are ready.
        ready = person.accepted + notice
        while True:
            while person.delays and person.delays[0][0] <= ready:
                ready += person.delays.pop(0)[1]
            yield self.env.timeout(ready - self.env.now) | ended
            if ended.processed:
                self.leaves(person, how)
                return
            if person.ready < 0:
                person.ready = int(self.env.now)
            boards = self.env.event()
            self.ready.append((person, boards))
            held_up = self.env.event()
            if person.delays:
                held_up = self.env.timeout(person.delays[0][0] - self.env.now)
            yield boards | held_up | ended
            if boards.triggered:
                self.leaves(person, Exit.RETURNED)
                return
            self.ready.remove((person, boards))
            if ended.processed:
                self.leaves(person, how)
                return
            onset, delay = person.delays.pop(0)
            ready = onset + delay

    def end_of(self, person: Person) -> tuple[int, int]:
        """Work out which barriers a person meets; return what ends the stay and how."""
        plan, arrived, admitted = self.plan, person.arrived, person.detained
        referral, reply, notice = person.drawn[Drawn.REFERRAL : Drawn.NOTICE + 1]
        refer_by = end_of_day(arrived + plan.referral_deadline)
        ends = [(end_of_day(arrived + plan.long_stop), int(Exit.OUT_OF_TIME))]
        if admitted + referral > refer_by:
            ends.append((refer_by, Exit.REFERRED_LATE))
        referred = admitted + referral
        replied = referred + reply
        moments = (arrived, admitted, referred, replied, replied + notice)
        shares = plan.barrier_shares[:, arrived // DAY].tolist()
        for number, (counted_from, how) in enumerate(plan.barriers.tolist()):
            if person.chances[MEETS + number] >= shares[number]:
                continue
            onset = max(moments[counted_from] + person.drawn[Drawn.ONSET + 2 * number], admitted)
            if how == NO_EXIT:
                person.delays.append((onset, person.drawn[Drawn.DELAY + 2 * number]))
            else:
                ends.append((onset, how))
        person.delays.sort()
        return min(ends)

    def leaves(self, person: Person, how: int) -> None:
        person.left = int(self.env.now)
        person.exit = how


def people_of(cases: Cases) -> list[Person]:
    """Return everyone selected, in order of arrival."""
    drawn, chances = cases.visits.drawn.tolist(), cases.visits.chances.tolist()
    landed = cases.boats.landed.tolist()
    return [
        Person(row, luck, landed[row[Drawn.BOAT]]) for row, luck in zip(drawn, chances, strict=True)
    ]
