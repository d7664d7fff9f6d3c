"""Who is held back by what, seen from inside the reference engine as it runs.

Nothing is worked out afterwards: what holds a person is noted when it begins to, so this also
knows what times do not tell, such as who was admitted before the flight of the same second.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from typing import Any
from unittest import mock

import numpy as np
import simpy

from sim.model import reference
from sim.model.cases import Cases, Standing
from sim.model.clock import Process
from sim.model.exits import Exit
from sim.model.notes import Approval, Landing, Step
from sim.model.order import DAY, Kind
from sim.model.plan import Plan
from sim.model.stay import Stay
from sim.model.way_in import WayIn
from sim.outcomes.cohorts import month_of_day
from sim.study.held.holding import HeldBack, Limit

ENDED_BY = {
    Exit.NOT_SELECTED: Limit.SELECTION,
    Exit.INTAKE_FULL: Limit.SELECTION,
    Exit.NO_PLACE: Limit.HOLDING_LIMIT,
    Exit.REFERRED_LATE: Limit.REFERRAL_AND_REPLY,
    Exit.REFUSED: Limit.REFERRAL_AND_REPLY,
    Exit.OUT_OF_TIME: Limit.LONG_STOP,
    Exit.SCHEME_ENDED: Limit.END_OF_TRANSFERS,
}
"""Which limit ends a visit; a release is by a legal barrier."""


def watched(plan: Plan, cases: Cases) -> HeldBack:
    """Run the reference engine and say whom each limit held back."""
    watch = _Watch(plan)
    with mock.patch.object(reference, "WayIn", partial(_WatchedWayIn, watch)):
        model = _WatchedModel(watch, plan, cases)
    model.clock.run(until=plan.horizon)
    for visit, (left, how) in enumerate(model.notes.visits[:, [Step.LEFT, Step.EXIT]].tolist()):
        watch.lets_go(("visit", visit), left if left >= 0 else plan.horizon)
        if how not in (Exit.RETURNED, Exit.STILL_INSIDE):
            limit = Limit.LEGAL_BARRIERS if how >= Exit.RELEASED else ENDED_BY[Exit(how)]
            watch.ends(("visit", visit), limit, left)
    last = min(plan.inbound_ends, plan.horizon)
    for applicant, applied in enumerate(cases.applicants.applied.tolist()):
        who, end = ("applicant", applicant), max(last, applied)
        if not cases.applicants.eligible[applicant]:
            watch.ends(who, Limit.ELIGIBILITY, applied)
        elif model.notes.applicants[applicant, Approval.TRAVELLED] < 0:
            watch.lets_go(who, end)
            if last < plan.horizon:
                watch.ends(who, Limit.END_OF_TRANSFERS, end)
    return watch.held_back()


Who = tuple[str, int]


class _Watch:
    def __init__(self, plan: Plan) -> None:
        self.month = month_of_day(plan.start, plan.days)
        self.now_held: dict[Who, tuple[Limit, int]] = {}
        self.seconds: dict[Limit, int] = defaultdict(int)
        self.people: dict[Limit, set[Who]] = defaultdict(set)
        self.days: dict[Limit, set[int]] = defaultdict(set)
        self.ended: dict[Limit, list[Who]] = defaultdict(list)
        self.spare = np.zeros(self.month[-1] + 1, dtype=np.int64)
        self.uncounted = 0

    def holds(self, who: Who, limit: Limit, now: int) -> None:
        """From now on this limit holds a person, and no other."""
        self.lets_go(who, now)
        self.now_held[who] = limit, now

    def lets_go(self, who: Who, until: int) -> None:
        if who in self.now_held:
            limit, since = self.now_held.pop(who)
            if since < until:
                self.seconds[limit] += until - since
                self.people[limit].add(who)
                self.days[limit] |= set(range(since // DAY, (until - 1) // DAY + 1))

    def ends(self, who: Who, limit: Limit, when: int) -> None:
        self.ended[limit].append(who)
        self.people[limit].add(who)
        self.days[limit].add(when // DAY)

    def ends_somebody(self, limit: Limit, when: int) -> None:
        self.uncounted += 1
        self.ends(("somebody without a visit", self.uncounted), limit, when)

    def held_by(self, limits: Iterable[Limit], what: str) -> list[Who]:
        return [who for who, (limit, _) in self.now_held.items()
                if limit in limits and who[0] == what]  # fmt: skip

    def held_back(self) -> HeldBack:
        days_held = np.zeros((len(Limit), self.spare.size), dtype=np.int64)
        for limit, days in self.days.items():
            np.add.at(days_held[limit], self.month[sorted(days)], 1)
        return HeldBack(
            np.array([self.seconds[limit] for limit in Limit]),
            np.array([len(self.people[limit]) for limit in Limit]),
            np.array([len(self.ended[limit]) for limit in Limit]),
            days_held,
            self.spare,
        )


_FOR_A_FLIGHT = (
    Limit.FLIGHT_FREQUENCY,
    Limit.CANCELLATIONS,
    Limit.MISSED,
    Limit.SEATS,
    Limit.BALANCE,
)


class _WatchedModel(reference._Model):
    def __init__(self, watch: _Watch, plan: Plan, cases: Cases) -> None:
        self.watch = watch
        self.notice_end: dict[int, int] = {}
        super().__init__(plan, cases)

    def boat_lands(self, boat: int) -> None:
        super().boat_lands(boat)
        landed, taken = self.notes.boats[boat, [Landing.LANDED, Landing.TAKEN]].tolist()
        first = int(self.cases.people.first[boat])
        came = int(self.cases.boats.people[boat]) - taken if landed else 0
        for standing in self.cases.people.standing[first : first + came].tolist():
            if standing == Standing.OUT_OF_SCOPE:
                self.watch.ends_somebody(Limit.IN_SCOPE, self.clock.now)
            elif standing == Standing.IN_SCOPE:
                self.watch.ends_somebody(Limit.SELECTION, self.clock.now)

    def is_selected(self, visit: int) -> None:
        super().is_selected(visit)
        self.may_have_asked(visit)

    def comes_back(self, visit: int, aboard: bool) -> None:
        super().comes_back(visit, aboard)
        self.may_have_asked(visit)
        if self.notes.visits[visit, Step.ASKED] < 0:
            self.watch.ends_somebody(Limit.IN_SCOPE, self.clock.now)

    def may_have_asked(self, visit: int) -> None:
        if self.notes.visits[visit, Step.ASKED] >= 0:
            self.watch.holds(("visit", visit), Limit.PLACES, self.clock.now)

    def way_out(self, visit: int) -> Process:
        self.watch.holds(("visit", visit), Limit.REFERRAL_AND_REPLY, self.clock.now)
        return super().way_out(visit)

    def stays_until(self, stay: Stay, time: int) -> reference.Waits:
        who, now = ("visit", stay.visit), self.clock.now
        if self.notes.visits[stay.visit, Step.ACCEPTED] >= 0:
            if stay.visit not in self.notice_end:
                self.notice_end[stay.visit] = stay.notice_end
                self.watch.holds(who, Limit.NOTICE, now)
                self.clock.call(
                    stay.notice_end, Kind.CAPACITY, 0, partial(self.notice_is_over, stay.visit)
                )
            else:
                self.watch.holds(who, Limit.LEGAL_BARRIERS, now)
        return super().stays_until(stay, time)

    def notice_is_over(self, visit: int) -> None:
        if self.watch.now_held.get(("visit", visit), (None,))[0] == Limit.NOTICE:
            self.watch.holds(("visit", visit), Limit.LEGAL_BARRIERS, self.clock.now)

    def boards_before(self, stay: Stay, onset: int) -> reference.Waits:
        self.watch.holds(("visit", stay.visit), Limit.FLIGHT_FREQUENCY, self.clock.now)
        return super().boards_before(stay, onset)

    def stops_waiting(self, visit: int, boards: simpy.Event) -> None:
        if self.boarding.get(visit) is boards:
            self.watch.holds(("visit", visit), Limit.LEGAL_BARRIERS, self.clock.now)
        super().stops_waiting(visit, boards)

    def leaves(self, visit: int, how: Exit | int) -> None:
        super().leaves(visit, how)
        self.watch.lets_go(("visit", visit), self.clock.now)

    def flight_leaves(self, flight: int) -> None:
        missed = self.notes.visits[:, Step.MISSED].copy()
        seats, room = int(self.plan.flights.seats[flight]), self.balance.room_for_returns()
        super().flight_leaves(flight)
        for who in self.watch.held_by(_FOR_A_FLIGHT, "visit"):
            limit = Limit.SEATS if seats <= room else Limit.BALANCE
            if self.plan.flights.cancelled[flight]:
                limit = Limit.CANCELLATIONS
            elif self.notes.visits[who[1], Step.MISSED] > missed[who[1]]:
                limit = Limit.MISSED
            self.watch.holds(who, limit, self.clock.now)


class _WatchedWayIn(WayIn):
    def __init__(self, watch: _Watch, *given: Any) -> None:
        self.watch = watch
        super().__init__(*given)

    def way_in(self, applicant: int) -> Process:
        applied = int(self.cases.applicants.applied[applicant])
        self.watch.holds(("applicant", applicant), Limit.PROCESSING, applied)
        yield from super().way_in(applicant)
        approved = self.notes.applicants[applicant, Approval.APPROVED] >= 0
        if not approved and self.clock.now <= self.plan.inbound_ends:
            self.watch.holds(("applicant", applicant), Limit.BALANCE, self.clock.now)

    def is_approved(self, applicant: int) -> None:
        super().is_approved(applicant)
        if self.notes.applicants[applicant, Approval.APPROVED] >= 0:
            self.watch.holds(("applicant", applicant), Limit.GROUP_FREQUENCY, self.clock.now)

    def group_travels(self, group: int) -> None:
        seats, before = int(self.plan.groups.seats[group]), len(self.waiting_to_travel)
        room = self.balance.room_for_travel(before)
        one_more = self.balance.room_for_travel(seats)
        if self.waiting_for_approval or self.balance.stops_approvals():
            one_more = 0
        super().group_travels(group)
        empty = min(seats, one_more) - before
        if empty > 0:
            self.watch.spare[self.watch.month[self.clock.now // DAY]] += empty
            self.watch.days[Limit.APPLICATIONS].add(self.clock.now // DAY)
        left_behind = Limit.GROUP_SEATS if seats <= room else Limit.BALANCE
        noted = self.notes.applicants
        waiting = (Limit.GROUP_FREQUENCY, Limit.GROUP_SEATS, Limit.BALANCE)
        for who in self.watch.held_by(waiting, "applicant"):
            if noted[who[1], Approval.TRAVELLED] >= 0:
                self.watch.lets_go(who, self.clock.now)
            elif noted[who[1], Approval.APPROVED] >= 0:
                self.watch.holds(who, left_behind, self.clock.now)
