"""What did reported figures teach about each uncertain value?

Prior and posterior on a scale that all values share: standard deviations of the prior, where it is
bent to be normal. So what the figures narrowed or moved is seen at a glance, whatever its unit.
"""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt
import numpy as np
from scipy.special import ndtr, ndtri

from sim.ensemble.quantiles import LEVELS
from sim.evidence.learning.learned import IDENTIFIED, unit_of, value_at
from sim.scenario.posterior import GROWTH_PRIOR, Posterior, prior_words
from sim.scenario.schema import Scenario
from sim.show.plots.looks import BLUE, PALE, SKY, VERMILION, Caption, digits, finished, rows
from sim.show.words import day

_ROW = 32
_ENDS = {name: float(ndtri(level)) for name, level in LEVELS.items()}
"""The prior, in its standard deviations."""
_TWO_LINES = "split(datum.label, '\\n')"


@dataclass(frozen=True)
class Taught:
    """One value before and after the figures.

    Attributes
    ----------
    name
        Its key path, or the name of a step or a departure.
    scores
        Quantiles of what was learned in standard deviations of the prior, as in ``LEVELS``.
    spread
        Standard deviation of what was learned, relative to the prior's.
    words
        Median and 90% interval of what was learned and of the prior, in the value's unit.
    """

    name: str
    scores: dict[str, float]
    spread: float
    words: str


def posterior_chart(scenario: Scenario) -> alt.LayerChart:
    """Draw prior and posterior of every learned value, those that were narrowed most first.

    Parameters
    ----------
    scenario
        A calibrated one.

    Raises
    ------
    ValueError
        If it is not calibrated.
    """
    if scenario.posterior is None:
        raise ValueError(f"'{scenario.name}' is not calibrated")
    values = taught(scenario, scenario.posterior)
    data = [
        {"value": f"{value.name}:\n{value.words}", "order": order}
        | {name: digits(score) for name, score in value.scores.items()}
        | {f"prior_{name}": digits(end) for name, end in _ENDS.items()}
        for order, value in enumerate(values)
    ]
    y = alt.Y(
        "value:N",
        sort=alt.EncodingSortField("order", op="min"),
        title=None,
        axis=alt.Axis(labelExpr=_TWO_LINES, domain=False, ticks=False),
    )
    x = alt.X("prior_p05:Q", title="standard deviations of the prior, from its median")
    drawn = alt.Chart(rows(data)).encode(y=y)
    layers = (
        drawn.mark_bar(size=20, color=PALE).encode(x=x, x2="prior_p95:Q"),
        drawn.mark_bar(size=9, color=SKY, opacity=0.8).encode(x="p05:Q", x2="p95:Q"),
        drawn.mark_bar(size=9, color=BLUE).encode(x="p25:Q", x2="p75:Q"),
        drawn.mark_tick(color=VERMILION, thickness=3, size=17).encode(x="median:Q"),
    )
    return finished(layers, _caption(scenario, scenario.posterior, values), alt.Step(_ROW))


def taught(scenario: Scenario, posterior: Posterior) -> list[Taught]:
    """Return what became of every value that the scenario draws from what was learned."""
    entries = {entry.path: entry for entry in scenario.assumptions()}
    found = []
    for name in posterior.names:
        entry = entries.get(name)
        is_step = entry is None or entry.prior is None
        prior = GROWTH_PRIOR if entry is None or entry.prior is None else prior_words(entry.prior)
        if levels := posterior.of(name, prior):
            scores = ndtri(np.array(levels))
            at = dict(zip(LEVELS, np.quantile(scores, list(LEVELS.values())).tolist(), strict=True))
            now, before = (
                _three([value_at(float(ndtr(ends[q])), entry) for q in ("median", "p05", "p95")])
                for ends in (at, _ENDS)
            )
            unit = "standard deviations" if is_step else unit_of(entry)
            words = f"{now}, prior {before}{', ' if unit else ''}{unit}"
            found.append(Taught(name, at, float(scores.std()), words))
    return sorted(found, key=lambda value: value.spread)


def _caption(scenario: Scenario, posterior: Posterior, values: list[Taught]) -> Caption:
    return Caption(
        title=_title(posterior, values),
        drawn=(
            "Wide bar: 90% interval of the prior. Narrow bar: 90% and 50% intervals of what was "
            "learned; stroke: its median. Numbers: median (90% interval), learned and prior."
        ),
        condition=(
            "If the model made the figures; that it agrees with what taught it is no test of it."
        ),
        source=(
            f"Learned by '{scenario.name}' from figures to {day(posterior.until)}: "
            f"{posterior.sets:,} sets of values that go together."
        ),
        seen=f"Two bars for each of {len(values)} values, those that were narrowed most first.",
    )


def _title(posterior: Posterior, values: list[Taught]) -> str:
    narrowed = [value for value in values if value.spread <= IDENTIFIED]
    said = (
        f"Figures to {day(posterior.until)} narrow {len(narrowed)} of {len(values)} uncertain "
        f"values to at most {IDENTIFIED:g} of their prior's spread"
    )
    best = narrowed[0] if narrowed else None
    return f"{said}, {best.name} most: {best.words}" if best else said


def _three(quantiles: list[float]) -> str:
    median, low, high = (f"{number:.3g}".replace("-", "−") for number in quantiles)
    return f"{median} ({low} to {high})"
