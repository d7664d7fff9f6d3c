"""Every wait and every ending belongs to one limit, and it is the one that held the person."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.luck.luck import Luck
from sim.model.cases import Cases
from sim.model.exits import Exit, InboundExit
from sim.model.order import DAY
from sim.model.outline import outline
from sim.model.plan import Plan
from sim.model.records import Records
from sim.model.reference import run_reference
from sim.model.replicate import ENGINES
from sim.outcomes.cohorts import month_of_day
from sim.outcomes.indicators import INDICATORS
from sim.outcomes.measure import measure
from sim.scenario.schema import Scenario
from sim.study.held.back import held_back, held_back_replication
from sim.study.held.holding import LIMITS, HeldBack, Limit
from tests.model.strange import START, scenarios
from tests.model.toy import HOUR, balance, barrier, departures, make_toy_cases, make_toy_plan
from tests.study.busy import busy_scenarios
from tests.study.watched import watched
from tests.variants import changed, pilot, prepare

ROOT = Path(__file__).parents[2]
IN_DETENTION = (
    Limit.REFERRAL_AND_REPLY, Limit.NOTICE, Limit.LEGAL_BARRIERS, Limit.SEATS,
    Limit.FLIGHT_FREQUENCY, Limit.CANCELLATIONS, Limit.MISSED, Limit.BALANCE,
)  # fmt: skip
INWARD = (Limit.PROCESSING, Limit.GROUP_FREQUENCY, Limit.GROUP_SEATS, Limit.BALANCE)
RELEASED = int(Exit.RELEASED)
LUCK = st.integers(0, 1000)


def drawn(*, examples: int) -> settings:
    return settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module", autouse=True)
def everything_is_compiled() -> None:
    """Numba does not always compile from inside Hypothesis, whose stack is deep."""
    _, _, records, _ = replicated(pilot(), 0)
    measure(records)


def same(a: HeldBack, b: HeldBack) -> bool:
    return all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))


def test_every_limit_has_its_name_and_meaning() -> None:
    assert list(LIMITS) == [limit.name.lower() for limit in Limit]
    assert [int(limit) for limit in Limit] == list(range(len(LIMITS)))


# -- what a model that is watched as it runs finds -------------------------------------------


@drawn(examples=30)
@given(scenario=busy_scenarios(), replication=LUCK)
def test_what_is_worked_out_is_what_happened(scenario: Scenario, replication: int) -> None:
    plan, cases = prepare(scenario, Luck(7, replication))
    truth = watched(plan, cases)
    for engine in ENGINES.values():
        assert same(held_back(plan, cases, engine(plan, cases)), truth)


@drawn(examples=20)
@given(scenario=scenarios(), replication=LUCK)
def test_it_is_so_too_where_things_run_out(scenario: Scenario, replication: int) -> None:
    plan, cases = prepare(scenario, Luck(7, replication))
    truth = watched(plan, cases)
    for engine in ENGINES.values():
        assert same(held_back(plan, cases, engine(plan, cases)), truth)


def test_it_is_so_in_the_pilot_and_all_stages_together_give_the_same() -> None:
    prepared, luck = outline(pilot()), Luck(1, 3)
    plan, cases = prepare(pilot(), luck)
    found = held_back_replication(prepared, luck)
    assert same(found, watched(plan, cases))
    assert found.days_held.shape == (len(Limit), 7)
    assert all(found.people[limit] > 0 for limit in (Limit.PLACES, Limit.SEATS, Limit.MISSED))


# -- laws of any replication ---------------------------------------------------------------


def replicated(scenario: Scenario, replication: int) -> tuple[Plan, Cases, Records, HeldBack]:
    plan, cases = prepare(scenario, Luck(7, replication))
    records = ENGINES["compiled"](plan, cases)
    return plan, cases, records, held_back(plan, cases, records)


@drawn(examples=40)
@given(scenario=busy_scenarios(), replication=LUCK)
def test_no_time_in_detention_or_before_it_is_lost(scenario: Scenario, replication: int) -> None:
    nobody_in = changed(scenario, {"inbound.applications": 0})
    plan, _, records, held = replicated(nobody_in, replication)
    measured = measure(records).indicators
    person_days = measured[list(INDICATORS).index("person_days_detained")]
    assert held.seconds[list(IN_DETENTION)].sum() == round(person_days * DAY)
    visits = records.visits
    until = np.where(visits.left >= 0, visits.left, plan.horizon)
    until = np.where(visits.detained >= 0, visits.detained, until)
    waited = (until - visits.asked)[visits.asked >= 0].sum()
    assert held.seconds[Limit.PLACES] == waited
    assert held.seconds.sum() == held.seconds[[*IN_DETENTION, Limit.PLACES]].sum()


@drawn(examples=40)
@given(scenario=busy_scenarios(), replication=LUCK)
def test_no_time_on_the_way_in_is_lost(scenario: Scenario, replication: int) -> None:
    nobody_out = changed(scenario, {"selection.share": 0})
    plan, _, records, held = replicated(nobody_out, replication)
    rows = records.applicants
    last = np.maximum(min(plan.inbound_ends, plan.horizon), rows.applied)
    until = np.where(rows.travelled >= 0, rows.travelled, last)
    eligible = rows.exit != InboundExit.INELIGIBLE
    assert held.seconds[list(INWARD)].sum() == (until - rows.applied)[eligible].sum()
    assert held.seconds.sum() == held.seconds[list(INWARD)].sum()
    assert held.spare.sum() <= (records.groups.seats - records.groups.carried).sum()


@drawn(examples=40)
@given(scenario=scenarios() | busy_scenarios(), replication=LUCK)
def test_everyone_who_came_or_applied_got_there_or_waits_or_was_ended_by_one_limit(
    scenario: Scenario, replication: int
) -> None:
    _, _, records, held = replicated(scenario, replication)
    measured = measure(records)
    found = dict(zip(INDICATORS, measured.indicators.tolist(), strict=True))
    ways = measured.exits.size - len(InboundExit)
    out, inward = measured.exits[:ways], measured.exits[ways:]
    ended = {limit: int(held.ended[limit]) for limit in Limit if held.ended[limit]}
    expected = {
        Limit.IN_SCOPE: found["arrivals"] - found["arrivals_in_scope"],
        Limit.SELECTION: out[Exit.NOT_SELECTED] + out[Exit.INTAKE_FULL],
        Limit.HOLDING_LIMIT: out[Exit.NO_PLACE],
        Limit.REFERRAL_AND_REPLY: out[Exit.REFERRED_LATE] + out[Exit.REFUSED],
        Limit.LEGAL_BARRIERS: out[Exit.STILL_INSIDE + 1 :].sum(),
        Limit.LONG_STOP: out[Exit.OUT_OF_TIME],
        Limit.END_OF_TRANSFERS: out[Exit.SCHEME_ENDED] + inward[InboundExit.SCHEME_ENDED],
        Limit.ELIGIBILITY: inward[InboundExit.INELIGIBLE],
    }
    assert ended == {limit: people for limit, people in expected.items() if people}
    arrived_or_applied = found["arrivals"] + inward.sum()
    got_there = out[Exit.RETURNED] + inward[InboundExit.TRAVELLED]
    waiting = out[Exit.STILL_INSIDE] + inward[InboundExit.STILL_WAITING]
    assert held.ended.sum() + got_there + waiting == arrived_or_applied


@drawn(examples=40)
@given(scenario=busy_scenarios(), replication=LUCK)
def test_whoever_holds_somebody_does_so_on_some_day(scenario: Scenario, replication: int) -> None:
    plan, _, _, held = replicated(scenario, replication)
    holds = (held.seconds > 0) | (held.ended > 0)
    np.testing.assert_array_equal(held.people > 0, holds)
    assert np.all(held.ended <= held.people)
    in_month = np.bincount(month_of_day(plan.start, plan.days))
    assert np.all(held.days_held <= in_month)
    days = held.days_held.sum(axis=1)
    on_some_day = np.delete(days > 0, Limit.APPLICATIONS)
    np.testing.assert_array_equal(on_some_day, np.delete(holds, Limit.APPLICATIONS))
    assert not holds[Limit.APPLICATIONS]
    np.testing.assert_array_equal(held.days_held[Limit.APPLICATIONS] > 0, held.spare > 0)
    # Nobody waits longer than all the days on which somebody waits.
    assert np.all(held.seconds <= held.people * days * DAY)


# -- small worlds with one limit -----------------------------------------------------------


def held_in(plan: Plan, cases: Cases) -> tuple[dict[Limit, int], HeldBack, Records]:
    """Return the seconds of every limit that holds somebody; every engine gives the same."""
    records = run_reference(plan, cases)
    found = held_back(plan, cases, records)
    assert same(found, held_back(plan, cases, ENGINES["compiled"](plan, cases)))
    assert same(found, watched(plan, cases))
    return {limit: int(found.seconds[limit]) for limit in Limit if found.seconds[limit]}, *(
        found,
        records,
    )


def test_where_only_seats_are_short_people_wait_for_them_alone() -> None:
    cases = make_toy_cases(landed=[0], people=4)
    flights = departures(DAY, 2 * DAY, 3 * DAY, seats=1)
    seconds, found, _ = held_in(make_toy_plan(days=10, flights=flights), cases)
    # Three wait from the first flight on, two from the second, one to the horizon.
    assert seconds == {Limit.FLIGHT_FREQUENCY: 4 * DAY, Limit.SEATS: (3 + 2 + 7) * DAY}
    assert found.people[Limit.SEATS] == 3
    assert found.days_held[Limit.SEATS].sum() == 9


def test_where_only_places_are_short_people_wait_for_them_alone() -> None:
    # One place: the first person is released after 8 hours, the second after 32.
    cases = make_toy_cases(landed=[0, 0, 0], reply=[8 * HOUR, DAY, DAY], accepted=2.0)
    seconds, found, _ = held_in(make_toy_plan(days=10, places=1), cases)
    assert seconds == {
        Limit.PLACES: (8 + 24) * HOUR,
        Limit.REFERRAL_AND_REPLY: (8 + 24) * HOUR,
    }
    assert found.ended[Limit.HOLDING_LIMIT] == 1
    assert found.ended[Limit.REFERRAL_AND_REPLY] == 2
    assert found.days_held[Limit.HOLDING_LIMIT].sum() == 1


def test_a_cancelled_flight_holds_until_the_next() -> None:
    cases = make_toy_cases(landed=[0], people=2, notice=DAY)
    flights = departures(2 * DAY, 5 * DAY, cancelled=[0])
    seconds, _, _ = held_in(make_toy_plan(days=10, flights=flights), cases)
    assert seconds == {
        Limit.NOTICE: 2 * DAY,
        Limit.FLIGHT_FREQUENCY: 2 * DAY,
        Limit.CANCELLATIONS: 6 * DAY,
    }


def test_where_the_balance_leaves_less_room_than_there_are_seats_it_holds() -> None:
    cases = make_toy_cases(landed=[0], people=3)
    flights = departures(DAY, 2 * DAY, seats=2)
    plan = make_toy_plan(days=5, flights=flights, balance=balance(10, 1, review=30 * DAY))
    seconds, found, _ = held_in(plan, cases)
    assert seconds == {Limit.FLIGHT_FREQUENCY: 3 * DAY, Limit.BALANCE: 2 * 4 * DAY}
    assert found.people[Limit.BALANCE] == 2


@pytest.mark.parametrize("boarding", ["longest_ready", "earliest_arrival", "latest_arrival"])
def test_of_people_who_would_miss_a_flight_only_those_called_for_it_miss_it(boarding: str) -> None:
    # Eight people, of whom the later ones are ready sooner; three are called.
    landed = np.arange(8) * HOUR
    notice = (20 - 2 * np.arange(8)) * HOUR
    cases = make_toy_cases(landed=landed.tolist(), notice=notice)
    flights = departures(2 * DAY, 3 * DAY, seats=3)
    plan = make_toy_plan(days=5, flights=flights, missed=0.6, boarding=boarding)
    would_miss = cases.misses(list(range(8)), 0, plan)
    rank = {"longest_ready": landed + notice, "earliest_arrival": landed,
            "latest_arrival": -landed}[boarding]  # fmt: skip
    called = np.argsort(rank)[:3].tolist()
    missed = [visit for visit in called if would_miss[visit]]
    assert 0 < len(missed) < sum(would_miss)
    seconds, found, records = held_in(plan, cases)
    assert records.flights.missed[0] == len(missed)
    again = int(records.flights.missed[1])
    assert seconds[Limit.MISSED] == len(missed) * DAY + again * 2 * DAY
    assert seconds[Limit.FLIGHT_FREQUENCY] == (2 * DAY - landed - notice).sum()
    twice = [visit for visit in missed if records.visits.missed[visit] == 2]
    assert found.people[Limit.MISSED] == len(missed) + again - len(twice)
    assert seconds[Limit.SEATS] == 5 * DAY + (8 - 2 * 3 + len(missed)) * 2 * DAY


def test_a_delay_holds_whether_it_sets_in_before_or_while_a_person_is_ready() -> None:
    cases = make_toy_cases(
        landed=[0], barriers=2, notice=DAY, onset=[[0], [3 * DAY]], delay=[[2 * DAY], [DAY]]
    )
    plan = make_toy_plan(
        days=10, barriers=(barrier(4), barrier(4)), flights=departures(7 * DAY // 2, 6 * DAY)
    )
    # Ready from day 3 to 4, and again from day 5; the flight of day 3.5 has no room.
    plan.flights.seats[0] = 0
    seconds, _, _ = held_in(plan, cases)
    assert seconds == {
        Limit.NOTICE: DAY,
        Limit.LEGAL_BARRIERS: 3 * DAY,
        Limit.FLIGHT_FREQUENCY: DAY // 2 + DAY,
        Limit.SEATS: DAY // 2,
    }


def test_what_ends_a_stay_is_not_what_it_waited_for() -> None:
    cases = make_toy_cases(landed=[0, 0], barriers=1, meets=[[1, 0]], onset=[[2 * DAY]])
    plan = make_toy_plan(days=10, barriers=(barrier(0, RELEASED),), long_stop=4 * DAY)
    seconds, found, _ = held_in(plan, cases)
    assert seconds == {Limit.FLIGHT_FREQUENCY: 2 * DAY + 5 * DAY - 1}
    assert found.ended[Limit.LEGAL_BARRIERS] == found.people[Limit.LEGAL_BARRIERS] == 1
    assert found.ended[Limit.LONG_STOP] == found.people[Limit.LONG_STOP] == 1
    assert found.days_held[Limit.LONG_STOP].sum() == 1


def test_refused_people_are_held_by_the_reply_until_release() -> None:
    cases = make_toy_cases(landed=[0], reply=DAY, held=3 * DAY, accepted=2.0)
    seconds, found, _ = held_in(make_toy_plan(days=10), cases)
    assert seconds == {Limit.REFERRAL_AND_REPLY: 4 * DAY}
    assert found.ended[Limit.REFERRAL_AND_REPLY] == found.people[Limit.REFERRAL_AND_REPLY] == 1


def test_whoever_takes_the_place_of_a_person_on_a_flight_was_not_left_behind_by_it() -> None:
    # Two flights at one second: the second one finds the person whom the first made room for.
    cases = make_toy_cases(landed=[0, HOUR, 2 * HOUR])
    flights = departures(DAY, DAY, 3 * DAY, seats=1)
    seconds, _, _ = held_in(make_toy_plan(days=5, places=1, flights=flights), cases)
    assert seconds == {
        Limit.PLACES: (23 + 22) * HOUR,
        Limit.FLIGHT_FREQUENCY: 3 * DAY,
    }
    seats = departures(DAY, 2 * DAY, seats=1)
    seconds, _, _ = held_in(make_toy_plan(days=5, places=1, flights=seats), cases)
    assert seconds == {Limit.PLACES: (23 + 24) * HOUR, Limit.FLIGHT_FREQUENCY: 2 * DAY}


def test_who_was_admitted_before_a_flight_of_the_same_second_may_miss_it() -> None:
    # At the last second of a day places double. Both are ready at once, both miss the flight.
    cases = make_toy_cases(landed=[HOUR, HOUR])
    plan = make_toy_plan(
        days=4, places=[0, 2], flights=departures(DAY, 2 * DAY, seats=2), missed=1.0
    )
    seconds, _, _ = held_in(plan, cases)
    assert seconds == {Limit.PLACES: 2 * 23 * HOUR, Limit.MISSED: 2 * 3 * DAY}


def test_who_comes_back_at_the_second_of_a_flight_comes_after_it() -> None:
    # At midnight of day 3 there are places again: the second person, who has waited for one, is
    # ready before the flight and misses it. The first, returned on day 1, comes back and is
    # ready after it, though people returned before are first in the queue for places.
    cases = make_toy_cases(landed=[0, 3 * DAY - 2 * HOUR], comes_back_after=[2 * DAY])
    plan = make_toy_plan(
        days=10, places=[1, 1, 0, 2], flights=departures(DAY, 3 * DAY, seats=2), long_stop=4 * DAY
    )
    plan.missed[3] = 1.0
    seconds, found, _ = held_in(plan, cases)
    assert seconds == {
        Limit.PLACES: 2 * HOUR,
        Limit.MISSED: 4 * DAY - 1,
        Limit.FLIGHT_FREQUENCY: DAY + 5 * DAY - 1,
    }
    assert found.ended[Limit.LONG_STOP] == 2


# -- small worlds on the way in --------------------------------------------------------------


def approved_twice(**rule: Any) -> Plan:
    """Two groups of one place, a week of reviews, and balance rules."""
    return make_toy_plan(days=10, groups=departures(2 * DAY, 4 * DAY, seats=1), **rule)


def test_people_wait_for_a_decision_then_a_group_then_a_place_in_it() -> None:
    cases = make_toy_cases(applied=[0, 0, 0], processing=DAY)
    seconds, found, _ = held_in(approved_twice(), cases)
    assert seconds == {
        Limit.PROCESSING: 3 * DAY,
        Limit.GROUP_FREQUENCY: 3 * DAY,
        Limit.GROUP_SEATS: 2 * DAY + 8 * DAY,
    }
    assert found.spare.sum() == 0


def test_travel_halted_at_the_bound_is_held_by_the_balance() -> None:
    cases = make_toy_cases(applied=[0, 0])
    plan = approved_twice(balance=balance(1, 10))
    seconds, found, _ = held_in(plan, cases)
    assert seconds == {
        Limit.GROUP_FREQUENCY: 4 * DAY,
        Limit.GROUP_SEATS: 2 * DAY,
        Limit.BALANCE: 6 * DAY,
    }
    assert found.days_held[Limit.APPLICATIONS].sum() == 0


def test_approvals_that_have_stopped_are_held_by_the_balance() -> None:
    # The second applies once the first has travelled, and is approved at the review of day 7,
    # after a return on day 6.
    cases = make_toy_cases(landed=[0], applied=[0, 3 * DAY], notice=DAY)
    plan = make_toy_plan(
        days=10, groups=departures(2 * DAY, 4 * DAY, 8 * DAY, seats=2),
        flights=departures(6 * DAY), balance=balance(1, 10, halts_travel=False, reset=0),
    )  # fmt: skip
    seconds, found, _ = held_in(plan, cases)
    assert seconds[Limit.BALANCE] == 4 * DAY
    assert seconds[Limit.GROUP_FREQUENCY] == 2 * DAY + DAY
    # Of each group of two one place is to spare, but not while approvals have stopped.
    assert found.spare.sum() == 2
    assert found.days_held[Limit.APPLICATIONS].sum() == 2


def test_approvals_at_a_review_come_after_the_group_of_its_second() -> None:
    # At day 7 a person is decided on, a flight makes room, a group leaves, and the review
    # lets approvals go on, in this order.
    cases = make_toy_cases(landed=[0], applied=[0, 7 * DAY], notice=DAY)
    groups = departures(2 * DAY, 7 * DAY, 9 * DAY, seats=2)
    rule = balance(1, 10, halts_travel=False, reset=0)
    plan = make_toy_plan(days=12, groups=groups, flights=departures(7 * DAY), balance=rule)
    seconds, found, _ = held_in(plan, cases)
    assert seconds[Limit.GROUP_FREQUENCY] == 2 * DAY + 2 * DAY
    assert found.people[Limit.GROUP_SEATS] == found.people[Limit.BALANCE] == 0
    assert found.spare.sum() == 2


def test_a_group_has_nothing_to_spare_until_a_review_lets_travel_go_on() -> None:
    # The balance is at its bound from day 2 and back at the reset level from day 8. The group
    # of day 14 leaves before the review of its second, that of day 15 after it.
    cases = make_toy_cases(landed=[0], applied=[0], notice=DAY)
    groups = departures(2 * DAY, 14 * DAY, 15 * DAY, seats=2)
    plan = make_toy_plan(
        days=20, groups=groups, flights=departures(8 * DAY), balance=balance(1, 10, reset=0)
    )
    _, found, _ = held_in(plan, cases)
    assert found.spare.sum() == 1
    assert found.days_held[Limit.APPLICATIONS].sum() == 1


def test_whoever_still_waits_when_transfers_end_is_ended_by_that() -> None:
    cases = make_toy_cases(landed=[0], applied=[0], processing=DAY)
    last = 3 * DAY - 1
    plan = make_toy_plan(days=10, returns_end=last, inbound_ends=last)
    seconds, found, _ = held_in(plan, cases)
    assert found.ended[Limit.END_OF_TRANSFERS] == 2
    assert seconds == {
        Limit.FLIGHT_FREQUENCY: last,
        Limit.PROCESSING: DAY,
        Limit.GROUP_FREQUENCY: last - DAY,
    }


# -- without Numba ---------------------------------------------------------------------------

WITHOUT_NUMBA = """
import sys, warnings
sys.modules["numba"] = None  # importing it fails
warnings.simplefilter("error")
from tests.study.test_held_back import every_rule
print(every_rule())
"""


def every_rule() -> list[list[int]]:
    """Return whom each limit holds back in a short variant that uses most rules."""
    short = changed(
        pilot(),
        {
            "scheme.horizon": START.replace(month=10),
            "selection.daily_limit": 10,
            "returnees.share": 0.8,
            "returnees.delay": DAY,
            "flights.per_week": 3,
            "casework.referral": HOUR,
            "casework.reply": DAY,
            "casework.notice": DAY,
            "balance.inbound_lead": 5,
            "balance.returned_lead": 20,
            "balance.halts": "approvals",
        },
    )
    found = held_back_replication(outline(short), Luck(13, 2))
    return [part.ravel().tolist() for part in found]


def test_python_alone_gives_the_same() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_NUMBA],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(every_rule())
