"""What matters, as tables for people and for programs?"""

from __future__ import annotations

from sim.show.findings import Cell, FoundTable
from sim.study.sensitivity.estimates import Estimate
from sim.study.sensitivity.indices import Shares
from sim.study.sensitivity.study import Sensitivity


def shown(outcome: str) -> str:
    """Write the name of an outcome in words."""
    return outcome.replace("_", " ")


def numbers(estimate: Estimate | None) -> tuple[Cell, Cell, Cell]:
    """Return an estimate and its interval for programs."""
    return (estimate.value, estimate.low, estimate.high) if estimate else (None, None, None)


def share(estimate: Estimate) -> str:
    """Write a share with its 95% interval, such as ``31% (28% to 34%)``."""
    value, low, high = (
        f"{part:.0%}".replace("-", "−") for part in (estimate.value, estimate.low, estimate.high)
    )
    return f"{value} ({low} to {high})".replace("−0%", "0%")


def index_tables(study: Sensitivity) -> tuple[FoundTable, FoundTable]:
    """Return total and first-order indices, a row for each factor and a column for each outcome."""
    return (
        _index_table(study, "total", "Share of the variance in which each takes part, in all"),
        _index_table(study, "first", "Share of the variance that each brings by itself"),
    )


def _index_table(study: Sensitivity, which: str, title: str) -> FoundTable:
    shared = [s for s in study.indices.shares if s.indices]
    factors = [index.factor for index in shared[0].indices] if shared else []

    def estimate(shares: Shares, factor: str) -> Estimate:
        index = shares.of(factor)
        assert index is not None
        return index.total if which == "total" else index.first

    return FoundTable(
        f"{which}_indices",
        title,
        ("", *(shown(s.outcome) for s in shared)),
        tuple((factor, *(share(estimate(s, factor)) for s in shared)) for factor in factors),
        ("outcome", "factor", "share", "low", "high"),
        tuple(
            (s.outcome, index.factor, *numbers(estimate(s, index.factor)))
            for s in shared
            for index in s.indices
        ),
    )


def chance_table(study: Sensitivity) -> FoundTable:
    """Return how much is chance alone, not known alone, and both together."""
    parts = [(s.outcome, s.chance, s.unknown, s.interplay) for s in study.indices.shares]
    return FoundTable(
        "chance",
        "How much is chance",
        ("outcome", "chance alone", "not known alone", "only both together"),
        tuple((shown(name), *(share(e) if e else "none" for e in found)) for name, *found in parts),
        ("outcome", "part", "share", "low", "high"),
        tuple(
            (name, part, *numbers(e))
            for name, *found in parts
            for part, e in zip(("chance", "unknown", "interplay"), found, strict=True)
        ),
    )


def screening_table(study: Sensitivity) -> FoundTable:
    """Return what screening saw of every factor."""
    found, together = study.screening.found, study.screening.together
    outcomes = list(dict.fromkeys(s.outcome for s in found))
    totals = {(s.factor, s.outcome): share(s.total) for s in found}
    return FoundTable(
        "screening",
        "Screening: share of the variance in which each takes part, from few rows",
        ("", *map(shown, outcomes), "has an index"),
        tuple(
            (
                factor,
                *(totals[factor, outcome] for outcome in outcomes),
                "with all others" if factor in together else "of its own",
            )
            for factor in dict.fromkeys(s.factor for s in found)
        ),
        (
            *("factor", "outcome", "effect", "effect_low", "effect_high"),
            *("total", "total_low", "total_high", "screened_out"),
        ),
        tuple(
            (s.factor, s.outcome, *numbers(s.effect), *numbers(s.total), s.factor in together)
            for s in found
        ),
    )
