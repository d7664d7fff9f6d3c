"""Where it can be proved, more of a limit returns nobody later or not at all.

Places for everyone, no returnees, no balance and no release from the queue by others: who
waits for a flight at a second is then everyone ready at it whom no flight has carried.
Let one plan have at least the seats of another on every flight. If everyone carried so far
in the smaller is carried in the larger, so are those of the next flight: whoever the
smaller calls and the larger has not carried waits in both, among fewer ahead of them in the
larger, which calls at least as many; and missing it is luck of person and flight. The same
holds for added flights, which carry nobody in the smaller.
"""

from __future__ import annotations

import numpy as np
import pytest

from sim.luck.luck import Luck
from sim.model.cases import Cases
from sim.model.exits import Exit
from sim.model.plan import Plan
from sim.model.records import Records
from sim.model.replicate import Engine
from tests.variants import changed, pilot, prepare

AMPLE = {
    "detention.places": 10**6,
    "returnees.share": 0.0,
    "balance.inbound_lead": 10**6,
    "balance.returned_lead": 10**6,
}


@pytest.fixture(scope="module", params=["longest_ready", "earliest_arrival", "latest_arrival"])
def prepared(request: pytest.FixtureRequest) -> tuple[Plan, Cases]:
    return prepare(changed(pilot(), AMPLE | {"flights.boarding": request.param}), Luck(4, 1))


def left_by_flight(records: Records) -> dict[tuple[int, int], int]:
    """Return when each person who was returned left."""
    visits = records.visits
    flown = visits.exit == Exit.RETURNED
    rows = zip(visits.person[flown], visits.left[flown], strict=True)
    return {(int(person), 0): int(left) for person, left in rows}


def nobody_later(run: Engine, less: Plan, more: Plan, cases: Cases) -> None:
    before, after = left_by_flight(run(less, cases)), left_by_flight(run(more, cases))
    assert before
    assert len(after) > len(before)
    assert all(after[person] <= left for person, left in before.items())


def test_more_seats_return_nobody_later(run: Engine, prepared: tuple[Plan, Cases]) -> None:
    plan, cases = prepared
    third = np.arange(plan.flights.seats.size) % 3 == 0
    seats = plan.flights.seats + np.where(third, 7, 1)
    nobody_later(run, plan, plan._replace(flights=plan.flights._replace(seats=seats)), cases)


def test_fewer_cancellations_return_nobody_later(run: Engine, prepared: tuple[Plan, Cases]) -> None:
    plan, cases = prepared
    assert plan.flights.cancelled.any()
    all_fly = plan.flights._replace(cancelled=np.zeros_like(plan.flights.cancelled))
    nobody_later(run, plan, plan._replace(flights=all_fly), cases)
