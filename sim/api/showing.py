"""How does something that was found look?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sim.api.scenarios import loaded, say
from sim.ensemble.developments import developed
from sim.ensemble.result import Result
from sim.ensemble.settings import Settings
from sim.evidence.figures import figures_of
from sim.model.replicate import DEFAULT_ENGINE
from sim.scenario.load import load_with_sources
from sim.show.errors import PictureError, check_extra

if TYPE_CHECKING:
    import altair as alt


def report(
    *scenarios: str | Path,
    file: str = "report.html",
    replications: int | None = None,
    precision: float | None = None,
    seed: int = 1,
    workers: int | None = None,
) -> str:
    """Write a report, as one HTML page that loads nothing.

    Parameters
    ----------
    scenarios
        Paths or bare names; the others are set beside the first.
    file
        Where the command that it names would write it.
    replications, precision, seed, workers
        As for :func:`sim.run`.

    Returns
    -------
    str
        The page.

    Raises
    ------
    PictureError
        If the extra is not installed, or no scenario is named.
    ScenarioError
        If a scenario is not well formed.
    ValueError
        If both ``replications`` and ``precision`` are given.
    """
    if not scenarios:
        raise PictureError("there is nothing to report; name a scenario, such as pilot")
    if replications is not None and precision is not None:
        raise ValueError("choose one of replications and precision")
    check_extra("report", "jinja2", "altair", "vl_convert")
    from sim.show.report.report import report as write_report
    from sim.study.briefing import brief

    settings = Settings(replications, precision, seed, workers or 1, engine=DEFAULT_ENGINE)
    named = [(str(scenario), load_with_sources(scenario)) for scenario in scenarios]
    return write_report(brief(named, settings, say=say), file)


def chart(
    found: object,
    name: str | None = None,
    *,
    beside: Result | None = None,
    figures: str | Path | None = None,
) -> alt.LayerChart:
    """Draw a chart, which a notebook shows as it is.

    Parameters
    ----------
    found
        What :func:`sim.run`, :func:`sim.contrast`, :func:`sim.limits`, :func:`sim.solve`,
        :func:`sim.frontier`, :func:`sim.sensitivity` or :func:`sim.backtest` returned; or a
        calibrated scenario, loaded or named.
    name
        Which of its charts, such as ``"net_flow"`` of a run; the first if not given.
    beside
        Another run, to be drawn in the fan charts of a run.
    figures
        File of the reported figures that are drawn as points in charts of a run; those that its
        scenario names if not given.

    Raises
    ------
    PictureError
        If there is no such chart, with those that there are, or the extra is not installed.
    """
    check_extra("charts", "altair", "vl_convert")
    from sim.show.plots.every import charts_of, run_charts
    from sim.show.plots.looks import assumed

    if isinstance(found, Result):
        named = Path(figures) if figures else None
        reported = figures_of(found.scenario, named) if named or found.scenario.figures else ()
        other = developed(beside) if beside else None
        charts = run_charts(developed(found), assumed(found.scenario), reported, other)
    elif beside or figures:
        raise PictureError("only a run is drawn beside figures or another run")
    else:
        charts = charts_of(loaded(found) if isinstance(found, str | Path) else found)
    wanted = name or next(iter(charts))
    if wanted not in charts:
        raise PictureError(f"'{wanted}' is none of the charts {', '.join(charts)}")
    return charts[wanted]()
