"""What does a person read about a forecast, and about how good forecasts were?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from sim.ensemble.quantiles import Summary
from sim.evidence.forecasting.backtest import Backtest
from sim.evidence.forecasting.forecast import Expected
from sim.evidence.forecasting.kept import Arrived
from sim.show.words import interval, number

CONDITION = (
    "A forecast of what will be reported, if the scheme goes on as this scenario says: last "
    "returns {last_return}, last arrivals by the route {last_inbound}. It rests on figures to "
    "{taught_until}; no later policy, event or figure is in it."
)


def show_forecast(
    console: Console,
    document: dict[str, Any],
    expected: Sequence[Expected],
    scores: Sequence[Arrived],
) -> None:
    """Print a forecast, and how good it was where figures have arrived."""
    table = _table("Quantity", "As of", "Median", "50% interval", "90% interval")
    for row in expected:
        table.add_row(row.quantity, row.as_of.isoformat(), *_three(row))
    console.print(f"{document['scenario']}, made {document['made']}", style="bold", markup=False)
    console.print(table)
    console.print(CONDITION.format(**document), markup=False)
    if scores:
        console.print(arrived_table(scores))


def arrived_table(scores: Sequence[Arrived]) -> Table:
    """Return forecasts beside the figures that arrived."""
    table = _table("Quantity", "As of", "Reported", "Median", "90% interval", "Inside", "Score")
    for row in scores:
        median, _, outer = _three(row.expected)
        table.add_row(
            row.expected.quantity,
            row.expected.as_of.isoformat(),
            row.reported,
            median,
            outer,
            _inside(row.score.inside50, row.score.inside90),
            f"{row.score.wis:.1f}",
        )
    return table


def show_backtest(console: Console, backtest: Backtest) -> None:
    """Print who forecast best, and every forecast of the model and the pool."""
    summary = backtest.summary()
    table = _table("Forecaster", "Score", "Relative", "CRPS", "In 50%", "In 90%", "Forecasts")
    for name, row in summary.items():
        table.add_row(
            name.replace("_", " "),
            f"{row['wis']:.1f}",
            f"{row['relative_wis']:.2f}",
            f"{row['crps']:.1f}",
            *(f"{row[key]:.0f}" for key in ("inside50", "inside90", "forecasts")),
        )
    console.print(f"{backtest.scenario}, seed {backtest.seed}", style="bold", markup=False)
    console.print(table)
    console.print(
        "Score: mean weighted interval score, people, less is better; relative to the best "
        "baseline. So few figures, some forecast more than once, establish no coverage."
    )
    details = _table(
        *("From", "Forecaster", "Quantity", "As of", "Reported"),
        *("Median", "90% interval", "Inside", "Score"),
    )
    for scored in backtest.rows:
        if scored.forecaster in ("model", "pool"):
            median, _, outer = _three(scored.expected)
            details.add_row(
                scored.origin.isoformat(),
                scored.forecaster,
                scored.expected.quantity,
                scored.expected.as_of.isoformat(),
                f"{scored.reported:,}",
                median,
                outer,
                _inside(scored.score.inside50, scored.score.inside90),
                f"{scored.score.wis:.1f}",
            )
    console.print(details)


def _three(row: Expected) -> tuple[str, str, str]:
    summary = Summary(row.median, row.p05, row.p25, row.p75, row.p95, "people")
    return number(row.median), interval(summary, inner=True), interval(summary)


def _inside(inside50: bool, inside90: bool) -> str:
    return "50%" if inside50 else "90%" if inside90 else "neither"


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    words = ("Quantity", "As of", "From", "Forecaster", "Inside")
    for heading in headings:
        table.add_column(heading, justify="left" if heading in words else "right")
    return table
