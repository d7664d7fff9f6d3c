"""What do an engine's notes say, as records?

Shared by the engines: keeps the visits that took place, works out how far each got and who
left by themselves, and counts people in scope who were never selected.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import allocating, part
from sim.luck.keys import VISIT_BITS
from sim.model.cases import Cases, Drawn, Flags, Times
from sim.model.exits import InboundExit, Stage
from sim.model.notes import Approval, Landing, Load, Notes, Step
from sim.model.plan import Plan
from sim.model.records import (
    ApplicantRecords,
    BoatRecords,
    DepartureRecords,
    Records,
    VisitRecords,
)
from sim.model.rules import Rule
from sim.model.timetable import Timetable
from sim.model.voluntary import leave_by_themselves

_LAST_STAGE = int(Stage.READY)
_STEPS = int(Step.MISSED) + 1
_INWARD_EXIT = len(Approval)
_TRAVELLED, _INELIGIBLE = int(InboundExit.TRAVELLED), int(InboundExit.INELIGIBLE)
_SCHEME_ENDED, _STILL_WAITING = int(InboundExit.SCHEME_ENDED), int(InboundExit.STILL_WAITING)


@allocating
def compile_records(plan: Plan, cases: Cases, notes: Notes) -> Records:
    """Turn notes into records.

    Parameters
    ----------
    plan, cases
        What the engine was given.
    notes
        What it wrote down.
    """
    boats, visits, applicants = cases.boats, cases.visits, cases.applicants
    count = boats.landed.size
    landed, in_scope = np.empty(count, dtype=np.bool_), np.empty(count, dtype=np.int64)
    people = np.empty(count, dtype=np.int64)
    _fill_boats(
        cases.people.first, cases.people.standing, cases.people.in_scope, boats.people, notes.boats,
        landed, people, in_scope,
    )  # fmt: skip
    possible = visits.key.size
    person = np.empty(possible, dtype=np.uint64)
    own, noted = np.empty((4, possible), dtype=np.int64), np.empty((_STEPS, possible), np.int64)
    rows, alone = _fill_visits(
        visits.key, visits.drawn, notes.visits, plan.rules[Rule.SCOPE_ENDS], person, own, noted
    )
    came_back_alone = np.empty(alone, dtype=np.int64)
    _list_alone(notes.visits, came_back_alone)
    came_back_alone.sort()
    inward = np.empty((_INWARD_EXIT + 1, applicants.applied.size), dtype=np.int64)
    _fill_applicants(applicants.eligible, notes.applicants, plan.rules, inward)
    gone = np.empty(0, dtype=np.int64)
    if plan.voluntary.max() > 0:
        due = np.empty(plan.voluntary.size + 1)
        gone = np.empty(in_scope.sum(), dtype=np.int64)
        left = leave_by_themselves(
            plan.voluntary, cases.luck, boats.key, boats.landed, cases.people.first,
            cases.people.standing, people, notes.boats, person[:rows], own[0], noted, own[3], due,
            gone,
        )  # fmt: skip
        gone = gone[:left]
        gone.sort()
    return Records(
        plan.rules,
        plan.barriers,
        plan.capacity,
        plan.costs,
        BoatRecords(boats.landed, people, landed, in_scope),
        came_back_alone,
        VisitRecords(
            person[:rows],
            own[0, :rows],
            own[1, :rows],
            noted[Step.ARRIVED, :rows],
            noted[Step.ASKED, :rows],
            noted[Step.DETAINED, :rows],
            noted[Step.REFERRED, :rows],
            noted[Step.ACCEPTED, :rows],
            noted[Step.READY, :rows],
            noted[Step.LEFT, :rows],
            noted[Step.EXIT, :rows],
            own[2, :rows],
            noted[Step.FLIGHT, :rows],
            noted[Step.MISSED, :rows],
            own[3, :rows],
        ),
        gone,
        ApplicantRecords(
            applicants.applied,
            inward[Approval.APPROVED],
            inward[Approval.TRAVELLED],
            inward[_INWARD_EXIT],
            inward[Approval.GROUP],
        ),
        _departures(plan.flights, notes.flights),
        _departures(plan.groups, notes.groups),
    )


@allocating
def _departures(timetable: Timetable, loads: Times) -> DepartureRecords:
    return DepartureRecords(
        timetable.departs,
        timetable.seats,
        loads[:, Load.CARRIED].copy(),
        loads[:, Load.MISSED].copy(),
        loads[:, Load.WAITING].copy(),
        timetable.cancelled,
    )


@part
def _fill_boats(
    first: Times,
    standing: NDArray[np.uint8],
    drawn_in_scope: Times,
    aboard: NDArray[np.int32],
    landings: Times,
    landed: Flags,
    people: Times,
    in_scope: Times,
) -> None:
    """Count people in scope among those who came aboard each boat for the first time."""
    for boat in range(landed.size):
        people[boat] = aboard[boat]
        landed[boat] = landings[boat, Landing.LANDED] == 1
        in_scope[boat] = drawn_in_scope[boat] if landed[boat] else 0
        taken = landings[boat, Landing.TAKEN]
        for position in range(first[boat + 1] - taken, first[boat + 1]):
            in_scope[boat] -= standing[position] > 0


@part
def _fill_visits(
    keys: NDArray[np.uint64],
    drawn: Times,
    noted: Times,
    scope_ends: int,
    person: NDArray[np.uint64],
    own: Times,
    table: Times,
) -> tuple[int, int]:
    """Keep visits that took place, those of people who came back if in scope.

    ``own`` gets the number of the visit, the boat, the stage and that nobody has left by
    themselves. A visit got as far as the last step that was noted: stages count as steps do.
    Returns how many took place, and how many people came back alone.
    """
    row = alone = 0
    for visit in range(keys.size):
        alone += noted[visit, Step.ALONE]
        arrived, number = noted[visit, Step.ARRIVED], drawn[visit, Drawn.NUMBER]
        if arrived < 0 or (number > 0 and arrived > scope_ends):
            continue
        person[row] = keys[visit] >> np.uint64(VISIT_BITS)
        for step in range(_STEPS):
            table[step, row] = noted[visit, step]
        stage = _LAST_STAGE
        while stage > 0 and noted[visit, stage] < 0:
            stage -= 1
        own[0, row] = number
        own[1, row] = drawn[visit, Drawn.BOAT] if number == 0 else -1
        own[2, row] = stage
        own[3, row] = -1
        row += 1
    return row, alone


@part
def _list_alone(noted: Times, came_back_alone: Times) -> None:
    """List when people came back alone."""
    if came_back_alone.size > 0:
        count = 0
        for visit in range(noted.shape[0]):
            if noted[visit, Step.ALONE]:
                came_back_alone[count] = noted[visit, Step.ARRIVED]
                count += 1


@part
def _fill_applicants(eligible: Flags, applications: Times, rules: Times, inward: Times) -> None:
    """Copy the notes and say how each application ended."""
    scheme_ended = rules[Rule.INBOUND_ENDS] < rules[Rule.HORIZON]
    for applicant in range(eligible.size):
        for column in range(_INWARD_EXIT):
            inward[column, applicant] = applications[applicant, column]
        how = _SCHEME_ENDED if scheme_ended else _STILL_WAITING
        if not eligible[applicant]:
            how = _INELIGIBLE
        elif applications[applicant, Approval.TRAVELLED] >= 0:
            how = _TRAVELLED
        inward[_INWARD_EXIT, applicant] = how
