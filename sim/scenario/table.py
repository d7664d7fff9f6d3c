"""What stands in a small CSV file, cell by cell, and where?

Python's own reader forgets the column a field came from; these tables are plain enough (commas,
no quoting) to be read by hand, so that every problem points at its line and column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sim.scenario.problems import Place, Problem, ScenarioError


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of one field and where it stands."""

    text: str
    place: Place


def read_rows(path: Path, header: str, problems: list[Problem]) -> Iterator[list[Cell]]:
    """Yield the cells of each line below the header; blank lines are skipped.

    Parameters
    ----------
    path
        A UTF-8 file.
    header
        The first line the file must have.
    problems
        Receives one problem for each line that has more or fewer cells than the header; such a
        line is not yielded.

    Raises
    ------
    ScenarioError
        If the file cannot be read, is not UTF-8 or has another header: nothing else can be said.
    """
    lines = read_lines(path)
    if (found := ",".join(cell.text for cell in next(lines))) != header:
        message = f"write the header '{header}'; found '{found}'"
        raise ScenarioError([Problem(Place(str(path), 1, 1), message)])
    width = header.count(",") + 1
    for cells in lines:
        if len(cells) == width:
            yield cells
        else:
            message = f"write {width} fields ({header}); found {len(cells)}"
            problems.append(Problem(cells[0].place, message))


def read_lines(path: Path) -> Iterator[list[Cell]]:
    """Yield the cells of the first line, and of each line below it that is not blank.

    Raises
    ------
    ScenarioError
        If the file cannot be read or is not UTF-8.
    """
    return lines_of(table_text(path), str(path))


def lines_of(text: str, shown: str) -> Iterator[list[Cell]]:
    """Yield the cells of text as if it were a file of the name shown; see :func:`read_lines`."""
    for number, line in enumerate(text.split("\n"), start=1):
        if number > 1 and not line.strip():
            continue
        cells, column = [], 1
        for field in line.split(","):
            cells.append(Cell(field.strip(), Place(shown, number, column)))
            column += len(field) + 1
        yield cells


def read_day(cell: Cell, problems: list[Problem]) -> date | None:
    """Return the date in a cell, or add to ``problems`` and return None."""
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell.text):
            return date.fromisoformat(cell.text)
    except ValueError:
        pass
    problems.append(Problem(cell.place, f"write a date such as 2025-08-10; found '{cell.text}'"))
    return None


def read_count(cell: Cell, problems: list[Problem]) -> int | None:
    """Return the whole number, 0 or more, in a cell, or add to ``problems`` and return None."""
    if re.fullmatch(r"[0-9]{1,9}", cell.text):
        return int(cell.text)
    if re.fullmatch(r"-[0-9]+", cell.text):
        problems.append(Problem(cell.place, f"{cell.text} is negative; write 0 or more"))
    else:
        message = f"write a whole number below a billion; found '{cell.text}'"
        problems.append(Problem(cell.place, message))
    return None


def table_text(path: Path) -> str:
    """Return the text of a table.

    Raises
    ------
    ScenarioError
        If the file cannot be read or is not UTF-8.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise ScenarioError([Problem(Place(str(path)), reason)]) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        good = data.decode("utf-8", errors="surrogateescape")
        first_bad = next(i for i, letter in enumerate(good) if "\udc80" <= letter <= "\udcff")
        line_start = good.rfind("\n", 0, first_bad) + 1
        place = Place(str(path), good.count("\n", 0, first_bad) + 1, first_bad - line_start + 1)
        raise ScenarioError([Problem(place, "not UTF-8; save the file as UTF-8")]) from None
