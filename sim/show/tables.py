"""How do results, figures and assumptions look as tables in a terminal?"""

from __future__ import annotations

from typing import Any

from rich.table import Table

from sim.ensemble.quantiles import Summary
from sim.ensemble.result import Result
from sim.evidence.comparison import Compared, Comparison
from sim.outcomes.indicators import INDICATORS
from sim.scenario.explain import Explained
from sim.show.words import interval, number

NOT_TAKEN = ("not_selected", "intake_full", "no_place")
ROUNDING_MARKS = {"about": "≈ ", "at_least": "≥ "}


def indicator_table(result: Result, *, narrow: bool) -> Table:
    """Return every indicator with its intervals; a narrow one leaves out the 50% interval."""
    headings = ("Median", "90% interval") if narrow else ("Median", "50% interval", "90% interval")
    table = _table("Indicator", *headings, "Meaning")
    for name, summary in result.summaries.items():
        if summary.unit == "GBP" and summary.median is None:
            continue  # the scenario states no unit costs
        median, inner, outer = _numbers(summary)
        numbers = (median, outer) if narrow else (median, inner, outer)
        table.add_row(name, *numbers, f"{INDICATORS[name].about} ({summary.unit})")
    return table


def exit_table(result: Result, *, way_in: bool) -> Table:
    """Return how many left by each exit of one way; exits that nobody took are left out.

    On the way out, people who were not selected, who met a full intake or for whom there
    was no place are one line, since nobody reports them apart.
    """
    table = _table("Way in" if way_in else "Way out", "Median", "50% interval", "90% interval")
    if not way_in:
        table.add_row("not taken into the scheme", *_numbers(result.summaries["not_taken"]))
    for name, summary in result.exit_summaries.items():
        if name.startswith("inbound_") == way_in and name not in NOT_TAKEN and summary.p95:
            shown = name.removeprefix("inbound_").replace("_", " ")
            table.add_row(shown, *_numbers(summary))
    return table


def cohort_table(result: Result) -> Table:
    """Return the share of each month's arrivals who were ever returned."""
    table = _table("Arrived in", "Median", "50% interval", "90% interval", "")
    for month, whole, summary in result.cohort_summaries():
        note = "" if whole else "incomplete: can still rise"
        table.add_row(f"{month:%B %Y}", *_numbers(summary), note)
    return table


def comparison_table(comparison: Comparison, *, narrow: bool) -> Table:
    """Return reported figures beside simulated ones.

    A narrow one leaves out the 50% interval, the percentile, the score and the role.
    """
    headings = (
        *("Quantity", "As of", "Reported", "Median", "50% interval", "90% interval"),
        *("Percentile", "Inside", "Score", "Role"),
    )
    spared = ("50% interval", "Percentile", "Score", "Role")
    kept = [h for h in headings if not (narrow and h in spared)]
    table = _table(*kept)
    for row in comparison.figures:
        cells = dict(zip(headings, _compared_cells(row), strict=True))
        table.add_row(*(cells[heading] for heading in kept))
    return table


def explained_table(rows: list[Explained]) -> Table:
    """Return resolved values with their grounds."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Value", "Set to", "Status", "Grounds"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        value = f"{row.value} {row.unit}".strip()
        if row.prior:
            value += f"\nprior {row.prior}"
        if row.growth:
            value += f"\n{row.growth}"
        grounds = ". ".join(part for part in (row.why, row.source) if part)
        table.add_row(row.path, value, row.status, f"{grounds}\n{row.place}".strip())
    return table


def _compared_cells(row: Compared) -> tuple[str, ...]:
    figure = row.figure
    unit = "share" if figure.quantity == "returns_rate" else "people"
    summary = Summary(row.median, row.p05, row.p25, row.p75, row.p95, unit)
    where = "50%" if row.inside50 else "90%" if row.inside90 else "neither"
    return (
        figure.quantity,
        figure.as_of.isoformat(),
        ROUNDING_MARKS.get(figure.rounding, "") + figure.reported,
        *_numbers(summary),
        f"{100 * row.percentile:.0f}%",
        where,
        _score(row.wis, unit),
        row.role.replace("_", " "),
    )


def _score(wis: float | None, unit: str) -> str:
    if wis is None:
        return ""
    return f"{100 * wis:.2f}%" if unit == "share" else f"{wis:.1f}"


def _numbers(summary: Summary) -> tuple[str, str, str]:
    return (
        number(summary.median, summary.unit),
        interval(summary, inner=True),
        interval(summary),
    )


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False, collapse_padding=True, header_style="bold")
    numeric = {"Median", "50% interval", "90% interval", "Reported", "Percentile", "Score"}
    for heading in headings:
        options: dict[str, Any] = {"justify": "right"} if heading in numeric else {}
        whole = heading in numeric or heading in ("Indicator", "Quantity", "As of")
        table.add_column(heading, no_wrap=whole, overflow="fold", **options)
    return table
