"""How much arrivals vary does not depend on what the scheme does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from sim.ensemble.run import run
from sim.ensemble.settings import Settings
from sim.evidence.errors import EvidenceError
from sim.model.deterrence import Deterrence
from sim.model.order import DAY
from sim.study.errors import StudyError
from sim.study.noise import Noise, arrivals_noise, first_projected, variation
from sim.study.perceived import perceived_chance
from tests.variants import changed, pilot

SOME = Settings(replications=60, seed=2, workers=1)
FIRST = date(2026, 2, 2)
LAST = FIRST + timedelta(days=181)


@pytest.fixture(scope="module")
def noise() -> Noise:
    return arrivals_noise(pilot(), FIRST, LAST, SOME)


def test_a_window_begins_after_the_last_observed_week() -> None:
    assert first_projected(pilot()) == pilot().weeks[-1].ending + timedelta(days=1) == FIRST
    later = changed(pilot(), {"scheme.start": date(2026, 3, 2)})
    assert first_projected(later) == date(2026, 3, 2)
    assert first_projected(pilot().model_copy(update={"weeks": ()})) == date(2025, 8, 6)


def test_noise_is_the_same_whatever_deterrence_is_assumed(noise: Noise) -> None:
    strong = changed(pilot(), {"deterrence.strength": 20.0})
    deterring = arrivals_noise(strong, FIRST, LAST, SOME)
    np.testing.assert_array_equal(noise.drawn, deterring.drawn)
    np.testing.assert_array_equal(noise.fixed, deterring.fixed)


def test_noise_is_that_of_the_scenario_run_to_the_end_of_the_window(noise: Noise) -> None:
    longer = run(changed(pilot(), {"scheme.horizon": LAST + timedelta(days=60)}), SOME)
    days = slice((FIRST - pilot().scheme.start.value).days, None)
    arrivals = longer.daily("arrivals")[:, days][:, :182].sum(axis=1)
    np.testing.assert_array_equal(noise.drawn, arrivals)


def test_a_known_level_leaves_less_to_vary(noise: Noise) -> None:
    assert 0 < variation(noise.fixed) < variation(noise.drawn)


def test_where_the_level_has_no_prior_nothing_is_gained_by_knowing_it() -> None:
    known = changed(pilot(), {"arrivals.level": 1.0})
    found = arrivals_noise(known, FIRST, FIRST + timedelta(days=27), replace(SOME, replications=5))
    np.testing.assert_array_equal(found.drawn, found.fixed)


def test_progress_counts_the_replications_of_both() -> None:
    done: list[int] = []
    few = replace(SOME, replications=3)
    arrivals_noise(pilot(), FIRST, FIRST + timedelta(days=6), few, done.append)
    assert sum(done) == 6


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (FIRST - timedelta(days=1), LAST, "2026-02-01 was observed .*; write 2026-02-02 or later"),
        (FIRST, FIRST - timedelta(days=1), "2026-02-01 is before 2026-02-02"),
    ],
)
def test_a_window_without_noise_is_refused(first: date, last: date, said: str) -> None:
    with pytest.raises(StudyError, match=said):
        arrivals_noise(pilot(), first, last, SOME)


def test_a_window_that_ends_too_late_is_refused() -> None:
    with pytest.raises(EvidenceError, match="days are simulated; end by"):
        arrivals_noise(pilot(), FIRST, date(2099, 1, 1), SOME)


def test_the_perceived_chance_is_that_of_the_model() -> None:
    result = run(pilot(), replace(SOME, replications=2))
    lag, memory = 20.0 * DAY, 60.0 * DAY
    chance = perceived_chance(result, lag, memory)
    for replication in range(2):
        model = Deterrence(1.0, lag, memory, acts_from=0, days=chance.shape[1])
        for day in range(chance.shape[1]):
            model.sets_out(day * DAY, 1.0)  # nothing but the passing of time
            assert chance[replication, day] == pytest.approx(model.perceived, rel=1e-9)
            model.arrived(day * DAY, int(result.daily("arrivals")[replication, day]))
            model.returned(day * DAY, int(result.daily("returns")[replication, day]))


def test_variation_is_the_standard_deviation_over_the_mean() -> None:
    assert variation(np.array([1.0, 3.0])) == 0.5
    assert variation(np.zeros(3)) == 0
