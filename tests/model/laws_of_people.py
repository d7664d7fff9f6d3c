"""Everyone is somewhere, in the order in which things can happen to a person."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.luck.keys import person_key, visit_key
from sim.model.cases import ACCEPTED, MEETS, Cases, Drawn, Standing
from sim.model.exits import NOT_TAKEN, Exit, Stage
from sim.model.order import DAY
from sim.model.plan import Plan
from sim.model.records import Records, Times, VisitRecords
from sim.model.rules import NO_EXIT, Rule
from tests.model.invariants import boat_of_everyone

STEPS = ("asked", "detained", "referred", "accepted", "ready")


def visit_index(records: Records, cases: Cases) -> Times:
    """Return which visit of the cases each row is."""
    key = visit_key(records.visits.person, records.visits.number)
    order = np.argsort(cases.visits.key)
    found = order[np.searchsorted(cases.visits.key, key, sorter=order)]
    assert np.array_equal(cases.visits.key[found], key)
    return np.asarray(found)


def check_people(records: Records, plan: Plan, cases: Cases) -> None:
    """Who is selected and came has a row, but for those whom people who came back displaced."""
    visits, boats, people = records.visits, records.boats, cases.people
    assert np.array_equal(boats.people, cases.boats.people)
    assert np.unique(visit_key(visits.person, visits.number)).size == visits.person.size
    first = visits.number == 0
    assert np.array_equal(visits.boat >= 0, first)
    assert np.array_equal(visits.arrived[first], boats.time[visits.boat[first]])
    assert boats.landed[visits.boat[first]].all()
    boat = boat_of_everyone(cases)
    place = np.arange(boat.size) - people.first[boat]
    keys = person_key(cases.boats.key[boat], place)
    in_time = boats.landed[boat] & _is_in_time(boats.time[boat], plan)
    assert not people.standing[~_is_in_time(boats.time[boat], plan)].any()
    selected = in_time & (people.standing == Standing.SELECTED)
    displaced = selected & ~np.isin(keys, visits.person[first])
    assert np.isin(visits.person[first], keys[selected]).all()
    aboard = _came_back_aboard(records)
    assert np.isin(aboard, boats.time[boats.landed]).all()
    assert (aboard < max(plan.observed_ends, 1)).all()
    assert (records.came_back_alone >= plan.observed_ends).all()
    for time in np.unique(boats.time):
        landed = np.flatnonzero((boats.time == time) & boats.landed)
        taken = int((aboard == time).sum())
        assert taken <= boats.people[landed].sum()
        if landed.size == 1:
            here = boat == landed[0]
            kept = place < boats.people[landed[0]] - taken
            assert np.array_equal(displaced & here, selected & here & ~kept)
            if taken == 0 or time <= plan.scope_ends:
                in_scope = int((here & kept & (people.standing > 0)).sum())
                assert boats.in_scope[landed[0]] == in_scope


def _is_in_time(landed: Times, plan: Plan) -> NDArray[np.bool_]:
    """Say whether each boat came while arrivals were in scope."""
    return np.asarray((plan.rule(Rule.SCOPE_BEGINS) <= landed) & (landed <= plan.scope_ends))


def _came_back_aboard(records: Records) -> Times:
    """Return the times at which people came back among those counted aboard a boat."""
    times = records.visits.arrived[records.visits.number > 0].tolist()
    for alone in records.came_back_alone.tolist():
        if alone in times:
            times.remove(alone)
    return np.array(times, dtype=np.int64)


def check_returnees(records: Records, plan: Plan, cases: Cases) -> None:
    """Exactly the people who were returned and whose luck says so come back, when it says."""
    visits = records.visits
    index = visit_index(records, cases)
    rows = {(p, n): i for i, (p, n) in enumerate(zip(visits.person, visits.number, strict=True))}
    for row in np.flatnonzero(visits.number > 0):
        before = rows[(visits.person[row], visits.number[row] - 1)]
        assert visits.exit[before] == Exit.RETURNED
    in_the_end = min(plan.scope_ends, plan.horizon - 1)
    for row in np.flatnonzero(visits.exit == Exit.RETURNED):
        after = int(cases.visits.column(Drawn.COMES_BACK_AFTER)[index[row]])
        again = rows.get((visits.person[row], visits.number[row] + 1))
        if after < 0:
            assert again is None
            continue
        due = int(visits.left[row]) + after
        if due >= plan.observed_ends:
            assert (again is not None) == (due <= in_the_end)
            assert again is None or visits.arrived[again] == due
        elif again is not None:
            assert due <= visits.arrived[again] <= plan.observed_ends
        else:
            assert plan.observed_ends > in_the_end


def check_times(records: Records, plan: Plan) -> None:
    """Times follow each other; nothing is later than the horizon; steps are not skipped."""
    visits = records.visits
    before = visits.arrived
    assert ((visits.arrived >= 0) & (visits.arrived <= plan.scope_ends)).all()
    reached = np.ones(visits.person.size, dtype=bool)
    stage = np.zeros(visits.person.size, dtype=np.int64)
    for name in STEPS:
        time = getattr(visits, name)
        assert (time < plan.horizon).all()
        assert reached[time >= 0].all()
        reached = time >= 0
        assert (time[reached] >= before[reached]).all()
        before = np.where(reached, time, before)
        stage += reached
    assert np.array_equal(stage, visits.stage)
    gone = visits.left >= 0
    assert np.array_equal(gone, visits.exit != Exit.STILL_INSIDE)
    assert ((visits.left >= before) & (visits.left < plan.horizon))[gone].all()
    asked = visits.asked >= 0
    assert np.array_equal(visits.asked[asked], visits.arrived[asked])
    _check_departed(visits, plan)


def _check_departed(visits: VisitRecords, plan: Plan) -> None:
    departs = visits.departed >= 0
    assert not (departs & np.isin(visits.exit, (Exit.RETURNED, Exit.STILL_INSIDE))).any()
    assert (visits.departed >= visits.left)[departs].all()
    assert (visits.departed < plan.horizon).all()
    if not plan.voluntary.any():
        assert not departs.any()


def end_of_day(time: int) -> int:
    return time - time % DAY + DAY - 1


class Lot(NamedTuple):
    """How far a stay gets and how it ends if no flight comes; when a flight could be boarded."""

    referred: int
    accepted: int
    left: int
    exit: int
    windows: list[tuple[int, int]]

    @property
    def ready(self) -> int:
        return self.windows[0][0] if self.windows else -1


def lot(plan: Plan, cases: Cases, visit: int, arrived: int, detained: int) -> Lot:
    """Work out a stay from the words of the policy, without a clock."""
    draws = cases.visits
    referral = detained + int(draws.column(Drawn.REFERRAL)[visit])
    reply = referral + int(draws.column(Drawn.REPLY)[visit])
    ready = reply + int(draws.column(Drawn.NOTICE)[visit])
    moments = (arrived, detained, referral, reply, ready)
    ends, delays = [], []
    for number, (counted_from, how) in enumerate(plan.barriers.tolist()):
        if draws.chances[visit, MEETS + number] < plan.barrier_shares[number, arrived // DAY]:
            onset = max(moments[counted_from] + int(draws.onset(number)[visit]), detained)
            if how != NO_EXIT:
                ends.append((onset, 0, number, how))
            else:
                delays.append((onset, int(draws.delay(number)[visit])))
    refer_by = min(end_of_day(arrived + plan.referral_deadline), plan.referral_ends)
    if referral > refer_by:
        ends.append(_deadline(refer_by, detained, 0, Exit.REFERRED_LATE))
    refused = draws.chances[visit, ACCEPTED] >= plan.accepted[min(reply // DAY, plan.days - 1)]
    if refused:
        ends.append((reply + int(draws.column(Drawn.HELD)[visit]), 1, 0, int(Exit.REFUSED)))
    ends.append(_deadline(end_of_day(arrived + plan.long_stop), detained, 1, Exit.OUT_OF_TIME))
    ends.append(_deadline(plan.returns_end, detained, 2, Exit.SCHEME_ENDED))
    left, kind, _, how = min(ends)
    windows = []
    for onset, length in [] if refused else [*sorted(delays), (2**62, 0)]:
        if onset > ready:
            windows.append((ready, onset))
            ready = onset
        ready += length
    # A deadline falls after the flights of its second, a release and a refusal before; a
    # release also before the step of its second.
    close = left + (kind == 2)
    windows = [(a, min(b, close)) for a, b in windows if a < min(close, plan.horizon)]
    done = min(left + (kind > 0), plan.horizon)
    accepted = reply < done and not refused
    return Lot(referral if referral < done else -1, reply if accepted else -1, left, how, windows)


def _deadline(time: int, detained: int, rank: int, how: Exit) -> tuple[int, int, int, int]:
    """Return a deadline as an end; one that has passed lets nobody take a step in its second."""
    return max(time, detained), 2 if time >= detained else 0, rank, int(how)


def check_exits(records: Records, plan: Plan, cases: Cases) -> None:
    """Each visit ends by what comes first, and how it ended agrees with how far it got."""
    visits = records.visits
    index = visit_index(records, cases)
    exit_, stage = visits.exit, visits.stage
    assert np.array_equal(exit_ == Exit.NOT_SELECTED, index < 0)
    outside = np.isin(exit_, (Exit.NOT_SELECTED, Exit.INTAKE_FULL))
    assert np.array_equal(stage == Stage.ARRIVED, outside)
    assert np.array_equal(visits.left[outside], visits.arrived[outside])
    for row in np.flatnonzero(stage == Stage.ASKED):
        turned_away = int(visits.asked[row]) + plan.holding_limit
        ends = min(turned_away, plan.returns_end)
        if ends >= plan.horizon:
            assert exit_[row] == Exit.STILL_INSIDE
        elif turned_away < plan.returns_end:
            assert (exit_[row], visits.left[row]) == (Exit.NO_PLACE, turned_away)
        else:
            assert exit_[row] in (Exit.NO_PLACE, Exit.SCHEME_ENDED)
            assert visits.left[row] == ends
    for row in np.flatnonzero(stage >= Stage.DETAINED):
        arrived, detained = int(visits.arrived[row]), int(visits.detained[row])
        assert exit_[row] not in NOT_TAKEN
        planned = lot(plan, cases, int(index[row]), arrived, detained)
        for name in ("referred", "accepted", "ready"):
            assert getattr(visits, name)[row] == getattr(planned, name)
        flown = exit_[row] == Exit.RETURNED
        assert flown == (visits.flight[row] >= 0)
        if flown:
            left = int(visits.left[row])
            assert any(a <= left < b for a, b in planned.windows)
        elif planned.left < plan.horizon:
            assert (exit_[row], visits.left[row]) == (planned.exit, planned.left)
        else:
            assert exit_[row] == Exit.STILL_INSIDE
