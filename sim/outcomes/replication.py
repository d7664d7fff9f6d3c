"""What does one replication add up to, from scenario to figures?

With the compiled engine all stages run as one compiled function; with another engine one
after the other. The stages are the same.
"""

from __future__ import annotations

from sim.compiled import allocating
from sim.luck.keyed import LuckWords
from sim.luck.luck import Luck
from sim.model.basis import Basis
from sim.model.compiled.engine import decide, run_compiled
from sim.model.compiling import compile_records
from sim.model.drawing import draw_cases
from sim.model.outline import Outline
from sim.model.plan import make_plan
from sim.model.replicate import ENGINES, replicate
from sim.outcomes.measure import Measured, Months, add_up, measure, months_of


def measured_replication(outline: Outline, luck: Luck, engine: str) -> Measured:
    """Run and add up one replication.

    Parameters
    ----------
    outline
        Of the scenario.
    luck
        Seed and replication number.
    engine
        A name in :data:`~sim.model.replicate.ENGINES`.
    """
    if ENGINES[engine] is not run_compiled:
        return measure(replicate(outline, luck, engine))
    basis, scheme = outline.basis_of(luck), outline.scenario.scheme
    months = months_of(scheme.start.value, outline.scenario.days, int(scheme.long_stop.value))
    return all_stages(basis, months, luck.words)


@allocating
def all_stages(basis: Basis, months: Months, luck: LuckWords) -> Measured:
    """Plan, draw, decide and add up one replication; see :func:`measured_replication`."""
    plan = make_plan(basis, luck)
    cases = draw_cases(basis, plan, luck)
    return add_up(compile_records(plan, cases, decide(plan, cases)), months)
