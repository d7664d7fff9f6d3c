"""What does a scenario give before and after it was calibrated, beside the figures?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sim.ensemble.first_use import Say
from sim.ensemble.run import run
from sim.ensemble.settings import Settings
from sim.evidence.compare import compare
from sim.evidence.comparison import Comparison
from sim.evidence.figures import Figure
from sim.evidence.learning.calibrate import Calibration
from sim.evidence.learning.known import as_known_on

REPLICATIONS = 2_000


def before_and_after(
    calibration: Calibration, figures: Iterable[Figure], settings: Settings, say: Say
) -> tuple[Comparison, Comparison]:
    """Compare the scenario, not calibrated and calibrated, with the figures up to its last.

    Chance is drawn anew: these are other replications than those that were learned from.
    """
    settings = replace(settings, replications=REPLICATIONS, seed=settings.seed + 1)
    reported, until = list(figures), calibration.until
    before, after = (
        compare(run(as_known_on(scenario, until, until), settings, say=say), reported)
        for scenario in (calibration.scenario, calibration.calibrated)
    )
    return before, after
