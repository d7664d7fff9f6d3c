"""What would one more unit of each limit buy, and how often did each hold somebody back?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import isfinite

import altair as alt

from sim.show.limit_words import WORDS, amount, binding_words, limit_words, months_words
from sim.show.plots.axes import PERCENT, month_axis, month_key
from sim.show.plots.looks import (
    BLACK,
    BLUE,
    GREY,
    HEAT,
    ORANGE,
    VERMILION,
    Caption,
    assumed,
    finished,
    rows,
    sentence,
    simulated,
)
from sim.show.words import listed, number
from sim.study.held.holding import Limit
from sim.study.limits.prices import Price
from sim.study.limits.study import Limits

BINDS, CLOSE, SIGNED = "binds", "not told apart from it", "sign established"
UNSIGNED, NOTHING, STUCK = "sign not established", "no replication differs", "cannot give way"
_LOOKS = {
    BINDS: ("diamond", VERMILION, VERMILION),
    CLOSE: ("square", ORANGE, ORANGE),
    SIGNED: ("circle", BLUE, BLUE),
    UNSIGNED: ("circle", GREY, "white"),
    NOTHING: ("square", GREY, "white"),
    STUCK: ("cross", GREY, "white"),
}
"""Shape, outline and filling of each kind of price."""
_ROW, _CELL = 34, 22
_TICKS = 7
_NAMED = 3
"""How many of the limits that are not told apart from the binding one the title names."""
_TWO_LINES = "split(datum.label, '\\n')"
_ROOM, _MARGIN = 0.4, 0.03
"""For numbers beside the points, and before the lowest, as parts of the range of prices."""


def price_chart(study: Limits) -> alt.LayerChart:
    """Draw shadow prices in returns with the 95% interval of the mean, the dearest first.

    Parameters
    ----------
    study
        What was found.
    """
    dearest = sorted(study.prices, key=lambda price: -price.gains["returns"].mean)
    values = [_price_row(study, price) for price in dearest]
    order = [str(row["limit"]) for row in values]
    low, high = _reach(study)
    base = alt.Chart(rows(values)).encode(
        y=alt.Y(
            "limit:N",
            sort=order,
            title=None,
            axis=alt.Axis(labelExpr=_TWO_LINES, domain=False, ticks=False),
        )
    )
    x = alt.X(
        "mean:Q",
        scale=alt.Scale(domain=[low, high + _ROOM * (high - low)], nice=False),
        title="returns that one more unit buys (mean)",
        axis=alt.Axis(tickCount=_TICKS),
    )
    kinds = [kind for kind in _LOOKS if kind in {row["kind"] for row in values}]
    shapes, outlines, fillings = zip(*(_LOOKS[kind] for kind in kinds), strict=True)
    legend = alt.Legend(title=None, orient="top", columns=len(kinds))

    def by_kind(looks: Sequence[str]) -> alt.Scale:
        return alt.Scale(domain=kinds, range=list(looks))

    zero = alt.Chart(rows([{"zero": 0}])).mark_rule(color=BLACK).encode(x="zero:Q")
    reach = base.mark_rule(color=GREY, strokeWidth=2).encode(x=alt.X("low:Q"), x2="high:Q")
    points = base.mark_point(size=80, opacity=1).encode(
        x=x,
        shape=alt.Shape("kind:N", scale=by_kind(shapes), legend=legend),
        stroke=alt.Stroke("kind:N", scale=by_kind(outlines), legend=legend),
        fill=alt.Fill("kind:N", scale=by_kind(fillings), legend=legend),
    )
    said = base.mark_text(align="left", dx=8).encode(x="high:Q", text="said:N")
    return finished((zero, reach, points, said), _price_caption(study, dearest), alt.Step(_ROW))


def held_chart(study: Limits) -> alt.LayerChart:
    """Draw the share of days on which each limit held somebody back, month by month.

    Parameters
    ----------
    study
        What was found.
    """
    months = [month_key(month) for month in study.months]
    values: list[dict[str, object]] = [
        {"limit": WORDS[held.limit.name.lower()], "month": month, "share": share}
        for held in study.held
        for month, share in zip(months, held.share_by_month, strict=True)
    ]
    binding: list[dict[str, object]] = [
        {"limit": limit_words(phase.price), "month": months[month]}
        for phase in study.phases
        if phase.price is not None
        for month in range(phase.first, phase.last + 1)
    ]
    order = [WORDS[held.limit.name.lower()] for held in study.held]
    x = alt.X("month:O", sort=months, axis=month_axis(study.months, "month"))
    y = alt.Y("limit:N", sort=order, title=None)
    share = alt.Color(
        "share:Q",
        scale=alt.Scale(scheme=HEAT, reverse=True, domain=[0, 1]),
        legend=alt.Legend(title="share of days, %", format=PERCENT, orient="right"),
    )
    cells = alt.Chart(rows(values)).mark_rect(stroke="white").encode(x=x, y=y, color=share)
    rings = (
        alt.Chart(rows(binding))
        .mark_point(shape="circle", size=70, fill="white", stroke=BLACK, strokeWidth=2, opacity=1)
        .encode(x=x, y=y)
    )
    return finished((cells, rings), _held_caption(study), alt.Step(_CELL))


def _price_row(study: Limits, price: Price) -> dict[str, object]:
    gain = price.gains["returns"]
    kind = _kind(study, price)
    said = f"{amount(gain.mean)} ({amount(gain.low)} to {amount(gain.high)})"
    return {
        "limit": f"{sentence(limit_words(price))}:\n{price.relaxation.unit}",
        "kind": kind,
        "mean": gain.mean,
        "low": gain.low if isfinite(gain.low) else gain.mean,
        "high": gain.high if isfinite(gain.high) else gain.mean,
        "said": kind if kind in (NOTHING, STUCK) else said,
    }


def _kind(study: Limits, price: Price) -> str:
    if price.relaxation.exhausted:
        return STUCK
    if study.binding is not None and price is study.binding.price:
        return BINDS
    if study.binding is not None and any(price is close for close in study.binding.close):
        return CLOSE
    if not price.gains["returns"].differs:
        return NOTHING
    return SIGNED if price.settled else UNSIGNED


def _reach(study: Limits) -> tuple[float, float]:
    """Return the range of prices with their intervals, zero included."""
    gains = [price.gains["returns"] for price in study.prices]
    ends = [end for gain in gains for end in (gain.mean, gain.low, gain.high) if isfinite(end)]
    low = min(0.0, *ends)
    high = max(0.0, *ends) or 1.0
    return low - (_MARGIN * (high - low) if low < 0 else 0.0), high


def _price_caption(study: Limits, dearest: Sequence[Price]) -> Caption:
    counts = [price.replications for price in study.prices]
    how_many = f"{min(counts):,}" + (f" to {max(counts):,}" if max(counts) > min(counts) else "")
    ends = " to ".join(
        f"{amount(price.gains['returns'].mean)} ({price.relaxation.unit})"
        for price in (dearest[0], dearest[-1])
    )
    return Caption(
        title=sentence(_what_buys_most(study)),
        drawn=(
            "Returns that one more unit of each limit buys: mean and its 95% interval, which more "
            "replications narrow. Units differ in size. A sign counts as established only if all "
            "those shown would be right together in 95% of such studies."
        ),
        condition=assumed(study.scenario),
        source=simulated(
            study.scenario, study.seed, f"{how_many} pairs of replications", study.at_central
        ),
        seen=f"A point with an interval for each of {len(dearest)} units of limits, from {ends}.",
    )


def _what_buys_most(study: Limits) -> str:
    bound = study.binding
    if bound is None:
        return "no unit of any limit is established to buy a return"
    said = f"the limit that binds is {limit_words(bound.price)}: "
    if len(bound.close) <= _NAMED:
        return f"{said}{binding_words(bound)}"
    return (
        f"{said}{binding_words(replace(bound, close=()))}, which is not told apart from "
        f"{len(bound.close)} other units"
    )


def _held_caption(study: Limits) -> Caption:
    holding = [held for held in study.held if held.limit != Limit.APPLICATIONS]
    most = max(holding, key=lambda held: held.share_of_days.median or 0.0)
    share = number(most.share_of_days.median, "share")
    often = WORDS[most.limit.name.lower()]
    return Caption(
        title=(
            f"{_what_binds(study)}; no limit held somebody back on more days than {often} "
            f"({share}, median)"
        ),
        drawn=(
            "Share of each month's days on which each limit held somebody back, in %, mean over "
            "replications. A ring marks the limit of which one unit buys most returns in the "
            f"month. '{sentence(WORDS['applications'])}' holds nobody: days on which a travel "
            "group had places to spare."
        ),
        condition=assumed(study.scenario),
        source=simulated(
            study.scenario, study.seed, f"{study.replications:,} replications", study.at_central
        ),
        seen=(
            f"A heat map of {len(study.held)} limits, in the order in which people meet them, over "
            f"{len(study.months)} months."
        ),
    )


def _what_binds(study: Limits) -> str:
    if len(study.phases) == 1 and (always := study.phases[0].price) is not None:
        return f"The limit that binds throughout is {limit_words(always)}"
    months: dict[str, list[str]] = {}
    for phase in study.phases:
        if phase.price is not None:
            months.setdefault(limit_words(phase.price), []).append(months_words(study, phase))
    told = [f"{limit} in {listed(when)}" for limit, when in months.items()]
    if not told:
        return "No limit is established to bind"
    known = all(phase.price is not None for phase in study.phases)
    return (
        f"The limit that binds is {listed(told)}{'' if known else '; otherwise none is known to'}"
    )
