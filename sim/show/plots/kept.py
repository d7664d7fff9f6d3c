"""Which pictures does something that was kept become, without simulating anything again?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from xml.etree import ElementTree

from sim.ensemble.developments import read_developed
from sim.ensemble.errors import FolderError
from sim.ensemble.folders import is_unfinished
from sim.evidence.figures import figures_of
from sim.evidence.forecasting.tested import read_backtest
from sim.scenario.library import find
from sim.scenario.load import load
from sim.scenario.resolved import FILE
from sim.show.errors import EXTRA, PictureError
from sim.show.plots.drawing import as_svg
from sim.show.plots.every import Charts, charts_of, run_charts
from sim.show.plots.looks import assumed
from sim.study.kept import RECORD


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture.

    Attributes
    ----------
    name
        Of its files, without ending.
    svg
        The picture.
    description
        Its text alternative.
    """

    name: str
    svg: str
    description: str


def draw_kept(named: str) -> Iterator[Drawn]:
    """Yield the pictures of something that was kept.

    Parameters
    ----------
    named
        The result folder of a run or a study, a file that ``sim backtest --json`` printed, or a
        calibrated scenario.

    Raises
    ------
    FolderError
        If a folder holds no finished result.
    EvidenceError
        If a JSON file is no backtest.
    ScenarioError
        If a scenario cannot be read.
    PictureError
        If there is nothing to draw.
    """
    path = Path(named)
    if path.is_dir() and (path / RECORD).is_file() and not is_unfinished(path):
        yield from _of_study(path)
    elif path.is_dir():
        yield from _drawn(_of_run(path))
    elif path.suffix == ".json":
        yield from _drawn(charts_of(read_backtest(path)))
    elif not find(named).exists():
        raise PictureError(
            f"there is no '{named}'; name a result folder, the JSON file of a backtest or a "
            "calibrated scenario"
        )
    else:
        yield from _drawn(charts_of(load(named)))


def _of_run(folder: Path) -> Charts:
    of, scenario = read_developed(folder), load(folder / FILE)
    reported = figures_of(scenario) if scenario.figures else ()
    return run_charts(of, assumed(scenario), reported)


def _of_study(folder: Path) -> Iterator[Drawn]:
    """Yield the pictures that a study keeps."""
    paths = sorted(folder.glob("*.svg"))
    if not paths:
        raise PictureError(
            f"'{folder}' was made without charts; {EXTRA.format('charts')}, then {_again(folder)}"
        )
    for path in paths:
        try:
            svg = path.read_text(encoding="utf-8")
            described = ElementTree.fromstring(svg).get("aria-label", "")
        except (OSError, ValueError, ElementTree.ParseError) as error:
            raise FolderError(f"'{path}' cannot be read: {error}") from None
        yield Drawn(path.stem, svg, described)


def _again(folder: Path) -> str:
    """Say which study has to be made again."""
    try:
        asked = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        return f"ask again: sim {asked['study']} {' '.join(map(quote, asked['scenarios']))} …"
    except (OSError, ValueError, KeyError, TypeError):
        return "ask again"


def _drawn(charts: Charts) -> Iterator[Drawn]:
    for name, make in charts.items():
        chart = make()
        yield Drawn(name, as_svg(chart), str(chart.to_dict()["description"]))
