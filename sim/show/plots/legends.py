"""How does a legend name what the data hold, and nothing else?

A chart that is set up once and given other data cannot have the words of its legend in its
specification: they stand in data of their own, a row for each role that something drawn can have.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import altair as alt

from sim.show.plots.looks import WIDTH

KEY = "key"
"""Name of the legend's data, see :func:`key_row`."""
STROKE = "stroke"
"""The symbol of lines."""
_LINE, _POINT = 250, 45
"""Sizes of symbols, in square pixels."""
_CHARACTER, _SYMBOL = 6.4, 5
"""Pixels of one, and how many a symbol takes."""
_ROOM = f"(isFinite(containerSize()[0]) ? containerSize()[0] : {WIDTH})"
"""Pixels beside each other, as an expression: on a page as many as there are."""


def key_row(role: str, label: str) -> dict[str, object]:
    """Return a row of the legend: a role that is there, and what it is called."""
    return {"role": role, "label": label, "size": len(label)}


@dataclass(frozen=True, slots=True)
class Look:
    """How a role is drawn: its colour, dashes and symbol."""

    color: str
    dash: tuple[int, ...] = (1, 0)
    symbol: str = STROKE


@dataclass(frozen=True)
class Looks:
    """How every role of a chart is drawn, as encodings."""

    by_role: Mapping[str, Look]

    @property
    def color(self) -> alt.Color:
        """Colours of lines, bands and points."""
        return alt.Color(
            "role:N",
            scale=self._scale([look.color for look in self.by_role.values()]),
            legend=self._legend,
        )

    @property
    def dash(self) -> alt.StrokeDash:
        """Dashes of lines."""
        dashes = [list(look.dash) for look in self.by_role.values()]
        return alt.StrokeDash("role:N", scale=self._scale(dashes), legend=self._legend)

    @property
    def shape(self) -> alt.Shape:
        """Symbols of points."""
        symbols = [look.symbol for look in self.by_role.values()]
        return alt.Shape("role:N", scale=self._scale(symbols), legend=self._legend)

    @property
    def key(self) -> alt.Chart:
        """A layer that is not seen, from which the legend has its symbols."""
        unseen = alt.Chart(alt.NamedData(KEY)).mark_point(opacity=0)
        key: alt.Chart = unseen.encode(color=self.color, strokeDash=self.dash, shape=self.shape)
        return key

    def _scale(self, looks: list[str] | list[list[int]]) -> alt.Scale:
        return alt.Scale(domain=list(self.by_role), range=looks)

    @property
    def _legend(self) -> alt.Legend:
        lines = [role for role, look in self.by_role.items() if look.symbol == STROKE]
        longest = f"peek(sort(pluck(data('{KEY}'), 'size')))"
        return alt.Legend(
            title=None,
            orient="top",
            columns=alt.ExprRef(f"max(1, floor({_ROOM} / {_CHARACTER} / ({longest} + {_SYMBOL})))"),
            values=alt.ExprRef(f"pluck(data('{KEY}'), 'role')"),
            labelExpr=f"data('{KEY}')[datum.index].label",
            labelOffset=8,
            symbolOpacity=1,
            symbolSize=alt.ExprRef(f"indexof({lines}, datum.value) < 0 ? {_POINT} : {_LINE}"),
            symbolStrokeWidth=2.5,
        )
