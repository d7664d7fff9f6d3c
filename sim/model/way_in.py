"""What happens to each applicant? The reciprocal legal route, in SimPy.

Eligible applications are processed and approved, and people travel in groups, as far
as the balance with returns allows.
"""

from __future__ import annotations

from functools import partial

from sim.model.balance import Balance
from sim.model.cases import Cases
from sim.model.clock import Clock, Process
from sim.model.notes import Approval, Load, Notes
from sim.model.order import Kind
from sim.model.plan import Plan
from sim.model.queues import Queue


class WayIn:
    """The way in of one replication.

    Parameters
    ----------
    plan, cases
        The rules and the draws.
    clock
        On which everything planned is scheduled at once.
    notes
        Where it is written down.
    balance
        Shared with the way out.
    """

    def __init__(
        self, plan: Plan, cases: Cases, clock: Clock, notes: Notes, balance: Balance
    ) -> None:
        self.plan, self.cases = plan, cases
        self.clock, self.notes, self.balance = clock, notes, balance
        self.waiting_for_approval = Queue()
        self.waiting_to_travel = Queue()
        for applicant in cases.applicants.eligible.nonzero()[0].tolist():
            clock.start(self.way_in(applicant))
        for group, time in enumerate(plan.groups.departs.tolist()):
            clock.call(time, Kind.TRAVEL, group, partial(self.group_travels, group))
        for review in range(plan.balance.review, plan.horizon, plan.balance.review):
            clock.call(review, Kind.OBSERVE, 0, self.balance_is_reviewed)

    def way_in(self, applicant: int) -> Process:
        """An eligible application is processed and approved; then the person may travel."""
        applicants = self.cases.applicants
        decided = int(applicants.applied[applicant] + applicants.processing[applicant])
        yield self.clock.at(decided, Kind.READY, 1 + len(self.cases.visits.key) + applicant)
        # Approvals that have stopped go on at a review, and nobody overtakes those who wait.
        if self.waiting_for_approval or self.balance.stops_approvals():
            self.waiting_for_approval.add(applicant, (decided,))
        else:
            self.is_approved(applicant)

    def is_approved(self, applicant: int) -> None:
        """An application is approved: the person waits for a travel group."""
        if self.clock.now <= self.plan.inbound_ends:
            self.notes.applicants[applicant, Approval.APPROVED] = self.clock.now
            self.waiting_to_travel.add(applicant, (self.clock.now,))

    def group_travels(self, group: int) -> None:
        """A group travels, as far as its places and the balance allow."""
        waiting, noted = self.waiting_to_travel, self.notes.applicants
        self.notes.groups[group, Load.WAITING] = len(waiting)
        places = min(
            int(self.plan.groups.seats[group]),
            self.balance.room_for_travel(len(waiting)),
            len(waiting),
        )
        for _ in range(places):
            applicant, _ = waiting.pop()
            noted[applicant, Approval.TRAVELLED] = self.clock.now
            noted[applicant, Approval.GROUP] = group
        self.notes.groups[group, Load.CARRIED] = places
        self.balance.came_in(places)

    def balance_is_reviewed(self) -> None:
        """The two sides look at the balance; a halted side may resume."""
        self.balance.review()
        while self.waiting_for_approval and not self.balance.stops_approvals():
            self.is_approved(self.waiting_for_approval.pop()[0])
