"""Degenerate scenarios behave as queueing theory says.

Each interval is the simulation's own, from the standard error over independent replications.
"""

from __future__ import annotations

from math import exp
from typing import Any

import numpy as np
import pytest

from sim.luck.luck import Luck
from sim.model.exits import Exit
from sim.model.order import DAY
from sim.model.replicate import Engine
from sim.scenario.schema import Scenario
from sim.scenario.values import Spread
from tests.queues import A_DAY, DAYS, MEAN_STAY, WARM_UP, erlang_b, queueing
from tests.variants import changed, prepare


@pytest.fixture(scope="module")
def queue() -> Scenario:
    return queueing()


def replications(run: Engine, scenario: Scenario, count: int = 12) -> list[Any]:
    records = []
    for number in range(count):
        plan, cases = prepare(scenario, Luck(3, number))
        records.append(run(plan, cases).visits)
    return records


def agrees(values: list[float], theory: float) -> None:
    """Assert that theory is within four standard errors of the mean, and that these are small."""
    error = np.std(values, ddof=1) / len(values) ** 0.5
    assert abs(np.mean(values) - theory) < 4 * error
    assert error < 0.1 * theory


def test_lost_when_no_place_is_free_as_erlang_b_says(run: Engine, queue: Scenario) -> None:
    places = 14
    scenario = changed(queue, {"detention.places": places, "detention.holding_limit": 0.0})
    lost = []
    for visits in replications(run, scenario):
        asked = visits.asked >= WARM_UP * DAY
        lost.append(float(np.mean(visits.exit[asked] == Exit.NO_PLACE)))
    agrees(lost, erlang_b(places, A_DAY * MEAN_STAY))


def test_waiting_for_a_place_as_m_m_c_says(run: Engine, queue: Scenario) -> None:
    places, load = 16, A_DAY * MEAN_STAY
    scenario = changed(queue, {"detention.places": places, "detention.holding_limit": 4000.0 * DAY})
    waits, waited = [], []
    for visits in replications(run, scenario, 16):
        counted = (visits.asked >= WARM_UP * DAY) & (visits.detained >= 0)
        wait = (visits.detained - visits.asked)[counted] / DAY
        waited.append(float(np.mean(wait > 0)))
        waits.append(float(np.mean(wait)))
    loss = erlang_b(places, load)
    must_wait = loss / (1 - load / places * (1 - loss))  # Erlang's C formula
    agrees_loosely(waited, must_wait)
    agrees_loosely(waits, must_wait * MEAN_STAY / (places - load))


def agrees_loosely(values: list[float], theory: float) -> None:
    """Assert agreement where a heavily loaded queue makes replications vary more."""
    error = np.std(values, ddof=1) / len(values) ** 0.5
    assert abs(np.mean(values) - theory) < 4 * error
    assert error < 0.25 * theory


def test_occupancy_without_end_of_places_as_m_g_infinity_says(run: Engine, queue: Scenario) -> None:
    median, p90 = 1.5 * DAY, 4 * DAY
    scenario = changed(queue, {"detention.places": 10**6, "casework.reply": Spread(median, p90)})
    sigma = np.log(p90 / median) / 1.2815515655446004
    load = A_DAY * median / DAY * exp(sigma**2 / 2)
    means, variances = [], []
    moments = np.arange(WARM_UP, DAYS - 1, 7) * DAY + DAY // 2
    for visits in replications(run, scenario, 16):
        inside = [
            np.count_nonzero(
                (visits.detained >= 0)
                & (visits.detained <= t)
                & ((visits.left < 0) | (visits.left > t))
            )
            for t in moments.tolist()
        ]
        means.append(float(np.mean(inside)))
        variances.append(float(np.mean((np.array(inside) - load) ** 2)))
    agrees(means, load)
    agrees(variances, load)  # Poisson: variance equals mean


def test_arrivals_of_the_degenerate_scenario_are_nearly_poisson(
    run: Engine, queue: Scenario
) -> None:
    counts = []
    for visits in replications(run, queue, 4):
        asked = visits.asked[visits.asked >= 0] // DAY
        counts += np.bincount(asked, minlength=DAYS).tolist()
    error = np.std(counts, ddof=1) / len(counts) ** 0.5
    assert abs(np.mean(counts) - A_DAY) < 4 * error
    assert 0.85 < np.var(counts) / np.mean(counts) < 1.15
