"""What does a person read of what matters?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from sim.scenario.catalogue import spec_at
from sim.scenario.load import Loaded
from sim.show.findings import Finding
from sim.show.sensitivity_tables import (
    chance_table,
    index_tables,
    screening_table,
    share,
    shown,
)
from sim.show.sensitivity_values import swing_table, value_table
from sim.show.words import day, listed
from sim.study.sensitivity.effects import measured_values
from sim.study.sensitivity.indices import Index, Shares
from sim.study.sensitivity.screening import NEGLIGIBLE, OTHERS, Screened, Screening
from sim.study.sensitivity.study import Sensitivity
from sim.study.sensitivity.unknowns import CHANCE, LEARNED, WALK

GROUPS = {
    LEARNED: "what figures taught, together",
    WALK: "the steps of the programme's path, together",
}
CANNOT_TELL = (
    "A share of the variance is a share of what this scenario leaves open: a wider prior makes its "
    "value matter more, and a value without a prior is not varied at all. That a value "
    "matters does not say that policy could choose it, and nothing here says which prior is right."
)
HOW_TO_READ = (
    "By itself: the share of the variance that would be gone, in the mean, if the value were known "
    "and nothing else. In all: the share in which it takes part, also together with others; these "
    "sum to more than one where values act together. The two differ by what only shows together. "
    "Intervals that reach below zero are those of a share that may be zero."
)


def sensitivity_finding(study: Sensitivity, loaded: Loaded, named: str) -> Finding:
    """Say what matters in a scenario.

    Parameters
    ----------
    study
        What was found.
    loaded
        The scenario with its sources, as it was read when the study began.
    named
        The scenario as it was named.
    """
    values = measured_values(study, loaded)
    return Finding(
        title=f"What matters? {study.scenario.name}",
        found=_found(study),
        rests=_rests(study),
        document=_document(study, named),
        tables=(
            *index_tables(study),
            chance_table(study),
            swing_table(study.scenario, study.tornado),
            value_table(study, values),
            screening_table(study),
        ),
        paragraphs=(HOW_TO_READ, *_left_out(study), CANNOT_TELL),
        charts={f"tornado_of_{s.outcome}": _charted(study, s.outcome) for s in study.tornado},
    )


def _charted(study: Sensitivity, outcome: str) -> Callable[[], Any]:
    def draw() -> Any:
        from sim.show.plots.tornado import tornado_chart

        return tornado_chart(study, outcome)

    return draw


def _found(study: Sensitivity) -> str:
    """Say what matters most, once for outcomes of which the same is to be said."""
    outcomes: dict[str, list[str]] = {}
    for shares in study.indices.shares:
        outcomes.setdefault(_most(shares), []).append(shown(shares.outcome))
    parts = "; ".join(f"for {listed(names)}, {most}" for most, names in outcomes.items())
    return (
        "If this scenario's priors hold, then its answer by "
        f"{day(study.scenario.scheme.horizon.value)} depends most, {parts}."
    )


def _most(shares: Shares) -> str:
    """Say what matters most for one outcome, and how much chance does."""
    chance = shares.of(CHANCE)
    if chance is None:
        return f"on nothing, for {shares.why_not}"
    known = [i for i in shares.indices if i.factor not in (CHANCE, OTHERS)]
    if not known:
        return f"on chance, which takes part in {_takes_part(chance)}"
    first, *others = known
    near = [i.factor for i in others if i.total.high >= first.total.low]
    beside = f", not told apart from {listed(near)}" if near else ""
    return (
        f"on {_worded(first.factor)}, which takes part in {_takes_part(first)}{beside}, while "
        f"chance takes part in {share(chance.total)}"
    )


def _takes_part(index: Index) -> str:
    total = index.total
    return f"{total.value:.0%} of the variance (95% interval {total.low:.0%} to {total.high:.0%})"


def _worded(factor: str) -> str:
    """Name a factor, with what it means."""
    if factor in GROUPS:
        return GROUPS[factor]
    path, _, last = factor.rpartition(".")
    if last == "departure":
        return f"the departure of {path} from the programme's path"
    return f"{factor} ({spec_at(factor).about})"


def _rests(study: Sensitivity) -> str:
    indices, options = study.indices, study.options
    reached = ""
    if indices.half_width is not None:
        reached = (
            f"; the widest interval of a share in all is ±{100 * indices.half_width:.1f} points, "
            f"{'within' if indices.is_precise else 'not within'} the "
            f"{100 * options.precision:.3g} asked for"
        )
    learned = (
        f" {len(study.learned)} values of which figures taught something are drawn together, as "
        f"one of them."
        if study.learned
        else ""
    )
    return (
        f"This rests on {study.rows:,} replications, seed {study.seed}, with "
        f"{len(study.factors) - 1} unknowns drawn from their priors, and chance beside them"
        f"{reached}.{learned}"
    )


def _left_out(study: Sensitivity) -> tuple[str, ...]:
    """Say what went together, and where an outcome was undefined."""
    said = []
    if together := study.screening.together:
        said.append(
            f"Below {NEGLIGIBLE:.0%} of the variance of every outcome, with the whole 95% interval "
            "of a screening, or moving it at none of the screening's points, and so together as "
            f"'{OTHERS}': {listed(together)}."
        )
        said += _never_moved(study.screening)
    said += [
        f"{s.outcome} is undefined at {s.undefined:.1%} of the points; its shares are of the rest."
        for s in study.indices.shares
        if s.undefined and not s.why_not
    ]
    return tuple(said)


def _never_moved(screening: Screening) -> list[str]:
    """Say which of what went together moved no outcome, and what that leaves possible."""
    seen: dict[str, list[Screened]] = {}
    for screened in screening.found:
        seen.setdefault(screened.factor, []).append(screened)
    still = [n for n in screening.together if all(s.never_moved for s in seen[n])]
    if not still:
        return []
    most = max(s.total.high for name in still for s in seen[name])
    return [
        f"At none of the screening's points did any outcome move with {listed(still, last='or')}. "
        f"By the rule of three the share of each is below {most:.1%}."
    ]


def _document(study: Sensitivity, named: str) -> dict[str, Any]:
    """Return the JSON document; an estimate has a value and the ends of its 95% interval."""
    return {
        "scenario": study.scenario.name,
        "file": named,
        "seed": study.seed,
        "replications": study.rows,
        "as_of": study.scenario.scheme.horizon.value.isoformat(),
        "sentence": _found(study),
        "options": asdict(study.options) | {"outcomes": list(study.options.outcomes)},
        "factors": list(study.factors),
        "learned": list(study.learned),
        "screening": asdict(study.screening) | {"negligible": NEGLIGIBLE},
        "indices": asdict(study.indices),
        "tornado": [asdict(swings) for swings in study.tornado],
    }
