"""What happens at one second, at the last second, and after it."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.exits import Exit, Stage
from sim.model.order import DAY
from sim.model.replicate import Engine
from tests.model.toy import HOUR, balance, barrier, departures, make_toy_cases, make_toy_plan

RELEASED = int(Exit.RELEASED)


def test_a_person_ready_at_the_last_second_of_the_long_stop_may_still_board(run: Engine) -> None:
    last = 5 * DAY - 1
    cases = make_toy_cases(landed=[0], reply=last)
    plan = make_toy_plan(long_stop=4 * DAY, flights=departures(last))
    assert run(plan, cases).visits.exit[0] == Exit.RETURNED
    without = run(make_toy_plan(long_stop=4 * DAY), cases).visits
    assert (without.exit[0], without.stage[0]) == (Exit.OUT_OF_TIME, Stage.READY)


def test_a_release_comes_before_the_step_of_its_second(run: Engine) -> None:
    cases = make_toy_cases(landed=[0], barriers=1, referral=DAY, onset=[[DAY]])
    plan = make_toy_plan(barriers=(barrier(1, RELEASED),))
    visits = run(plan, cases).visits
    assert (visits.exit[0], visits.left[0], visits.stage[0]) == (RELEASED, DAY, Stage.DETAINED)


def test_a_delay_that_sets_in_as_the_notice_ends_comes_before_readiness(run: Engine) -> None:
    cases = make_toy_cases(landed=[0], barriers=1, notice=DAY, onset=[[0]], delay=[[2 * DAY]])
    plan = make_toy_plan(barriers=(barrier(4),), flights=departures(DAY, 3 * DAY))
    visits = run(plan, cases).visits
    assert (visits.ready[0], visits.left[0]) == (3 * DAY, 3 * DAY)


def test_a_later_delay_counts_from_its_own_onset(run: Engine) -> None:
    # Two delays while ready: days 2 to 3, and from day 2.5, inside the first, one day more.
    cases = make_toy_cases(
        landed=[0],
        barriers=2,
        onset=[[5 * DAY // 2], [2 * DAY]],
        delay=[[DAY], [DAY]],
    )
    flights = departures(2 * DAY - 1, 2 * DAY, 4 * DAY - 1, 4 * DAY, seats=0)
    plan = make_toy_plan(barriers=(barrier(4), barrier(4)), flights=flights)
    assert run(plan, cases).flights.waiting.tolist() == [1, 0, 0, 1]


def test_what_counts_from_arrival_can_be_over_only_after_detention(run: Engine) -> None:
    # The barrier would have set in while the second person waited for a place.
    cases = make_toy_cases(
        landed=[0, 0], barriers=1, reply=[8 * HOUR, DAY], accepted=2.0, onset=[[2 * HOUR]],
        meets=[[1, 0]],
    )  # fmt: skip
    plan = make_toy_plan(places=1, barriers=(barrier(0, RELEASED),))
    visits = run(plan, cases).visits
    assert (visits.detained[1], visits.left[1], visits.exit[1]) == (
        8 * HOUR,
        8 * HOUR,
        RELEASED,
    )


def test_places_opened_while_people_wait_are_taken_at_once(run: Engine) -> None:
    cases = make_toy_cases(landed=[DAY - HOUR], people=3, reply=90 * DAY)
    visits = run(make_toy_plan(places=[0, 2]), cases).visits
    assert visits.detained.tolist() == [DAY, DAY, -1]


def test_a_place_is_freed_and_filled_before_the_flight_of_that_second_leaves(run: Engine) -> None:
    cases = make_toy_cases(landed=[0, HOUR], reply=[DAY, 0], accepted=[2.0, 0.0])
    visits = run(make_toy_plan(places=1, flights=departures(DAY)), cases).visits
    assert visits.detained.tolist() == [0, DAY]
    assert visits.exit.tolist() == [Exit.REFUSED, Exit.RETURNED]


def test_returns_come_before_travel_in_at_one_second(run: Engine) -> None:
    cases = make_toy_cases(landed=[0], people=2, applied=[0, 0])
    both = departures(DAY)
    plan = make_toy_plan(flights=both, groups=both, balance=balance(inbound=0, returned=2))
    records = run(plan, cases)
    assert (records.flights.carried[0], records.groups.carried[0]) == (2, 2)


def test_the_next_flight_of_the_same_second_takes_whoever_missed_the_first(run: Engine) -> None:
    cases = make_toy_cases(landed=[0], people=40)
    plan = make_toy_plan(flights=departures(DAY, DAY, seats=40), missed=0.5)
    records = run(plan, cases)
    first, second = zip(records.flights.carried, records.flights.missed, strict=True)
    assert sum(first) == 40
    assert sum(second) == first[1]
    assert 0 < second[1] < first[1]


def test_a_person_back_after_the_last_arrival_in_scope_takes_no_place(run: Engine) -> None:
    cases = make_toy_cases(landed=[0], comes_back_after=[4 * DAY, DAY])
    plan = make_toy_plan(flights=departures(DAY, 9 * DAY), scope_ends=5 * DAY - 1)
    records = run(plan, cases)
    assert records.visits.number.tolist() == [0]
    assert records.came_back_alone.tolist() == [5 * DAY]
    assert records.flights.waiting.tolist() == [1, 0]


def test_a_projected_boat_at_the_first_second_displaces_nobody(run: Engine) -> None:
    cases = make_toy_cases(landed=[0, 14 * DAY], people=2, comes_back_after=[4 * DAY])
    plan = make_toy_plan(flights=departures(DAY), observed_ends=14 * DAY)
    records = run(plan, cases)
    assert records.came_back_alone.tolist() == [14 * DAY] * 2
    assert np.count_nonzero(records.visits.boat == 1) == 2


def test_nobody_is_detained_for_a_referral_that_cannot_be_made_any_more(run: Engine) -> None:
    cases = make_toy_cases(landed=[10 * DAY], referral=DAY)
    visits = run(make_toy_plan(referral_ends=9 * DAY - 1), cases).visits
    assert (visits.exit[0], visits.left[0]) == (Exit.REFERRED_LATE, 10 * DAY)


def test_whoever_is_admitted_after_the_long_stop_leaves_before_a_flight(run: Engine) -> None:
    plan = make_toy_plan(
        places=[0, 0, 0, 1],
        holding_limit=9 * DAY,
        long_stop=2 * DAY,
        flights=departures(3 * DAY),
    )
    visits = run(plan, make_toy_cases(landed=[0])).visits
    assert (visits.detained[0], visits.left[0]) == (3 * DAY, 3 * DAY)
    assert visits.exit[0] == Exit.OUT_OF_TIME


@pytest.mark.parametrize("holding_limit", [0, HOUR, DAY, 10 * DAY])
def test_whoever_waits_at_the_horizon_is_still_there(run: Engine, holding_limit: int) -> None:
    horizon = 20 * DAY
    cases = make_toy_cases(landed=[horizon - DAY, horizon - HOUR, horizon - 1])
    records = run(make_toy_plan(days=20, places=0, holding_limit=holding_limit), cases)
    turned_away = records.visits.arrived + holding_limit < horizon
    assert np.array_equal(records.visits.exit == Exit.NO_PLACE, turned_away)
    assert np.array_equal(records.visits.exit == Exit.STILL_INSIDE, ~turned_away)


def test_nobody_is_approved_before_someone_who_waits_for_approval(run: Engine) -> None:
    # The first two reach the bound on day 1. A return on day 4 makes room, but approvals go on
    # only at the review of day 7, and then in order.
    cases = make_toy_cases(landed=[0], applied=[0, 0, 3 * DAY, 5 * DAY])
    plan = make_toy_plan(
        flights=departures(4 * DAY),
        groups=departures(DAY, 6 * DAY, 8 * DAY),
        balance=balance(2, 50, halts_travel=False),
    )
    approved = run(plan, cases).applicants.approved
    assert approved.tolist() == [0, 0, 7 * DAY, 7 * DAY]
