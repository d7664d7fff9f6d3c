"""What is one replication?

A pure function of (scenario, seed, replication number): draw the uncertain values,
make the plan, draw the cases, let an engine decide.
"""

from __future__ import annotations

from collections.abc import Callable

from sim.compiled import HAS_NUMBA
from sim.luck.luck import Luck
from sim.model.cases import Cases
from sim.model.compiled.engine import run_compiled
from sim.model.drawing.cases import draw_cases
from sim.model.outline import Outline
from sim.model.plan import Plan
from sim.model.planning import make_plan
from sim.model.records import Records
from sim.model.reference import run_reference

Engine = Callable[[Plan, Cases], Records]

ENGINES: dict[str, Engine] = {"compiled": run_compiled, "reference": run_reference}
"""Engines by the name that ``--engine`` takes."""

DEFAULT_ENGINE = "compiled" if HAS_NUMBA else "reference"
"""The engine where none is named."""


def replicate(outline: Outline, luck: Luck, engine: str) -> Records:
    """Run one replication.

    Parameters
    ----------
    outline
        Of the scenario.
    luck
        Seed and replication number.
    engine
        A name in :data:`ENGINES`.
    """
    return ENGINES[engine](*prepare(outline, luck))


def prepare(outline: Outline, luck: Luck) -> tuple[Plan, Cases]:
    """Draw what an engine needs for one replication."""
    basis = outline.basis_of(luck)
    plan = make_plan(basis, luck.words)
    return plan, draw_cases(basis, plan, luck.words)
