"""Which stage of a replication takes how long?

Stages are timed as they call each other, so their shares are those of the program itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from statistics import median
from time import perf_counter
from types import ModuleType
from typing import Any
from unittest.mock import patch

from rich.table import Table

from sim.luck.luck import Luck
from sim.model import drawing, replicate
from sim.model.compiled import engine
from sim.model.outline import outline
from sim.outcomes import measure
from sim.scenario.schema import Scenario
from tests.benchmarks.scenes import everyone_detained
from tests.variants import pilot

STAGES: dict[str, tuple[ModuleType, str]] = {
    "settle": (replicate, "settle"),
    "plan": (replicate, "make_plan"),
    "boats": (drawing, "draw_boats"),
    "people": (drawing, "_people"),
    "visits": (drawing, "_visits"),
    "applicants": (drawing, "draw_applicants"),
    "decide": (engine, "decide"),
    "records": (engine, "compile_records"),
    "measure": (measure, "measure"),
}
REPLICATIONS = 100
THE_REST, WHOLE = "the rest", "whole"


def tables(rounds: int, small: bool = False) -> Iterator[Table]:
    """Yield a table for each scenario."""
    scenarios = {"pilot": (pilot(), 3 if small else REPLICATIONS)}
    if not small:
        scenarios["everyone of a year detained"] = (everyone_detained(), 1)
    for name, (scenario, count) in scenarios.items():
        profile(scenario, 1)
        yield _table(name, [profile(scenario, count) for _ in range(rounds)])


def profile(scenario: Scenario, replications: int) -> dict[str, float]:
    """Return the seconds of each stage of a replication, on average."""
    spent = dict.fromkeys(STAGES, 0.0)
    prepared = outline(scenario)
    with ExitStack() as stack:
        for stage, (module, name) in STAGES.items():
            timed = _timed(getattr(module, name), spent, stage)
            stack.enter_context(patch.object(module, name, timed))
        begun = perf_counter()
        for number in range(replications):
            plan, cases = replicate.prepare(prepared, Luck(1, number))
            measure.measure(engine.run_compiled(plan, cases))
        whole = perf_counter() - begun
    spent[THE_REST] = whole - sum(spent.values())
    spent[WHOLE] = whole
    return {stage: seconds / replications for stage, seconds in spent.items()}


def _timed(function: Callable[..., Any], spent: dict[str, float], stage: str) -> Callable[..., Any]:
    def run(*args: Any) -> Any:
        begun = perf_counter()
        found = function(*args)
        spent[stage] += perf_counter() - begun
        return found

    return run


def _table(name: str, rounds: list[dict[str, float]]) -> Table:
    table = Table(title=f"Stages of a replication: {name}", title_justify="left")
    table.add_column("stage")
    for heading in ("µs", "% of the whole", "least", "most"):
        table.add_column(heading, justify="right")
    for stage in rounds[0]:
        shares = [100 * found[stage] / found[WHOLE] for found in rounds]
        table.add_row(
            stage,
            f"{1e6 * median(found[stage] for found in rounds):,.0f}",
            *(f"{share:.1f}" for share in (median(shares), min(shares), max(shares))),
        )
    return table
