"""Somebody who is not in the records of a world did not come there or was not selected."""

from __future__ import annotations

import numpy as np
import pytest

from sim.luck.keys import person_key
from sim.luck.luck import Luck
from sim.model.cases import Cases, Standing
from sim.model.compiled.engine import decide
from sim.model.compiling import compile_records
from sim.model.notes import Landing, Notes
from sim.model.order import DAY
from sim.model.records import Records
from sim.scenario.schema import Scenario
from sim.study.contrasting.absence import Why, find_absence
from tests.variants import changed, pilot, prepare


def world(scenario: Scenario) -> tuple[Cases, Records, Notes]:
    plan, cases = prepare(scenario, Luck(2, 0))
    notes = decide(plan, cases)
    return cases, compile_records(plan, cases, notes), notes


def expected(cases: Cases, records: Records, notes: Notes, boat: int, place: int) -> Why | None:
    """Say why from what the engine wrote down, which records leave out."""
    if not notes.boats[boat, Landing.LANDED]:
        return Why.STAYED
    begin, end = cases.people.first[boat : boat + 2].tolist()
    standing = cases.people.standing[begin + place]
    if standing == Standing.OUT_OF_SCOPE:
        return Why.OUT_OF_SCOPE
    if begin + place >= end - notes.boats[boat, Landing.TAKEN]:
        return Why.PLACE_TAKEN
    return None if standing == Standing.SELECTED else Why.NOT_SELECTED


@pytest.mark.parametrize(
    ("values", "reasons"),
    [
        (
            {"returnees.share": 1.0, "returnees.delay": 3.0 * DAY, "flights.seats": 200},
            {None, Why.PLACE_TAKEN, Why.OUT_OF_SCOPE, Why.NOT_SELECTED},
        ),
        ({"deterrence.strength": 30.0}, {None, Why.STAYED, Why.OUT_OF_SCOPE, Why.NOT_SELECTED}),
    ],
)
def test_why_somebody_has_no_visit_is_what_the_engine_did(
    values: dict[str, float], reasons: set[Why | None]
) -> None:
    scenario = changed(pilot(), values).model_copy(update={"counterfactual": True})
    cases, records, notes = world(scenario)
    found = set()
    for boat in range(cases.boats.key.size):
        people = int(cases.boats.people[boat])
        for place in {*range(0, people, 7), *range(max(people - 3, 0), people)}:
            absence = find_absence(cases, records, int(person_key(cases.boats.key[boat], place)))
            why = absence.why if absence else None
            assert why == expected(cases, records, notes, boat, place)
            assert absence is None or absence.boat == boat
            found.add(why)
    assert found == reasons
    assert np.all(records.boats.landed == (notes.boats[:, Landing.LANDED] == 1))
