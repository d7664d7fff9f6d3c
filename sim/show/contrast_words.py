"""What does a contrast say in sentences?"""

from __future__ import annotations

from collections.abc import Mapping

from sim.outcomes.indicators import INDICATORS
from sim.show.words import condition, day, difference, how_drawn, listed
from sim.study.contrasting.contrast import Contrast
from sim.study.contrasting.paired import Difference
from sim.study.contrasting.precise import MOST_REPLICATIONS, half_widths
from sim.study.contrasting.versus import Versus

ENOUGH = 3.0
"""Common luck that saves less than this many times the variance has not saved much."""
HEADLINES = {"returns": "returns", "inbound": "inbound", "net_flow": "net flow"}
SAVED = HEADLINES | {"people_detained": "people detained"}


def found_sentence(contrast: Contrast, named: str) -> str:
    """Write what changes, with intervals, date and condition."""
    scenarios = [contrast.base.scenario, *(v.other.scenario for v in contrast.others.values())]
    return (
        f"{condition(*scenarios)}, then by {day(scenarios[0].scheme.horizon.value)} "
        f"{'; '.join(_changes(found, name, named) for name, found in contrast.others.items())} "
        "(medians of the paired differences, with 90% intervals)."
    )


def rests_sentence(contrast: Contrast) -> str:
    """Write what a contrast rests on, how much common luck saved and how precise it is."""
    drawn = how_drawn(contrast.settings.at_central)
    return (
        f"This rests on {contrast.replications:,} replications of each scenario, seed "
        f"{contrast.settings.seed}, {drawn}, all under the same luck: "
        f"{_saved(contrast)}; {_precision(contrast)}."
    )


def little_saved(contrast: Contrast) -> str | None:
    """Say where common luck saved less than three times the variance; None if nowhere."""
    little = [
        f"{words} ({name}: {ratio:.1f} times)"
        for name, found in contrast.others.items()
        for indicator, words in SAVED.items()
        if (ratio := found.differences[indicator].variance_ratio) is not None and ratio < ENOUGH
    ]
    if not little:
        return None
    return (
        "Common luck saved less than three times the variance of the difference in "
        f"{listed(little)}: there the two scenarios do not rise and fall together, or one of them "
        "hardly varies."
    )


def written(found: Difference, unit: str) -> str:
    """Write a median of paired differences with its 90% interval."""
    if found.median is None:
        return "undefined"
    low, high = difference(found.p05, unit), difference(found.p95, unit)
    return f"{difference(found.median, unit)} ({low} to {high})"


def changes(differences: Mapping[str, Difference]) -> str:
    """Write by how much the headlines change, such as ``returns by +20 (+9 to +31)``."""
    return listed(
        [
            f"{words} by {written(differences[indicator], INDICATORS[indicator].unit)}"
            for indicator, words in HEADLINES.items()
        ]
    )


def _changes(found: Versus, name: str, named: str) -> str:
    return f"{name} instead of {named} would change {changes(found.differences)}"


def _saved(contrast: Contrast) -> str:
    ratios = {name: v.differences["returns"] for name, v in contrast.others.items()}
    said = [
        _saved_of(found, f" for {name}" if len(ratios) > 1 else "")
        for name, found in ratios.items()
    ]
    return f"the variance of the difference in returns {listed(said)}"


def _saved_of(found: Difference, whose: str) -> str:
    if found.variance_ratio is None:
        return f"is zero{whose}" if found.defined > 1 else f"is unknown{whose}"
    around = f"{found.variance_ratio_low:.1f} to {found.variance_ratio_high:.1f}"
    little = ", less than three times" if found.variance_ratio < ENOUGH else ""
    return (
        f"is {found.variance_ratio:.1f} times smaller than that of independent runs{whose} "
        f"(95% interval {around}{little})"
    )


def _precision(contrast: Contrast) -> str:
    widths = [
        width
        for found in contrast.others.values()
        for width in half_widths(found.base, found.other).values()
    ]
    if max(widths) == float("inf"):
        return "how precisely the mean differences are known cannot be said"
    known = (
        "the mean differences in returns and in inbound are known to within "
        f"±{_percent(max(widths))} of the base's mean returns"
    )
    options = contrast.options
    if options.replications is not None:
        return known
    if contrast.is_precise:
        return f"{known}, and ±{_percent(options.precision)} was asked for"
    return (
        f"{known}, short of the ±{_percent(options.precision)} that was asked for, after the most "
        f"replications that are run ({MOST_REPLICATIONS:,})"
    )


def _percent(share: float) -> str:
    """Write a share as a percentage of two digits."""
    return f"{float(f'{100 * share:.2g}'):g}%"
