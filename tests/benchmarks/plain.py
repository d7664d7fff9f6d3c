"""How much faster are the engines than a plain SimPy model of the same pathway?

The three are given the same cases and come to the same outcomes, person by person. Turning the
cases into Python's own numbers is not counted against the plain model.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from rich.table import Table

from sim.luck.luck import Luck
from sim.model.compiled.engine import decide
from sim.model.notes import Step
from sim.model.outline import outline
from sim.model.replicate import prepare
from sim.scenario.schema import Scenario
from tests.benchmarks.engines import engine_alone, in_simpy
from tests.benchmarks.modeller import Model, Person, people_of
from tests.benchmarks.paired import Timed, pair, seconds, table
from tests.benchmarks.scenes import AMPLE, everyone_detained, plain
from tests.variants import pilot

PLACES = 140
"""Of the pilot, once it has grown."""

COMPARED = ("detained", "referred", "accepted", "ready", "left", "exit", "flight")


def tables(rounds: int, small: bool = False) -> Iterator[Table]:
    """Yield the table, once outcomes have been found to be the same."""
    scenarios = {"pilot's pathway": plain(pilot(), PLACES)}
    if not small:
        scenarios["everyone of a year detained"] = plain(everyone_detained(), AMPLE)
    pairs = []
    for name, scenario in scenarios.items():
        check_equal(scenario, 3)
        slow, medium, fast = (
            ("plain SimPy", in_plain_simpy(scenario)),
            ("reference", engine_alone(scenario, in_simpy)),
            ("compiled", engine_alone(scenario, decide)),
        )
        pairs += [pair(name, slow, fast, rounds), pair(name, slow, medium, rounds)]
    yield table("The same pathway, from cases to outcomes", pairs)


def in_plain_simpy(scenario: Scenario) -> Timed:
    """Time the plain model on cases that have been drawn."""
    prepared = outline(scenario)

    def run(number: int) -> float:
        plan, cases = prepare(prepared, Luck(1, number))
        people = people_of(cases)
        return seconds(lambda: Model(plan, people).run())

    return run


def check_equal(scenario: Scenario, replications: int) -> None:
    """Check that the plain model and the compiled engine agree about everyone.

    One in 80,000 or so is ready in the very second in which a flight leaves. The engines let them
    board; plain SimPy takes the flight first, because it was planned first. They are left out.
    """
    prepared = outline(scenario)
    for number in range(replications):
        plan, cases = prepare(prepared, Luck(1, number))
        people = people_of(cases)
        Model(plan, people).run()
        noted = decide(plan, cases).visits
        certain = ~np.isin(noted[:, Step.READY], plan.flights.departs)
        for step in COMPARED:
            same = noted[:, Step[step.upper()]] == _column(people, step)
            assert same[certain].all(), step


def _column(people: list[Person], name: str) -> NDArray[np.int64]:
    return np.array([getattr(person, name) for person in people], dtype=np.int64)
