"""What is drawn is what the reader found possible, in the luckiest replication too."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.luck.keys import parameter_key
from sim.luck.luck import Luck
from sim.luck.settle import prior_table, quantile, settle, uncertain
from sim.luck.tables import LENGTH, look_up
from sim.model.drawing.cases import draw_cases
from sim.model.outline import outline
from sim.model.planning import make_plan
from sim.scenario.priors import reach
from tests.variants import pilot, variant

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


@pytest.mark.parametrize("u", [2.0**-54, 1 - 2.0**-53])
def test_a_drawn_value_stays_within_the_reach_of_its_prior(tmp_path: Path, u: float) -> None:
    for scenario in (pilot(), variant(tmp_path, NORMALS)):
        priors = [e.prior for e in scenario.assumptions() if e.prior is not None]
        for prior in priors:
            low, high = reach(prior)
            assert low <= look_up(prior_table(prior), u) <= high
        basis = outline(scenario).basis
        extreme = np.array([[look_up(table, u)] * LENGTH for table in basis.prior_tables])
        basis = basis._replace(prior_tables=extreme)
        draw_cases(basis, make_plan(basis, Luck(1, 0).words), Luck(1, 0).words)


def test_a_value_is_drawn_from_the_table_of_its_prior() -> None:
    prepared = uncertain(pilot())
    for number in range(20):
        drawn = settle(prepared, Luck(3, number)).drawn
        assert drawn.keys() == {e.path for e in pilot().assumptions() if e.prior is not None}
        for path, value in drawn.items():
            u = Luck(3, number).uniform("parameter", int(parameter_key(path)))
            prior = prepared.entries[path].prior
            assert prior is not None
            low, high = reach(prior)
            exact = min(max(quantile(prior, u), low), high)
            assert value == pytest.approx(exact, rel=1e-3, abs=1e-4 * (high - low))
