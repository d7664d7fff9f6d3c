"""Which stage of a replication takes how long?

With the compiled engine an ensemble runs all stages as one compiled function; here they are called
one after the other, and the last row but one is what that saves.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from time import perf_counter

from rich.table import Table

from sim.arrivals.boats import draw_boats
from sim.luck.luck import Luck
from sim.model.compiled.engine import decide
from sim.model.compiling import compile_records
from sim.model.drawing.cases import draw_cases
from sim.model.outline import outline
from sim.model.planning import make_plan
from sim.outcomes.measure import measure
from sim.outcomes.replication import measured_replication
from sim.scenario.schema import Scenario
from tests.benchmarks.scenes import everyone_detained
from tests.variants import pilot

BOATS, PEOPLE = "boats", "people, visits, applicants"
STAGES = ("plan", BOATS, PEOPLE, "decide", "records", "measure")
REPLICATIONS = 100
IN_ONE = "all stages in one"


def tables(rounds: int, small: bool = False) -> Iterator[Table]:
    """Yield a table for each scenario."""
    scenarios = {"pilot": (pilot(), 3 if small else REPLICATIONS)}
    if not small:
        scenarios["everyone of a year detained"] = (everyone_detained(), 1)
    for name, (scenario, count) in scenarios.items():
        profile(scenario, 1)
        yield _table(name, [profile(scenario, count) for _ in range(rounds)])


def profile(scenario: Scenario, replications: int) -> dict[str, float]:
    """Return the seconds of each stage of a replication, and of all in one, on average."""
    prepared = outline(scenario)
    spent = dict.fromkeys((*STAGES, IN_ONE), 0.0)
    for number in range(replications):
        luck = Luck(1, number)
        basis = prepared.basis_of(luck)
        moments = [perf_counter()]
        plan = make_plan(basis, luck.words)
        moments.append(perf_counter())
        draw_boats(basis.timeline, plan.further_boats, luck.words)
        moments.append(perf_counter())
        cases = draw_cases(basis, plan, luck.words)
        moments.append(perf_counter())
        notes = decide(plan, cases)
        moments.append(perf_counter())
        records = compile_records(plan, cases, notes)
        moments.append(perf_counter())
        measure(records)
        moments.append(perf_counter())
        measured_replication(prepared, luck, "compiled")
        moments.append(perf_counter())
        for stage, (begun, done) in zip(spent, pairwise(moments), strict=True):
            spent[stage] += done - begun
    spent[PEOPLE] -= spent[BOATS]  # they were drawn once more
    return {stage: seconds / replications for stage, seconds in spent.items()}


def _table(name: str, rounds: list[dict[str, float]]) -> Table:
    table = Table(title=f"Stages of a replication: {name}", title_justify="left")
    table.add_column("stage")
    for heading in ("µs", "% of the whole", "least", "most"):
        table.add_column(heading, justify="right")
    for stage in rounds[0]:
        shares = [100 * found[stage] / sum(found[one] for one in STAGES) for found in rounds]
        table.add_row(
            stage,
            f"{1e6 * median(found[stage] for found in rounds):,.0f}",
            *(f"{share:.1f}" for share in (median(shares), min(shares), max(shares))),
        )
    return table
