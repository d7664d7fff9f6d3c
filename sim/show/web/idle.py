"""Which levers would change nothing in a scenario, and why?"""

from __future__ import annotations

from sim.scenario.schema import Scenario
from sim.scenario.values import Assumption, Dated

_OUT = ("places", "casework", "releases", "seats", "days_between_flights", "returned_lead")
_IN = ("eligible", "inbound_lead")


def idle_levers(scenario: Scenario) -> dict[str, str]:
    """Return why levers have no effect, by name of the lever; one that may have one is not named.

    Parameters
    ----------
    scenario
        With no lever moved.
    """
    idle: dict[str, str] = {}
    inward = scenario.inbound
    if not _ever(inward.applications) or not _ever(inward.groups_per_week):
        idle |= dict.fromkeys(_IN, "Nobody comes in by a route of this scenario: no effect here.")
    last = scenario.weeks[-1].ending if scenario.weeks else None
    if last and scenario.scheme.horizon.value <= last and not scenario.counterfactual:
        idle["deterrence"] = (
            "It acts after the last observed week, with which this scenario ends: no effect here."
        )
    if not _ever(scenario.selection.share):
        why = "Nobody is selected in this scenario: no effect here."
        idle |= dict.fromkeys((*_OUT, "deterrence"), why)
    return idle


def _ever(entry: Assumption[Dated]) -> bool:
    """Return whether a dated value is ever above zero."""
    return any(step.value for step in entry.value.steps)
