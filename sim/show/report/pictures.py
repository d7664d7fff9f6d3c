"""Which pictures has a report?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import altair as alt

from sim.ensemble.developments import developed, thinned
from sim.show.contrast_months import CERTAIN
from sim.show.plots.contrasts import difference_chart
from sim.show.plots.drawing import spec_as_svg
from sim.show.plots.every import run_charts
from sim.show.plots.limits import held_chart, price_chart
from sim.show.plots.looks import assumed
from sim.show.report.parts import Picture
from sim.study.briefing import Brief
from sim.study.contrasting.contrast import Contrast
from sim.study.limits.study import Limits

BRIEFLY = ("returns_rate", "net_flow")
"""Charts of a scenario that stands beside the base."""
_SAYS_NOTHING = re.compile(
    r'<path [^>]*display="none"/>|'
    r' (?:class|font-family|pointer-events|aria-hidden|aria-roledescription)="[^"]*"|'
    r' role="graphics-[^"]*"| transform="translate\(0,0\)"| (?:fill-)?opacity="1"'
)
"""What a picture that nobody can touch needs not say; the report's style has the font."""
_DAYS, _FEW_DAYS = 100, 50
"""Of how many days a path is drawn at most, so that a report can be sent."""


def run_pictures(one: Brief, beside: Brief | None, *, briefly: bool) -> Iterator[Picture]:
    """Yield the charts of a run.

    Parameters
    ----------
    one
        The scenario.
    beside
        Another of the same days, to be drawn in its charts.
    briefly
        Whether few of them are enough.
    """
    days = _FEW_DAYS if briefly else _DAYS
    charts = run_charts(
        thinned(developed(one.result), days),
        assumed(one.scenario),
        one.figures,
        thinned(developed(beside.result), days) if beside else None,
    )
    for name in BRIEFLY if briefly else charts:
        yield _small(charts[name]())


def limit_pictures(study: Limits) -> Iterable[Picture]:
    """Return shadow prices, and which limit held people back when."""
    return _small(price_chart(study)), _small(held_chart(study))


def change_pictures(study: Contrast) -> Iterator[Picture]:
    """Yield how differences grow."""
    for series in CERTAIN:
        yield _small(difference_chart(study, series))


def _small(chart: alt.LayerChart) -> Picture:
    """Draw a chart with nothing in it that a report has no use for, its words around it."""
    spec = chart.to_dict()
    title = spec.pop("title")
    drawn = _SAYS_NOTHING.sub("", spec_as_svg(spec))
    return Picture(" ".join(title["text"]), " ".join(title["subtitle"]), drawn)
