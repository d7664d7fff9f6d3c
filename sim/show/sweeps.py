"""What does a person read of an answer at each value of one unknown?"""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

from sim.ensemble.quantiles import Summary
from sim.ensemble.result import Result
from sim.scenario.catalogue import spec_at
from sim.show.words import day, interval, listed, number
from sim.study.sweep import SweepResult

HEADINGS = (
    {
        "people_detained": "People detained",
        "returns": "Returns",
        "returns_rate": "Returns rate",
        "inbound": "Inbound",
        "net_flow": "Net flow",
    },
    {
        "released_after_detention": "Released",
        "refused": "Of these refused",
        "peak_occupancy": "Peak occupancy",
        "mean_occupancy": "Mean occupancy",
        "time_in_detention": "Days in detention",
    },
)
"""Columns of the two tables, by indicator or exit."""


def show_sweep(console: Console, found: SweepResult) -> None:
    """Print the sentence, and a row for each value."""
    console.print(sweep_sentence(found), style="bold", markup=False, highlight=False)
    first = found.points[0][1]
    console.print(
        f"{found.scenario.name}. {first.replications} replications of each value, seed "
        f"{first.seed}, the same luck at every value. Medians, and 90% intervals below them.",
        style="dim",
        markup=False,
    )
    if found.scenario.sweep is not None and not found.is_the_scenarios_own:
        console.print(
            f"The scenario's answer depends on {found.scenario.sweep.path}, too, which nobody "
            "knows; it is taken here as in 'sim run'.",
            markup=False,
        )
    for headings in HEADINGS:
        console.print()
        console.print(_table(found, headings))


def _table(found: SweepResult, headings: dict[str, str]) -> Table:
    """Return a row for each value; inbound and refused are left out where there are none."""
    rows = [(written, {**r.exit_summaries, **r.summaries}) for written, r in found.points]
    empty = {name for name in ("inbound", "refused") if not any(s[name].p95 for _, s in rows)}
    columns = [name for name in headings if name not in empty]
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Value", overflow="fold")
    for name in columns:
        table.add_column(headings[name], justify="right")
    for written, shown in rows:
        table.add_row(
            written,
            *(f"{_median(shown[name])}\n{interval(shown[name])}" for name in columns),
        )
    return table


def sweep_sentence(found: SweepResult) -> str:
    """Write what the answer is between, with intervals, date and condition."""
    returns = {written: _returns(result) for written, result in found.points}
    low = min(returns, key=returns.__getitem__)
    high = max(returns, key=returns.__getitem__)
    at = dict(found.points)
    values = listed([written for written, _ in found.points], last="or")
    unknown = ", which nobody knows," if found.is_the_scenarios_own else ""
    condition = (
        f"If {found.path} ({spec_at(found.path).about}){unknown} were {values}, and everything "
        "else went as this scenario assumes, then by "
        f"{day(found.scenario.scheme.horizon.value)} "
    )
    fewest, most = at[low].summaries["returns"], at[high].summaries["returns"]
    if _median(fewest) == _median(most):
        return (
            f"{condition}{_median(fewest)} people would have been returned at {low} (90% interval "
            f"{interval(fewest)}), and in the median as many at every other of these values."
        )
    rates = (at[value].summaries["returns_rate"] for value in (low, high))
    between = " and ".join(f"{_median(rate)} ({interval(rate)})" for rate in rates)
    return (
        f"{condition}between {_median(fewest)} people (at {low}; 90% interval {interval(fewest)}) "
        f"and {_median(most)} (at {high}; {interval(most)}) would have been returned: a returns "
        f"rate between {between}."
    )


def sweep_document(found: SweepResult) -> dict[str, Any]:
    """Return the JSON document of a sweep."""
    first = found.points[0][1]
    return {
        "scenario": found.scenario.name,
        "vary": found.path,
        "seed": first.seed,
        "replications": first.replications,
        "as_of": found.scenario.scheme.horizon.value.isoformat(),
        "sentence": sweep_sentence(found),
        "points": [
            {
                "value": written,
                "indicators": {name: s.as_dict() for name, s in result.summaries.items()},
                "exits": {name: s.as_dict() for name, s in result.exit_summaries.items()},
            }
            for written, result in found.points
        ],
    }


def _median(summary: Summary) -> str:
    return number(summary.median, summary.unit)


def _returns(result: Result) -> float:
    return result.summaries["returns"].median or 0.0
