"""What does an axis of shares, money, a lever or months look like?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from textwrap import wrap

import altair as alt
import numpy as np

from sim.outcomes.indicators import INDICATORS
from sim.scenario.catalogue import spec_at
from sim.study.solving.levers import Lever

CUT = "The axis does not start at zero."
PERCENT = ".3~%"
"""Shares as percentages, without idle zeros."""
POUNDS = "'£' + replace(replace(format(datum.value, '.3~s'), 'G', ' billion'), 'M', ' million')"
"""Sums of money, as an expression."""

_HIDES = 0.2
"""Where values span less than this part of their size, zero would hide what they do."""
_MONTHS = 15
"""How many months are labelled at most."""
_MONTH = 30.44 * 86_400_000
"""In milliseconds."""
_CHARACTERS = 64
_TIMES = {"d": "days", "h": "hours", "min": "minutes", "s": "seconds"}


def value_scale(values: Iterable[float | None]) -> tuple[alt.Scale, str]:
    """Return a scale that starts at zero unless that would hide what is to be seen.

    Returns
    -------
    tuple
        The scale, and what the chart has to say about it: :data:`CUT`, or nothing.
    """
    known = np.array([value for value in values if value is not None])
    if not known.size:
        return alt.Scale(zero=True), ""
    low, high = float(known.min()), float(known.max())
    if low * high > 0 and 0 < high - low < _HIDES * max(abs(low), abs(high)):
        return alt.Scale(zero=False), CUT
    return alt.Scale(zero=True), ""


def indicator_axis(indicator: str) -> alt.Axis:
    """Return the axis of an indicator in its unit."""
    info = INDICATORS[indicator]
    unit = "%" if info.unit == "share" else info.unit
    title = [f"{shown(indicator)}, {unit}", *wrap(f"({info.about})", _CHARACTERS)]
    if info.unit == "GBP":
        return alt.Axis(title=title, labelExpr=POUNDS)
    return alt.Axis(title=title, format=PERCENT if info.unit == "share" else ",~f")


def lever_axis(lever: Lever) -> alt.Axis:
    """Return the axis of a lever in the unit in which it is shown."""
    unit = lever.entry.unit.removesuffix("ratio")
    unit = _TIMES.get(unit, unit)
    about = f"({spec_at(lever.path).about})"
    return alt.Axis(title=[f"{lever.path}{', ' if unit else ''}{unit}", *wrap(about, _CHARACTERS)])


def month_axis(months: Sequence[date], title: str) -> alt.Axis:
    """Return an axis of months, in the form of :func:`month_key`; years below the first of each.

    Parameters
    ----------
    months
        First days, in order.
    title
        Of the axis.
    """
    shown = list(months[:: -(-len(months) // _MONTHS)])
    first_of_year = [
        month_key(month)
        for number, month in enumerate(shown)
        if not number or month.year != shown[number - 1].year
    ]
    when = "toDate(datum.value + '-01')"
    return alt.Axis(
        title=title,
        values=[month_key(month) for month in shown],
        labelAngle=0,
        labelExpr=(
            f"indexof({first_of_year}, datum.value) < 0 ? utcFormat({when}, '%b') : "
            f"[utcFormat({when}, '%b'), utcFormat({when}, '%Y')]"
        ),
    )


def day_axis(field: str = "when") -> alt.X:
    """Return days with labels for months, of rows of :func:`on_days`.

    Ticks follow what is drawn, so that another run can be shown on the same axis.
    """
    months = f"ceil((domain('x')[1] - domain('x')[0]) / {_MONTHS * _MONTH:.0f})"
    year = "datum.index && utcmonth(datum.value)"
    return alt.X(
        f"{field}:T",
        scale=alt.Scale(type="utc", nice=False),
        axis=alt.Axis(
            title=None,
            grid=False,
            tickCount=alt.ExprRef(f"{{interval: 'month', step: {months}}}"),
            labelExpr=(
                f"{year} ? utcFormat(datum.value, '%b') : "
                "[utcFormat(datum.value, '%b'), utcFormat(datum.value, '%Y')]"
            ),
        ),
    )


def on_days(name: str, **more: str) -> alt.Chart:
    """Return a chart of rows of a name with a ``date``, such as 2025-08-06, for a :func:`day_axis`.

    Parameters
    ----------
    name
        Of the rows.
    more
        Other fields that hold a date, each by the name under which it can be encoded.
    """
    days = {"when": "date", **more}
    read = {new: f"toDate(datum.{field})" for new, field in days.items()}
    return alt.Chart(alt.NamedData(name)).transform_calculate(**read)


def month_key(month: date) -> str:
    """Return a month as data have it, such as 2025-08."""
    return f"{month:%Y-%m}"


def shown(name: str) -> str:
    """Return the name of an indicator as words."""
    return name.replace("_", " ")


def defined(value: float) -> float | None:
    """Return a number as data have it: nothing where it is undefined."""
    return float(value) if np.isfinite(value) else None
