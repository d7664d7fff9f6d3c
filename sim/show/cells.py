"""What stands in the tables of a run, a comparison and assumptions, wherever they are shown?"""

from __future__ import annotations

from collections.abc import Iterator

from sim.ensemble.quantiles import Summary
from sim.ensemble.result import Result
from sim.evidence.comparison import Compared
from sim.outcomes.exits import INWARD
from sim.outcomes.indicators import INDICATORS
from sim.scenario.explain import Explained
from sim.show.exit_words import WayName, exit_words
from sim.show.words import interval, number

_NUMBERS = ("Median", "50% interval", "90% interval")
INDICATOR = ("Indicator", *_NUMBERS, "Meaning")
EXIT = ("Exit", *_NUMBERS)
COHORT = ("Arrived in", *_NUMBERS, "")
COMPARED = (
    *("Quantity", "As of", "Reported", *_NUMBERS),
    *("Percentile", "Inside", "Score", "Role"),
)
EXPLAINED = ("Value", "Set to", "Status", "Grounds")
"""Headings of each table."""

ROUNDING_MARKS = {"about": "≈ ", "at_least": "≥ "}

Cells = tuple[str, ...]


def indicator_cells(result: Result) -> Iterator[Cells]:
    """Yield a row for each indicator; costs are left out where the scenario states none."""
    for name, summary in result.summaries.items():
        if summary.unit != "GBP" or summary.median is not None:
            meaning = f"{INDICATORS[name].about} ({summary.unit})"
            yield name, *numbers(summary), meaning


def exit_cells(result: Result, way: WayName) -> Iterator[Cells]:
    """Yield a row for each exit of one way; exits that nobody took are left out.

    On the way out, people who were not selected, who met a full intake or for whom there was no
    place are one line, since nobody reports them apart.
    """
    if way == "out":
        yield "not taken into the scheme", *numbers(result.summaries["not_taken"])
    summaries = {
        name.removeprefix(INWARD): summary
        for name, summary in result.exit_summaries.items()
        if name.startswith(INWARD) == (way == "in")
    }
    for name, words in exit_words(summaries, way).items():
        if summaries[name].p95:
            yield words, *numbers(summaries[name])


def cohort_cells(result: Result) -> Iterator[Cells]:
    """Yield for each month the share of its arrivals who were ever returned."""
    for month, whole, summary in result.cohort_summaries():
        note = "" if whole else "incomplete: can still rise"
        yield f"{month:%B %Y}", *numbers(summary), note


def compared_cells(row: Compared) -> Cells:
    """Return the row of a figure beside the simulation."""
    figure = row.figure
    unit = "share" if figure.quantity == "returns_rate" else "people"
    summary = Summary(row.median, row.p05, row.p25, row.p75, row.p95, unit)
    where = "50%" if row.inside50 else "90%" if row.inside90 else "neither"
    return (
        figure.quantity,
        figure.as_of.isoformat(),
        ROUNDING_MARKS.get(figure.rounding, "") + figure.reported,
        *numbers(summary),
        f"{100 * row.percentile:.0f}%",
        where,
        _score(row.wis, unit),
        row.role.replace("_", " "),
    )


def explained_cells(row: Explained) -> Cells:
    """Return the row of a resolved value with its grounds."""
    value = f"{row.value} {row.unit}".strip()
    if row.prior:
        value += f"\nprior {row.prior}"
    if row.growth:
        value += f"\n{row.growth}"
    grounds = ". ".join(part.rstrip(".") for part in (row.why, row.source) if part)
    return row.path, value, row.status, grounds


def numbers(summary: Summary) -> tuple[str, str, str]:
    """Return a median and both intervals."""
    return (
        number(summary.median, summary.unit),
        interval(summary, inner=True),
        interval(summary),
    )


def _score(wis: float | None, unit: str) -> str:
    if wis is None:
        return ""
    return f"{100 * wis:.2f}%" if unit == "share" else f"{wis:.1f}"
