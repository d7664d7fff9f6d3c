"""How does a difference between scenarios grow, month by month?"""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt

from sim.show.contrast_months import month_numbers
from sim.study.contrasting.versus import Versus


def difference_chart(others: Mapping[str, Versus], series: str, words: str) -> alt.TopLevelMixin:
    """Draw the median and the 90% interval of a paired difference at the end of each month.

    Parameters
    ----------
    others
        By name; each gets a panel.
    series
        See :meth:`~sim.study.contrasting.versus.Versus.apart`.
    words
        What it is called.
    """
    values = [
        {"scenario": name, "month": f"{month:%b %Y}", "median": median, "low": low, "high": high}
        for name, versus in others.items()
        for month, (median, _, low, high) in zip(
            versus.months, month_numbers(versus, series), strict=True
        )
    ]
    data = alt.InlineData(values=values)
    base = alt.Chart(data).encode(x=alt.X("month:O", sort=None, title="end of the month"))
    band = base.mark_area(opacity=0.3).encode(y=alt.Y("low:Q", title="people"), y2="high:Q")
    line = base.mark_line(point=True).encode(y="median:Q")
    zero = alt.Chart(data).mark_rule(strokeDash=[4, 4]).encode(y=alt.datum(0))
    layers = alt.layer(band, line, zero).properties(width=420, height=180)
    panels = alt.Facet("scenario:N", title=None, sort=list(others))
    title = f"Difference in {words}, other less base: median and 90% interval"
    return layers.facet(facet=panels, columns=1, title=title)
