"""When do scenarios part, and how does their difference grow?"""

from __future__ import annotations

from datetime import date

import numpy as np

from sim.show.findings import FoundTable
from sim.show.words import difference
from sim.study.contrasting.contrast import Contrast
from sim.study.contrasting.pairs import COUNTED
from sim.study.contrasting.versus import Versus

NEVER = "never"
SERIES = (*COUNTED, "net_flow")
CERTAIN = {"returns": "cumulative returns", "net_flow": "net flow"}
"""Of which it is said from when on their difference is certain."""


def parting_table(contrast: Contrast) -> FoundTable:
    """Return when each scenario parts from the base."""
    differ = {name: found.parts_in for name, found in contrast.others.items()}
    certain = {
        name: [found.certain_from(series) for series in CERTAIN]
        for name, found in contrast.others.items()
    }
    return FoundTable(
        name="parting",
        title="When they part",
        headings=(
            "",
            "half of the replications differ in a daily series by the end of",
            *(
                f"90% interval of the difference in {words} leaves out zero from the end of"
                for words in CERTAIN.values()
            ),
        ),
        cells=tuple(
            (name, month_words(differ[name]), *(month_words(month) for month in certain[name]))
            for name in differ
        ),
        columns=("scenario", "differs", *CERTAIN),
        rows=tuple(
            (name, iso_month(differ[name]), *(iso_month(month) for month in certain[name]))
            for name in differ
        ),
    )


def months_table(contrast: Contrast) -> FoundTable:
    """Return the differences at the end of each month; for people those in returns."""
    months = next(iter(contrast.others.values())).months
    returns = [month_numbers(found, "returns") for found in contrast.others.values()]
    return FoundTable(
        name="months",
        title="Difference in cumulative returns at the end of each month: median (90% interval)",
        headings=("", *contrast.others),
        cells=tuple(
            (f"{month:%B %Y}", *(_written(numbers[place]) for numbers in returns))
            for place, month in enumerate(months)
        ),
        columns=("scenario", "series", "month", "median", "mean", "p05", "p95"),
        rows=tuple(
            (name, series, iso_month(month), *numbers)
            for name, found in contrast.others.items()
            for series in SERIES
            for month, numbers in zip(months, month_numbers(found, series), strict=True)
        ),
    )


def month_numbers(found: Versus, series: str) -> list[tuple[float, float, float, float]]:
    """Return median, mean, p05 and p95 of a difference at the end of each month."""
    apart = found.apart(series)
    low, median, high = np.quantile(apart, (0.05, 0.5, 0.95), axis=0).tolist()
    return list(zip(median, apart.mean(axis=0).tolist(), low, high, strict=True))


def month_words(month: date | None) -> str:
    """Write a month for people."""
    return f"{month:%B %Y}" if month else NEVER


def iso_month(month: date | None) -> str | None:
    """Write a month for programs."""
    return f"{month:%Y-%m}" if month else None


def _written(numbers: tuple[float, float, float, float]) -> str:
    median, _, low, high = (difference(value, "people") for value in numbers)
    return f"{median} ({low} to {high})"
