from __future__ import annotations

import pytest

from sim.model.replicate import ENGINES, Engine


@pytest.fixture(params=list(ENGINES))
def run(request: pytest.FixtureRequest) -> Engine:
    """Every law holds for every engine."""
    return ENGINES[request.param]
