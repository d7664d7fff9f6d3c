"""Does a person cost more when there are many, and how many fit into memory?

Weeks and capacities are multiplied, and uncertain values stay at their centres. Each size runs in
a process of its own, in alternation with the others, so that the most memory it ever took is its
own.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from rich.table import Table

from sim.ensemble.crews import open_crew
from sim.ensemble.settings import Settings
from sim.luck.luck import Luck
from sim.model.outline import Outline, outline
from sim.model.replicate import ENGINES, prepare
from sim.outcomes.measure import measure
from sim.scenario.schema import Scenario
from tests.benchmarks.scenes import everyone_detained, scaled
from tests.variants import pilot

SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
SMALL = (2_000, 10_000)
SCENARIOS: dict[str, tuple[Callable[[], Scenario], int]] = {
    "pilot": (pilot, 16_969),
    "everyone detained": (everyone_detained, 41_472),
}
"""Scenarios, and how many people arrive in them."""

ENOUGH = 0.5
"""Seconds for which a process repeats a small size; the median of its replications counts."""

Cost = tuple[float, float, float]
"""Seconds to draw, to decide and to measure."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a process found: arrivals, visits, seconds, and bytes beyond those of a small run."""

    arrivals: int
    visits: int
    cost: Cost
    memory: int
    peak: int


def tables(rounds: int, small: bool = False) -> Iterator[Table]:
    """Yield a table for each scenario."""
    sizes = SMALL if small else SIZES
    for name in SCENARIOS:
        found: dict[int, list[Found]] = {size: [] for size in sizes}
        for number in range(rounds):
            for size in sizes:
                found[size].append(_in_a_process(name, size, number))
        yield _table(f"{name}, multiplied", list(found.values()))


def _in_a_process(name: str, size: int, number: int) -> Found:
    with open_crew(Settings(workers=2)) as crew, crew.start(1) as executor:
        return executor.submit(run, name, size, number).result()


def run(name: str, size: int, number: int) -> Found:
    """Run one size until it has taken long enough, once what is compiled has been loaded."""
    scenario, arrivals = SCENARIOS[name]
    _cost(outline(scaled(scenario(), SMALL[0] / arrivals), at_central=True), Luck(1, number))
    before = _peak_memory()
    prepared = outline(scaled(scenario(), size / arrivals), at_central=True)
    costs: list[Cost] = []
    begun = perf_counter()
    while not costs or perf_counter() - begun < ENOUGH:
        people, visits, cost = _cost(prepared, Luck(1, number + len(costs)))
        costs.append(cost)
    draw, decide, weigh = (median(parts) for parts in zip(*costs, strict=True))
    peak = _peak_memory()
    return Found(people, visits, (draw, decide, weigh), peak - before, peak)


def _cost(prepared: Outline, luck: Luck) -> tuple[int, int, Cost]:
    """Run one replication; return its people and possible visits, too."""
    begun = perf_counter()
    plan, cases = prepare(prepared, luck)
    drawn = perf_counter()
    records = ENGINES["compiled"](plan, cases)
    decided = perf_counter()
    measure(records)
    cost = (drawn - begun, decided - drawn, perf_counter() - decided)
    return int(cases.people.first[-1]), int(cases.visits.key.size), cost


def _peak_memory() -> int:
    """Return the most bytes that this process ever had in memory; 0 where nobody can tell."""
    if sys.platform == "win32":
        return 0
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else 1024 * most


def _table(title: str, found: list[list[Found]]) -> Table:
    headings = ("arrivals", "visits", "draw", "decide", "measure", "µs each", "ratio")
    table = Table(title=f"{title}: µs and bytes an arrival", title_justify="left")
    for heading in (*headings, "least", "most", "bytes each", "peak GB"):
        table.add_column(heading, justify="right")
    first = [_each(run) for run in found[0]]
    for runs in found:
        ratios = [_each(run) / base for run, base in zip(runs, first, strict=True)]
        parts = (median(parts) for parts in zip(*(run.cost for run in runs), strict=True))
        people = runs[0].arrivals
        table.add_row(
            f"{people:,}",
            f"{runs[0].visits:,}",
            *(f"{1e6 * part / people:.3f}" for part in parts),
            f"{1e6 * median(_each(run) for run in runs):.3f}",
            *(f"{ratio:.2f}" for ratio in (median(ratios), min(ratios), max(ratios))),
            f"{median(run.memory for run in runs) / people:,.0f}",
            f"{max(run.peak for run in runs) / 1e9:.2f}",
        )
    return table


def _each(run: Found) -> float:
    return sum(run.cost) / run.arrivals
