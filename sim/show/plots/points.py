"""Where do reported figures stand in a chart, and how much do they say?

A figure is a point at the number that was printed, with a bar over all that it may stand for if
it is rounded, and another over the days of which it may be. One that says "at least" is a triangle.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import altair as alt

from sim.evidence.figures import Figure
from sim.show.cells import ROUNDING_MARKS
from sim.show.plots.axes import day_axis, on_days
from sim.show.plots.legends import Looks
from sim.show.plots.looks import BLACK, Rows, digits

REPORTED, AT_LEAST = "reported", "reported as at least"
_BESIDE_A_POINT: dict[str, Any] = {"align": "right", "baseline": "bottom", "dx": -5, "dy": -4}
_HALO: dict[str, Any] = {"stroke": "white", "strokeWidth": 4, "strokeJoin": "round", "opacity": 0.8}
_APART = 10
"""Parts of the simulated days within which only one figure is written out."""


def usable(
    figures: Sequence[Figure], quantity: str | None, first: date, last: date
) -> list[Figure]:
    """Return the figures of a quantity that are to be used and are of some days, in order of days.

    Parameters
    ----------
    figures
        Any.
    quantity
        None if no figure speaks of what is drawn.
    first, last
        The days.
    """
    found = (f for f in figures if f.use and f.quantity == quantity and first <= f.as_of <= last)
    return sorted(found, key=lambda figure: figure.as_of)


def point_rows(figures: Sequence[Figure], first: date, last: date) -> Rows:
    """Return a row for each figure, those that crowd one another without their text.

    Parameters
    ----------
    figures
        In the order of their days.
    first, last
        The days that are drawn.
    """
    apart = (last - first) / _APART
    rows: Rows = []
    written = None
    for figure in reversed(figures):
        printed = figure.printed
        shows = written is None or written - figure.as_of >= apart
        written = figure.as_of if shows else written
        high = printed.value if printed.high is None else printed.high
        earliest, latest = figure.days
        rows.append(
            {
                "date": figure.as_of.isoformat(),
                "earliest": max(earliest, first).isoformat(),
                "latest": min(latest, last).isoformat(),
                "role": AT_LEAST if printed.high is None else REPORTED,
                "value": digits(float(printed.value)),
                "low": digits(float(printed.low)),
                "high": digits(float(high)),
                "said": _brief(figure) if shows else "",
            }
        )
    return rows[::-1]


def said(figure: Figure) -> str:
    """Write a figure as it was printed, with what its printing leaves open."""
    about = {"about": "about ", "at_least": "at least "}.get(figure.rounding, "")
    return f"{about}{figure.reported}"


def _brief(figure: Figure) -> str:
    return f"{ROUNDING_MARKS.get(figure.rounding, '')}{figure.reported}"


def point_layers(name: str, looks: Looks) -> tuple[alt.Chart, ...]:
    """Draw the rows of figures of a name."""
    drawn = on_days(name, begins="earliest", ends="latest")
    spread = drawn.mark_rule(color=BLACK, strokeWidth=1.2)
    x = day_axis()
    texts = [
        drawn.encode(x=x, y="value:Q", text="said:N").mark_text(**_BESIDE_A_POINT, **look)
        for look in (_HALO, {})
    ]
    return (
        spread.encode(x=x, y="low:Q", y2="high:Q"),
        spread.encode(x=day_axis("begins"), x2="ends:T", y="value:Q"),
        drawn.mark_point(size=38, filled=True, opacity=1, stroke="white", strokeWidth=0.8).encode(
            x=x, y="value:Q", color=looks.color, shape=looks.shape
        ),
        *texts,
    )
