"""What must hold of any records of any valid scenario."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.model.cases import Cases, Standing
from sim.model.exits import Exit, InboundExit
from sim.model.order import DAY
from sim.model.plan import Plan
from sim.model.records import DepartureRecords, Records

Times = NDArray[np.int64]
STEPS = ("arrived", "asked", "detained", "referred", "accepted", "ready", "left")


def check_invariants(records: Records, plan: Plan, cases: Cases) -> None:
    """Assert every law; each would fail if an engine broke it."""
    everyone_who_arrived_is_somewhere(records, plan, cases)
    exits_fit_what_happened(records, plan)
    places_are_never_exceeded_by_an_admission(records)
    nobody_waits_longer_than_the_holding_limit(records, plan)
    flights_and_groups_keep_to_their_places(records)
    deadlines_are_kept(records, plan)
    the_balance_stays_in_its_band(records, plan)
    applications_are_somewhere(records, plan, cases)


def everyone_who_arrived_is_somewhere(records: Records, plan: Plan, cases: Cases) -> None:
    visits, boats = records.visits, records.boats
    first = visits.number == 0
    assert len(np.unique(visits.person[first])) == first.sum()
    pairs = set(zip(visits.person.tolist(), visits.number.tolist(), strict=True))
    assert len(pairs) == visits.person.size
    # Selected aboard boats that landed: one row each, but for the last places, which those
    # who came back in observed weeks took. People in scope are counted in the same way.
    standing, boat = cases.people.standing, boat_of_everyone(cases)
    again_aboard = ~first & (visits.arrived < plan.observed_ends)
    for counted, least in ((first.sum(), Standing.SELECTED), (boats.in_scope.sum(), 1)):
        came = int((boats.landed[boat] & (standing >= least)).sum())
        assert counted <= came <= counted + again_aboard.sum()
    assert np.all(boats.in_scope <= boats.people)
    assert np.all(boats.in_scope[~boats.landed] == 0)
    assert np.all(first == (visits.boat >= 0))
    assert np.all(boats.landed[visits.boat[first]])
    np.testing.assert_array_equal(visits.arrived[first], boats.time[visits.boat[first]])
    # A later visit follows a return of the same person, and every return counts once.
    returned = {pair for pair, how in zip(_pairs(records), visits.exit.tolist(), strict=True)
                if how == Exit.RETURNED}  # fmt: skip
    assert all((p, n - 1) in returned for p, n in _pairs(records) if n > 0)


def exits_fit_what_happened(records: Records, plan: Plan) -> None:
    visits = records.visits
    times = np.stack([getattr(visits, step) for step in STEPS])
    # A visit's steps come in order, none is skipped but by leaving, and none after leaving.
    for earlier, later in pairwise(STEPS[:6]):
        a, b = getattr(visits, earlier), getattr(visits, later)
        assert np.all((b < 0) | ((a >= 0) & (a <= b)))
    left = visits.left >= 0
    assert np.all(times[:, left].max(axis=0) == visits.left[left])
    assert np.all(left == (visits.exit != Exit.STILL_INSIDE))
    assert np.all(visits.left < plan.horizon)
    detained = visits.detained >= 0
    assert not np.any(visits.exit == Exit.NOT_SELECTED)
    never = visits.exit == Exit.INTAKE_FULL
    assert not np.any(visits.asked[never] >= 0)
    assert not np.any(detained & (visits.exit == Exit.NO_PLACE))
    returned = visits.exit == Exit.RETURNED
    assert np.all(visits.ready[returned] >= 0)
    assert np.all((visits.flight >= 0) == returned)
    np.testing.assert_array_equal(
        visits.left[returned], records.flights.departs[visits.flight[returned]]
    )
    assert np.all(visits.accepted[visits.exit == Exit.REFUSED] < 0)
    assert np.all(visits.referred[visits.exit == Exit.REFERRED_LATE] < 0)
    releases = visits.exit >= Exit.RELEASED
    assert np.all(np.isin(visits.exit[releases], records.barriers[:, 1]))


def places_are_never_exceeded_by_an_admission(records: Records) -> None:
    visits = records.visits
    inside = visits.detained >= 0
    came, went = visits.detained[inside], visits.left[inside]
    went = np.sort(went[went >= 0])
    for moment in np.unique(came).tolist():
        # Whoever leaves at an instant frees the place before anybody is admitted at it; a
        # stay may also begin and end at one instant, one person after another.
        by_then = np.count_nonzero(came <= moment)
        gone = np.searchsorted(went, moment, side="right")
        assert by_then - gone <= records.capacity[moment // DAY]


def nobody_waits_longer_than_the_holding_limit(records: Records, plan: Plan) -> None:
    visits = records.visits
    detained = visits.detained >= 0
    waited = (visits.detained - visits.asked)[detained]
    assert np.all(waited <= plan.holding_limit)
    turned_away = visits.exit == Exit.NO_PLACE
    waited = (visits.left - visits.asked)[turned_away]
    assert np.all(waited == plan.holding_limit)


def flights_and_groups_keep_to_their_places(records: Records) -> None:
    for departures in (records.flights, records.groups):
        assert np.all(departures.carried + departures.missed <= departures.seats)
        assert np.all(departures.carried + departures.missed <= departures.waiting)
        assert np.all(departures.carried[departures.cancelled] == 0)
        assert np.all(departures.missed[departures.cancelled] == 0)
    visits, applicants = records.visits, records.applicants
    _carried_adds_up(records.flights, visits.flight)
    _carried_adds_up(records.groups, applicants.group)
    assert records.flights.missed.sum() == visits.missed.sum()


def deadlines_are_kept(records: Records, plan: Plan) -> None:
    visits = records.visits
    arrival_day = visits.arrived // DAY
    referred = visits.referred >= 0
    last_day = arrival_day + plan.referral_deadline // DAY
    if plan.referral_deadline % DAY == 0:
        assert np.all((visits.referred // DAY <= last_day)[referred])
    assert np.all(visits.referred[referred] <= plan.referral_ends)
    if plan.long_stop % DAY == 0:
        stayed = (visits.detained >= 0) & (visits.left >= 0)
        by = np.maximum(arrival_day + plan.long_stop // DAY, visits.detained // DAY)
        assert np.all((visits.left // DAY <= by)[stayed])
    returned = visits.exit == Exit.RETURNED
    assert np.all(visits.left[returned] <= plan.returns_end)
    assert np.all(visits.arrived <= plan.scope_ends)
    if plan.returns_end < plan.horizon:
        assert not np.any(visits.exit == Exit.STILL_INSIDE)
    assert np.all(records.applicants.travelled <= plan.inbound_ends)


def the_balance_stays_in_its_band(records: Records, plan: Plan) -> None:
    moments = [(t, 0, -c) for t, c in _carried(records.flights)]
    moments += [(t, 1, c) for t, c in _carried(records.groups)]
    rows, bound = records.applicants, plan.balance.inbound_lead
    value, issued = 0, 0
    for time, _, change in sorted(moments):
        if value < bound:
            # Who has an approval now may still travel once the bound is reached.
            waits = (rows.travelled < 0) | (rows.travelled >= time)
            issued = int(np.count_nonzero((rows.approved >= 0) & (rows.approved <= time) & waits))
        value += change
        assert value >= -plan.balance.returned_lead
        assert value <= bound + (0 if plan.balance.halts_travel else issued)


def applications_are_somewhere(records: Records, plan: Plan, cases: Cases) -> None:
    rows = records.applicants
    assert rows.applied.size == cases.applicants.applied.size
    eligible = cases.applicants.eligible
    np.testing.assert_array_equal(rows.exit == InboundExit.INELIGIBLE, ~eligible)
    assert np.all(rows.approved[~eligible] < 0)
    travelled = rows.exit == InboundExit.TRAVELLED
    np.testing.assert_array_equal(travelled, rows.travelled >= 0)
    assert np.all(rows.approved[travelled] <= rows.travelled[travelled])
    decided = rows.applied + cases.applicants.processing
    approved = rows.approved >= 0
    assert np.all(rows.approved[approved] >= decided[approved])


def boat_of_everyone(cases: Cases) -> Times:
    """Return the index of the boat of everyone aboard."""
    return np.repeat(np.arange(cases.boats.landed.size), np.diff(cases.people.first))


def _pairs(records: Records) -> list[tuple[int, int]]:
    visits = records.visits
    return list(zip(visits.person.tolist(), visits.number.tolist(), strict=True))


def _carried(departures: DepartureRecords) -> list[tuple[int, int]]:
    return list(zip(departures.departs.tolist(), departures.carried.tolist(), strict=True))


def _carried_adds_up(departures: DepartureRecords, taken: Times) -> None:
    counted = np.bincount(taken[taken >= 0], minlength=departures.departs.size)
    np.testing.assert_array_equal(counted, departures.carried)
