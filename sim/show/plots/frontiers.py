"""What do two levers do together, and along which lines is it the same?"""

from __future__ import annotations

import altair as alt
import numpy as np
from numpy.typing import NDArray

from sim.outcomes.indicators import INDICATORS
from sim.show.plots.axes import PERCENT, POUNDS, defined, lever_axis, shown
from sim.show.plots.contours import Point, contour_lines
from sim.show.plots.labelling import label_places
from sim.show.plots.looks import BLACK, HEAT, Caption, assumed, finished, rows, simulated
from sim.show.words import number
from sim.study.solving.frontier import Frontier

_HEIGHT = 420
_LABEL = (0.08, 0.04)
"""Width and height of a label, as parts of the plot's."""
_SEAM = 0.6
"""Pixels by which cells overlap, so that no seam is seen between them."""
Numbers = NDArray[np.float64]


def contour_chart(study: Frontier) -> alt.LayerChart:
    """Draw medians over two levers as a heat map, with lines at round levels.

    Parameters
    ----------
    study
        What was found.
    """
    across, up = study.across / study.levers[0].scale, study.up / study.levers[1].scale
    x, y = (
        alt.Scale(domain=[float(ends[0]), float(ends[-1])], nice=False, zero=False)
        for ends in (across, up)
    )
    cells = alt.Chart(rows(_cells(study, across, up))).mark_rect(x2Offset=_SEAM, y2Offset=-_SEAM)
    lines = {level: contour_lines(across, up, study.medians, level) for level in study.levels}
    drawn = alt.Chart(rows(_points(lines))).encode(
        x="x:Q", y="y:Q", detail="line:N", order="order:Q"
    )
    label = (_LABEL[0] * float(np.ptp(across)), _LABEL[1] * float(np.ptp(up)))
    labels: list[dict[str, object]] = [
        {"x": x_at, "y": y_at, "said": _written(study, level)}
        for level, (x_at, y_at) in label_places(lines, label).items()
    ]
    said = alt.Chart(rows(labels)).encode(x="x:Q", y="y:Q", text="said:N")
    layers = (
        cells.encode(
            x=alt.X("left:Q", scale=x, axis=lever_axis(study.levers[0])),
            x2="right:Q",
            y=alt.Y("bottom:Q", scale=y, axis=lever_axis(study.levers[1])),
            y2="top:Q",
            color=alt.Color(
                "median:Q",
                scale=alt.Scale(scheme=HEAT, reverse=True, zero=False),
                legend=_legend(study),
            ),
        ),
        drawn.mark_line(color="white", strokeWidth=3.5, opacity=0.7),
        drawn.mark_line(color=BLACK, strokeWidth=1.3),
        said.mark_text(stroke="white", strokeWidth=4, strokeJoin="round", fontWeight="bold"),
        said.mark_text(color=BLACK, fontWeight="bold"),
    )
    return finished(layers, _caption(study), _HEIGHT)


def _cells(study: Frontier, across: Numbers, up: Numbers) -> list[dict[str, object]]:
    """Return a cell for each point of the grid, as far as half-way to its neighbours."""
    lefts, bottoms = (_bounds(settings) for settings in (across, up))
    return [
        {
            "x": float(across[column]),
            "y": float(up[row]),
            "left": lefts[column],
            "right": lefts[column + 1],
            "bottom": bottoms[row],
            "top": bottoms[row + 1],
            "median": defined(study.medians[row, column]),
        }
        for row in range(up.size)
        for column in range(across.size)
    ]


def _bounds(settings: Numbers) -> list[float]:
    """Return where the cells of settings begin and end."""
    between = (settings[:-1] + settings[1:]) / 2
    return [float(bound) for bound in (settings[0], *between, settings[-1])]


def _points(lines: dict[float, list[list[Point]]]) -> list[dict[str, object]]:
    return [
        {"level": level, "line": f"{level:g}, {piece}", "order": order, "x": x, "y": y}
        for level, found in lines.items()
        for piece, line in enumerate(found)
        for order, (x, y) in enumerate(line)
    ]


def _legend(study: Frontier) -> alt.Legend:
    unit = INDICATORS[study.indicator].unit
    title = [f"median {shown(study.indicator)}, {'%' if unit == 'share' else unit}"]
    if unit == "GBP":
        return alt.Legend(title=title, orient="right", labelExpr=POUNDS)
    return alt.Legend(title=title, orient="right", format=PERCENT if unit == "share" else ",~f")


def _written(study: Frontier, level: float) -> str:
    """Write a level, which is round, without idle digits."""
    unit = INDICATORS[study.indicator].unit
    if unit == "GBP":
        return number(level, unit)
    written = f"{100 * level:g}%" if unit == "share" else f"{level:,g}"
    return written.replace("-", "−")


def _caption(study: Frontier) -> Caption:
    unit = INDICATORS[study.indicator].unit
    first, second = study.levers
    lines = "Lines join points of the same median. " if study.levels else ""
    gaps = "White: undefined. " if np.isnan(study.medians).any() else ""
    return Caption(
        title=_title(study),
        drawn=(
            f"Median {shown(study.indicator)} over replications, darker is more. {lines}{gaps}"
            f"The 95% interval of no median is wider than ±{number(study.half_width, unit)}."
        ),
        condition=assumed(study.scenario, [lever.path for lever in study.levers]),
        source=simulated(
            study.scenario,
            study.seed,
            f"{study.replications:,} replications of each of {study.medians.size:,} points",
            study.at_central,
        ),
        seen=(
            f"A heat map of {study.across.size} settings of {first.path} across and "
            f"{study.up.size} of {second.path} up, with lines at "
            f"{', '.join(_written(study, level) for level in study.levels) or 'no level'}."
        ),
    )


def _title(study: Frontier) -> str:
    name, medians = shown(study.indicator), study.medians
    if np.isnan(medians).all():
        return f"The {name} is undefined at every point of the grid"
    if not study.levels:
        middle = number(float(np.nanmin(medians)), INDICATORS[study.indicator].unit)
        return f"The median of {name} is {middle} at every point of the grid"
    return (
        f"The lowest median of {name} is {_at(study, int(np.nanargmin(medians)))}; the highest is "
        f"{_at(study, int(np.nanargmax(medians)))}"
    )


def _at(study: Frontier, place: int) -> str:
    """Write a point of the grid, its median and its 90% interval."""
    row, column = divmod(place, study.across.size)
    unit = INDICATORS[study.indicator].unit
    low, median, high = (number(float(q[row, column]), unit) for q in study.quantiles)
    first, second = study.levers
    return (
        f"{median} (90% interval {low} to {high}), at {first.path} "
        f"{first.written(study.across[column])} and {second.path} "
        f"{second.written(study.up[row])}"
    )
