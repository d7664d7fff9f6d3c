"""What is one replication?

A pure function of (scenario, seed, replication number): draw the uncertain values,
make the plan, draw the cases, let an engine decide.
"""

from __future__ import annotations

from collections.abc import Callable

from sim.luck.luck import Luck
from sim.luck.settle import at_central as centred
from sim.luck.settle import settle
from sim.model.cases import Cases
from sim.model.drawing import build_cases
from sim.model.plan import Plan, make_plan
from sim.model.records import Records
from sim.model.reference import run_reference
from sim.scenario.schema import Scenario

Engine = Callable[[Plan, Cases], Records]

ENGINES: dict[str, Engine] = {"reference": run_reference}
"""Engines by the name that ``--engine`` takes; the first is the default."""


def replicate(
    scenario: Scenario, luck: Luck, *, at_central: bool = False, engine: str = "reference"
) -> Records:
    """Run one replication.

    Parameters
    ----------
    scenario
        As loaded.
    luck
        Seed and replication number.
    at_central
        True to keep uncertain values at their centres, so that only chance varies.
    engine
        A name in :data:`ENGINES`.
    """
    plan, cases = prepare(scenario, luck, at_central=at_central)
    return ENGINES[engine](plan, cases)


def prepare(scenario: Scenario, luck: Luck, *, at_central: bool = False) -> tuple[Plan, Cases]:
    """Draw what an engine needs for one replication; see :func:`replicate`."""
    settled = centred(scenario) if at_central else settle(scenario, luck)
    plan = make_plan(settled, luck, at_central)
    return plan, build_cases(settled, plan, luck)
