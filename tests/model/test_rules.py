"""Each rule of the way out and the way in, on cases made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.exits import Exit, InboundExit
from sim.model.order import DAY
from sim.model.replicate import Engine
from tests.model.toy import HOUR, balance, barrier, departures, make_toy_cases, make_toy_plan

NOON = DAY // 2
RELEASED = int(Exit.RELEASED)


def test_the_first_to_arrive_get_the_places_and_the_rest_are_turned_away(run: Engine) -> None:
    cases = make_toy_cases(landed=[NOON, NOON + HOUR, NOON + 2 * HOUR], people=2, reply=40 * DAY)
    visits = run(make_toy_plan(places=3), cases).visits
    assert visits.detained.tolist() == [NOON, NOON, NOON + HOUR, -1, -1, -1]
    assert np.all(visits.exit[3:] == Exit.NO_PLACE)
    assert visits.left[3:].tolist() == [
        NOON + HOUR + DAY,
        NOON + 2 * HOUR + DAY,
        NOON + 2 * HOUR + DAY,
    ]


def test_a_holding_limit_of_zero_still_takes_whoever_finds_a_place(run: Engine) -> None:
    cases = make_toy_cases(landed=[NOON, NOON + 1], reply=40 * DAY)
    visits = run(make_toy_plan(places=1, holding_limit=0), cases).visits
    assert visits.detained.tolist() == [NOON, -1]
    assert visits.left.tolist()[1] == NOON + 1


def test_a_place_freed_at_the_last_second_of_the_holding_limit_is_taken(run: Engine) -> None:
    cases = make_toy_cases(landed=[0, NOON], reply=[NOON + DAY, 40 * DAY], accepted=2.0)
    visits = run(make_toy_plan(places=1), cases).visits
    assert visits.left[0] == NOON + DAY
    assert visits.detained[1] == NOON + DAY


def test_a_cut_in_places_evicts_nobody_and_admits_nobody_until_below(run: Engine) -> None:
    # Three inside when the places fall from 3 to 1: the next is admitted only when all but
    # none of them are left.
    cases = make_toy_cases(
        landed=[0, 0, 0, DAY + 1],
        reply=[2 * DAY, 3 * DAY, 4 * DAY, DAY],
        accepted=2.0,
    )
    plan = make_toy_plan(places=[3, 1], holding_limit=10 * DAY)
    visits = run(plan, cases).visits
    assert visits.left[:3].tolist() == [2 * DAY, 3 * DAY, 4 * DAY]
    assert visits.detained[3] == 4 * DAY


def test_people_returned_before_come_first(run: Engine) -> None:
    # One place. The first person is returned at once and is back before it is free again.
    flights = departures(HOUR, 30 * DAY)
    cases = make_toy_cases(
        landed=[0, 2 * HOUR, 3 * HOUR],
        comes_back_after=[4 * HOUR],
        reply=[0, 40 * DAY, 2 * DAY, 0, 2 * DAY, 0],
        accepted=[0, 0, 2, 0, 2, 0],
    )
    plan = make_toy_plan(places=1, flights=flights, holding_limit=5 * DAY)
    visits = run(plan, cases).visits
    rows = {
        (int(b), int(n)): i for i, (b, n) in enumerate(zip(visits.boat, visits.number, strict=True))
    }
    again = next(i for i in rows.values() if visits.number[i] == 1)
    assert visits.arrived[again] == 5 * HOUR
    assert visits.detained[rows[1, 0]] == 2 * HOUR
    assert visits.detained[again] == 2 * HOUR + 2 * DAY
    assert visits.detained[rows[2, 0]] == -1


@pytest.mark.parametrize(("late", "how"), [(0, Exit.STILL_INSIDE), (1, Exit.REFERRED_LATE)])
def test_the_last_second_of_the_last_day_for_a_referral_counts(
    run: Engine, late: int, how: Exit
) -> None:
    last_second = 15 * DAY - 1
    cases = make_toy_cases(landed=[NOON], referral=last_second - NOON + late, reply=60 * DAY)
    visits = run(make_toy_plan(days=50), cases).visits
    assert visits.exit[0] == how
    assert visits.left[0] == (last_second if late else -1)


@pytest.mark.parametrize(("departs", "how"), [(93 * DAY - 1, 0), (93 * DAY, int(Exit.OUT_OF_TIME))])
def test_the_last_second_of_the_long_stop_counts(run: Engine, departs: int, how: int) -> None:
    cases = make_toy_cases(landed=[NOON])
    visits = run(make_toy_plan(flights=departures(departs)), cases).visits
    assert visits.exit[0] == how
    assert visits.left[0] == 93 * DAY - 1


@pytest.mark.parametrize(
    ("departs", "how"), [(20 * DAY - 1, 0), (20 * DAY, int(Exit.SCHEME_ENDED))]
)
def test_the_last_second_of_the_scheme_counts(run: Engine, departs: int, how: int) -> None:
    cases = make_toy_cases(landed=[NOON, 20 * DAY - HOUR], people=1)
    plan = make_toy_plan(
        places=1, flights=departures(departs), returns_end=20 * DAY - 1, scope_ends=20 * DAY - 1
    )
    records = run(plan, cases)
    assert records.visits.exit[0] == how
    # Whoever waits for a place then leaves with the scheme, and nobody is in scope after it.
    assert records.visits.exit[1] == Exit.SCHEME_ENDED


def test_a_refusal_frees_the_place_at_the_reply(run: Engine) -> None:
    cases = make_toy_cases(landed=[0], referral=DAY, reply=2 * DAY, accepted=2.0)
    visits = run(make_toy_plan(), cases).visits
    assert (visits.exit[0], visits.left[0]) == (Exit.REFUSED, 3 * DAY)


def test_who_is_refused_keeps_the_place_until_release_or_the_long_stop(run: Engine) -> None:
    cases = make_toy_cases(
        landed=[0, 0], referral=DAY, reply=2 * DAY, accepted=2.0, held=[4 * DAY, 300 * DAY]
    )
    visits = run(make_toy_plan(flights=departures(5 * DAY)), cases).visits
    assert visits.exit.tolist() == [Exit.REFUSED, Exit.OUT_OF_TIME]
    assert visits.left.tolist() == [7 * DAY, 93 * DAY - 1]
    assert visits.ready.tolist() == [-1, -1]


def test_the_first_release_wins_and_fires_only_inside(run: Engine) -> None:
    rules = (barrier(1, RELEASED), barrier(3, RELEASED + 1))
    cases = make_toy_cases(
        landed=[0, DAY],
        barriers=2,
        reply=[10 * DAY, 10 * DAY],
        accepted=[0.0, 2.0],
        meets=[[0, 1], [0, 0]],
        onset=[[4 * DAY, 0], [0, DAY]],
    )
    plan = make_toy_plan(barriers=rules)
    visits = run(plan, cases).visits
    assert (visits.exit[0], visits.left[0]) == (RELEASED, 4 * DAY)
    # The second would be released a day after the reply, but leaves at the reply.
    assert (visits.exit[1], visits.left[1]) == (Exit.REFUSED, 11 * DAY)


def test_delays_before_readiness_add_up(run: Engine) -> None:
    rules = (barrier(2), barrier(3))
    cases = make_toy_cases(
        landed=[0],
        barriers=2,
        reply=DAY,
        notice=DAY,
        onset=[[0], [0]],
        delay=[[3 * DAY], [4 * DAY]],
    )
    visits = run(make_toy_plan(barriers=rules), cases).visits
    assert visits.ready[0] == 2 * DAY + 3 * DAY + 4 * DAY


def test_a_late_delay_takes_a_ready_person_out_of_the_queue(run: Engine) -> None:
    # Ready on day 2; a delay from day 5 to day 9. The flight of day 6 leaves without them.
    cases = make_toy_cases(
        landed=[0], barriers=1, reply=DAY, notice=DAY, onset=[[3 * DAY]], delay=[[4 * DAY]]
    )
    plan = make_toy_plan(barriers=(barrier(4),), flights=departures(6 * DAY, 9 * DAY))
    records = run(plan, cases)
    assert records.visits.ready[0] == 2 * DAY
    assert records.visits.left[0] == 9 * DAY
    assert records.flights.waiting.tolist() == [0, 1]
    on_time = make_toy_plan(barriers=(barrier(4),), flights=departures(5 * DAY - 1))
    assert run(on_time, cases).visits.left[0] == 5 * DAY - 1


def test_same_instant_release_comes_before_boarding_and_readiness_too(run: Engine) -> None:
    cases = make_toy_cases(landed=[0], barriers=1, reply=DAY, onset=[[DAY]])
    released = make_toy_plan(barriers=(barrier(1, RELEASED),), flights=departures(DAY))
    assert run(released, cases).visits.exit[0] == RELEASED
    ready_then = make_toy_plan(flights=departures(DAY))
    assert run(ready_then, cases).visits.exit[0] == Exit.RETURNED


@pytest.mark.parametrize(
    ("boarding", "first"), [("longest_ready", 1), ("earliest_arrival", 0), ("latest_arrival", 2)]
)
def test_boarding_follows_the_chosen_order(run: Engine, boarding: str, first: int) -> None:
    cases = make_toy_cases(landed=[0, HOUR, 2 * HOUR], reply=[9 * HOUR, HOUR, 5 * HOUR])
    plan = make_toy_plan(boarding=boarding, flights=departures(DAY, 2 * DAY, 3 * DAY, seats=1))
    visits = run(plan, cases).visits
    assert int(np.argmin(visits.left)) == first
    assert sorted(visits.left.tolist()) == [DAY, 2 * DAY, 3 * DAY]


def test_a_missed_place_flies_empty_and_the_person_waits_on(run: Engine) -> None:
    cases = make_toy_cases(landed=[0], people=60)
    flights = departures(DAY, 2 * DAY, 3 * DAY, seats=20, cancelled=[1])
    records = run(make_toy_plan(flights=flights, missed=0.4), cases)
    flown = records.flights
    assert flown.carried[1] == flown.missed[1] == 0
    assert flown.carried[0] + flown.missed[0] == 20
    assert 0 < flown.missed[0] < 20
    # Whoever missed the first flight is called again for the next, before all others.
    assert flown.waiting.tolist() == [60, 60 - flown.carried[0], 60 - flown.carried[0]]
    called_twice = records.visits.missed + (records.visits.exit == Exit.RETURNED)
    assert np.all(called_twice[20 + flown.carried[0] :] == 0)


def test_returns_stop_at_the_edge_of_the_band(run: Engine) -> None:
    cases = make_toy_cases(landed=[0], people=30, applied=[0] * 4, processing=3 * DAY)
    plan = make_toy_plan(
        flights=departures(DAY, 2 * DAY, 12 * DAY),
        groups=departures(8 * DAY),
        balance=balance(inbound=100, returned=10),
    )
    records = run(plan, cases)
    # Ten may lead; four come in; the review of day 14 has not yet let the halted side go on.
    assert records.flights.carried.tolist() == [10, 0, 0]
    later = make_toy_plan(
        flights=departures(DAY, 2 * DAY, 15 * DAY),
        groups=departures(8 * DAY),
        balance=balance(inbound=100, returned=10),
    )
    assert run(later, cases).flights.carried.tolist() == [10, 0, 4]


def test_a_halted_side_resumes_only_at_its_reset_level(run: Engine) -> None:
    cases = make_toy_cases(landed=[0], people=30, applied=[0] * 4, processing=3 * DAY)
    for reset, carried in ((6, 4), (5, 0)):
        plan = make_toy_plan(
            flights=departures(DAY, 15 * DAY),
            groups=departures(8 * DAY),
            balance=balance(inbound=100, returned=10, reset=reset),
        )
        assert run(plan, cases).flights.carried.tolist() == [10, carried]


def test_travel_in_stops_at_its_edge_or_only_approvals_do(run: Engine) -> None:
    applied = [0] * 6 + [5 * DAY] * 6
    cases = make_toy_cases(applied=applied, processing=DAY)
    groups = departures(2 * DAY, 3 * DAY, 9 * DAY, seats=4)
    travel = run(make_toy_plan(groups=groups, balance=balance(5, 5)), cases)
    assert travel.groups.carried.tolist() == [4, 1, 0]
    approvals = run(make_toy_plan(groups=groups, balance=balance(5, 5, halts_travel=False)), cases)
    # The six approved before the bound was reached may travel; nobody is approved after.
    assert approvals.groups.carried.tolist() == [4, 2, 0]
    assert np.all(approvals.applicants.approved[6:] < 0)


def test_strict_parity_lets_one_lead_at_a_time(run: Engine) -> None:
    cases = make_toy_cases(landed=[0], people=10, applied=[0] * 10)
    days = range(1, 40)
    plan = make_toy_plan(
        flights=departures(*(d * DAY for d in days)),
        groups=departures(*(d * DAY + HOUR for d in days)),
        balance=balance(1, 1, review=DAY),
    )
    records = run(plan, cases)
    assert records.flights.carried.sum() == records.groups.carried.sum() == 10
    assert max(records.flights.carried) <= 2


def test_nobody_is_approved_or_travels_after_the_last_day_in(run: Engine) -> None:
    cases = make_toy_cases(applied=[0, 4 * DAY], processing=2 * DAY)
    plan = make_toy_plan(groups=departures(3 * DAY, 5 * DAY - 1), inbound_ends=5 * DAY - 1)
    records = run(plan, cases)
    assert records.applicants.travelled.tolist() == [3 * DAY, -1]
    assert records.applicants.exit.tolist() == [InboundExit.TRAVELLED, InboundExit.SCHEME_ENDED]


def test_those_who_come_back_take_the_last_places_of_the_next_observed_boat(run: Engine) -> None:
    cases = make_toy_cases(
        landed=[0, 9 * DAY, 20 * DAY], people=[3, 2, 5], comes_back_after=[4 * DAY]
    )
    plan = make_toy_plan(flights=departures(DAY, 10 * DAY), observed_ends=30 * DAY)
    records = run(plan, cases)
    visits = records.visits
    # Three returned on day 1 are due on day 5. The boat of day 9 has two places, so two of
    # them are its people and the third comes with the boat of day 20.
    again = visits.number > 0
    assert sorted(visits.arrived[again].tolist())[:3] == [9 * DAY, 9 * DAY, 20 * DAY]
    assert np.count_nonzero((visits.boat == 1) & ~again) == 0
    assert records.boats.people.sum() == 10
    assert records.came_back_alone.size == 0


def test_after_the_observed_weeks_those_who_come_back_add_to_arrivals(run: Engine) -> None:
    cases = make_toy_cases(landed=[0], people=3, comes_back_after=[4 * DAY, 4 * DAY])
    plan = make_toy_plan(flights=departures(DAY, 6 * DAY, 12 * DAY))
    records = run(plan, cases)
    assert records.came_back_alone.tolist() == [5 * DAY] * 3 + [10 * DAY] * 3
    assert np.count_nonzero(records.visits.exit == Exit.RETURNED) == 9
    assert np.unique(records.visits.person).size == 3


def test_whoever_found_no_observed_boat_arrives_when_the_observed_weeks_end(run: Engine) -> None:
    cases = make_toy_cases(landed=[0], people=2, comes_back_after=[4 * DAY])
    plan = make_toy_plan(flights=departures(DAY), observed_ends=14 * DAY)
    assert run(plan, cases).came_back_alone.tolist() == [14 * DAY] * 2


def test_the_daily_intake_limit_takes_the_first_and_lets_people_come_back(run: Engine) -> None:
    cases = make_toy_cases(landed=[0, HOUR, DAY], people=2, reply=90 * DAY)
    visits = run(make_toy_plan(intake_limit=np.full(200, 3.0)), cases).visits
    assert visits.exit.tolist().count(int(Exit.INTAKE_FULL)) == 1
    assert visits.exit[3] == Exit.INTAKE_FULL
    assert np.all(visits.detained[[0, 1, 2, 4, 5]] >= 0)


def test_deterrence_lets_boats_set_out_by_their_mark(run: Engine) -> None:
    # Everyone of the first boat is returned, and with a short lag the perceived chance is near one
    # two days later: strength
    # 1 keeps a boat with mark 0.5 from setting out, strength 0.2 does not.
    cases = make_toy_cases(landed=[0, 3 * DAY], people=10)
    for strength, landed in ((1.0, [True, False]), (0.2, [True, True])):
        plan = make_toy_plan(flights=departures(DAY), deterrence=(strength, DAY / 2, 365.0 * DAY))
        assert run(plan, cases).boats.landed.tolist() == landed
    observed = make_toy_plan(
        flights=departures(DAY), deterrence=(1.0, DAY / 2, 365.0 * DAY), deters_from=5 * DAY
    )
    assert run(observed, cases).boats.landed.tolist() == [True, True]


def test_a_person_who_came_back_and_waits_leaves_with_the_scheme_once(run: Engine) -> None:
    # Returned on day 1, back on day 19, when there is no place; the holding limit would end
    # the wait after the scheme has.
    cases = make_toy_cases(landed=[0], comes_back_after=[18 * DAY + HOUR])
    plan = make_toy_plan(
        places=[1, 1, 0],
        flights=departures(DAY),
        returns_end=20 * DAY - 1,
        scope_ends=20 * DAY - 1,
    )
    visits = run(plan, cases).visits
    assert visits.arrived.tolist() == [0, 19 * DAY + HOUR]
    assert visits.exit.tolist() == [Exit.RETURNED, Exit.SCHEME_ENDED]
    assert visits.left[1] == 20 * DAY - 1


def test_whoever_waits_for_a_place_leaves_with_the_scheme_and_is_not_detained(run: Engine) -> None:
    # One place, taken by somebody who leaves with the scheme: its place is free at that
    # second, and with no place at all the wait would go on past it.
    cases = make_toy_cases(landed=[NOON, 20 * DAY - HOUR])
    for places in (1, 0):
        plan = make_toy_plan(places=places, returns_end=20 * DAY - 1, scope_ends=20 * DAY - 1)
        visits = run(plan, cases).visits
        assert visits.exit[1] == Exit.SCHEME_ENDED
        assert visits.left[1] == 20 * DAY - 1
        assert visits.detained[1] == -1
