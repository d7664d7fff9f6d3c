"""What changes, which limit binds, what would it take, and what matters?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from sim.api.scenarios import Named, loaded, say
from sim.ensemble.rows import Gatherer
from sim.ensemble.settings import Settings
from sim.model.replicate import DEFAULT_ENGINE
from sim.study.contrasting.contrast import Contrast, run_contrast
from sim.study.contrasting.naming import by_name
from sim.study.contrasting.precise import ContrastOptions
from sim.study.limits.study import Limits, find_limits
from sim.study.sensitivity.study import Sensitivity, SensitivityOptions, run_sensitivity
from sim.study.solving.frontier import STEPS, Frontier, find_frontier
from sim.study.solving.levers import lever_of
from sim.study.solving.solution import Solution
from sim.study.solving.solve import solve as solve_for
from sim.study.solving.targets import read_target


def contrast(
    base: Named,
    *others: Named,
    replications: int | None = None,
    precision: float | None = None,
    seed: int = 1,
    workers: int | None = None,
    cluster: str | None = None,
    at: Literal["central"] | None = None,
) -> Contrast:
    """Compare scenarios with a base, replication by replication under the same luck.

    Parameters
    ----------
    base, others
        Scenarios, loaded, or their paths or bare names; of the same days. Each of the others is
        found under its name; a second one of the same name under ``name (2)``, and so on.
    replications
        How many; as many as the precision takes if not given.
    precision
        Wanted half-width of the 95% interval of the mean differences in returns and inbound,
        relative to the base's mean returns; 0.01 if not given.
    seed, workers, cluster, at
        As for :func:`sim.run`.

    Raises
    ------
    ScenarioError
        If a scenario is not well formed.
    StudyError
        If the scenarios are not of the same days.
    WorkersError
        If the workers cannot be reached, or cannot finish a replication.
    """
    options = ContrastOptions(replications)
    if precision is not None:
        options = ContrastOptions(precision=precision)
    gatherer = _gatherer(replications, precision, seed, workers, cluster, at)
    named = by_name(((_name(other), loaded(other)) for other in others), _name(base))
    return run_contrast(loaded(base), named, options, gatherer)


def limits(
    scenario: Named,
    *,
    replications: int | None = None,
    seed: int = 1,
    workers: int | None = None,
    cluster: str | None = None,
    at: Literal["central"] | None = None,
) -> Limits:
    """Say which limit binds, whom each held back, and what one more unit of it would buy.

    Parameters
    ----------
    scenario
        Loaded, or its path or bare name.
    replications
        Of each side of a difference; as many as sign it if not given.
    seed, workers, cluster, at
        As for :func:`sim.run`.

    Raises
    ------
    ScenarioError
        If the scenario is not well formed.
    StudyError
        If there are to be more than 100,000 replications.
    WorkersError
        If the workers cannot be reached, or cannot finish a replication.
    """
    return find_limits(loaded(scenario), _gatherer(replications, None, seed, workers, cluster, at))


def solve(
    scenario: Named,
    vary: str,
    until: str,
    between: str | None = None,
    *,
    by: date | None = None,
    confidence: float = 0.5,
    replications: int | None = None,
    precision: float | None = None,
    seed: int = 1,
    workers: int | None = None,
    cluster: str | None = None,
    at: Literal["central"] | None = None,
) -> Solution:
    """Find what it would take to reach a target.

    Parameters
    ----------
    scenario
        Loaded, or its path or bare name.
    vary
        Key path of what is moved, such as ``"flights.seats"`` or ``"programme.scale"``.
    until
        The target, such as ``"returns_rate >= 5%"``.
    between
        The range, such as ``"10, 60"``.
    by
        Date at whose end the target is to be reached; the scenario's last day if not given.
    confidence
        In which share of replications; 0.5 is the median.
    replications, precision
        Of each setting; or the half-width of the 95% interval of the answer, relative to it.
    seed, workers, cluster, at
        As for :func:`sim.run`.

    Raises
    ------
    ScenarioError, StudyError
        If the scenario, the key path, the range or the target cannot be read.
    WorkersError
        If the workers cannot be reached, or cannot finish a replication.
    """
    read = loaded(scenario)
    lever, target = lever_of(read, vary, between), read_target(until, confidence, by)
    gatherer = _gatherer(replications, precision, seed, workers, cluster, at)
    return solve_for(read, lever, target, gatherer)


def frontier(
    scenario: Named,
    vary: tuple[str, str],
    of: str = "returns_rate",
    between: tuple[str | None, str | None] = (None, None),
    *,
    by: date | None = None,
    steps: int = STEPS,
    replications: int | None = None,
    precision: float | None = None,
    seed: int = 1,
    workers: int | None = None,
    cluster: str | None = None,
    at: Literal["central"] | None = None,
) -> Frontier:
    """Work out an indicator over two levers.

    Parameters
    ----------
    scenario
        Loaded, or its path or bare name.
    vary
        Key paths of what is moved, across and up.
    of
        Name of the indicator.
    between
        The range of each.
    by
        Date at whose end the indicator is read; the scenario's last day if not given.
    steps
        How many settings of each lever.
    replications, precision
        Of each point; or the half-width of the 95% interval of a median, relative to the range
        over the grid.
    seed, workers, cluster, at
        As for :func:`sim.run`.

    Raises
    ------
    ScenarioError, StudyError
        If the scenario, a key path, a range or the indicator cannot be read.
    WorkersError
        If the workers cannot be reached, or cannot finish a replication.
    """
    read = loaded(scenario)
    levers = lever_of(read, vary[0], between[0]), lever_of(read, vary[1], between[1])
    gatherer = _gatherer(replications, precision, seed, workers, cluster, at)
    return find_frontier(read, levers, of, gatherer, by, steps)


def sensitivity(
    scenario: Named,
    outcomes: Sequence[str] | None = None,
    *,
    precision: float | None = None,
    seed: int = 1,
    workers: int | None = None,
    cluster: str | None = None,
) -> Sensitivity:
    """Say which uncertain values matter, and how much is chance.

    Parameters
    ----------
    scenario
        Loaded, or its path or bare name.
    outcomes
        Names of indicators; returns, returns rate, inbound and net flow if not given.
    precision
        Wanted half-width of the 95% interval of every total index; 0.05 if not given.
    seed, workers, cluster
        As for :func:`sim.run`.

    Raises
    ------
    ScenarioError
        If the scenario is not well formed.
    StudyError
        If there is no such indicator.
    WorkersError
        If the workers cannot be reached, or cannot finish a replication.
    """
    options = SensitivityOptions() if outcomes is None else SensitivityOptions(tuple(outcomes))
    if precision is not None:
        options = SensitivityOptions(options.outcomes, precision)
    gatherer = _gatherer(None, None, seed, workers, cluster, None)
    return run_sensitivity(loaded(scenario), options, gatherer)


def _gatherer(
    replications: int | None,
    precision: float | None,
    seed: int,
    workers: int | None,
    cluster: str | None,
    at: Literal["central"] | None,
) -> Gatherer:
    """Put the shared options together."""
    if workers is not None and cluster is not None:
        raise ValueError("choose one of workers and cluster")
    if replications is not None and precision is not None:
        raise ValueError("choose one of replications and precision")
    settings = Settings(
        replications, precision, seed, workers or 1, at == "central", DEFAULT_ENGINE, cluster
    )
    return Gatherer(settings, say=say)


def _name(scenario: Named) -> str:
    return getattr(scenario, "name", None) or str(scenario)
