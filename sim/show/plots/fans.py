"""How does a run develop, beside what was reported and beside another run?

Fan charts: the median over replications, and bands that hold half and nine tenths of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import altair as alt

from sim.ensemble.developments import Developed
from sim.ensemble.paths import PATHS
from sim.ensemble.quantiles import LEVELS
from sim.evidence.figures import Figure
from sim.show.plots.axes import PERCENT, day_axis, on_days
from sim.show.plots.fan_kinds import FANS, Fan
from sim.show.plots.fan_words import fan_caption, limit_is_near
from sim.show.plots.legends import KEY, Look, Looks, key_row
from sim.show.plots.looks import (
    BLACK,
    BLUE,
    GREY,
    ORANGE,
    PURPLE,
    VERMILION,
    Picture,
    Rows,
    digits,
    finished,
)
from sim.show.plots.points import AT_LEAST, REPORTED, point_layers, point_rows, usable

__all__ = ["FANS", "fan_chart", "fan_picture"]

_HEIGHT = 300
_DASHED = (7, 4)
_MAIN, _BESIDE, _LIMIT = ("first", "second"), ("first beside", "second beside"), "limit"
_LOOKS = Looks(
    {
        "first": Look(BLUE),
        "second": Look(ORANGE),
        "first beside": Look(VERMILION, _DASHED),
        "second beside": Look(PURPLE, _DASHED),
        _LIMIT: Look(BLACK, (2, 2)),
        REPORTED: Look(BLACK, symbol="circle"),
        AT_LEAST: Look(BLACK, symbol="triangle-up"),
    }
)


def fan_picture(
    name: str,
    of: Developed,
    condition: str,
    reported: Sequence[Figure] = (),
    beside: Developed | None = None,
) -> Picture:
    """Return what a fan chart shows.

    Parameters
    ----------
    name
        One of :data:`~sim.show.plots.fan_kinds.FANS`.
    of
        What is shown.
    condition
        On which it rests, see :func:`~sim.show.plots.looks.assumed`.
    reported
        Figures; those of the chart's quantity are drawn, if they are to be used and of a
        simulated day.
    beside
        Another run, of which a line and the edges of a band are drawn.
    """
    fan = FANS[name]
    first, last = of.dates[0], of.dates[-1]
    figures = usable(reported, fan.quantity, first, last)
    data: dict[str, Rows] = {
        "fan": list(_rows(fan, of, _MAIN, tuple(LEVELS))),
        "beside": list(_rows(fan, beside, _BESIDE, ("p05", "median", "p95"))) if beside else [],
        _LIMIT: _limit_rows(fan, of),
        REPORTED: point_rows(figures, first, last),
        KEY: list(_key(fan, of, figures, beside)),
    }
    return Picture(fan_caption(fan, of, condition, figures, beside), data)


def fan_chart(
    name: str,
    of: Developed,
    condition: str,
    reported: Sequence[Figure] = (),
    beside: Developed | None = None,
) -> alt.LayerChart:
    """Draw a fan chart; see :func:`fan_picture`.

    Whatever depends on the runs stands in the data, so that a chart can be given other data.
    """
    picture = fan_picture(name, of, condition, reported, beside)
    x, y = day_axis(), _axis(FANS[name])
    drawn, other, limit = (on_days(rows).encode(x=x) for rows in ("fan", "beside", _LIMIT))
    color, dash = _LOOKS.color, _LOOKS.dash
    always = alt.Chart(alt.NamedData(KEY))
    layers = (
        drawn.mark_area(opacity=0.2).encode(y=y, y2="p95:Q", color=color),
        drawn.mark_area(opacity=0.3).encode(y="p25:Q", y2="p75:Q", color=color),
        always.mark_rule(color=GREY).encode(y=alt.datum(0)),
        always.mark_rule(opacity=0).encode(y=alt.datum(FANS[name].least)),
        limit.mark_line(interpolate="step-after", strokeWidth=1.5).encode(
            y="median:Q", color=color, strokeDash=dash
        ),
        *(
            other.mark_line(strokeWidth=1.2).encode(y=f"{end}:Q", color=color, strokeDash=dash)
            for end in ("p05", "p95")
        ),
        drawn.mark_line(strokeWidth=2.5).encode(y="median:Q", color=color),
        other.mark_line(strokeWidth=2.5).encode(y="median:Q", color=color, strokeDash=dash),
        *point_layers(REPORTED, _LOOKS),
        _LOOKS.key,
    )
    return finished(layers, picture.caption, _HEIGHT, picture.data)


def _rows(
    fan: Fan, of: Developed, roles: Sequence[str], levels: Sequence[str]
) -> Iterator[dict[str, object]]:
    """Yield a row for each path and day."""
    for role, path in zip(roles, fan.lines, strict=False):
        yield from _path_rows(of, path, role, levels)


def _path_rows(
    of: Developed, path: str, role: str, levels: Sequence[str]
) -> Iterator[dict[str, object]]:
    columns = [of.quantiles[path][list(LEVELS).index(level)].tolist() for level in levels]
    for day, *numbers in zip(of.dates, *columns, strict=True):
        row = dict(zip(levels, map(digits, numbers), strict=True))
        yield {"date": day.isoformat(), "role": role, **row}


def _limit_rows(fan: Fan, of: Developed) -> Rows:
    if fan.limit is None or not limit_is_near(fan, of):
        return []
    return list(_path_rows(of, fan.limit, _LIMIT, ("median",)))


def _key(
    fan: Fan, of: Developed, figures: Sequence[Figure], beside: Developed | None
) -> Iterator[dict[str, object]]:
    """Yield what the legend says of each role that is there."""
    for roles, run in ((_MAIN, of), (_BESIDE, beside)):
        for role, path in zip(roles, fan.lines, strict=False):
            if run is not None:
                yield key_row(role, _said_of(fan, path, run if beside else None))
    if fan.limit and limit_is_near(fan, of):
        yield key_row(_LIMIT, f"{PATHS[fan.limit].about}, median")
    bounds = {figure.rounding == "at_least" for figure in figures}
    for bound, role in ((False, REPORTED), (True, AT_LEAST)):
        if bound in bounds:
            yield key_row(role, role)


def _said_of(fan: Fan, path: str, run: Developed | None) -> str:
    """Return what the legend says of a path, and whose it is where there are two runs."""
    if run is None:
        return PATHS[path].about
    return f"'{run.scenario}'" + (f", {fan.apart[path]}" if fan.apart else "")


def _axis(fan: Fan) -> alt.Y:
    is_share, unit = fan.info.is_share, fan.info.unit
    axis = alt.Axis(
        title=f"{fan.axis}, {'%' if is_share else unit}",
        format=PERCENT if is_share else ",~f",
        tickMinStep=alt.Undefined if is_share else 1,
    )
    return alt.Y("p05:Q", axis=axis, scale=alt.Scale(zero=True))
