"""How does a series look in a terminal?

Small charts of block characters: the band is the 90% interval, the line the median.
A rule marks a limit where one is given. They read at 80 columns and without colour.
"""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

MEDIAN, BAND, LIMIT = "●", "░", "─"
WIDTH, HEIGHT = 60, 8


def chart(
    title: str,
    dates: list[date],
    quantiles: NDArray[np.float64],
    *,
    limit: NDArray[np.float64] | None = None,
    percent: bool = False,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> list[str]:
    """Draw the median and the 90% interval of a daily series.

    Parameters
    ----------
    title
        What is drawn.
    dates
        One for each day.
    quantiles
        Shape (3, days): 5%, median and 95%.
    limit
        Shape (days,): drawn as a rule, such as the places that people can take.
    percent
        True to label shares as percentages.
    width, height
        Of the plot, in characters.

    Returns
    -------
    list of str
        The lines of the chart.
    """
    days = np.linspace(0, len(dates) - 1, min(width, len(dates))).round().astype(int)
    series = quantiles if limit is None else np.vstack([quantiles, limit])
    shown = np.nan_to_num(series[:, days])
    low, high = min(0.0, float(shown.min())), max(float(shown.max()), 1e-9)
    step = (high - low) / (height - 2 if low < 0 else height - 1)
    low = np.floor(low / step) * step  # so that zero has a row of its own
    rows = np.rint((shown - low) / step).astype(int)
    labels = [_label(low + step * row, percent) for row in range(height)]
    margin = max(len(label) for label in labels)
    lines = [title]
    for row in reversed(range(height)):
        cells = "".join(_cell(row, *column) for column in rows.T)
        lines.append(f"{labels[row]:>{margin}} ┤{cells}")
    first, last = dates[0].isoformat(), dates[-1].isoformat()
    lines.append(
        " " * (margin + 2) + f"{first}{last:>{max(len(days) - len(first), len(last) + 1)}}"
    )
    return lines


def _cell(row: int, low: int, middle: int, high: int, limit: int | None = None) -> str:
    if row == middle:
        return MEDIAN
    if row == limit:
        return LIMIT
    return BAND if low <= row <= high else " "


def _label(value: float, percent: bool) -> str:
    return f"{100 * value:.1f}%" if percent else f"{value:,.0f}".replace("-", "−")
