"""How does a difference between scenarios grow, month by month?"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from sim.outcomes.indicators import INDICATORS
from sim.show.contrast_months import CERTAIN, month_numbers
from sim.show.contrast_words import written
from sim.show.plots.axes import month_axis, month_key
from sim.show.plots.looks import (
    BLACK,
    DASHES,
    LINES,
    Caption,
    finished,
    rows,
    sentence,
    simulated,
)
from sim.show.words import day, listed
from sim.study.contrasting.contrast import Contrast

_HEIGHT = 340
_NAMED = 3
"""How many scenarios the title names at most."""
_LEGEND = 80
"""Characters beside each other in a legend."""
_SHAPES = ("circle", "square", "diamond", "triangle-up", "cross", "triangle-down")


def difference_chart(study: Contrast, series: str) -> alt.LayerChart:
    """Draw the paired difference of a running sum at the end of each month: median and 90% band.

    Parameters
    ----------
    study
        What was found; each of the others gets a line.
    series
        ``returns`` or ``net_flow``.
    """
    names = list(study.others)
    months = next(iter(study.others.values())).months
    values: list[dict[str, object]] = [
        {"scenario": name, "month": month_key(month), "median": median, "p05": low, "p95": high}
        for name, versus in study.others.items()
        for month, (median, _, low, high) in zip(months, month_numbers(versus, series), strict=True)
    ]
    last = day(study.base.scenario.scheme.horizon.value)
    x = alt.X("month:O", axis=month_axis(months, f"end of the month, the last {last}"))
    title = f"difference in {CERTAIN[series]}, people"
    legend = alt.Legend(
        title=None,
        orient="top",
        columns=max(_LEGEND // max(len(name) for name in names), 1),
        symbolOpacity=1,
        symbolSize=90,
        symbolStrokeWidth=0,
    )

    def by_scenario(looks: Sequence[str] | Sequence[list[int]]) -> alt.Scale:
        each = [looks[place % len(looks)] for place in range(len(names))]
        return alt.Scale(domain=names, range=each)

    color = alt.Color("scenario:N", scale=by_scenario(LINES), legend=legend)
    dash = alt.StrokeDash("scenario:N", scale=by_scenario(DASHES), legend=None)
    shape = alt.Shape("scenario:N", scale=by_scenario(_SHAPES), legend=legend)
    base = alt.Chart(rows(values)).encode(x=x, color=color)
    band = base.mark_area(opacity=0.18).encode(y=alt.Y("p05:Q", title=title), y2="p95:Q")
    zero = alt.Chart(rows([{"zero": 0}])).mark_rule(color=BLACK).encode(y="zero:Q")
    line = base.mark_line(strokeWidth=2.5).encode(y="median:Q", strokeDash=dash)
    points = base.mark_point(filled=True, size=40, opacity=1).encode(y="median:Q", shape=shape)
    edges = [
        base.mark_line(strokeWidth=1, opacity=0.7).encode(y=f"{end}:Q", strokeDash=dash)
        for end in ("p05", "p95")
    ]
    return finished((band, zero, *edges, line, points), _caption(study, series), _HEIGHT)


def _caption(study: Contrast, series: str) -> Caption:
    base = study.base.scenario
    as_of = day(base.scheme.horizon.value)
    months = next(iter(study.others.values())).months
    return Caption(
        title=_title(study, series),
        drawn=(
            f"Difference in {CERTAIN[series]} from '{base.name}', replication by replication under "
            "the same luck, in people. Lines: medians; bands: 90% intervals."
        ),
        condition=f"If everything went as these scenarios assume, by {as_of}.",
        source=simulated(
            base,
            study.settings.seed,
            f"{study.replications:,} replications of it and of each other scenario",
            study.settings.at_central,
        ),
        seen=(
            f"A line with a band for each of {len(study.others)} scenarios over "
            f"{len(months)} months."
        ),
    )


def _title(study: Contrast, series: str) -> str:
    """Say what each scenario changes at the last day; of many, the lowest and the highest."""
    differences = {name: found.differences[series] for name, found in study.others.items()}
    named = list(differences)
    if len(named) > _NAMED:
        ordered = sorted(named, key=lambda name: differences[name].median or 0.0)
        named = [ordered[0], ordered[-1]]
    changes = [
        f"{written(differences[name], INDICATORS[series].unit)} with {name}" for name in named
    ]
    between = "between " if len(named) < len(differences) else ""
    return f"{sentence(CERTAIN[series])} would change by {between}{listed(changes)} (90% intervals)"
