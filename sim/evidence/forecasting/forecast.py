"""What is expected to be reported in the months after a day?

A calibrated scenario is run beyond the last figure, with the arrivals that followed unknown to it.
Monthly counts are simulated; totals are what was reported so far and the months on top.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.first_use import Say
from sim.ensemble.quantiles import LEVELS
from sim.ensemble.result import Result
from sim.ensemble.run import run
from sim.ensemble.settings import Settings
from sim.evidence.errors import EvidenceError
from sim.evidence.figures import Figure
from sim.evidence.forecasting.months import SERIES, ends_month, month_ends, reported_total
from sim.evidence.learning.calibrate import calibrate
from sim.evidence.learning.known import as_known_on
from sim.evidence.quantities import simulated
from sim.scenario.schema import Scenario

REPLICATIONS = 2_000
"""How many futures are simulated."""

Paths = NDArray[np.float64]
"""One row a future, one column a month."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of one quantity at the end of a month."""

    quantity: str
    as_of: date
    median: float
    p05: float
    p25: float
    p75: float
    p95: float

    def as_dict(self) -> dict[str, Any]:
        """Return the row of the JSON document."""
        numbers = {name: getattr(self, name) for name in ("median", "p05", "p25", "p75", "p95")}
        return {"quantity": self.quantity, "as_of": self.as_of.isoformat()} | numbers


@dataclass(frozen=True)
class Forecast:
    """Simulated months after the last that was reported.

    Attributes
    ----------
    scenario
        As run.
    origin
        The last day of which a figure was known.
    seed
        Of the futures.
    months
        Last day of each month ahead.
    paths
        People returned, and people who came in, in each month: by series.
    so_far
        What had been reported to the origin, by series.
    """

    scenario: Scenario
    origin: date
    seed: int
    months: tuple[date, ...]
    paths: dict[str, Paths]
    so_far: dict[str, int]

    @property
    def figures(self) -> tuple[Expected, ...]:
        """What is expected of every quantity, month by month."""
        return tuple(self._expected())

    def _expected(self) -> Iterator[Expected]:
        totals = {s: self.so_far[s] + np.cumsum(self.paths[s], axis=1) for s in SERIES}
        quantities = {f"{series}_monthly": self.paths[series] for series in SERIES}
        quantities |= {f"{series}_cumulative": totals[series] for series in SERIES}
        quantities["net_flow"] = totals["inbound"] - totals["returns"]
        for quantity in sorted(quantities, key=ORDER.index):
            for column, day in enumerate(self.months):
                yield expected(quantity, day, quantities[quantity][:, column])


ORDER = (
    "returns_monthly",
    "returns_cumulative",
    "inbound_monthly",
    "inbound_cumulative",
    "net_flow",
)
"""Quantities that a forecast speaks of."""


def expected(quantity: str, as_of: date, samples: NDArray[np.float64]) -> Expected:
    """Summarise what is expected of a quantity, from equally likely samples."""
    at = np.quantile(samples, list(LEVELS.values())).tolist()
    return Expected(quantity, as_of, **dict(zip(LEVELS, at, strict=True)))


def forecast(
    scenario: Scenario,
    figures: Sequence[Figure],
    origin: date,
    until: date,
    settings: Settings | None = None,
    progress: Callable[[int], None] = lambda done: None,
    say: Say = lambda text: None,
) -> Forecast:
    """Forecast the months from a day on.

    Parameters
    ----------
    scenario
        Calibrated to figures of no later day than the origin, or not: then it is calibrated to
        that day first.
    figures
        As reported; those after the origin are not used.
    origin
        The last day of a month.
    until
        The last day to forecast.
    settings
        Replications, seed and workers.
    progress, say
        As for :func:`sim.ensemble.run.run`.

    Raises
    ------
    EvidenceError
        If the scenario was calibrated to later figures; if no month ends between the two days;
        if they cannot be simulated; or if totals at the origin were not reported.
    """
    months = months_ahead(origin, until)
    so_far = totals_at(figures, origin)
    settings = settings or Settings(REPLICATIONS)
    as_known_on(scenario, origin, until)  # refused before anything long begins
    if scenario.posterior is None:
        say(f"Calibrating to figures until {origin}.")
        scenario = calibrate(scenario, figures, origin, settings, progress, say).calibrated
    elif scenario.posterior.until > origin:
        raise EvidenceError(
            f"'{scenario.name}' learned from figures to {scenario.posterior.until}, after "
            f"{origin}; name the scenario that it extends, to calibrate that to the earlier day"
        )
    known = as_known_on(scenario, origin, until)
    result = run(known, settings, progress, say=say)
    return Forecast(known, origin, settings.seed, months, simulated_months(result, months), so_far)


def months_ahead(origin: date, until: date) -> tuple[date, ...]:
    """Return the last days of the months that are forecast; see :func:`forecast`."""
    if not ends_month(origin):
        raise EvidenceError(f"{origin} does not end a month; write the last day of one")
    months = month_ends(origin, until)
    if not months:
        raise EvidenceError(f"no month ends after {origin} and by {until}; write a later day")
    return tuple(months)


def totals_at(figures: Sequence[Figure], origin: date) -> dict[str, int]:
    """Return what was reported to the origin; see :func:`forecast`."""
    totals = {series: reported_total(figures, series, origin) for series in SERIES}
    known = {series: total for series, total in totals.items() if total is not None}
    if missing := [series for series in SERIES if series not in known]:
        raise EvidenceError(f"no total of {missing[0]} was reported as of {origin}")
    return known


def simulated_months(result: Result, months: Sequence[date]) -> dict[str, Paths]:
    """Return each series' simulated months, shape (replications, months)."""
    return {
        series: np.column_stack([simulated(f"{series}_monthly", result, day) for day in months])
        for series in SERIES
    }
