"""How good would forecasts have been?

From every month end that the figures allow, the scenario is calibrated to what had been reported
by then and the months that followed are forecast; so do baselines that know only the months
before, and a pool of all, weighted by how each did from earlier origins. Each is scored on what
was then reported.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from math import fsum
from typing import Any

import numpy as np

from sim.ensemble.first_use import Say
from sim.ensemble.settings import Settings
from sim.evidence.errors import EvidenceError
from sim.evidence.figures import Figure
from sim.evidence.forecasting.baselines import BASELINES, baseline_samples
from sim.evidence.forecasting.forecast import REPLICATIONS, Expected, Paths, expected, forecast
from sim.evidence.forecasting.months import SERIES, reported_months
from sim.evidence.forecasting.pool import pool_weights, pooled
from sim.evidence.forecasting.scores import Score, relative_skill, score
from sim.scenario.schema import Scenario

MODEL, POOL = "model", "pool"
SHORTEST_HISTORY = 2
"""Months that must have been reported before anybody can continue them."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One forecast of one figure, and how good it was.

    Attributes
    ----------
    origin
        The last day of which the forecaster knew anything.
    forecaster
        ``model``, ``pool`` or a baseline.
    weight
        Its say in the pool at that origin; None for the pool itself.
    expected
        What it expected.
    reported
        What was reported.
    score
        How good that was.
    """

    origin: date
    forecaster: str
    weight: float | None
    expected: Expected
    reported: int
    score: Score

    def as_dict(self) -> dict[str, Any]:
        """Return the row of the JSON document."""
        who = {"origin": self.origin.isoformat(), "forecaster": self.forecaster}
        said = self.expected.as_dict() | {"reported": self.reported, "weight": self.weight}
        return who | said | asdict(self.score)


@dataclass(frozen=True)
class Backtest:
    """Every forecast, scored.

    Attributes
    ----------
    scenario, seed
        What was calibrated, and the seed.
    rows
        By origin, series, month and forecaster.
    """

    scenario: str
    seed: int
    rows: tuple[Scored, ...]

    @property
    def forecasters(self) -> tuple[str, ...]:
        """The model, the pool, then the baselines."""
        return tuple(dict.fromkeys(row.forecaster for row in self.rows))

    def of(self, forecaster: str) -> list[Scored]:
        """Return the forecasts of one forecaster."""
        return [row for row in self.rows if row.forecaster == forecaster]

    def summary(self) -> dict[str, dict[str, float]]:
        """Return for each forecaster its mean scores, its skill and what its intervals held.

        ``relative_wis`` is its mean weighted interval score over that of the best baseline.
        """
        wis = {name: [row.score.wis for row in self.of(name)] for name in self.forecasters}
        skill = relative_skill(wis, list(BASELINES))
        return {
            name: {
                "forecasts": len(rows := self.of(name)),
                "wis": fsum(wis[name]) / len(rows),
                "crps": fsum(row.score.crps or 0.0 for row in rows) / len(rows),
                "relative_wis": skill[name],
                "inside50": sum(row.score.inside50 for row in rows),
                "inside90": sum(row.score.inside90 for row in rows),
            }
            for name in self.forecasters
        }

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON document."""
        return {
            "scenario": self.scenario,
            "seed": self.seed,
            "origins": [day.isoformat() for day in dict.fromkeys(r.origin for r in self.rows)],
            "summary": self.summary(),
            "forecasts": [row.as_dict() for row in self.rows],
        }


def backtest(
    scenario: Scenario,
    figures: Sequence[Figure],
    settings: Settings | None = None,
    progress: Callable[[int], None] = lambda done: None,
    say: Say = lambda text: None,
) -> Backtest:
    """Forecast from every origin that the figures allow, and score.

    Parameters
    ----------
    scenario
        As loaded; calibrated anew for every origin.
    figures
        As reported.
    settings
        Replications of each forecast, seed and workers.
    progress, say
        As for :func:`sim.evidence.learning.calibrate.calibrate`.

    Raises
    ------
    EvidenceError
        If fewer than three months were reported.
    """
    settings = settings or Settings()
    if settings.replications is None:
        settings = replace(settings, replications=REPLICATIONS)
    months = {series: reported_months(figures, series) for series in SERIES}
    shared = sorted(set.intersection(*(set(counts) for counts in months.values())))
    origins = shared[SHORTEST_HISTORY - 1 : -1]
    if not origins:
        raise EvidenceError("a backtest needs at least three months that were reported")
    untaught = scenario.model_copy(update={"posterior": None})
    rows: list[Scored] = []
    for origin in origins:
        ahead = forecast(untaught, figures, origin, shared[-1], settings, progress, say)
        weights = pool_weights(_past(rows, origin))
        for series in SERIES:
            history = [count for day, count in months[series].items() if day <= origin]
            paths = {MODEL: ahead.paths[series]} | _baselines(history, ahead.paths[series])
            with_pool = {MODEL: paths[MODEL], POOL: pooled(paths, weights, len(paths[MODEL]))}
            for column, day in enumerate(ahead.months):
                if day not in months[series]:
                    continue
                for name, samples in (with_pool | paths).items():
                    reported = months[series][day]
                    said = expected(f"{series}_monthly", day, samples[:, column])
                    how_good = score(samples[:, column], reported)
                    rows.append(Scored(origin, name, weights.get(name), said, reported, how_good))
    return Backtest(scenario.name, settings.seed, tuple(rows))


def _baselines(history: list[int], like: Paths) -> dict[str, Paths]:
    draws, months = like.shape
    past = np.array(history, dtype=np.float64)
    return {name: baseline_samples(name, past, months, draws) for name in BASELINES}


def _past(rows: Sequence[Scored], origin: date) -> dict[str, list[float]]:
    """Return each forecaster's scores that were known at an origin."""
    known = [row for row in rows if row.expected.as_of <= origin and row.forecaster != POOL]
    return {
        name: [row.score.wis for row in known if row.forecaster == name]
        for name in (MODEL, *BASELINES)
    }
