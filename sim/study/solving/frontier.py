"""What would two levers do together?

An indicator over a grid of settings, all under the same luck, and the lines along which it has a
given level.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.quantiles import median_half_width
from sim.ensemble.rows import Gatherer
from sim.outcomes.indicators import INDICATORS
from sim.scenario.problems import nearest
from sim.scenario.schema import Scenario
from sim.study.errors import StudyError
from sim.study.solving.horizon import ending_on
from sim.study.solving.levers import Lever
from sim.study.trials import Trials, Variant, column, trial_rows

STEPS = 15
"""Settings of each lever."""
FIRST, MOST = 50, 200
"""Replications of each point at first, and at most where a precision decides."""
PRECISION = 0.05
"""Half-width of the 95% interval of a median, relative to the range over the grid."""
_LEVELS = 7

Samples = NDArray[np.float64]
How = Literal["rising", "falling", "above", "below", "undefined"]


@dataclass(frozen=True, slots=True)
class Passage:
    """Where medians pass a level, as the second lever goes up.

    Attributes
    ----------
    across
        Setting of the first lever.
    up
        Setting of the second at which they first pass it, on a straight line between settings;
        None where they do not.
    how
        Which way they pass it, or on which side of it they stay over the whole range.
    """

    across: float
    up: float | None
    how: How


@dataclass(frozen=True)
class Frontier:
    """An indicator over two levers.

    Attributes
    ----------
    scenario, levers, indicator
        What was asked.
    across, up
        Settings of the first lever and of the second, ascending, in base units.
    quantiles
        5%, median and 95% over replications, shape (3, up, across); NaN where undefined.
    half_width
        The largest half-width of the 95% interval of a median.
    is_precise
        Whether that is within the precision.
    undefined
        The largest share of replications at a point that do not define the indicator.
    seed, replications, at_central
        How it was run.
    """

    scenario: Scenario
    levers: tuple[Lever, Lever]
    indicator: str
    across: Samples
    up: Samples
    quantiles: Samples
    half_width: float
    is_precise: bool
    undefined: float
    seed: int
    replications: int
    at_central: bool

    @property
    def medians(self) -> Samples:
        """Medians, shape (up, across)."""
        return np.asarray(self.quantiles[1])

    @property
    def levels(self) -> list[float]:
        """Round levels between the lowest and the highest median."""
        return round_levels(self.medians)

    def passages(self, level: float) -> list[Passage]:
        """Return, for each setting of the first lever, where the second passes a level."""
        columns = zip(self.across.tolist(), self.medians.T, strict=True)
        return [_passage(setting, self.up, medians, level) for setting, medians in columns]


def find_frontier(
    scenario: Scenario,
    levers: tuple[Lever, Lever],
    indicator: str,
    gatherer: Gatherer,
    by: date | None = None,
    steps: int = STEPS,
) -> Frontier:
    """Run a scenario over a grid of two levers.

    Parameters
    ----------
    scenario
        As loaded.
    levers
        Of this scenario; of two different values.
    indicator
        Name.
    gatherer
        Runs the replications: as many of each point as its settings say, or as many as the
        precision takes.
    by
        Date at whose end the indicator is read; the scenario's last day if not given.
    steps
        How many settings of each lever.

    Raises
    ------
    StudyError
        If the indicator is unknown, the levers are one, or the date cannot be simulated.
    WorkersError
        If the workers cannot be reached, or cannot finish a replication.
    """
    if indicator not in INDICATORS:
        raise StudyError(f"'{indicator}' is no indicator; {nearest(indicator, sorted(INDICATORS))}")
    if levers[0].path == levers[1].path:
        raise StudyError(f"both levers are '{levers[0].path}'; write another for the second")
    asked = gatherer.settings
    dated = ending_on(scenario, by)
    across, up = (_spaced(lever.settings, steps) for lever in levers)
    variants = tuple(
        Variant({levers[1].path: levers[1].at(y), levers[0].path: levers[0].at(x)})
        for y in up.tolist()
        for x in across.tolist()
    )
    trials = Trials.of(dated, variants, asked)
    points = range(len(variants))
    with gatherer.open(trials, "frontier") as gathering:
        count = asked.replications or FIRST
        while True:
            gathering.rows(n for point in points for n in trials.numbers(point, range(count)))
            samples = np.array(
                [column(trial_rows(gathering, point, range(count)), indicator) for point in points]
            )
            quantiles, half_width = _summarised(samples)
            known = quantiles[1][~np.isnan(quantiles[1])]
            spread = float(np.ptp(known)) if known.size else 0.0
            is_precise = half_width <= (asked.precision or PRECISION) * spread
            if asked.replications or count >= MOST or is_precise:
                break
            count *= 2
    return Frontier(
        dated,
        levers,
        indicator,
        across,
        up,
        quantiles.reshape(3, up.size, across.size),
        half_width,
        is_precise,
        float(np.isnan(samples).mean(axis=1).max()),
        asked.seed,
        count,
        asked.at_central,
    )


def _spaced(settings: Samples, steps: int) -> Samples:
    """Choose settings at even distances, both ends among them."""
    last = len(settings) - 1
    chosen = np.unique(np.linspace(0, last, min(steps, last + 1)).round().astype(int))
    return np.asarray(settings[chosen])


def _summarised(samples: Samples) -> tuple[Samples, float]:
    """Return quantiles at each point, shape (3, points), and the widest half-width of a median."""
    quantiles = np.full((3, len(samples)), np.nan)
    widest = 0.0
    for point, row in enumerate(samples):
        defined = row[~np.isnan(row)]
        if defined.size:
            quantiles[:, point] = np.quantile(defined, (0.05, 0.5, 0.95))
            widest = max(widest, median_half_width(defined))
    return quantiles, widest


def round_levels(medians: Samples) -> list[float]:
    """Return a few round numbers within the range of medians, such as 1%, 2% and 3%."""
    if np.isnan(medians).all():
        return []
    low, high = float(np.nanmin(medians)), float(np.nanmax(medians))
    if not high > low:
        return []
    rough = (high - low) / (_LEVELS + 1)
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(power * by for by in (1, 2, 5, 10) if power * by >= rough)
    first, last = int(np.floor(low / step)) + 1, int(np.ceil(high / step)) - 1
    return [float(f"{step * number:.10g}") for number in range(first, last + 1)]


def _passage(across: float, settings: Samples, medians: Samples, level: float) -> Passage:
    if np.isnan(medians).any():
        return Passage(across, None, "undefined")
    above = medians >= level
    if above.all() or not above.any():
        return Passage(across, None, "above" if above.all() else "below")
    left = int(np.flatnonzero(np.diff(above))[0])
    low, high = medians[left], medians[left + 1]
    part = (level - low) / (high - low)
    at = float(settings[left] + part * (settings[left + 1] - settings[left]))
    return Passage(across, at, "falling" if above[left] else "rising")
