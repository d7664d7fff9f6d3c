"""What does a scenario find, as tables?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.ensemble.quantiles import Summary, summarise
from sim.ensemble.result import Result
from sim.outcomes.indicators import INDICATORS
from sim.show.pages.markdown import table
from sim.show.words import difference, interval, number
from sim.study.sweep import SweepResult

MAIN = {
    "arrivals": "arrivals",
    "returns": "returns",
    "returns_rate": "returns rate",
    "inbound": "inbound",
    "net_flow": "net flow",
    "most_returns_a_week": "most returns in a week",
    "most_flights_a_week": "most flights in a week",
    "mean_occupancy": "people in detention, mean",
    "peak_occupancy": "people in detention, peak",
}
PEOPLE = {
    "people_detained": "people detained",
    "person_days_detained": "person-days in detention",
    "released_after_detention": "detained and then released",
    "detained_over_28_days": "stays longer than 28 days",
    "longest_stay": "longest stay, days",
    "reentrants": "people returned who came back",
    "voluntary_departures": "left by themselves",
}
SPARED = {"inbound", "voluntary_departures", "cost_of_new_places"}
MONEY = {
    "cost": "total cost",
    "cost_per_return": "cost per return",
    "cost_of_detention": "of it detention",
    "cost_of_flights": "of it flights",
    "cost_of_new_places": "of it new places",
}


def found_table(names: dict[str, str], result: Result, beside: Result | None) -> str:
    """Write indicators, and beside them the parent's and the paired difference.

    Both runs have the same luck, so the difference is taken replication by replication.
    """
    names = _of_anybody(names, [result] if beside is None else [result, beside])
    if beside is None:
        rows = [(words, cell(result.summaries[name])) for name, words in names.items()]
        return table(("", "median (90% interval)"), rows)
    headings = ("", "here", "there", "difference, paired")
    return table(
        headings,
        [
            (
                words,
                cell(result.summaries[name]),
                cell(beside.summaries[name]),
                _difference(_paired(result, beside, name)),
            )
            for name, words in names.items()
        ],
    )


def swept_table(names: dict[str, str], swept: SweepResult) -> str:
    """Write indicators at each value of the unknown that decides."""
    names = _of_anybody(names, [result for _, result in swept.points])
    rows: list[Sequence[str]] = [
        (written, *(cell(result.summaries[name]) for name in names))
        for written, result in swept.points
    ]
    return table((f"`{swept.path}`", *names.values()), rows)


def _of_anybody(names: dict[str, str], results: Sequence[Result]) -> dict[str, str]:
    """Leave out what is zero in all runs, where another scenario has it and this one cannot."""
    return {
        name: words
        for name, words in names.items()
        if name not in SPARED or any(result.summaries[name].p95 for result in results)
    }


def _paired(result: Result, beside: Result, name: str) -> Summary:
    column = list(INDICATORS).index(name)
    difference = result.indicators[:, column] - beside.indicators[:, column]
    return summarise(np.asarray(difference, dtype=np.float64), INDICATORS[name].unit)


def cell(summary: Summary) -> str:
    """Write a median with its 90% interval."""
    if summary.median is None:
        return "undefined"
    return f"{number(summary.median, summary.unit)} ({interval(summary)})"


def _difference(summary: Summary) -> str:
    if summary.median is None:
        return "undefined"
    median, low, high = (
        difference(value, summary.unit) for value in (summary.median, summary.p05, summary.p95)
    )
    return f"{median} ({low} to {high})"
