"""What does a study say, and in what order?

Every study's page begins with what was found and goes on with what that rests on. The same
finding is printed in a terminal, written as a page, tables and pictures, and given as JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from sim.show.pages.markdown import joined, table

if TYPE_CHECKING:
    import altair as alt

Cell = str | int | float | bool | None
"""Of a table for programs; None where a number is undefined."""


@dataclass(frozen=True)
class FoundTable:
    """A table, once for people and once for programs.

    Attributes
    ----------
    name
        Of its CSV file, without ending.
    title
        Said above it.
    headings, cells
        For people: numbers with their units, as words.
    columns, rows
        For programs: numbers in full, in base units.
    printed
        False for one too long for a terminal; the page has it.
    """

    name: str
    title: str
    headings: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    printed: bool = True


@dataclass(frozen=True)
class Finding:
    """What a study found, ready to be shown.

    Attributes
    ----------
    title
        The question, and of which scenario.
    found
        One sentence: the answer, with its interval, date and condition.
    rests
        One sentence: replications, seed and what else the answer rests on.
    document
        For ``--json``; numbers in full, undefined ones None.
    tables
        In order; the first answers the question.
    paragraphs
        What else is to be said, such as what the study cannot tell.
    picture
        Lines of a chart for a terminal.
    charts
        Charts by the name of their file, without ending; made when they are called (extra
        ``charts``).
    """

    title: str
    found: str
    rests: str
    document: dict[str, Any]
    tables: tuple[FoundTable, ...] = ()
    paragraphs: tuple[str, ...] = ()
    picture: tuple[str, ...] = ()
    charts: Mapping[str, Callable[[], alt.TopLevelMixin]] = field(default_factory=dict)


def show_finding(console: Console, finding: Finding) -> None:
    """Print a finding."""
    console.print(finding.found, style="bold", markup=False, highlight=False)
    console.print(finding.rests, style="dim", markup=False, highlight=False)
    if finding.picture:
        console.print()
        console.print("\n".join(finding.picture), markup=False, highlight=False, no_wrap=True)
    for shown in finding.tables:
        console.print()
        console.print(shown.title, style="bold", markup=False, highlight=False)
        if shown.printed:
            console.print(_printed(shown))
        else:
            console.print(f"is on the page and in {shown.name}.csv", markup=False)
    for paragraph in finding.paragraphs:
        console.print()
        console.print(paragraph, markup=False, highlight=False)


def finding_page(finding: Finding, pictures: Mapping[str, str]) -> str:
    """Write a finding as Markdown.

    Parameters
    ----------
    finding
        What to write.
    pictures
        Text alternative of each picture, by its file.
    """
    return joined(
        [
            f"# {finding.title}",
            f"{finding.found} {finding.rests}",
            *(f"![{alternative}]({file})" for file, alternative in pictures.items()),
            *(
                part
                for shown in finding.tables
                for part in (f"## {shown.title}", table(shown.headings, shown.cells))
            ),
            *finding.paragraphs,
        ]
    )


def _printed(shown: FoundTable) -> Table:
    printed = Table(box=None, pad_edge=False, header_style="bold")
    first, *others = shown.headings
    printed.add_column(first, overflow="fold")
    for heading in others:
        printed.add_column(heading, justify="right", overflow="fold")
    for cells in shown.cells:
        printed.add_row(*cells)
    return printed
