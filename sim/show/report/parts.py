"""Of what is a report made?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from sim.show.findings import FoundTable


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes
    ----------
    caption, headings, rows
        What it shows; the first cell of a row is its heading.
    is_text
        Whether its cells are text rather than numbers.
    """

    WORDS: ClassVar = ("Meaning", "")
    """Headings of columns of text in a table of numbers."""

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    is_text: bool = False


@dataclass(frozen=True)
class Picture:
    """A chart.

    Attributes
    ----------
    title
        What it finds.
    about
        What is drawn, on which condition and from where.
    svg
        The drawing, with its text alternative.
    """

    title: str
    about: str
    svg: str


@dataclass(frozen=True)
class Section:
    """A section.

    Attributes
    ----------
    title
        Its heading.
    paragraphs, pictures, tables, sections
        What it holds, in this order.
    """

    title: str
    paragraphs: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[Table, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def id(self) -> str:
        """What a link within the report calls it."""
        return "".join(c if c.isalnum() else "-" for c in self.title.lower()).strip("-")


def tables_of(found: Iterable[FoundTable]) -> tuple[Table, ...]:
    """Return the tables of a finding as a report shows them."""
    return tuple(Table(table.title, table.headings, table.cells) for table in found)
