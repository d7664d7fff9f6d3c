"""What does a person read after a run?"""

from __future__ import annotations

from math import isfinite
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from sim.ensemble.developments import developed
from sim.ensemble.paths import WEEK
from sim.ensemble.quantiles import LEVELS
from sim.ensemble.result import Result
from sim.evidence.comparison import Comparison
from sim.show.charts import LIMIT, chart
from sim.show.tables import cohort_table, comparison_table, exit_table, indicator_table
from sim.show.words import answer_sentence, how_drawn

_THREE = [list(LEVELS).index(name) for name in ("p05", "median", "p95")]
WIDE = 100
"""Columns from which a terminal has room for every column of a table."""


def show_result(console: Console, result: Result, named: str, folder: Path, parquet: bool) -> None:
    """Print a run: the sentence, the indicators, the exits, the charts, the folder."""
    console.print(Text(answer_sentence(result, named), style="bold"), highlight=False)
    console.print(f"{result.scenario.name}. {_how_sure(result)}", style="dim", markup=False)
    for table in (
        indicator_table(result, narrow=console.width < WIDE),
        exit_table(result, "out"),
        exit_table(result, "in"),
    ):
        console.print(Padding(table, (1, 0, 0, 0)))
    console.print("\nCohort returns rate: share of a month's arrivals ever returned", style="bold")
    console.print(cohort_table(result))
    for lines in charts(result):
        console.print()
        console.print("\n".join(lines), markup=False, highlight=False, no_wrap=True)
    console.print(f"\nResult folder: {folder}", markup=False, highlight=False)
    if not parquet:
        console.print(
            "For every replication as Parquet: pip install 'returns-scheme-simulator[store]'",
            markup=False,
            style="dim",
        )


def charts(result: Result) -> list[list[str]]:
    """Return the charts of a run: returns rate, net flow, occupancy, places on flights."""
    of = developed(result)
    paths = {name: quantiles[_THREE] for name, quantiles in of.quantiles.items()}
    dates, weekly = list(of.dates), slice(WEEK - 1, None, WEEK)
    return [
        chart(
            "Returns rate: returns to date ÷ arrivals", dates, paths["returns_rate"], percent=True
        ),
        chart("Net flow: inbound − returned, people", dates, paths["net_flow"]),
        chart(
            f"Occupancy: people in detention under the scheme ({LIMIT} median places)",
            dates,
            paths["occupancy"],
            limit=paths["places"][1],
        ),
        chart("Agreed places on flights a week", dates[weekly], paths["seats_in_week"][:, weekly]),
        chart(
            "Agreed places unused a week", dates[weekly], paths["seats_unused_in_week"][:, weekly]
        ),
    ]


def show_comparison(console: Console, comparison: Comparison) -> None:
    """Print reported figures beside simulated ones, and how many agree."""
    console.print(comparison_table(comparison, narrow=console.width < WIDE))
    console.print(
        "≈ about, ≥ at least; 'Inside' is the narrower interval that holds the figure; 'Score' is "
        "the weighted interval score in the figure's unit, less is better."
    )
    summary = comparison.summary
    tallies = {"All figures": summary.overall, "Month ends": summary.month_end}
    if summary.fitted.figures:
        tallies |= {
            "Fitted (verification)": summary.fitted,
            "Not fitted (corroboration)": summary.not_fitted,
        }
    for label, tally in tallies.items():
        console.print(
            f"{label}: {tally.inside90} of {tally.figures} inside the 90% interval, "
            f"{tally.inside50} inside the 50% interval.",
            highlight=False,
        )
    if summary.width90 is not None:
        console.print(
            f"Mean width of the 90% interval at the last month end: {summary.width90:.2f} times "
            "the figure.",
            highlight=False,
        )
    console.print(summary.caution, markup=False)
    for left_out in comparison.left_out:
        figure = left_out.figure
        console.print(
            f"Not compared: {figure.quantity} {figure.reported}, {figure.as_of}: {left_out.reason}",
            markup=False,
            highlight=False,
            style="dim",
        )


def _how_sure(result: Result) -> str:
    widths = ", ".join(f"{name} {_width(width)}" for name, width in result.half_widths.items())
    asked = "" if result.precision is None else f" (asked for: {_width(result.precision)})"
    return (
        f"{result.replications} replications, seed {result.seed}, {how_drawn(result.at_central)}. "
        f"95% interval of the medians: {widths}{asked}. "
        "Intervals hold what is uncertain in the scenario's values as well as chance."
    )


def _width(relative: float) -> str:
    """Write a half-width relative to a median; there is none if the median is zero."""
    return f"±{100 * relative:.1f}%" if isfinite(relative) else "undefined"
