"""Which study answers which request?

A request is kept as JSON, so that a study that was stopped can go on from its folder alone; here
it becomes the question itself.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sim.ensemble.rows import Gatherer
from sim.scenario.load import Loaded
from sim.show.findings import Finding
from sim.study.errors import StudyError
from sim.study.kept import Request

Scenarios = tuple[Loaded, ...]


def answer(request: Request, scenarios: Scenarios, gatherer: Gatherer) -> Finding:
    """Make the study that was asked for.

    Parameters
    ----------
    request
        What was asked.
    scenarios
        Those that it names, with their sources.
    gatherer
        Runs the replications.

    Raises
    ------
    StudyError
        If there is no such study, or what is asked has no answer.
    ScenarioError
        If a key path or a value that it names cannot be read.
    WorkersError
        If the workers cannot be reached, or cannot finish a replication.
    """
    if request.study not in _STUDIES:
        raise StudyError(f"'{request.study}' is none of the studies {', '.join(_STUDIES)}")
    return _STUDIES[request.study](request, scenarios, gatherer)


def _contrast(request: Request, scenarios: Scenarios, gatherer: Gatherer) -> Finding:
    from sim.show.contrasts import contrast_finding
    from sim.study.contrasting.contrast import run_contrast
    from sim.study.contrasting.naming import by_name
    from sim.study.contrasting.precise import ContrastOptions

    options = ContrastOptions(request.settings.replications)
    if request.settings.precision is not None:
        options = ContrastOptions(precision=request.settings.precision)
    base, *others = (loaded.scenario for loaded in scenarios)
    base_name, *names = request.named
    named = by_name(zip(names, others, strict=True), base_name)
    return contrast_finding(run_contrast(base, named, options, gatherer), base_name)


def _limits(request: Request, scenarios: Scenarios, gatherer: Gatherer) -> Finding:
    from sim.show.limits import limits_finding
    from sim.study.limits.study import find_limits

    return limits_finding(find_limits(scenarios[0].scenario, gatherer), request.named[0])


def _solve(request: Request, scenarios: Scenarios, gatherer: Gatherer) -> Finding:
    from sim.show.solving import solution_finding
    from sim.study.solving.levers import lever_of
    from sim.study.solving.solve import solve
    from sim.study.solving.targets import read_target

    asked, scenario = request.options, scenarios[0].scenario
    target = read_target(asked["until"], asked["confidence"], _day(asked["by"]))
    lever = lever_of(scenario, asked["vary"], asked["between"])
    return solution_finding(solve(scenario, lever, target, gatherer), request.named[0])


def _frontier(request: Request, scenarios: Scenarios, gatherer: Gatherer) -> Finding:
    from sim.show.frontiers import frontier_finding
    from sim.study.solving.frontier import find_frontier
    from sim.study.solving.levers import lever_of

    asked, scenario, by = request.options, scenarios[0].scenario, _day(request.options["by"])
    (first, second), (across, up) = asked["vary"], asked["between"] or (None, None)
    levers = lever_of(scenario, first, across), lever_of(scenario, second, up)
    found = find_frontier(scenario, levers, asked["of"], gatherer, by, asked["steps"])
    return frontier_finding(found, request.named[0])


def _sensitivity(request: Request, scenarios: Scenarios, gatherer: Gatherer) -> Finding:
    from sim.show.sensitivity import sensitivity_finding
    from sim.study.sensitivity.study import SensitivityOptions, run_sensitivity

    options = SensitivityOptions(tuple(request.options["of"]))
    if request.settings.precision is not None:
        options = SensitivityOptions(options.outcomes, request.settings.precision)
    study = run_sensitivity(scenarios[0].scenario, options, gatherer)
    return sensitivity_finding(study, scenarios[0], request.named[0])


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)


_STUDIES: dict[str, Callable[[Request, Scenarios, Gatherer], Finding]] = {
    "contrast": _contrast,
    "limits": _limits,
    "solve": _solve,
    "frontier": _frontier,
    "sensitivity": _sensitivity,
}
