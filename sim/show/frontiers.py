"""What does a person read of two levers together?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.outcomes.indicators import INDICATORS
from sim.show.findings import Finding, FoundTable
from sim.show.words import condition, day, how_drawn, number
from sim.study.solving.frontier import Frontier, Passage
from sim.study.solving.levers import Lever

_COLUMNS = 6
"""Settings of the first lever in a table for people; the CSV file has all."""


def frontier_finding(study: Frontier, named: str) -> Finding:
    """Say what two levers do together.

    Parameters
    ----------
    study
        What was found.
    named
        The scenario as it was named.
    """
    return Finding(
        title=f"{study.indicator} over {study.levers[0].path} and {study.levers[1].path}",
        found=_found(study),
        rests=_rests(study),
        document=_document(study, named),
        tables=(_grid_table(study), _passage_table(study)),
        paragraphs=(
            "Medians are over chance and what is not known; the 90% interval of each point is in "
            f"the CSV file and in the JSON document.{_undefined(study)}",
        ),
        charts=_charts(study),
    )


def _found(study: Frontier) -> str:
    info = INDICATORS[study.indicator]
    medians = study.medians
    as_of = day(study.scenario.scheme.horizon.value)
    name = study.indicator.replace("_", " ")
    moved = [lever.path for lever in study.levers]
    opening = f"{condition(study.scenario, moved=moved)}, then by {as_of} "
    if np.isnan(medians).all():
        return f"{opening}the {name} is undefined at every point of the grid."
    ends = [
        f"{number(float(medians[at]), info.unit)} (90% interval "
        f"{_interval(study, at)}) at {_at(study, at)}"
        for at in (_place(medians, np.nanargmin), _place(medians, np.nanargmax))
    ]
    return f"{opening}the {name} goes from {ends[0]} to {ends[1]}."


def _place(medians: Any, choose: Callable[[Any], Any]) -> tuple[int, int]:
    row, column = np.unravel_index(int(choose(medians)), medians.shape)
    return int(row), int(column)


def _at(study: Frontier, at: tuple[int, int]) -> str:
    first, second = study.levers
    return (
        f"{first.path} {first.written(study.across[at[1]])} and "
        f"{second.path} {second.written(study.up[at[0]])}"
    )


def _interval(study: Frontier, at: tuple[int, int]) -> str:
    unit = INDICATORS[study.indicator].unit
    return " to ".join(number(float(study.quantiles[row][at]), unit) for row in (0, 2))


def _rests(study: Frontier) -> str:
    unit = INDICATORS[study.indicator].unit
    short = "" if study.is_precise else ", short of the precision"
    drawn = how_drawn(study.at_central)
    return (
        f"This rests on {study.replications:,} replications of each of {study.medians.size} points "
        f"under the same luck, seed {study.seed}, {drawn}; the 95% interval of no median is wider "
        f"than ±{number(study.half_width, unit)}{short}. Both levers are set: they are not drawn "
        "and do not grow."
    )


def _grid_table(study: Frontier) -> FoundTable:
    """Write medians, the second lever downwards; a few columns for people."""
    first, second = study.levers
    unit = INDICATORS[study.indicator].unit
    chosen = np.unique(
        np.linspace(0, study.across.size - 1, min(_COLUMNS, study.across.size)).round().astype(int)
    ).tolist()
    return FoundTable(
        "grid",
        f"Median {study.indicator}: {second.path} down, {first.path} across",
        (second.path, *(first.written(study.across[column]) for column in chosen)),
        tuple(
            (
                second.written(study.up[row]),
                *(_median(float(study.medians[row, column]), unit) for column in chosen),
            )
            for row in reversed(range(study.up.size))
        ),
        (first.path, second.path, "p05", "median", "p95"),
        tuple(
            (
                float(x / first.scale),
                float(y / second.scale),
                *(_or_none(float(q)) for q in study.quantiles[:, row, column]),
            )
            for row, y in enumerate(study.up)
            for column, x in enumerate(study.across)
        ),
    )


def _passage_table(study: Frontier) -> FoundTable:
    first, second = study.levers
    unit = INDICATORS[study.indicator].unit
    lines = {level: study.passages(level) for level in study.levels}
    return FoundTable(
        "contours",
        f"Where the median {study.indicator} first passes a level, as {second.path} goes up",
        (first.path, *(number(level, unit) for level in lines)),
        tuple(
            (first.written(setting), *(_passes(second, line[row]) for line in lines.values()))
            for row, setting in enumerate(study.across.tolist())
        ),
        ("level", first.path, second.path, "how"),
        tuple(
            (level, p.across / first.scale, None if p.up is None else p.up / second.scale, p.how)
            for level, line in lines.items()
            for p in line
        ),
    )


def _passes(lever: Lever, passage: Passage) -> str:
    if passage.up is None:
        return {"above": "above it", "below": "below it"}.get(passage.how, passage.how)
    falling = ", falling" if passage.how == "falling" else ""
    return f"{lever.written(passage.up)}{falling}"


def _undefined(study: Frontier) -> str:
    if not study.undefined:
        return ""
    share = number(study.undefined, "share")
    return (
        f" Replications that do not define the indicator, up to {share} at a point, are left out."
    )


def _median(value: float, unit: str) -> str:
    return number(_or_none(value), unit)


def _or_none(value: float) -> float | None:
    return None if np.isnan(value) else value


def _document(study: Frontier, named: str) -> dict[str, Any]:
    first, second = study.levers
    return {
        "scenario": study.scenario.name,
        "file": named,
        "seed": study.seed,
        "replications": study.replications,
        "at": "central" if study.at_central else "drawn",
        "as_of": study.scenario.scheme.horizon.value.isoformat(),
        "indicator": study.indicator,
        "unit": INDICATORS[study.indicator].unit,
        "sentence": _found(study),
        "half_width": study.half_width,
        "is_precise": study.is_precise,
        "undefined": study.undefined,
        "vary": [
            {
                "path": lever.path,
                "unit": lever.entry.unit,
                "settings": (settings / lever.scale).tolist(),
            }
            for lever, settings in ((first, study.across), (second, study.up))
        ],
        **{
            name: [[_or_none(value) for value in row] for row in study.quantiles[place].tolist()]
            for place, name in enumerate(("p05", "median", "p95"))
        },
        "contours": [
            {
                "level": level,
                "points": [
                    [p.across / first.scale, None if p.up is None else p.up / second.scale, p.how]
                    for p in study.passages(level)
                ],
            }
            for level in study.levels
        ],
    }


def _charts(study: Frontier) -> dict[str, Callable[[], Any]]:
    def contours() -> Any:
        from sim.show.plots.frontiers import contour_chart

        return contour_chart(study)

    return {"contours": contours}
