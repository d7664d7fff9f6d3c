from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from sim.ensemble.result import Result
from sim.ensemble.run import run
from sim.ensemble.settings import Settings
from sim.evidence.figures import default_figures, read_figures
from sim.evidence.learning import calibrate as calibrating
from sim.evidence.learning.calibrate import Calibration, calibrate
from sim.evidence.learning.inferring import Inference
from sim.scenario.load import load


@pytest.fixture(scope="session")
def pilot() -> Result:
    """A few replications of the pilot."""
    return run(load("pilot"), Settings(replications=20, workers=1))


@pytest.fixture(scope="session")
def calibration() -> Calibration:
    """The pilot calibrated to the end of October, with fewer pilots than it is made for.

    A larger share of them is kept, since each local regression needs a few hundred.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calibrating, "FEWEST", 8_000)
        patch.setattr(calibrating, "MOST", 8_000)
        patch.setattr(calibrating, "Inference", partial(Inference, kept=0.05))
        found = calibrate(
            load("pilot"),
            read_figures(default_figures()),
            date(2025, 10, 31),
            Settings(seed=1, workers=1),
        )
    return found
