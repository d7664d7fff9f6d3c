"""Before a law is in force nobody is in scope; while bars ground flights nobody is returned."""

from __future__ import annotations

import numpy as np
import pytest

from sim.luck.luck import Luck
from sim.model.order import DAY
from sim.model.outline import outline
from sim.model.records import Records
from sim.model.replicate import ENGINES, replicate
from tests.variants import changed, pilot

BARRED = 60


def _records(engine: str, **values: float) -> Records:
    paths = {name.replace("__", "."): value for name, value in values.items()}
    return replicate(outline(changed(pilot(), paths)), Luck(7, 3), engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_arrivals_before_commencement_are_out_of_scope_and_change_nothing_after(
    engine: str,
) -> None:
    free = _records(engine, detention__places=10_000, returnees__share=0)
    barred = _records(
        engine, detention__places=10_000, returnees__share=0, scheme__commencement=BARRED * DAY
    )
    before = free.visits.arrived < BARRED * DAY
    assert before.any()
    assert (barred.visits.arrived >= BARRED * DAY).all()
    np.testing.assert_array_equal(barred.visits.detained, free.visits.detained[~before])
    np.testing.assert_array_equal(barred.boats.people, free.boats.people)
    assert not barred.boats.in_scope[barred.boats.time < BARRED * DAY].any()


@pytest.mark.parametrize("engine", ENGINES)
def test_grounded_flights_carry_nobody_and_those_after_go_as_planned(engine: str) -> None:
    free, barred = (_records(engine, flights__grounded=days * DAY) for days in (0, BARRED))
    grounded = barred.flights.departs < BARRED * DAY
    assert (grounded & ~free.flights.cancelled).any()
    assert barred.flights.cancelled[grounded].all()
    assert not barred.flights.carried[grounded].any()
    after = ~grounded
    np.testing.assert_array_equal(barred.flights.cancelled[after], free.flights.cancelled[after])
    assert barred.flights.carried[after].any()
