"""Where does each value of a scenario come from, and what does it rest on?"""

from __future__ import annotations

from dataclasses import dataclass

from sim.scenario.load import Loaded
from sim.scenario.problems import Place, Problem, ScenarioError, nearest

STATUS_ORDER = ("assumed", "lever", "calibrated", "derived", "reported")


@dataclass(frozen=True, slots=True)
class Explained:
    """One resolved value with its origin and its grounds, all as text.

    Attributes
    ----------
    path
        Its key path.
    value, unit
        As a file would write it.
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
    place
        ``file:line:column``.
    """

    path: str
    value: str
    unit: str
    status: str
    role: str
    prior: str
    growth: str
    source: str
    why: str
    review_by: str
    place: str


def explain(loaded: Loaded, key: str = "") -> list[Explained]:
    """Explain every value at or below a key path.

    Parameters
    ----------
    loaded
        A scenario with its sources.
    key
        A key path or the beginning of one; empty for all.

    Raises
    ------
    ScenarioError
        If nothing stands at that key.
    """
    rows = [row for row in _rows(loaded) if _at(row.path, key)]
    if not rows:
        paths = {entry.path for entry in loaded.scenario.assumptions()}
        known = paths | {path.rpartition(".")[0] for path in paths}
        message = f"unknown key '{key}'; {nearest(key, sorted(known))}"
        raise ScenarioError([Problem(Place(loaded.scenario.files[0]), message)])
    return rows


def assumptions_log(loaded: Loaded) -> list[Explained]:
    """Return every value, those that rest on least first, else in the order of the model."""
    return sorted(_rows(loaded), key=lambda row: STATUS_ORDER.index(row.status))


def as_markdown(rows: list[Explained]) -> str:
    """Write the assumptions log as a Markdown table."""
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


def _rows(loaded: Loaded) -> list[Explained]:
    rows = []
    for entry in loaded.scenario.assumptions():
        source = loaded.sources.get(entry.source) if entry.source else None
        growth = f"follows programme, departure {entry.growth.departure:g}" if entry.growth else ""
        rows.append(
            Explained(
                path=entry.path,
                value=entry.written,
                unit=entry.unit,
                status=entry.status,
                role=entry.role,
                prior=entry.prior_written or "",
                growth=growth,
                source=f"{source.title} ({source.publisher}, {source.published})" if source else "",
                why=entry.why or "",
                review_by=entry.review_by.isoformat() if entry.review_by else "",
                place=str(entry.place),
            )
        )
    return rows
