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
from sim.model.drawing import draw_cases
from sim.model.outline import outline
from sim.model.plan import make_plan
from sim.outcomes.measure import measure
from sim.outcomes.replication import measured_replication
from sim.scenario.schema import Scenario
from tests.benchmarks.scenes import everyone_detained
from tests.variants import pilot

STAGES = ("plan", "boats", "people, visits, applicants", "decide", "records", "measure")
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
        times = [perf_counter()]
        basis = prepared.basis_of(luck)
        plan = make_plan(basis, luck.words)
        times.append(perf_counter())
        draw_boats(basis.timeline, plan.further_boats, luck.words)
        times.append(perf_counter())
        cases = draw_cases(basis, plan, luck.words)  # draws the boats again
        times.append(perf_counter() - (times[2] - times[1]))
        begun = perf_counter()
        notes = decide(plan, cases)
        decided = perf_counter()
        records = compile_records(plan, cases, notes)
        recorded = perf_counter()
        measure(records)
        measured = perf_counter()
        measured_replication(prepared, luck, "compiled")
        done = perf_counter()
        drawn = [after - before for before, after in pairwise(times)]
        rest = (decided - begun, recorded - decided, measured - recorded, done - measured)
        for stage, seconds in zip(spent, (*drawn, *rest), strict=True):
            spent[stage] += seconds
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
