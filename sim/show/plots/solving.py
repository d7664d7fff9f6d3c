"""How does an indicator answer to a lever, and where is the target reached?"""

from __future__ import annotations

import altair as alt

from sim.outcomes.indicators import INDICATORS
from sim.show.plots.axes import defined, indicator_axis, lever_axis, shown, value_scale
from sim.show.plots.looks import (
    BLACK,
    BLUE,
    ORANGE,
    SKY,
    VERMILION,
    Caption,
    assumed,
    finished,
    rows,
    sentence,
    simulated,
)
from sim.show.solving import interval_words, stretch_words, target_words, tried_words
from sim.show.words import number
from sim.study.solving.solution import Answer, Solution

_HEIGHT = 340
_MEDIAN = 0.5
"""Confidence of a target that the median line shows."""


def curve_chart(solution: Solution) -> alt.LayerChart:
    """Draw an indicator over a lever: median, 90% band, the target and the answer.

    Parameters
    ----------
    solution
        What was found.
    """
    lever, target = solution.lever, solution.target
    settings = solution.curve.settings.tolist()
    found = [solution.at(setting) for setting in settings]
    values: list[dict[str, object]] = [
        {
            "setting": setting / lever.scale,
            "p05": summary.p05,
            "median": summary.median,
            "p95": summary.p95,
            "reached": defined(target.reached(samples)),
        }
        for setting, summary, samples in zip(settings, found, solution.curve.samples, strict=True)
    ]
    ends = [end for summary in found for end in (summary.p05, summary.p95)]
    scale, cut = value_scale([target.level, *ends])
    y = alt.Y("p05:Q", axis=indicator_axis(target.indicator), scale=scale)
    x = alt.X("setting:Q", axis=lever_axis(lever), scale=alt.Scale(zero=False, nice=False))
    curve = alt.Chart(rows(values)).encode(x=x)
    layers: list[alt.Chart] = [
        curve.mark_area(color=SKY, opacity=0.4).encode(y=y, y2="p95:Q"),
        *(_answer(solution, solution.answer) if solution.answer else ()),
        *_level(solution),
        curve.mark_line(color=BLUE, strokeWidth=2.5).encode(y="median:Q"),
        curve.mark_point(color=BLUE, filled=True, size=22, opacity=1).encode(y="median:Q"),
    ]
    if target.confidence != _MEDIAN:
        counted = curve.mark_line(color=BLACK, strokeDash=[2, 2], strokeWidth=2)
        layers.append(counted.encode(y="reached:Q"))
    return finished(layers, _caption(solution, cut), _HEIGHT)


def _level(solution: Solution) -> tuple[alt.Chart, alt.Chart]:
    """Draw the target, and its words at the end at which the curve is further from it."""
    target = solution.target
    first, last = (
        abs((solution.at(solution.curve.settings[end]).median or 0.0) - target.level)
        for end in (0, -1)
    )
    side = "at least" if target.at_least else "at most"
    said = f"target: {side} {number(target.level, INDICATORS[target.indicator].unit)}"
    level = alt.Chart(rows([{"level": target.level, "said": said}])).encode(y="level:Q")
    left = first >= last
    text = level.mark_text(
        align="left" if left else "right", baseline="bottom", dx=4 if left else -4, dy=-3
    )
    return (
        level.mark_rule(color=BLACK, strokeDash=[6, 4]),
        text.encode(x=alt.value(0) if left else alt.value("width"), text="said:N"),
    )


def _answer(solution: Solution, answer: Answer) -> tuple[alt.Chart, alt.Chart, alt.Chart]:
    """Draw the answer with its interval, and its words on the side that has more room."""
    lever, settings = solution.lever, solution.curve.settings
    low, high = (
        (lever.settings[place] if end is None else end) / lever.scale
        for end, place in zip(answer.interval, (0, -1), strict=True)
    )
    at = answer.setting / lever.scale
    said = stretch_words(solution, answer)
    marked = alt.Chart(rows([{"answer": at, "low": low, "high": high, "said": said}]))
    left = answer.setting > (settings[0] + settings[-1]) / 2
    text = marked.mark_text(
        align="right" if left else "left",
        baseline="top",
        dx=-6 if left else 6,
        color=VERMILION,
        fontWeight="bold",
    )
    return (
        marked.mark_rect(color=ORANGE, opacity=0.4).encode(x="low:Q", x2="high:Q"),
        marked.mark_rule(color=VERMILION, strokeWidth=2).encode(x="answer:Q"),
        text.encode(x="low:Q" if left else "high:Q", y=alt.value(2), text="said:N"),
    )


def _caption(solution: Solution, cut: str) -> Caption:
    lever, target = solution.lever, solution.target
    settings = solution.curve.settings
    low, high = (lever.written(settings[end]) for end in (0, -1))
    counted = ""
    if target.confidence != _MEDIAN:
        side = "at least" if target.at_least else "at most"
        counted = (
            f" Dotted: what it is {side} in {100 * target.confidence:g}% of replications, which "
            "has to reach the target."
        )
    marked = (
        " Upright line and strip: the answer and its 95% interval, which more replications narrow."
        if solution.answer
        else ""
    )
    unit = INDICATORS[target.indicator].unit
    ends = " to ".join(number(solution.at(settings[end]).median, unit) for end in (0, -1))
    return Caption(
        title=sentence(_title(solution)),
        drawn=f"Line: median over replications; band: their 90% interval.{counted}{marked} {cut}",
        condition=assumed(solution.scenario, [lever.path]),
        source=simulated(
            solution.scenario,
            solution.seed,
            f"{solution.replications:,} replications of each of {len(settings)} settings",
            solution.at_central,
        ),
        seen=(
            f"A line with a band: the median {shown(target.indicator)} goes from {ends} "
            f"as {lever.path} goes from {low} to {high}."
        ),
    )


def _title(solution: Solution) -> str:
    lever, answer = solution.lever, solution.answer
    target = f"for {target_words(solution.target)},"
    if answer is None:
        will = "any" if solution.always else "none"
        return f"{target} {will} of the {tried_words(solution)} of {lever.path} will do"
    return (
        f"{target} it takes {stretch_words(solution, answer)} of {lever.path} (95% interval "
        f"{interval_words(solution, answer)})"
    )
