"""How do all charts look, and what does each say about itself?

One set of sizes and colours, which differ in grey as well and for readers who do not tell all
colours apart; the finding as the title, and below it what is drawn, on which condition and from
where.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from textwrap import wrap
from typing import Final

import altair as alt

from sim.scenario.schema import Scenario
from sim.show.words import condition, day, how_drawn

WIDTH = 700
"""Pixels, axis labels included."""
FONT = "Liberation Sans, Arial, Helvetica, sans-serif"

BLACK, GREY, PALE = "#000000", "#666666", "#dddddd"
BLUE, ORANGE, GREEN, VERMILION = "#0072B2", "#E69F00", "#009E73", "#D55E00"
SKY, PURPLE = "#56B4E9", "#CC79A7"
"""Of M. Okabe and K. Ito, Color Universal Design (2008)."""
LINES = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY)
DASHES = ([1, 0], [8, 3], [2, 2], [8, 3, 2, 3], [4, 4], [12, 4])
"""Colour and dashes of one line after another."""
HEAT: Final = "viridis"
"""Scheme of heat maps, drawn from light to dark."""

Rows = list[dict[str, object]]
"""Data of a chart."""

_TITLE, _SUBTITLE, _LABEL = 15, 12, 11
_TITLE_CHARACTERS, _SUBTITLE_CHARACTERS = 84, 120
"""How many fit the width."""
_HELD = "\u00a0"


@dataclass(frozen=True)
class Caption:
    """What a chart says about itself.

    Attributes
    ----------
    title
        The finding, as a sentence without its full stop.
    drawn
        What is drawn, in which unit, and how to read it.
    condition
        On which the finding rests.
    source
        Where the numbers come from.
    seen
        What somebody who does not see the chart is told of it, beside the finding.
    """

    title: str
    drawn: str
    condition: str
    source: str
    seen: str

    @property
    def description(self) -> str:
        """The text alternative."""
        return f"{self.seen} {self.title}. {self.condition}"


@dataclass(frozen=True)
class Picture:
    """A chart but for its drawing: what a page needs that draws it already.

    Attributes
    ----------
    caption
        What it says about itself.
    data
        Rows, by the name that the chart gives them. No other part of the chart depends on them.
    """

    caption: Caption
    data: dict[str, Rows]


def assumed(scenario: Scenario, moved: Collection[str] = ()) -> str:
    """Return the condition of what a scenario finds by its last day.

    Parameters
    ----------
    scenario
        As loaded.
    moved
        Key paths of levers that are moved away from what it assumes.
    """
    return f"{condition(scenario, moved=moved)}, by {day(scenario.scheme.horizon.value)}."


def simulated(scenario: Scenario, seed: int, replications: str, at_central: bool | None) -> str:
    """Return the source of what was simulated.

    Parameters
    ----------
    scenario, seed, at_central
        What was run; None where the chart itself says where uncertain values stand.
    replications
        How many of what, in words.
    """
    return simulated_by(scenario.name, seed, replications, at_central)


def simulated_by(name: str, seed: int, replications: str, at_central: bool | None) -> str:
    """Return the source of what was simulated by a scenario of a name; see :func:`simulated`."""
    values = "" if at_central is None else f", {how_drawn(at_central)}"
    return f"Simulated by the scenario '{name}', seed {seed}, {replications}{values}."


def finished(
    layers: Sequence[alt.Chart],
    caption: Caption,
    height: int | alt.Step,
    data: Mapping[str, Rows] | None = None,
) -> alt.LayerChart:
    """Lay layers over each other, in one size and look, with what the chart says about itself.

    Parameters
    ----------
    layers
        From the back to the front.
    caption
        What it says.
    height
        Of the plot, in pixels, or of one row.
    data
        Rows by name, if layers name theirs.
    """
    subtitle = [
        line
        for part in (caption.drawn, caption.condition, caption.source)
        for line in _lines(part, _SUBTITLE_CHARACTERS)
    ]
    title = alt.TitleParams(_lines(caption.title, _TITLE_CHARACTERS), subtitle=subtitle)
    chart: alt.LayerChart = (
        alt.LayerChart(layer=list(layers), datasets=dict(data) if data else alt.Undefined)
        .properties(
            title=title,
            description=caption.description,
            width=WIDTH,
            height=height,
            autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        )
        .configure(
            font=FONT,
            aria=False,  # the chart has one text alternative, and none for each mark
            background="white",
            padding=10,
            title=alt.TitleConfig(
                anchor="start",
                frame="bounds",
                fontSize=_TITLE,
                subtitleFontSize=_SUBTITLE,
                subtitleColor=GREY,
                subtitlePadding=5,
                offset=14,
            ),
            axis=alt.AxisConfig(
                labelFontSize=_LABEL,
                titleFontSize=_SUBTITLE,
                titleFontWeight="normal",
                titlePadding=8,
                labelLimit=0,
                labelFlush=False,
                gridColor=PALE,
                domainColor=GREY,
                tickColor=GREY,
            ),
            legend=alt.LegendConfig(
                labelFontSize=_LABEL,
                titleFontSize=_LABEL,
                titleFontWeight="normal",
                labelLimit=0,
                titleLimit=0,
            ),
            text=alt.MarkConfig(fontSize=_LABEL),
            view=alt.ViewConfig(stroke=None),
        )
    )
    return chart


def sentence(words: str) -> str:
    """Begin words with a capital letter, as a sentence does."""
    return f"{words[:1].upper()}{words[1:]}"


def _lines(text: str, characters: int) -> list[str]:
    """Break text into lines, but not between a number and its unit, or in an interval."""
    held = re.sub(r"(?<=[\d%]) (?=[a-z])", _HELD, text)
    held = re.sub(rf"(?<={_HELD}to) (?=[+−£\d])", _HELD, held)
    return [line.replace(_HELD, " ") for line in wrap(held, characters)]


def rows(values: Sequence[dict[str, object]]) -> alt.InlineData:
    """Return data that stand in the chart itself."""
    return alt.InlineData(values=list(values))


def digits(value: float) -> float | None:
    """Return a number of a picture to six digits, which no eye can tell from more, or nothing."""
    return float(f"{value:.6g}") if isfinite(value) else None
