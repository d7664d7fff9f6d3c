"""Which charts does a result of any kind have?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import altair as alt

from sim.ensemble.developments import Developed
from sim.evidence.figures import Figure
from sim.evidence.forecasting.backtest import Backtest
from sim.scenario.schema import Scenario
from sim.show.contrast_months import CERTAIN
from sim.show.errors import PictureError
from sim.show.exit_words import WAYS
from sim.show.plots.backtests import backtest_chart
from sim.show.plots.contrasts import difference_chart
from sim.show.plots.exits import way_chart, way_picture
from sim.show.plots.fans import FANS, fan_chart, fan_picture
from sim.show.plots.frontiers import contour_chart
from sim.show.plots.limits import held_chart, price_chart
from sim.show.plots.looks import Picture
from sim.show.plots.posteriors import posterior_chart
from sim.show.plots.solving import curve_chart
from sim.show.plots.tornado import tornado_chart
from sim.study.contrasting.contrast import Contrast
from sim.study.limits.study import Limits
from sim.study.sensitivity.study import Sensitivity
from sim.study.solving.frontier import Frontier
from sim.study.solving.solution import Solution

Charts = Mapping[str, Callable[[], alt.LayerChart]]
"""Charts by name, drawn when they are called."""
RUN_CHARTS = (*FANS, *(f"way_{way}" for way in WAYS))
"""Names of the charts of a run, in order."""


def run_charts(
    of: Developed,
    condition: str,
    reported: Sequence[Figure] = (),
    beside: Developed | None = None,
) -> Charts:
    """Return the charts of a run; see :func:`~sim.show.plots.fans.fan_picture`."""
    fans = {name: partial(fan_chart, name, of, condition, reported, beside) for name in FANS}
    ways = {f"way_{way}": partial(way_chart, of, condition, way) for way in WAYS}
    return fans | ways


def run_pictures(
    of: Developed,
    condition: str,
    reported: Sequence[Figure] = (),
    beside: Developed | None = None,
) -> dict[str, Picture]:
    """Return what those charts show, without drawing them."""
    fans = {name: fan_picture(name, of, condition, reported, beside) for name in FANS}
    return fans | {f"way_{way}": way_picture(of, condition, way) for way in WAYS}


def charts_of(found: object) -> Charts:
    """Return the charts of what was found by anything but a run.

    Parameters
    ----------
    found
        A study, a backtest or a calibrated scenario.

    Raises
    ------
    PictureError
        If it has none.
    """
    if isinstance(found, Contrast):
        return {f"difference_in_{name}": partial(difference_chart, found, name) for name in CERTAIN}
    if isinstance(found, Limits):
        return {"prices": partial(price_chart, found), "held": partial(held_chart, found)}
    if isinstance(found, Solution):
        return {"curve": partial(curve_chart, found)}
    if isinstance(found, Frontier):
        return {"contours": partial(contour_chart, found)}
    if isinstance(found, Sensitivity):
        outcomes = [swings.outcome for swings in found.tornado]
        return {f"tornado_of_{name}": partial(tornado_chart, found, name) for name in outcomes}
    if isinstance(found, Backtest):
        return {"backtest": partial(backtest_chart, found)}
    if isinstance(found, Scenario) and found.posterior is not None:
        return {"posterior": partial(posterior_chart, found)}
    if isinstance(found, Scenario):
        raise PictureError(
            f"'{found.name}' is not calibrated, so there is nothing learned to draw; "
            "run it, and draw the result"
        )
    raise PictureError(f"there is no chart of a {type(found).__name__}")
