"""How do results, figures and assumptions look as tables in a terminal?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from rich.table import Table

from sim.ensemble.result import Result
from sim.evidence.comparison import Comparison
from sim.scenario.explain import Explained
from sim.show.cells import (
    COHORT,
    COMPARED,
    EXIT,
    EXPLAINED,
    INDICATOR,
    cohort_cells,
    compared_cells,
    exit_cells,
    explained_cells,
    indicator_cells,
)
from sim.show.exit_words import WayName

_INNER = "50% interval"


def indicator_table(result: Result, *, narrow: bool) -> Table:
    """Return every indicator with its intervals; a narrow one leaves out the 50% interval."""
    return _filled(INDICATOR, indicator_cells(result), (_INNER,) if narrow else ())


def exit_table(result: Result, way: WayName) -> Table:
    """Return how many left by each exit of one way; exits that nobody took are left out."""
    return _filled((f"Way {way}", *EXIT[1:]), exit_cells(result, way))


def cohort_table(result: Result) -> Table:
    """Return the share of each month's arrivals who were ever returned."""
    return _filled(COHORT, cohort_cells(result))


def comparison_table(comparison: Comparison, *, narrow: bool) -> Table:
    """Return reported figures beside simulated ones.

    A narrow one leaves out the 50% interval, the percentile, the score and the role.
    """
    spared = (_INNER, "Percentile", "Score", "Role") if narrow else ()
    return _filled(COMPARED, [compared_cells(row) for row in comparison.figures], spared)


def explained_table(rows: list[Explained]) -> Table:
    """Return resolved values with their grounds."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in EXPLAINED:
        table.add_column(heading, overflow="fold")
    for row in rows:
        path, value, status, grounds = explained_cells(row)
        table.add_row(path, value, status, f"{grounds}\n{row.place}".strip())
    return table


def _filled(
    headings: Sequence[str], rows: Iterable[Sequence[str]], spared: Collection[str] = ()
) -> Table:
    """Return a table without some of its columns."""
    kept = [place for place, heading in enumerate(headings) if heading not in spared]
    table = _table(*(headings[place] for place in kept))
    for cells in rows:
        table.add_row(*(cells[place] for place in kept))
    return table


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False, collapse_padding=True, header_style="bold")
    numeric = {"Median", "50% interval", "90% interval", "Reported", "Percentile", "Score"}
    for heading in headings:
        options: dict[str, Any] = {"justify": "right"} if heading in numeric else {}
        whole = heading in numeric or heading in ("Indicator", "Quantity", "As of")
        table.add_column(heading, no_wrap=whole, overflow="fold", **options)
    return table
