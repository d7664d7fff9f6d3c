"""The rules again, worked out from plan, cases and times without any event queue.

Where :mod:`tests.model.invariants` says what may never happen, these say what must: who
is called for which flight, whom people who come back displace, when a stay ends and why.
An engine that keeps every limit and yet serves the wrong person disagrees with them.
"""

from __future__ import annotations

from sim.model.cases import Cases
from sim.model.plan import Plan
from sim.model.records import Records
from tests.model.laws_of_departures import (
    check_applicants,
    check_balance,
    check_boarding,
    check_departures,
)
from tests.model.laws_of_people import check_exits, check_people, check_returnees, check_times
from tests.model.laws_of_places import check_admissions, check_intake, check_places


def check_exactly(records: Records, plan: Plan, cases: Cases) -> None:
    check_people(records, plan, cases)
    check_returnees(records, plan, cases)
    check_times(records, plan)
    check_exits(records, plan, cases)
    check_places(records, plan)
    check_admissions(records)
    check_intake(records, plan)
    check_departures(records, plan)
    check_boarding(records, plan, cases)
    check_balance(records, plan)
    check_applicants(records, plan, cases)
