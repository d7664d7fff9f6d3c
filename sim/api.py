"""What can be done from Python?

``sim.load``, ``sim.run`` and ``sim.compare``: the same as the commands of those names.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

from sim.ensemble.result import Result
from sim.ensemble.run import run as run_scenario
from sim.ensemble.settings import Settings
from sim.evidence.compare import compare as compare_figures
from sim.evidence.comparison import Comparison
from sim.evidence.figures import default_figures, read_figures
from sim.model.replicate import DEFAULT_ENGINE
from sim.scenario.load import load
from sim.scenario.schema import Scenario

__all__ = ["compare", "load", "run"]


def run(
    scenario: Scenario | str | Path,
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
    loaded = scenario if isinstance(scenario, Scenario) else load(scenario)
    settings = Settings(
        replications,
        precision,
        seed,
        workers or 1,
        at == "central",
        engine or DEFAULT_ENGINE,
        cluster,
    )
    return run_scenario(loaded, settings, say=lambda text: print(text, file=sys.stderr))


def compare(
    result: Result | Scenario | str | Path, figures: str | Path | None = None
) -> Comparison:
    """Set a result beside reported figures.

    Parameters
    ----------
    result
        A result, or a scenario to run with the defaults.
    figures
        File of reported figures; those of the pilot if not given.
    """
    found = result if isinstance(result, Result) else run(result)
    return compare_figures(found, read_figures(Path(figures) if figures else default_figures()))
