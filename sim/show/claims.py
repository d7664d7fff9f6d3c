"""What does a person see of claims that were recomputed?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from sim.evidence.claiming.judging import Judged
from sim.evidence.claiming.verdicts import VERDICTS

WIDE = 100
"""Columns from which there is room for what was said beside the sum."""

MEANING = (
    "holds: the figures bear it out. holds_if_truncated: they do if it was cut off, not rounded. "
    "rounded: they do if it was rounded to a coarser digit. unlike_periods: it divides what was "
    "counted over one period by another period's. cannot_be_checked: there is nothing to "
    "calculate, or the figures are too coarse. false: the figures contradict it. A verdict is "
    "of the number or the order alone, never of what somebody concludes from it."
)


def show_claims(console: Console, judged: Sequence[Judged]) -> None:
    """Print every claim with its verdict and sum, and how many there are of each verdict."""
    console.print(claims_table(judged, narrow=console.width < WIDE))
    found = Counter(row.verdict for row in judged)
    tally = ", ".join(f"{found[verdict]} {verdict}" for verdict in VERDICTS if found[verdict])
    console.print(f"\n{len(judged)} claims: {tally}.", markup=False, highlight=False)
    console.print(MEANING, markup=False, highlight=False, style="dim")


def claims_table(judged: Sequence[Judged], *, narrow: bool) -> Table:
    """Return the table; a narrow one leaves out what was said."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 1, 0))
    table.add_column("Claim", no_wrap=True)
    if not narrow:
        table.add_column("Said", overflow="fold", ratio=2)
    table.add_column("Verdict", no_wrap=True)
    table.add_column("Sum", overflow="fold", ratio=3)
    for row in judged:
        claim = row.claim
        said = () if narrow else (f"{claim.text} ({claim.by})",)
        found = f"{row.sum}\nNote: {claim.note.strip()}" if claim.note else row.sum
        table.add_row(claim.id, *said, row.verdict, found)
    return table
