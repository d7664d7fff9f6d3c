"""How does the list of scenarios look?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby
from textwrap import wrap
from typing import Any

from sim.scenario.listing import Listed

WIDTH = 80


def list_lines(rows: Iterable[Listed]) -> Iterator[str]:
    """Yield the groups and, below each, a scenario's name and title; titles are wrapped."""
    rows = list(rows)
    column = max(len(row.name) for row in rows) + 4
    for number, (group, members) in enumerate(groupby(rows, lambda row: row.group)):
        yield from ["", group] if number else [group]
        for row in members:
            begin = f"  {row.name}".ljust(column)
            yield from wrap(row.title, WIDTH, initial_indent=begin, subsequent_indent=" " * column)


def list_document(rows: Iterable[Listed]) -> dict[str, Any]:
    """Return the document of the list."""
    return {"scenarios": [asdict(row) for row in rows]}
