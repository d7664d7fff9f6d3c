"""How did forecasts compare with what was then reported?"""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from sim.evidence.forecasting.backtest import MODEL, Backtest, Scored
from sim.evidence.quantities import QUANTITIES
from sim.show.plots.looks import (
    BLACK,
    BLUE,
    SKY,
    VERMILION,
    Caption,
    digits,
    finished,
    rows,
)
from sim.show.words import day, listed, number

_ROW = 32
_TWO_LINES = "split(datum.label, '\\n')"
_INSIDE, _OUTSIDE = "reported, inside the 90% interval", "reported, outside it"


def backtest_chart(found: Backtest) -> alt.LayerChart:
    """Draw each forecast of the model beside the figure that was then reported.

    Parameters
    ----------
    found
        Every forecast, scored; the model's are drawn, by quantity, month and origin.
    """
    forecasts = found.of(MODEL)
    data = [_row(order, forecast) for order, forecast in enumerate(_in_order(forecasts))]
    y = alt.Y(
        "forecast:N",
        sort=alt.EncodingSortField("order", op="min"),
        title=None,
        axis=alt.Axis(labelExpr=_TWO_LINES, domain=False, ticks=False, grid=True),
    )
    x = alt.X("p05:Q", title="people in the month", scale=alt.Scale(zero=True))
    kinds = [_INSIDE, _OUTSIDE]
    legend = alt.Legend(title=None, orient="top")
    looks = {
        "shape": alt.Shape(
            "kind:N", scale=alt.Scale(domain=kinds, range=["circle", "diamond"]), legend=legend
        ),
        "fill": alt.Fill(
            "kind:N", scale=alt.Scale(domain=kinds, range=[BLACK, VERMILION]), legend=legend
        ),
    }
    drawn = alt.Chart(rows(data)).encode(y=y)
    layers = (
        drawn.mark_bar(size=10, color=SKY, opacity=0.6).encode(x=x, x2="p95:Q"),
        drawn.mark_bar(size=10, color=BLUE, opacity=0.8).encode(x="p25:Q", x2="p75:Q"),
        drawn.mark_tick(color="white", thickness=3, size=14).encode(x="median:Q"),
        drawn.mark_point(size=70, stroke="white", opacity=1).encode(x="reported:Q", **looks),
    )
    return finished(layers, _caption(found, forecasts), alt.Step(_ROW))


def _in_order(forecasts: Sequence[Scored]) -> list[Scored]:
    quantities = list(QUANTITIES)
    return sorted(
        forecasts,
        key=lambda row: (
            quantities.index(row.expected.quantity),
            row.expected.as_of,
            row.origin,
        ),
    )


def _row(order: int, forecast: Scored) -> dict[str, object]:
    expected = forecast.expected
    what = expected.quantity.removesuffix("_monthly").replace("_", " ")
    said = (
        f"{forecast.reported:,}, expected {number(expected.median)} "
        f"({number(expected.p05)} to {number(expected.p95)})"
    )
    return {
        "forecast": f"{what} in {expected.as_of:%B %Y}, from {day(forecast.origin)}:\n{said}",
        "order": order,
        "kind": _INSIDE if forecast.score.inside90 else _OUTSIDE,
        "reported": forecast.reported,
        **{
            name: digits(getattr(expected, name)) for name in ("p05", "p25", "median", "p75", "p95")
        },
    }


def _caption(found: Backtest, forecasts: Sequence[Scored]) -> Caption:
    inside90 = sum(row.score.inside90 for row in forecasts)
    inside50 = sum(row.score.inside50 for row in forecasts)
    origins = [day(origin) for origin in sorted({row.origin for row in forecasts})]
    figures = {(row.expected.quantity, row.expected.as_of) for row in forecasts}
    return Caption(
        title=(
            f"Of {len(forecasts)} forecasts of {len(figures)} figures, {inside90} had what was "
            f"then reported inside their 90% interval and {inside50} inside their 50% interval"
        ),
        drawn=(
            "Bars: 90% and 50% intervals of the model's forecast; stroke: its median. Points: what "
            "was reported. So few figures, some of them forecast more than once, establish no "
            "coverage."
        ),
        condition=(
            "If capacity and choices went on as the scenario, calibrated to the figures known at "
            "each origin, assumes."
        ),
        source=(
            f"Forecast by '{found.scenario}', seed {found.seed}, from {listed(origins)}; only "
            "figures up to each origin were used."
        ),
        seen=(
            f"An interval and a point for each of {len(forecasts)} forecasts, by quantity, month "
            "and origin."
        ),
    )
