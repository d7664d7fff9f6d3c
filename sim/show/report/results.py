"""What was found, and how does it stand beside what was reported?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sim.evidence.comparison import CAUTION
from sim.evidence.perspective import default_perspective, read_perspective
from sim.show.cells import (
    COHORT,
    COMPARED,
    EXIT,
    INDICATOR,
    cohort_cells,
    compared_cells,
    exit_cells,
    indicator_cells,
)
from sim.show.pages.reported import PERSPECTIVE, perspective_tables
from sim.show.pages.scenario import titles
from sim.show.report.parts import Section, Table
from sim.show.report.pictures import run_pictures
from sim.show.words import day
from sim.study.briefing import Brief, Briefing


def results(briefing: Briefing) -> Iterator[Section]:
    """Yield the charts and numbers of each scenario."""
    base = briefing.briefs[0]
    for one in briefing.briefs:
        alike = one is not base and one.named not in briefing.apart
        yield Section(
            f"Results: {one.label}" if len(briefing.briefs) > 1 else "All results",
            (one.scenario.question,) if one.scenario.question else (),
            tuple(run_pictures(one, base if alike else None, briefly=one is not base)),
            (
                Table(
                    f"Indicators on {day(one.result.dates[-1])}",
                    INDICATOR,
                    tuple(indicator_cells(one.result)),
                ),
                Table(
                    "Where people end up, on the way out",
                    EXIT,
                    tuple(exit_cells(one.result, "out")),
                ),
                Table(
                    "Where applications end up, on the way in",
                    EXIT,
                    tuple(exit_cells(one.result, "in")),
                ),
                Table(
                    "Cohort returns rate: share of a month's arrivals ever returned",
                    COHORT,
                    tuple(cohort_cells(one.result)),
                ),
            ),
        )


def beside_reported(briefing: Briefing) -> Iterator[Section]:
    """Yield reported figures beside each scenario, and figures of other schemes."""
    for one in briefing.briefs:
        if one.compared is not None:
            summary = one.compared.summary.overall
            yield Section(
                f"Reported figures beside {one.label}",
                (
                    f"Of {summary.figures} reported figures {summary.inside90} lie inside the 90% "
                    f"interval and {summary.inside50} inside the 50% interval. {CAUTION}",
                ),
                tables=(
                    Table(
                        "Reported figures and where they fall among the replications",
                        COMPARED,
                        tuple(compared_cells(row) for row in one.compared.figures),
                    ),
                ),
            )
        else:
            yield Section(
                f"No reported figures beside {one.label}",
                ("No figure was reported of its days, or it changes what had happened by then.",),
            )
    yield from _perspective(briefing.briefs)


def _perspective(briefs: Iterable[Brief]) -> Iterator[Section]:
    wanted = {group.strip() for one in briefs for group in one.scenario.perspective.split(",")}
    items = [item for item in read_perspective(default_perspective()) if item.group in wanted]
    names = {name: title for one in briefs for name, title in titles(one.loaded).items()}
    if items:
        yield Section(
            "For perspective",
            ("Nothing simulated is compared with these.",),
            tables=tuple(
                Table(heading, PERSPECTIVE, rows, is_text=True)
                for heading, rows in perspective_tables(items, names)
            ),
        )
