"""Where does each hundred of those who enter a scheme end up, on the way out and on the way in?"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from sim.ensemble.developments import Developed
from sim.ensemble.quantiles import Summary
from sim.show.exit_words import WAYS, WayName, exit_words
from sim.show.plots.looks import (
    BLACK,
    BLUE,
    GREY,
    ORANGE,
    Caption,
    Picture,
    Rows,
    digits,
    finished,
    simulated_by,
)
from sim.show.words import day

End = tuple[str, str, Summary]
"""An exit, what it is called, and the share that left by it."""

_ROW = 36
_REACHED, _OTHER = "reached", "other"
_TWO_LINES = "split(datum.label, '\\n')"


def way_picture(of: Developed, condition: str, way: WayName = "out") -> Picture:
    """Return what a chart of a way shows.

    Parameters
    ----------
    of
        The run.
    condition
        On which it rests, see :func:`~sim.show.plots.looks.assumed`.
    way
        ``out`` for returns, ``in`` for the route in.
    """
    shares = _ends(of, way)
    rows: Rows = [
        {
            "end": f"{words}:\n{_hundredths(share)}",
            "order": order,
            "kind": _REACHED if name == WAYS[way].reached else _OTHER,
            **{
                level: digits(100 * (value or 0.0))
                for level, value in zip(
                    ("p05", "p25", "median", "p75", "p95"),
                    (share.p05, share.p25, share.median, share.p75, share.p95),
                    strict=True,
                )
            },
        }
        for order, (name, words, share) in enumerate(shares)
    ]
    return Picture(_caption(of, condition, way, shares), {"ends": rows})


def way_chart(of: Developed, condition: str, way: WayName = "out") -> alt.LayerChart:
    """Draw where each hundred end up, in the order in which ends can come; see :func:`way_picture`.

    Whatever depends on the run stands in the data, so that a chart can be given other data.
    """
    picture = way_picture(of, condition, way)
    y = alt.Y(
        "end:N",
        sort=alt.EncodingSortField("order", op="min"),
        title=None,
        axis=alt.Axis(labelExpr=_TWO_LINES, domain=False, ticks=False),
    )
    scale = alt.Scale(domain=[0, 100])
    x = alt.X("median:Q", title="of each hundred", scale=scale)
    color = alt.Color(
        "kind:N", scale=alt.Scale(domain=[_REACHED, _OTHER], range=[BLUE, ORANGE]), legend=None
    )
    drawn = alt.Chart(alt.NamedData("ends")).encode(y=y)
    layers = (
        drawn.mark_bar(size=16, opacity=0.55).encode(x=x, color=color),
        drawn.mark_rule(color=GREY, strokeWidth=1.5).encode(x="p05:Q", x2="p95:Q"),
        drawn.mark_rule(color=BLACK, strokeWidth=4).encode(x="p25:Q", x2="p75:Q"),
    )
    return finished(layers, picture.caption, alt.Step(_ROW), picture.data)


def _ends(of: Developed, way: WayName) -> list[End]:
    """Return the exits that anybody left by, and the one to which the way leads."""
    shares = of.ways[way]
    return [
        (name, words, shares[name])
        for name, words in exit_words(shares, way).items()
        if shares[name].median is not None and (name == WAYS[way].reached or shares[name].p95)
    ]


def _caption(of: Developed, condition: str, way: WayName, ends: Sequence[End]) -> Caption:
    told = WAYS[way]
    scope = of.ways["scope"]["taken"]
    taken = (
        f"Of each hundred people in scope {_hundredths(scope)} were taken at all."
        if way == "out" and scope.median is not None
        else ""
    )
    return Caption(
        title=_title(of, way, ends),
        drawn=(
            "Bars: medians over replications, which need not add up to a hundred; lines: their "
            f"50% (thick) and 90% intervals. {told.note} {taken}"
        ),
        condition=condition,
        source=simulated_by(
            of.scenario, of.seed, f"{of.replications:,} replications", of.at_central
        ),
        seen=f"A bar for each of {len(ends)} ends. {_told(ends)}",
    )


def _title(of: Developed, way: WayName, ends: Sequence[End]) -> str:
    told, when = WAYS[way], day(of.dates[-1])
    reached = [(words, share) for name, words, share in ends if name == told.reached]
    if not reached:
        return f"As of {when} there are no {told.entered}"
    ((words, share),) = reached
    others = [end for end in ends if end[0] != told.reached]
    most = max(others, key=lambda end: end[2].median or 0.0, default=None)
    written = _range if of.decided_by else _hundredths
    unknown = f", with {of.decided_by} unknown" if of.decided_by else ""
    said = f"As of {when}{unknown}, of each hundred {told.entered}, {words}: {written(share)}"
    return f"{said}; the largest other part, {most[1]}: {written(most[2])}" if most else said


def _told(ends: Sequence[End]) -> str:
    return " ".join(f"{words}: {_hundredths(share)}.".capitalize() for _, words, share in ends)


def _hundredths(share: Summary) -> str:
    median, low, high = (_one(value) for value in (share.median, share.p05, share.p95))
    return f"{median} (90% interval {low} to {high})"


def _range(share: Summary) -> str:
    return f"from {_one(share.p05)} to {_one(share.p95)} (90% interval)"


def _one(value: float | None) -> str:
    """Write how many of a hundred, with a decimal where there are few."""
    many = 100 * (value or 0.0)
    return f"{many:.0f}" if many >= 9.95 else f"{many:.1f}"
