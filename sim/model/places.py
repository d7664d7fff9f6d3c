"""Who gets a place in detention? Places, the queue for them, and the holding limit."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sim.model.cases import Cases, Drawn
from sim.model.clock import Clock, Process
from sim.model.exits import Exit
from sim.model.notes import Notes, Step
from sim.model.order import DAY, Kind
from sim.model.plan import Plan
from sim.model.queues import Queue


class Places:
    """The places of one replication.

    Parameters
    ----------
    plan, cases
        The rules and the draws.
    clock
        On which changes of capacity and the end of the scheme are scheduled at once.
    notes
        Where it is written down.
    way_out
        What begins when a person is admitted.
    """

    def __init__(
        self,
        plan: Plan,
        cases: Cases,
        clock: Clock,
        notes: Notes,
        way_out: Callable[[int], Process],
    ) -> None:
        self.plan, self.cases = plan, cases
        self.clock, self.notes, self.way_out = clock, notes, way_out
        self.capacity = 0
        self.occupied = 0
        self.waiting = Queue()
        for day in plan.changes.tolist():
            places = int(plan.capacity[day])
            clock.call(day * DAY, Kind.CAPACITY, day, partial(self.change, places))
        if plan.returns_end < plan.horizon:
            clock.call(plan.returns_end, Kind.DEADLINE, 0, self.scheme_ends)

    def ask(self, visit: int) -> None:
        """A selected person waits for a place, at most for the holding limit.

        People who were returned before come first, then those who arrived first.
        """
        now = self.clock.now
        self.notes.visits[visit, Step.ASKED] = now
        returned_before = bool(self.cases.visits.drawn[visit, Drawn.NUMBER] > 0)
        self.waiting.add(visit, (not returned_before, now))
        self.clock.call(now, Kind.ADMIT, 0, self.admit)
        until = now + self.plan.holding_limit
        if until < self.plan.horizon:
            self.clock.call(until, Kind.DEADLINE, 1 + visit, partial(self.turn_away, visit))

    def turn_away(self, visit: int) -> None:
        """Nobody is held longer than the holding limit without a place."""
        if visit in self.waiting:
            self.waiting.remove(visit)
            self.notes.ends(visit, self.clock.now, Exit.NO_PLACE)

    def change(self, places: int) -> None:
        """The number of places changes. A cut evicts nobody."""
        self.capacity = places
        self.clock.call(self.clock.now, Kind.ADMIT, 0, self.admit)

    def admit(self) -> None:
        """Free places go to those who wait."""
        while self.occupied < self.capacity and self.waiting:
            visit, _ = self.waiting.pop()
            self.occupied += 1
            self.notes.visits[visit, Step.DETAINED] = self.clock.now
            self.clock.start(self.way_out(visit))

    def free_one(self) -> None:
        """A person has left; their place is free."""
        self.occupied -= 1
        self.clock.call(self.clock.now, Kind.ADMIT, 0, self.admit)

    def scheme_ends(self) -> None:
        """After the last transfer out nobody is held for one."""
        while self.waiting:
            visit, _ = self.waiting.pop()
            self.notes.ends(visit, self.clock.now, Exit.SCHEME_ENDED)
