"""What is drawn is what the reader found possible, in the luckiest replication too."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.luck.luck import Luck
from sim.luck.settle import settle
from sim.model.replicate import prepare
from sim.scenario.priors import reach
from tests.variants import pilot, variant


class Extreme(Luck):
    """Luck of which every parameter has the smallest or the largest share."""

    __slots__ = ()

    def uniform(self, name: str, owner: object) -> float:
        return 2.0**-54 if self.seed == 0 else 1 - 2.0**-53


NORMALS = """
arrivals:
  boats_dispersion: {value: 1, unit: ratio, status: assumed, why: a test,
    prior: {normal: {mean: 1, sd: 0.24}}}
casework:
  reply: {value: {median: 14 d, p90: 20 d}, status: assumed, why: a test,
    prior: {factor: {normal: {mean: 1, sd: 0.24}}}}
flights:
  per_week: {value: 2, unit: per week, status: assumed, why: a test,
    prior: {factor: {normal: {mean: 1, sd: 0.24}}}}
"""


@pytest.mark.parametrize("seed", [0, 1])
def test_a_drawn_value_stays_within_the_reach_of_its_prior(tmp_path: Path, seed: int) -> None:
    for scenario in (pilot(), variant(tmp_path, NORMALS)):
        settled = {e.path: e.value for e in settle(scenario, Extreme(seed, 0)).assumptions()}
        for entry in scenario.assumptions():
            if entry.prior is not None and isinstance(entry.value, float):
                factor = entry.value if entry.prior.factor else 1.0
                low, high = (factor * bound for bound in reach(entry.prior))
                assert low <= settled[entry.path] <= high
        prepare(scenario, Extreme(seed, 0))
