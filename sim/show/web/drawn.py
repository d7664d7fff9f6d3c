"""Which charts has the page, and what do they show?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import altair as alt

from sim.ensemble.developments import Developed, developed
from sim.ensemble.result import Result
from sim.evidence.figures import Figure, read_figures
from sim.show.plots.fans import FANS, fan_chart, fan_picture
from sim.show.plots.looks import Picture, assumed
from sim.show.web.answers import Answer

CHARTS = tuple(FANS)
"""Every chart by name, in order."""


def pictures(answer: Answer) -> dict[str, Picture]:
    """Return what each chart shows of an answer, without drawing it."""
    mine, its, said, reported = _shown(answer)
    return {name: fan_picture(name, mine, said, reported, its) for name in FANS}


def charts_of(answer: Answer) -> dict[str, alt.LayerChart]:
    """Return each chart of an answer, drawn whole."""
    mine, its, said, reported = _shown(answer)
    return charts(mine, said, reported, its)


def charts(
    of: Developed, condition: str, reported: Sequence[Figure] = (), beside: Developed | None = None
) -> dict[str, alt.LayerChart]:
    """Return each chart of a run; see :func:`~sim.show.plots.fans.fan_chart`."""
    return {name: fan_chart(name, of, condition, reported, beside) for name in FANS}


def _shown(answer: Answer) -> tuple[Developed, Developed | None, str, tuple[Figure, ...]]:
    """Return a run, the one beside it, the condition, and the reported figures.

    Raises
    ------
    ScenarioError
        If the file of figures that the scenario names holds none.
    """
    result, beside = answer.result, answer.beside
    other = developed(beside) if beside is not None and not answer.unpaired else None
    return developed(result), other, assumed(result.scenario), _reported(result)


def _reported(result: Result) -> tuple[Figure, ...]:
    return _figures(result.scenario.figures) if result.scenario.figures else ()


@lru_cache(maxsize=8)
def _figures(path: str) -> tuple[Figure, ...]:
    return read_figures(Path(path))
