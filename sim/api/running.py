"""What would happen, beside what was reported, and what was learned from it?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from sim.api.scenarios import Named, loaded, say
from sim.ensemble.result import Result
from sim.ensemble.run import run as run_scenario
from sim.ensemble.settings import Settings
from sim.evidence.compare import compare as compare_figures
from sim.evidence.comparison import Comparison
from sim.evidence.figures import figures_of
from sim.evidence.forecasting.backtest import Backtest
from sim.evidence.forecasting.backtest import backtest as test_forecasts
from sim.evidence.forecasting.forecast import REPLICATIONS, Forecast
from sim.evidence.forecasting.forecast import forecast as make_forecast
from sim.evidence.learning.calibrate import Calibration
from sim.evidence.learning.calibrate import calibrate as learn_values
from sim.model.replicate import DEFAULT_ENGINE
from sim.scenario.load import load
from sim.study.asked import asked_sweep
from sim.study.sweep import SweepResult, run_sweep

__all__ = ["backtest", "calibrate", "compare", "forecast", "load", "run", "sweep"]


def run(
    scenario: Named,
    *,
    replications: int | None = None,
    precision: float | None = None,
    seed: int = 1,
    workers: int | None = None,
    cluster: str | None = None,
    at: Literal["central"] | None = None,
    engine: str | None = None,
) -> Result:
    """Run a scenario.

    Parameters
    ----------
    scenario
        Loaded, or its path or bare name.
    replications
        How many; 200 if neither this nor ``precision`` is given.
    precision
        Wanted half-width of the 95% interval of median returns and inbound, relative to
        the median.
    seed
        Of all luck.
    workers
        Number of processes; this one alone if not given. With more than one, a script
        needs the usual ``if __name__ == "__main__":``.
    cluster
        Address of a Dask scheduler whose workers run the replications instead.
    at
        ``"central"`` keeps uncertain values at their centres.
    engine
        ``"compiled"``, or ``"reference"`` for SimPy; compiled if Numba can be had.

    Raises
    ------
    ScenarioError
        If the scenario is not well formed.
    WorkersError
        If the cluster cannot be used, or a replication cannot be finished.
    ValueError
        If both ``replications`` and ``precision`` are given, or ``workers`` and ``cluster``.
    """
    if replications is not None and precision is not None:
        raise ValueError("choose one of replications and precision")
    if workers is not None and cluster is not None:
        raise ValueError("choose one of workers and cluster")
    settings = Settings(
        replications,
        precision,
        seed,
        workers or 1,
        at == "central",
        engine or DEFAULT_ENGINE,
        cluster,
    )
    return run_scenario(loaded(scenario), settings, say=say)


def sweep(
    scenario: Named,
    vary: str | None = None,
    over: Sequence[str | float] | None = None,
    *,
    replications: int | None = None,
    seed: int = 1,
    workers: int | None = None,
) -> SweepResult:
    """Run a scenario at each value of one unknown, under the same luck.

    Parameters
    ----------
    scenario
        Loaded, or its path or bare name.
    vary
        Key path of the value, such as ``"casework.accepted"``; the unknown that the scenario's
        own ``sweep`` names if not given.
    over
        What it is set to, each as a file may have it: ``["0%", "50%", "100%"]``.
    replications
        Of each value; 200 if not given.
    seed, workers
        As for :func:`run`.

    Raises
    ------
    ScenarioError
        If the scenario, the key path or a value is not well formed.
    StudyError
        If only one of ``vary`` and ``over`` is given, or neither and the scenario has no sweep.
    """
    read = loaded(scenario)
    values = None if over is None else ", ".join(str(value) for value in over)
    asked = asked_sweep(read, vary, values)
    settings = Settings(replications, None, seed, workers or 1, engine=DEFAULT_ENGINE)
    return run_sweep(read, asked, settings, say=say)


def compare(result: Result | Named, figures: str | Path | None = None) -> Comparison:
    """Set a result beside reported figures.

    Parameters
    ----------
    result
        A result, or a scenario to run with the defaults.
    figures
        File of reported figures; those that the scenario names if not given.
    """
    found = result if isinstance(result, Result) else run(result)
    return compare_figures(found, figures_of(found.scenario, _path(figures)))


def calibrate(
    scenario: Named,
    until: date,
    figures: str | Path | None = None,
    *,
    seed: int = 1,
    workers: int | None = None,
) -> Calibration:
    """Learn a scenario's uncertain values from the reported figures up to a day.

    Parameters
    ----------
    scenario
        Loaded, or its path or bare name.
    until
        The last day to learn from.
    figures
        File of reported figures; those that the scenario names if not given.
    seed, workers
        As for :func:`run`.

    Returns
    -------
    Calibration
        ``.calibrated`` is the scenario with what was learned, to run or to forecast with.
    """
    settings = Settings(seed=seed, workers=workers or 1, engine=DEFAULT_ENGINE)
    read = loaded(scenario)
    known = figures_of(read, _path(figures))
    return learn_values(read, known, until, settings, say=say)


def forecast(
    scenario: Named,
    origin: date,
    until: date,
    figures: str | Path | None = None,
    *,
    replications: int = REPLICATIONS,
    seed: int = 1,
    workers: int | None = None,
) -> Forecast:
    """Say what is expected to be reported in the months after a day.

    Parameters
    ----------
    scenario
        Loaded, or its path or bare name; calibrated to the origin first if it is not calibrated.
    origin
        The last day of a month, and of what is known.
    until
        The last day to forecast.
    figures
        File of reported figures; those that the scenario names if not given.
    replications, seed, workers
        As for :func:`run`.
    """
    settings = Settings(replications, None, seed, workers or 1, engine=DEFAULT_ENGINE)
    read = loaded(scenario)
    known = figures_of(read, _path(figures))
    return make_forecast(read, known, origin, until, settings, say=say)


def backtest(
    scenario: Named,
    figures: str | Path | None = None,
    *,
    replications: int = REPLICATIONS,
    seed: int = 1,
    workers: int | None = None,
) -> Backtest:
    """Forecast from every month end that the figures allow, and score; see :func:`forecast`."""
    settings = Settings(replications, None, seed, workers or 1, engine=DEFAULT_ENGINE)
    read = loaded(scenario)
    return test_forecasts(read, figures_of(read, _path(figures)), settings, say=say)


def _path(figures: str | Path | None) -> Path | None:
    return Path(figures) if figures else None
