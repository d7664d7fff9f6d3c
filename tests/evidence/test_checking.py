"""The study that checks the inference reports what its synthetic pilots show."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np
import pytest

from sim.ensemble.settings import Settings
from sim.evidence.learning import checking
from sim.evidence.learning.calibrate import Calibration
from sim.evidence.learning.checking import INFLUENTIAL, Check, check
from sim.evidence.learning.inferring import Inference
from sim.evidence.learning.pilots import Pilots
from tests.variants import changed, pilot

TESTS = 100


@pytest.fixture(scope="module")
def study(calibration: Calibration) -> Check:
    day, settings = calibration.until, Settings(seed=1, workers=1)
    table = Pilots(pilot(), calibration.figures, day, settings)
    table.printed = calibration.prior
    # Places stand empty for weeks, and then more people leave at once than seats were ever drawn.
    late = changed(
        pilot(),
        {
            "detention.places": 900.0,
            "selection.share": 0.5,
            "flights.seats": {date.min: 0, date(2025, 10, 10): 300},
            "flights.per_week": 5.0,
        },
    )
    other = Pilots(late, calibration.figures, day, settings)
    other.simulate(TESTS, lambda done: None, lambda text: None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checking, "Inference", partial(Inference, kept=0.05))
        return check(table, TESTS, other)


def test_the_most_influential_values_are_reported(study: Check, calibration: Calibration) -> None:
    order = np.argsort(-calibration.explained)[:INFLUENTIAL]
    assert [v.name for v in study.values] == [calibration.learnable.names[n] for n in order]
    assert study.ranks.shape == (TESTS, INFLUENTIAL)
    assert (study.pilots, study.tests) == (calibration.pilots, TESTS)


def test_intervals_hold_known_values_about_as_often_as_they_say(study: Check) -> None:
    for share, name in ((0.5, "inside50"), (0.9, "inside90")):
        held = np.array([getattr(value, name) for value in study.values])
        by_rank = (np.abs(study.ranks - 0.5) <= share / 2).mean(axis=0)
        np.testing.assert_allclose(held, by_rank)
        assert np.all(held >= share - 4 * (share * (1 - share) / TESTS) ** 0.5)


def test_learned_means_follow_known_values_as_far_as_spreads_say(study: Check) -> None:
    assert study.values[0].correlation > 0.5
    for value in study.values:
        assert value.spread < 1
        # If means and spreads are right, what is left of the variance is 1 − correlation².
        assert value.spread**2 == pytest.approx(1 - value.correlation**2, abs=0.2)


def test_pilots_that_the_model_cannot_make_are_flagged_and_its_own_are_not(study: Check) -> None:
    assert study.flagged < 0.1
    assert study.flagged_other is not None
    assert study.flagged_other > 0.9


def test_ranks_far_from_uniform_are_called_so(study: Check) -> None:
    fine = tuple(replace(value, p_value=0.3) for value in study.values)
    assert replace(study, values=fine).is_uniform
    bad = (replace(study.values[0], p_value=0.05 / INFLUENTIAL), *fine[1:])
    assert not replace(study, values=bad).is_uniform


def test_the_document_is_json(study: Check) -> None:
    document = json.loads(json.dumps(study.as_dict(), allow_nan=False))
    assert document["tests"] == TESTS
    assert len(document["values"]) == INFLUENTIAL
    assert document["flagged_other"] == study.flagged_other
