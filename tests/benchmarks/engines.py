"""How much faster is the compiled engine than the model of record?

Alone, from cases to notes, and as part of a whole replication, which is also drawn and added up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from rich.table import Table

from sim.ensemble.task import Task
from sim.luck.luck import Luck
from sim.model.cases import Cases
from sim.model.clock import garbage_left_alone
from sim.model.compiled.engine import decide
from sim.model.notes import Notes, Step
from sim.model.outline import outline
from sim.model.plan import Plan
from sim.model.reference import _decide as notes_of_reference
from sim.model.replicate import prepare
from sim.outcomes.replication import measured_replication
from sim.scenario.schema import Scenario
from tests.benchmarks.paired import Timed, pair, seconds, table
from tests.benchmarks.scenes import everyone_detained
from tests.variants import pilot

MANY, FEW = 1000, 15
"""Replications of the compiled engine, and of SimPy, that are timed against each other."""

PILOT, YEAR = "pilot", "everyone of a year detained"
IN_A_ROW = {PILOT: 20, YEAR: 1}
"""Replications of the compiled engine for one of SimPy's: nobody runs a single short one."""

Decide = Callable[[Plan, Cases], Notes]


def tables(rounds: int, small: bool = False) -> Iterator[Table]:
    """Yield the tables; small leaves out the year in which everyone is detained."""
    scenarios = {PILOT: pilot()}
    if not small:
        scenarios[YEAR] = everyone_detained()
    yield table(
        "The engine alone, from cases to notes",
        [
            pair(
                _described(name, scenario),
                ("reference", engine_alone(scenario, in_simpy)),
                ("compiled", engine_alone(scenario, decide, IN_A_ROW[name])),
                rounds,
            )
            for name, scenario in scenarios.items()
        ],
    )
    yield table(
        "A whole replication: drawn, decided and measured",
        [
            pair(
                name,
                ("reference", whole(scenario, "reference")),
                ("compiled", whole(scenario, "compiled", IN_A_ROW[name])),
                rounds,
            )
            for name, scenario in scenarios.items()
        ],
    )
    many, few = (20, 2) if small else (MANY, FEW)
    yield table(
        "Replications of the pilot in this process",
        [
            pair(
                "in so many replications",
                (f"{few} reference", task("reference", few)),
                (f"{many:,} compiled", task("compiled", many)),
                rounds,
            )
        ],
    )


def in_simpy(plan: Plan, cases: Cases) -> Notes:
    with garbage_left_alone():
        return notes_of_reference(plan, cases)


def engine_alone(scenario: Scenario, decided: Decide, count: int = 1) -> Timed:
    """Time an engine on cases that have just been drawn, on average over some replications."""
    prepared = outline(scenario)

    def once(number: int) -> float:
        plan, cases = prepare(prepared, Luck(1, number))
        return seconds(lambda: decided(plan, cases))

    return lambda number: sum(once(number * count + n) for n in range(count)) / count


def whole(scenario: Scenario, engine: str, count: int = 1) -> Timed:
    """Time a whole replication, on average over some."""
    prepared = outline(scenario)

    def run(number: int) -> float:
        lucks = [Luck(1, number * count + n) for n in range(count)]
        measured = partial(measured_replication, prepared, engine=engine)
        return seconds(lambda: [measured(luck) for luck in lucks]) / count

    return run


def task(engine: str, replications: int) -> Timed:
    """Time what a worker does."""
    work = Task(pilot(), 1, False, engine)
    return lambda _: seconds(lambda: work.replications(range(replications)))


def _described(name: str, scenario: Scenario) -> str:
    """Say how many people arrived and were detained in a first replication."""
    plan, cases = prepare(outline(scenario), Luck(1, 0))
    noted = decide(plan, cases).visits
    detained = int((noted[:, Step.DETAINED] >= 0).sum())
    return f"{name}: {int(cases.boats.people.sum()):,} arrivals, {detained:,} detained"
