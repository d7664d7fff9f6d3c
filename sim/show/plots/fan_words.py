"""What does a fan chart say about itself?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sim.ensemble.developments import Developed
from sim.ensemble.paths import PATHS
from sim.ensemble.quantiles import LEVELS
from sim.evidence.figures import Figure
from sim.show.plots.fan_kinds import Fan
from sim.show.plots.looks import Caption, simulated_by
from sim.show.plots.points import said
from sim.show.words import day, listed

_NEAR = 5
"""A limit so many times as high as anything that it limits is not drawn."""
_LOW, _MEDIAN, _HIGH = (list(LEVELS).index(name) for name in ("p05", "median", "p95"))


def fan_caption(
    fan: Fan, of: Developed, condition: str, figures: Sequence[Figure], beside: Developed | None
) -> Caption:
    """Return what a fan chart says about itself.

    Parameters
    ----------
    fan
        The chart.
    of, condition, beside
        See :func:`~sim.show.plots.fans.fan_picture`.
    figures
        Those that are drawn.
    """
    return Caption(
        title=_title(fan, of, beside),
        drawn=" ".join(_drawn(fan, of, figures, beside)),
        condition=condition,
        source=" ".join(_sources(of, figures, beside)),
        seen=" ".join(_seen(fan, of, figures)),
    )


def limit_is_near(fan: Fan, of: Developed) -> bool:
    """Return whether a chart's limit can be drawn without dwarfing what it limits."""
    if not fan.limit:
        return False
    highest = max(np.nanmax(of.quantiles[path][_HIGH]) for path in fan.lines)
    return bool(of.quantiles[fan.limit][_MEDIAN].max() <= _NEAR * max(highest, 1.0))


def _title(fan: Fan, of: Developed, beside: Developed | None) -> str:
    """Say where each path stands on the last day."""
    here = [f"{words} is {_whole(fan, of, path)}" for path, words in fan.lines.items()]
    unknown = f", with {of.decided_by} unknown," if of.decided_by else ""
    said = f"As of {day(of.dates[-1])}{unknown} the {listed(here, last='and the')}"
    if beside is None:
        return said
    if beside.decided_by:
        there = listed([_range(fan, beside, path) for path in fan.lines])
        return f"{said}; with '{beside.scenario}' {there}"
    there = listed([_one(fan, beside, path) for path in fan.lines])
    return f"{said}; with '{beside.scenario}' {there} (median{'s' if len(here) > 1 else ''})"


def _drawn(
    fan: Fan, of: Developed, figures: Sequence[Figure], beside: Developed | None
) -> Iterator[str]:
    yield "Line: median over replications; bands: their 50% and 90% intervals."
    if fan.limit and not limit_is_near(fan, of):
        most = float(of.quantiles[fan.limit][_MEDIAN].max())
        yield f"Not drawn, far above: {PATHS[fan.limit].about}, up to {fan.written(most)}."
    if beside:
        yield (
            f"Dashed: '{beside.scenario}', median and the edges of its 90% interval; how far two "
            "medians are apart is not how far runs under the same luck are."
        )
    if figures:
        yield "Points: as reported."
    if any(figure.printed.high != figure.printed.low for figure in figures):
        yield "Upright bar: what a rounded figure may stand for."
    if any(figure.earliest or figure.latest for figure in figures):
        yield "Level bar: the days of which a figure may be."


def _sources(of: Developed, figures: Sequence[Figure], beside: Developed | None) -> Iterator[str]:
    runs = [(run.seed, run.replications, run.at_central) for run in (of, beside) if run]
    if beside and len(set(runs)) == 1:
        names, how_many = f"{of.scenario}' and '{beside.scenario}", "replications of each"
        yield simulated_by(names, of.seed, f"{of.replications:,} {how_many}", of.at_central)
    else:
        for run in (of, beside):
            if run:
                how_many = f"{run.replications:,} replications"
                yield simulated_by(run.scenario, run.seed, how_many, run.at_central)
    if figures:
        sources = len({figure.source for figure in figures})
        yield (
            f"Reported: {_counted(len(figures), 'figure')} from {_counted(sources, 'source')}, "
            "in the scenario's list of figures."
        )


def _seen(fan: Fan, of: Developed, figures: Sequence[Figure]) -> Iterator[str]:
    """Tell how each median goes, and the last figure."""
    yield f"A fan chart over {len(of.dates):,} days from {day(of.dates[0])}."
    for path, words in fan.lines.items():
        medians = of.quantiles[path][_MEDIAN]
        if not np.isnan(medians).all():
            top = int(np.nanargmax(medians))
            yield (
                f"The median {words} is highest, at {fan.written(float(medians[top]))}, on "
                f"{day(of.dates[top])}."
            )
    if figures:
        yield (
            f"{_counted(len(figures), 'reported figure')}, the last {said(figures[-1])} as of "
            f"{day(figures[-1].as_of)}."
        )


def _whole(fan: Fan, of: Developed, path: str) -> str:
    """Return the median with its interval, or the interval alone where no median is central."""
    low, high = _ends(fan, of, path)
    if of.decided_by:
        return _range(fan, of, path)
    return f"{_one(fan, of, path)} (90% interval {low} to {high})"


def _range(fan: Fan, of: Developed, path: str) -> str:
    low, high = _ends(fan, of, path)
    return f"from {low} to {high} (90% interval)"


def _ends(fan: Fan, of: Developed, path: str) -> tuple[str, str]:
    return fan.written(_last(of, path, _LOW)), fan.written(_last(of, path, _HIGH))


def _one(fan: Fan, of: Developed, path: str) -> str:
    return fan.written(_last(of, path, _MEDIAN))


def _last(of: Developed, path: str, level: int) -> float | None:
    value = float(of.quantiles[path][level, -1])
    return None if np.isnan(value) else value


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'s' if number != 1 else ''}"
