"""Which charts has the page, and what do they show?"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from sim.ensemble.developments import Developed, developed, thinned
from sim.ensemble.result import Result
from sim.evidence.figures import Figure, read_figures
from sim.show.plots.every import Charts, run_charts, run_pictures
from sim.show.plots.looks import Picture, assumed
from sim.show.web.answers import Answer
from sim.show.web.setting import Asked

THIS, PINNED_SETTING = "this setting", "the pinned setting"
"""What the page calls a setting beside another."""
_DAYS = 100
"""Of how many days a path is drawn at most: a browser draws no finer, and redraws often."""


def pictures(answer: Answer) -> dict[str, Picture]:
    """Return what each chart shows of an answer, without drawing it."""
    mine, its, said, reported = _shown(answer)
    return run_pictures(mine, said, reported, its)


def charts(answer: Answer) -> Charts:
    """Return each chart of an answer, drawn whole."""
    mine, its, said, reported = _shown(answer)
    return run_charts(mine, said, reported, its)


def _shown(answer: Answer) -> tuple[Developed, Developed | None, str, tuple[Figure, ...]]:
    """Return a run, the one beside it, the condition, and the reported figures.

    Raises
    ------
    ScenarioError
        If the file of figures that the scenario names holds none.
    """
    result, beside = answer.result, answer.beside
    mine, other = thinned(developed(result), _DAYS), None
    if beside is not None and not answer.unpaired:
        mine = replace(mine, scenario=THIS)
        other = replace(thinned(developed(beside), _DAYS), scenario=beside_name(answer.asked))
    return mine, other, assumed(result.scenario), _reported(result)


def beside_name(asked: Asked) -> str:
    """Return what the page calls what a setting is compared with."""
    return PINNED_SETTING if asked.pinned else asked.setting.scenario


def _reported(result: Result) -> tuple[Figure, ...]:
    return _figures(result.scenario.figures) if result.scenario.figures else ()


@lru_cache(maxsize=8)
def _figures(path: str) -> tuple[Figure, ...]:
    return read_figures(Path(path))
