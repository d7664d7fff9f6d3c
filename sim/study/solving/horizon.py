"""What is a scenario as of another day?"""

from __future__ import annotations

from datetime import date

from sim.evidence.errors import EvidenceError
from sim.evidence.learning.known import as_known_on
from sim.scenario.schema import Scenario
from sim.study.errors import StudyError


def ending_on(scenario: Scenario, day: date | None) -> Scenario:
    """Return the scenario simulated until the end of a day; as it is for None.

    All that was observed stays known; later days are projected.

    Raises
    ------
    StudyError
        If the day is before the scheme begins, or too long after.
    """
    if day is None:
        return scenario
    last = max([day, *(week.ending for week in scenario.weeks[-1:])])
    try:
        return as_known_on(scenario, last, day)
    except EvidenceError as error:
        raise StudyError(str(error)) from None
