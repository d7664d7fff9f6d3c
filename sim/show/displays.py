"""How does something that was found look in a notebook?

The sentence that answers, what it rests on, and the table that answers in numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from sim.ensemble.result import Result
from sim.evidence.comparison import Comparison
from sim.outcomes.indicators import INDICATORS
from sim.show.cells import ROUNDING_MARKS
from sim.show.contrast_tables import contrast_tables
from sim.show.contrast_words import found_sentence, rests_sentence
from sim.show.findings import FoundTable
from sim.show.frontiers import frontier_finding
from sim.show.limits import limits_finding
from sim.show.sensitivity_tables import index_tables
from sim.show.solving import solution_finding
from sim.show.words import answer_sentence, how_drawn, interval, number
from sim.study.contrasting.contrast import Contrast
from sim.study.limits.study import Limits
from sim.study.sensitivity.study import Sensitivity
from sim.study.solving.frontier import Frontier
from sim.study.solving.solution import Solution


def result_html(result: Result) -> str:
    """Show a run: the answer, and every indicator."""
    name = result.scenario.name
    rows = [
        (
            indicator.replace("_", " "),
            number(summary.median, summary.unit),
            interval(summary, inner=True),
            interval(summary),
            f"{INDICATORS[indicator].about} ({summary.unit})",
        )
        for indicator, summary in result.summaries.items()
        if summary.unit != "GBP" or summary.median is not None
    ]
    rests = (
        f"{name}. {result.replications:,} replications, seed {result.seed}, "
        f"{how_drawn(result.at_central)}."
    )
    headings = ("Indicator", "Median", "50% interval", "90% interval", "Meaning")
    return _html(answer_sentence(result, name), rests, headings, rows)


def comparison_html(comparison: Comparison) -> str:
    """Show a run beside reported figures."""
    overall = comparison.summary.overall
    rows = [
        (
            row.figure.quantity.replace("_", " "),
            row.figure.as_of.isoformat(),
            f"{ROUNDING_MARKS.get(row.figure.rounding, '')}{row.figure.reported}",
            number(row.median, unit := "share" if row.figure.printed.is_percentage else "people"),
            f"{number(row.p05, unit)} to {number(row.p95, unit)}",
            "50%" if row.inside50 else "90%" if row.inside90 else "neither",
        )
        for row in comparison.figures
    ]
    found = (
        f"{overall.inside90} of {overall.figures} figures lie inside the 90% interval and "
        f"{overall.inside50} inside the 50% interval."
    )
    rests = (
        f"{comparison.scenario}. {comparison.replications:,} replications, seed {comparison.seed}. "
        f"{comparison.summary.caution}"
    )
    headings = ("Quantity", "As of", "Reported", "Median", "90% interval", "Inside")
    return _html(found, rests, headings, rows)


def contrast_html(study: Contrast) -> str:
    """Show what changes."""
    name = study.base.scenario.name
    table = contrast_tables(study, name)[0]
    return _table_html(found_sentence(study, name), rests_sentence(study), table)


def limits_html(study: Limits) -> str:
    """Show which limit binds."""
    finding = limits_finding(study, study.scenario.name)
    return _table_html(finding.found, finding.rests, finding.tables[0])


def solution_html(solution: Solution) -> str:
    """Show what it would take."""
    finding = solution_finding(solution, solution.scenario.name)
    return _table_html(finding.found, finding.rests, finding.tables[0])


def frontier_html(study: Frontier) -> str:
    """Show what two levers do together."""
    finding = frontier_finding(study, study.scenario.name)
    return _table_html(finding.found, finding.rests, finding.tables[0])


def sensitivity_html(study: Sensitivity) -> str:
    """Show which uncertain values matter."""
    rests = f"{study.rows:,} replications, seed {study.seed}."
    return _table_html(f"What matters? {study.scenario.name}", rests, index_tables(study)[0])


def _table_html(found: str, rests: str, table: FoundTable) -> str:
    return _html(found, rests, table.headings, table.cells)


def _html(found: str, rests: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a finding as HTML; the first cell of a row names it."""
    head = "".join(
        f'<th scope="col">{escape(heading)}</th>' if heading else "<td></td>"
        for heading in headings
    )
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        + "</tr>"
        for first, *cells in rows
    )
    return (
        f"<p><strong>{escape(found)}</strong></p><p>{escape(rests)}</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )
