"""What does one replication add up to, from scenario to figures?

With the compiled engine all stages run as one compiled function; with another engine one
after the other. The stages are the same.
"""

from __future__ import annotations

from sim.compiled import allocating
from sim.luck.keyed import LuckWords
from sim.luck.keys import Keys
from sim.luck.luck import Luck
from sim.model.basis import Basis
from sim.model.compiled.engine import decide, run_compiled
from sim.model.compiling import compile_records
from sim.model.drawing.cases import draw_cases
from sim.model.outline import Outline
from sim.model.planning import make_plan
from sim.model.replicate import ENGINES, replicate
from sim.outcomes.measure import Measured, Months, add_up, measure, months_of
from sim.outcomes.returned import people_returned


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
    return all_stages(outline.basis_of(luck), _months(outline), luck.words)


def replication_and_returned(outline: Outline, luck: Luck, engine: str) -> tuple[Measured, Keys]:
    """Run and add up one replication, and list who was returned.

    Parameters
    ----------
    outline, luck, engine
        See :func:`measured_replication`.

    Returns
    -------
    tuple
        What it adds up to, and :func:`~sim.outcomes.returned.people_returned`.
    """
    if ENGINES[engine] is not run_compiled:
        records = replicate(outline, luck, engine)
        return measure(records), people_returned(records.visits)
    return all_stages_and_returned(outline.basis_of(luck), _months(outline), luck.words)


@allocating
def all_stages(basis: Basis, months: Months, luck: LuckWords) -> Measured:
    """Plan, draw, decide and add up one replication; see :func:`measured_replication`."""
    plan = make_plan(basis, luck)
    cases = draw_cases(basis, plan, luck)
    return add_up(compile_records(plan, cases, decide(plan, cases)), months)


@allocating
def all_stages_and_returned(basis: Basis, months: Months, luck: LuckWords) -> tuple[Measured, Keys]:
    """Plan, draw, decide and add up one replication; see :func:`replication_and_returned`."""
    plan = make_plan(basis, luck)
    cases = draw_cases(basis, plan, luck)
    records = compile_records(plan, cases, decide(plan, cases))
    return add_up(records, months), people_returned(records.visits)


def _months(outline: Outline) -> Months:
    scheme = outline.scenario.scheme
    return months_of(scheme.start.value, outline.scenario.days, int(scheme.long_stop.value))
