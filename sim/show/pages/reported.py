"""What was reported, beside what a scenario finds?"""

from __future__ import annotations

from collections.abc import Iterable

from sim.evidence.comparison import Compared, Comparison
from sim.evidence.perspective import GROUPS, Perspective
from sim.show.cells import ROUNDING_MARKS
from sim.show.pages.markdown import table, text_table
from sim.show.words import number

TOTALS = {
    "returns_cumulative": "returns",
    "inbound_cumulative": "inbound",
    "people_detained": "people detained",
    "voluntary_departures": "voluntary departures",
    "flights_cumulative": "flights that carried anybody",
}
"""Quantities of which the last reported figure is shown."""


PERSPECTIVE = ("", "figures", "as of", "source")
"""Headings of figures of other schemes."""


def compared_part(compared: Comparison) -> str:
    """Write the last reported total of each quantity beside the simulated one."""
    last: dict[str, Compared] = {}
    for row in compared.figures:
        if row.figure.quantity in TOTALS:
            last[row.figure.quantity] = max(
                row, last.get(row.figure.quantity, row), key=lambda r: r.figure.as_of
            )
    if not last:
        return ""
    rows = [
        (
            f"{TOTALS[name]}, {row.figure.as_of}",
            ROUNDING_MARKS.get(row.figure.rounding, "") + row.figure.reported,
            f"{number(row.median)} ({number(row.p05)} to {number(row.p95)})",
            "yes" if row.inside90 else "no",
        )
        for name, row in sorted(last.items(), key=lambda pair: list(TOTALS).index(pair[0]))
    ]
    headings = ("", "reported", "simulated", "inside the 90% interval")
    all_of_them = [row for row in compared.figures if row.role != "input"]
    inside = sum(row.inside90 for row in all_of_them)
    return "\n\n".join(
        (
            table(headings, rows),
            f"Of {len(all_of_them)} reported figures that are not an input, {inside} lie inside "
            "the 90% interval. A scenario that changes the past departs from them for that reason.",
        )
    )


def perspective_part(items: Iterable[Perspective], titles: dict[str, str]) -> str:
    """Write figures of other schemes and reported costs, a table for each group.

    Parameters
    ----------
    items
        In the order in which they are shown.
    titles
        Of sources, by id.
    """
    return "\n\n".join(
        f"**{heading}.**\n\n{text_table(PERSPECTIVE, rows)}"
        for heading, rows in perspective_tables(items, titles)
    )


def perspective_tables(
    items: Iterable[Perspective], titles: dict[str, str]
) -> list[tuple[str, list[tuple[str, ...]]]]:
    """Return the heading and the rows of each group; see :func:`perspective_part`."""
    groups: dict[str, list[Perspective]] = {}
    for item in items:
        groups.setdefault(item.group, []).append(item)
    return [
        (
            heading,
            [
                (item.text, _figures(item), _when(item), titles[item.source])
                for item in groups[group]
            ],
        )
        for group, heading in GROUPS.items()
        if group in groups
    ]


def _figures(item: Perspective) -> str:
    told = [
        f"{name.replace('_', ' ')} {figure} {item.unit_of(name)}".strip()
        for name, figure in item.figures.items()
    ]
    told += [f"{ratio.shown} {ratio.text}" for ratio in item.derived]
    if item.note:
        told.append(item.note.rstrip("."))
    return "; ".join(told)


def _when(item: Perspective) -> str:
    return item.period or (item.as_of.isoformat() if item.as_of else "")
