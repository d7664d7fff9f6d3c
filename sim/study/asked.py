"""Which sweep was asked for: the scenario's own, or another?"""

from __future__ import annotations

from sim.scenario.problems import Findings, Place, Problem, RefusedError, ScenarioError
from sim.scenario.reader import Mapping, Node, Scalar, parse_yaml
from sim.scenario.schema import Scenario
from sim.scenario.sweeping import HOW_MANY, read_sweep
from sim.scenario.swept import Sweep
from sim.study.errors import StudyError


def asked_sweep(scenario: Scenario, vary: str | None = None, over: str | None = None) -> Sweep:
    """Return the sweep that was asked for.

    Parameters
    ----------
    scenario
        As loaded.
    vary, over
        A key path, and values with commas between, each as a file may have it (``0%, 25%``);
        neither for the scenario's own sweep.

    Raises
    ------
    StudyError
        If the scenario has no sweep, or if only one of the two is given.
    ScenarioError
        If it cannot be read, with what to write instead.
    """
    if vary is not None and over is not None:
        return read_values(scenario, vary, over, "over")
    if vary is not None or over is not None:
        raise StudyError(
            "'vary' names a key and 'over' its values; write both, or neither for the "
            "scenario's own sweep"
        )
    if scenario.sweep is None:
        raise StudyError(
            f"'{scenario.name}' names no sweep; write what to vary and over which values, such "
            "as --vary casework.accepted --over '0%, 50%, 100%'"
        )
    return scenario.sweep


def read_values(scenario: Scenario, vary: str, values: str, called: str) -> Sweep:
    """Read values of a key path.

    Parameters
    ----------
    scenario
        As loaded.
    vary, values
        A key path, and values with commas between.
    called
        What the values are called where they are asked for, for messages.

    Raises
    ------
    ScenarioError
        If it cannot be read, with what to write instead; problems of the key path are at
        ``vary``.
    """
    entries = {entry.path: entry for entry in scenario.assumptions()}
    findings = Findings()
    key = Scalar(Place("vary"), vary.strip(), plain=True)
    listed = findings.attempt(_values, values, called)
    if listed is not None:
        node = Mapping(key.place, ((key, listed),))
        sweep = read_sweep(node, entries, set(entries), findings)
        if sweep is not None:
            return sweep
    raise ScenarioError(Problem(Place(p.place.file), p.message) for p in findings.problems)


def _values(values: str, called: str) -> Node:
    """Read values with commas between as the list that a file would have."""
    place = Place(called)
    try:
        root, problems = parse_yaml(f"{place}: [{values}]\n", str(place))
    except ScenarioError:
        raise RefusedError(place, HOW_MANY) from None
    if problems or len(root.items) != 1:
        raise RefusedError(place, HOW_MANY)
    return root.items[0][1]
