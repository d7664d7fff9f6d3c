"""How far does each value that is not known move an outcome, and how far does chance?"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from sim.show.plots.axes import indicator_axis, shown, value_scale
from sim.show.plots.looks import (
    BLACK,
    BLUE,
    GREY,
    ORANGE,
    Caption,
    assumed,
    finished,
    rows,
    simulated,
)
from sim.show.sensitivity_values import SHOWN_SWINGS, drawn_words
from sim.show.words import interval, number
from sim.study.sensitivity.study import Sensitivity
from sim.study.sensitivity.swings import REPLICATIONS, Swings

CHANCE = "Chance alone:\neverything in the middle"
LOW, HIGH = "mean with the value low", "mean with the value high"
_ROW = 34
_ROOM, _MARGIN = 0.3, 0.03
"""For numbers beside the bars, and around them, as parts of the range."""
_TWO_LINES = "split(datum.label, '\\n')"


def tornado_chart(study: Sensitivity, outcome: str) -> alt.LayerChart:
    """Draw an outcome with each value low and high, those that move it furthest first.

    Parameters
    ----------
    study
        What was found.
    outcome
        Name of one of its outcomes.
    """
    swings = next(swings for swings in study.tornado if swings.outcome == outcome)
    bars = _bars(study, swings)
    ends = [end for _, low, high in bars for end in (low, high)]
    x, cut = _axis(outcome, ends)
    order = [value for value, _, _ in bars]
    y = alt.Y(
        "value:N",
        sort=order,
        title=None,
        axis=alt.Axis(labelExpr=_TWO_LINES, domain=False, ticks=False),
    )
    unit = swings.by_chance.unit
    drawn = alt.Chart(
        rows(
            [
                {
                    "value": value,
                    "low": low,
                    "high": high,
                    "right": max(low, high),
                    "said": f"{number(low, unit)} to {number(high, unit)}",
                }
                for value, low, high in bars
            ]
        )
    ).encode(y=y)
    points = alt.Chart(
        rows(
            [
                {"value": value, "end": end, "at": at}
                for value, low, high in bars
                if value != CHANCE
                for end, at in ((LOW, low), (HIGH, high))
            ]
        )
    ).encode(y=y)
    filling = alt.Scale(domain=[LOW, HIGH], range=["white", BLACK])
    color = alt.condition(alt.datum.value == CHANCE, alt.value(ORANGE), alt.value(BLUE))
    middle = alt.Chart(rows([{"middle": swings.middle}]))
    layers = (
        middle.mark_rule(color=GREY, strokeDash=[4, 3]).encode(x="middle:Q"),
        drawn.mark_bar(size=12).encode(x=x, x2="high:Q", color=color),
        points.mark_point(size=60, stroke=BLACK, opacity=1).encode(
            x="at:Q",
            fill=alt.Fill("end:N", scale=filling, legend=alt.Legend(title=None, orient="top")),
        ),
        drawn.mark_text(align="left", dx=9).encode(x="right:Q", text="said:N"),
    )
    return finished(layers, _caption(study, swings, bars, cut), alt.Step(_ROW))


Bar = tuple[str, float, float]
"""A label, and the outcome at both ends."""


def _bars(study: Sensitivity, swings: Swings) -> list[Bar]:
    """Return the bar of chance, then those of the values that move the outcome furthest."""
    entries = {entry.path: entry for entry in study.scenario.assumptions()}
    bars: list[Bar] = []
    chance = swings.by_chance
    if chance.p05 is not None and chance.p95 is not None:
        bars.append((CHANCE, chance.p05, chance.p95))
    for swing in swings.swings[:SHOWN_SWINGS]:
        if swing.mean is not None:
            at = " to ".join(drawn_words(swing, entries.get(swing.name)))
            bars.append((f"{swing.name}:\n{at}", *swing.mean))
    return bars


def _axis(outcome: str, ends: Sequence[float]) -> tuple[alt.X, str]:
    """Return the axis with room for numbers, from zero unless that hides how far bars reach."""
    scale, cut = value_scale(ends)
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    if not cut:
        low, high = min(low, 0.0), max(high, 0.0)
    size = (high - low) or 1.0
    low -= _MARGIN * size if low else 0.0
    scale.domain = [low, high + _ROOM * size]
    scale.nice = False
    return alt.X("low:Q", scale=scale, axis=indicator_axis(outcome)), cut


def _caption(study: Sensitivity, swings: Swings, bars: Sequence[Bar], cut: str) -> Caption:
    scenario = study.scenario
    drawn = (
        f"Mean {shown(swings.outcome)} with one value at 5% and at 95% of its prior, or of what "
        "was learned of it, and everything else in the middle (dashed). Chance: 90% interval "
        f"over replications. {cut}"
    )
    left = len(swings.swings) - SHOWN_SWINGS
    if left > 0:
        drawn += f" The {left} values that move it least are not shown."
    return Caption(
        title=_title(swings),
        drawn=drawn,
        condition=assumed(scenario, [swing.name for swing in swings.swings]),
        source=simulated(
            scenario, study.seed, f"{REPLICATIONS} replications of each end", at_central=None
        ),
        seen=f"A bar for each of {len(bars)} values, chance first, the longest of the others next.",
    )


def _title(swings: Swings) -> str:
    name, chance = shown(swings.outcome), swings.by_chance
    moving = next((s for s in swings.swings if s.mean is not None and s.size), None)
    if moving is None or moving.mean is None:
        return f"No value that is not known moves {name}"
    low, high = (number(end, chance.unit) for end in moving.mean)
    return (
        f"{moving.name} moves {name} furthest, from {low} with it low to {high} with it high; "
        f"chance alone gives {interval(chance)} (90% interval)"
    )
