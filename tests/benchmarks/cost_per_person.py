"""How long does a replication take, and does a person cost more when there are many?

``python -m tests.benchmarks.cost_per_person`` runs the pilot with its observed weeks and
its capacities (places, agreed places, places of groups, applications) multiplied, in
alternation in one process, and prints seconds a replication and microseconds an arrival.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from statistics import median
from time import perf_counter
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

from sim.luck.luck import Luck
from sim.model.replicate import ENGINES
from sim.outcomes.measure import measure
from sim.scenario.schema import Scenario
from tests.variants import pilot, prepare

FACTORS = (1, 3, 10, 30, 100)
ROUNDS = 5
CAPACITIES = (
    "detention.places",
    "flights.seats",
    "inbound.group_seats",
    "inbound.applications",
    "balance.inbound_lead",
    "balance.returned_lead",
)


def scaled(scenario: Scenario, factor: int) -> Scenario:
    """Multiply the observed people and boats and the capacities; rules and rates stay."""
    weeks = tuple(
        replace(week, people=week.people * factor, boats=week.boats * factor)
        for week in scenario.weeks
    )
    changes: dict[str, Any] = {}
    for entry in scenario.assumptions():
        if entry.path in CAPACITIES:
            value = entry.value
            more = value * factor if isinstance(value, float) else value.times(factor)
            prior = entry.prior
            if prior is not None and not prior.factor:
                prior = replace(prior, numbers=tuple(n * factor for n in prior.numbers))
            changes[entry.path] = replace(entry, value=more, prior=prior)
    return scenario.with_values(changes).model_copy(update={"weeks": weeks})


def timings(scenario: Scenario, engine: str, number: int) -> tuple[float, float, float, int]:
    """Return seconds to draw, decide and measure one replication, and its arrivals."""
    begun = perf_counter()
    plan, cases = prepare(scenario, Luck(1, number))
    drawn = perf_counter()
    records = ENGINES[engine](plan, cases)
    decided = perf_counter()
    measured = measure(records)
    done = perf_counter()
    return drawn - begun, decided - drawn, done - decided, int(measured.series[0].sum())


def main(rounds: int = ROUNDS) -> None:
    """Print the table."""
    sizes = {factor: scaled(pilot(), factor) for factor in FACTORS}
    for engine in ENGINES:
        timings(sizes[1], engine, 0)  # tables and caches are built once
        found: dict[int, list[tuple[float, float, float, int]]] = {f: [] for f in FACTORS}
        for number in track(range(rounds), description=engine, console=Console(stderr=True)):
            for factor, scenario in sizes.items():
                found[factor].append(timings(scenario, engine, number))
        _print(engine, found)


def _print(engine: str, found: dict[int, list[tuple[float, float, float, int]]]) -> None:
    table = Table(title=f"{engine}: the pilot with arrivals and capacities multiplied")
    for heading in (
        "×",
        "arrivals",
        "draw ms",
        "decide ms",
        "measure ms",
        "whole ms",
        "µs an arrival",
        "ratio",
    ):
        table.add_column(heading, justify="right")
    each: dict[int, float] = {}
    for factor, runs in found.items():
        draw, decide, weigh = (1e3 * median(run[part] for run in runs) for part in range(3))
        arrivals = runs[0][3]
        each[factor] = 1e3 * (draw + decide + weigh) / arrivals
        cells = (draw, decide, weigh, draw + decide + weigh)
        table.add_row(
            str(factor),
            f"{arrivals:,}",
            *(f"{cell:.1f}" for cell in cells),
            f"{each[factor]:.2f}",
            f"{each[factor] / each[FACTORS[0]]:.2f}",
        )
    Console(width=110).print(table)
    print(f"largest over smallest cost an arrival: {max(each.values()) / min(each.values()):.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
