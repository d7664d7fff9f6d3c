"""Which scenario is meant?"""

from __future__ import annotations

import sys
from pathlib import Path

from sim.scenario.load import load
from sim.scenario.schema import Scenario

Named = Scenario | str | Path
"""A scenario, loaded, or its path or bare name."""


def loaded(scenario: Named) -> Scenario:
    """Return a scenario, read if it was not."""
    return scenario if isinstance(scenario, Scenario) else load(scenario)


def say(text: str) -> None:
    """Print a sentence for whoever waits, on standard error."""
    print(text, file=sys.stderr)
