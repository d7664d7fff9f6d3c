"""How is Markdown written?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table; the cells of its first column are text, all others stand to the right."""
    marks = ["---", *("---:" for _ in headings[1:])]
    return "\n".join([_row(headings), _row(marks), *(_row(cells) for cells in rows)])


def text_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table of text."""
    return "\n".join([_row(headings), _row(["---" for _ in headings]), *map(_row, rows)])


def joined(parts: Iterable[str]) -> str:
    """Join paragraphs, tables and headings into a page; empty ones are left out."""
    return "\n\n".join(part for part in parts if part) + "\n"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"
