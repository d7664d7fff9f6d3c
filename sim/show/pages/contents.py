"""What does the page say that lists all scenarios?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.evidence.perspective import Perspective
from sim.scenario.listing import Listed
from sim.show.pages.markdown import joined, table
from sim.show.pages.reported import perspective_part
from sim.show.words import day, interval, number
from sim.study.portrait import Portrait

EARLIER = ("dublin", "eu_turkey", "removals")
"""Groups of figures that show what other schemes did."""


def contents_page(
    listed: Sequence[Listed],
    portraits: Mapping[str, Portrait],
    perspective: Sequence[Perspective],
    titles: dict[str, str],
) -> str:
    """Write the page of all scenarios in Markdown.

    Parameters
    ----------
    listed
        In order, with their groups.
    portraits
        By name.
    perspective
        All figures of other schemes and reported costs.
    titles
        Of sources, by id.
    """
    groups: dict[str, list[Listed]] = {}
    for row in listed:
        groups.setdefault(row.group, []).append(row)
    return joined(
        (
            "# Scenarios",
            "Every system that the debate names, as a file that runs. Each page has the question, "
            "what differs from the one that it extends, what the model finds, who is affected, "
            "what it rests on and what cannot be known. All are conditional projections: what "
            "would follow if things went as the file assumes. `sim run NAME` runs one, `sim list` "
            "names them, and `sim page --into docs/scenarios` makes these pages.",
            *(_group(name, rows, portraits) for name, rows in groups.items()),
            "## Earlier schemes, for perspective",
            "What other schemes did, as reported. They differ in law, distance and numbers, and "
            "nothing here is compared with them by the model.",
            perspective_part([item for item in perspective if item.group in EARLIER], titles),
            "```{toctree}\n:hidden:\n\n" + "\n".join(row.name for row in listed) + "\n```",
        )
    )


def _group(name: str, rows: Sequence[Listed], portraits: Mapping[str, Portrait]) -> str:
    headings = ("scenario", "until", "returns", "returns rate", "net flow", "person-days detained")
    cells = [(f"[{row.title}]({row.name}.md)", *_numbers(portraits[row.name])) for row in rows]
    return f"## {name}\n\n{table(headings, cells)}"


def _numbers(portrait: Portrait) -> tuple[str, ...]:
    until = day(portrait.loaded.scenario.scheme.horizon.value)
    names = ("returns", "returns_rate", "net_flow", "person_days_detained")
    if portrait.swept is None:
        shown = [portrait.result.summaries[name] for name in names]
        return (until, *(f"{number(s.median, s.unit)} ({interval(s)})" for s in shown))
    (low, at_low), (high, at_high) = (portrait.swept.points[place] for place in (0, -1))
    first, last = at_low.summaries, at_high.summaries
    cells = (
        f"{number(first[name].median, first[name].unit)} at {low} to "
        f"{number(last[name].median, last[name].unit)} at {high}"
        for name in names
    )
    return (until, *cells)
