"""Where does each value of a scenario come from, and what does it rest on?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sim.scenario.catalogue import spec_at
from sim.scenario.load import Loaded
from sim.scenario.problems import Place, Problem, ScenarioError, nearest, shortened
from sim.scenario.reviews import is_overdue
from sim.scenario.sources import Source
from sim.scenario.values import Assumption
from sim.scenario.written import write_growth

STATUS_ORDER = ("assumed", "lever", "calibrated", "derived", "reported")


@dataclass(frozen=True, slots=True)
class Explained:
    """One resolved value with its origin and its grounds, all as text.

    Attributes
    ----------
    path, about
        Its key path, and what it means.
    value, unit
        As a file would write it; the unit is empty where the value carries it.
    status, role
        What it is said to be, and who decides it.
    prior
        What is believed before the figures, or empty.
    growth
        ``programme`` with its departure, or empty.
    source
        Title and publisher, or empty.
    why
        The reason given, or empty.
    review_by
        ISO date, or empty.
    overdue
        True if that day is past.
    place
        ``file:line:column``.
    """

    path: str
    about: str
    value: str
    unit: str
    status: str
    role: str
    prior: str
    growth: str
    source: str
    why: str
    review_by: str
    overdue: bool
    place: str


def explain(loaded: Loaded, key: str = "", today: date | None = None) -> list[Explained]:
    """Explain every value at or below a key path.

    Parameters
    ----------
    loaded
        A scenario with its sources.
    key
        A key path, or that of a section; empty for all.
    today
        The day on which reviews are overdue or not; that of the clock if not given.

    Raises
    ------
    ScenarioError
        If nothing stands at that key.
    """
    rows = [row for row in _rows(loaded, today) if _at(row.path, key)]
    if not rows:
        paths = {entry.path for entry in loaded.scenario.assumptions()}
        known = paths | {path.rpartition(".")[0] for path in paths}
        message = f"unknown key '{shortened(key)}'; {nearest(key, sorted(known))}"
        raise ScenarioError([Problem(Place(loaded.scenario.files[0]), message)])
    return rows


def assumptions_log(loaded: Loaded, today: date | None = None) -> list[Explained]:
    """Return every value, those that rest on least first, else in the order of the model."""
    return sorted(_rows(loaded, today), key=lambda row: STATUS_ORDER.index(row.status))


def as_markdown(rows: list[Explained]) -> str:
    """Write rows as a Markdown table."""
    lines = [
        "| value | set to | status | prior | why and source | review by |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        grounds = ". ".join(part for part in (row.why, row.source) if part)
        cells = (
            f"`{row.path}`",
            f"{row.value} {row.unit}".strip(),
            row.status,
            " ".join(part for part in (row.prior, row.growth) if part),
            grounds,
            row.review_by,
        )
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _at(path: str, key: str) -> bool:
    return not key or path == key or path.startswith(f"{key}.")


def _rows(loaded: Loaded, today: date | None) -> list[Explained]:
    day = today or date.today()
    return [_row(entry, loaded.sources, day) for entry in loaded.scenario.assumptions()]


def _row(entry: Assumption[Any], sources: dict[str, Source], today: date) -> Explained:
    source = sources[entry.source] if entry.source else None
    growth = entry.growth
    return Explained(
        path=entry.path,
        about=spec_at(entry.path).about,
        value=entry.written,
        unit="" if entry.written.rstrip("}").endswith(f" {entry.unit}") else entry.unit,
        status=entry.status,
        role=entry.role,
        prior=entry.prior_written or "",
        growth=f"follows programme, departure {write_growth(growth)}" if growth else "",
        source=f"{source.title} ({source.publisher}, {source.published})" if source else "",
        why=entry.why or "",
        review_by=entry.review_by.isoformat() if entry.review_by else "",
        overdue=is_overdue(entry, today),
        place=str(entry.place),
    )
