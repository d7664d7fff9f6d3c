"""What does a contrast show as tables?"""

from __future__ import annotations

import numpy as np

from sim.ensemble.quantiles import Summary, summarise
from sim.outcomes.indicators import INDICATORS
from sim.show.contrast_months import months_table, parting_table
from sim.show.contrast_words import SAVED, written
from sim.show.findings import Cell, FoundTable
from sim.show.pages.found import MAIN, MONEY, PEOPLE
from sim.show.two_ways import WITH, WITHOUT
from sim.show.words import interval, number
from sim.study.contrasting.contrast import Contrast
from sim.study.contrasting.paired import Difference

NET = "people returned, net"
_RATIO = ("variance_ratio", "variance_ratio_low", "variance_ratio_high")
_WHOLE = (
    "median",
    "mean",
    "p05",
    "p95",
    "mean_low",
    "mean_high",
    "sign_is_established",
    "defined",
    *_RATIO,
)
"""Parts of a difference, in the order of columns."""


def contrast_tables(contrast: Contrast, named: str) -> tuple[FoundTable, ...]:
    """Return the tables of a contrast, that of the differences first."""
    matched = any(found.swaps for found in contrast.others.values())
    return (
        _differences(contrast, named),
        *([_people(contrast)] if matched else []),
        parting_table(contrast),
        months_table(contrast),
        _saving(contrast),
    )


def _differences(contrast: Contrast, named: str) -> FoundTable:
    shown = {
        name: words for name, words in (MAIN | PEOPLE | MONEY).items() if _tells(contrast, name)
    }
    names = list(INDICATORS)
    cells = [
        (
            words,
            _cell(summarise(contrast.base.indicator(name), INDICATORS[name].unit)),
            *(
                written(found.differences[name], INDICATORS[name].unit)
                for found in contrast.others.values()
            ),
        )
        for name, words in shown.items()
    ]
    return FoundTable(
        name="differences",
        title="What changes: the base, and paired differences from it: medians (90% intervals)",
        headings=("", named, *contrast.others),
        cells=tuple(cells),
        columns=("scenario", "indicator", "unit", *_WHOLE),
        rows=tuple(
            (name, indicator, INDICATORS[indicator].unit, *_numbers(found.differences[indicator]))
            for name, found in contrast.others.items()
            for indicator in names
        ),
    )


def _people(contrast: Contrast) -> FoundTable:
    rows: list[tuple[str, str, Summary, float]] = []
    for name, found in contrast.others.items():
        if found.swaps is None:
            continue
        only_with, only_without = found.swaps.only_with.counts, found.swaps.only_without.counts
        for kind, counts in (
            (WITH, only_with),
            (WITHOUT, only_without),
            (NET, only_with - only_without),
        ):
            rows.append((name, kind, summarise(counts, "people"), float(counts.mean())))
    return FoundTable(
        name="people",
        title="Who is returned, each person once; the two add up to the net in every replication",
        headings=("", "", "median", "mean", "90% interval"),
        cells=tuple(
            (name, kind, number(found.median), number(mean), interval(found))
            for name, kind, found, mean in rows
        ),
        columns=("scenario", "people", "median", "mean", "p05", "p95"),
        rows=tuple(
            (name, kind, found.median, mean, found.p05, found.p95)
            for name, kind, found, mean in rows
        ),
    )


def _saving(contrast: Contrast) -> FoundTable:
    rows = [
        (name, words, found.differences[indicator])
        for name, found in contrast.others.items()
        for indicator, words in SAVED.items()
    ]
    return FoundTable(
        name="common_luck",
        title="How sure, and what common luck saved",
        headings=(
            "",
            "",
            "mean difference (95% interval)",
            "sign",
            "variance, times smaller than of independent runs (95% interval)",
        ),
        cells=tuple(
            (name, words, _mean(found), _sign(found), _ratio(found)) for name, words, found in rows
        ),
        columns=("scenario", "difference", "mean", "mean_low", "mean_high", *_RATIO),
        rows=tuple(
            (
                name,
                words,
                found.mean,
                found.mean_low,
                found.mean_high,
                *(getattr(found, part) for part in _RATIO),
            )
            for name, words, found in rows
        ),
    )


def _tells(contrast: Contrast, name: str) -> bool:
    """Return whether an indicator is defined and not zero wherever one looks."""
    sides = [contrast.base, *(found.other for found in contrast.others.values())]
    return any(np.any(np.nan_to_num(side.indicator(name))) for side in sides)


def _numbers(found: Difference) -> tuple[Cell, ...]:
    return tuple(getattr(found, part) for part in _WHOLE)


def _cell(summary: Summary) -> str:
    return f"{number(summary.median, summary.unit)} ({interval(summary)})"


def _mean(found: Difference) -> str:
    if found.mean is None or found.mean_low is None or found.mean_high is None:
        return "undefined"
    return f"{found.mean:+,.1f} ({found.mean_low:+,.1f} to {found.mean_high:+,.1f})".replace(
        "-", "−"
    )


def _sign(found: Difference) -> str:
    return "established" if found.sign_is_established else "open"


def _ratio(found: Difference) -> str:
    if found.variance_ratio is None:
        return "the difference does not vary" if found.defined > 1 else "undefined"
    return (
        f"{found.variance_ratio:.1f} "
        f"({found.variance_ratio_low:.1f} to {found.variance_ratio_high:.1f})"
    )
