from __future__ import annotations

import pytest

from sim.ensemble.result import Result
from sim.ensemble.run import Settings, run
from sim.scenario.load import load


@pytest.fixture(scope="session")
def pilot() -> Result:
    """A few replications of the pilot."""
    return run(load("pilot"), Settings(replications=20, workers=1))
