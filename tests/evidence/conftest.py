from __future__ import annotations

import pytest

from sim.ensemble.result import Result
from sim.ensemble.run import run
from sim.ensemble.settings import Settings
from sim.scenario.load import load


@pytest.fixture(scope="session")
def pilot() -> Result:
    """A few replications of the pilot."""
    return run(load("pilot"), Settings(replications=20, workers=1))
