"""Degenerate scenarios behave as queueing theory says.

Every day crosses, with 1 + Poisson(39) boats of one person each, of whom 15% are in the
scheme: within 1% of a Poisson process of 6 a day. Each interval is the simulation's own,
from the standard error over independent replications.
"""

from __future__ import annotations

from datetime import date, timedelta
from math import exp, factorial
from typing import Any

import numpy as np
import pytest

from sim.luck.luck import Luck
from sim.model.exits import Exit
from sim.model.order import DAY
from sim.model.replicate import Engine
from sim.scenario.schema import Scenario
from sim.scenario.values import Spread
from tests.variants import changed, pilot, prepare

START = date(2027, 1, 4)
DAYS, WARM_UP = 400, 40
MEAN_STAY = 2.0
A_DAY, BOATS = 6.0, 40


@pytest.fixture(scope="module")
def queue() -> Scenario:
    """Return a scenario in which a stay in detention is one exponential time."""
    far = START + timedelta(days=5000)
    return changed(
        pilot().model_copy(update={"weeks": (), "empty_days": frozenset()}),
        {
            "scheme.start": START,
            "scheme.horizon": START + timedelta(days=DAYS - 1),
            **{f"scheme.last_{what}": far for what in ("arrival", "referral", "return", "inbound")},
            "scheme.long_stop": 4000.0 * DAY,
            "arrivals.crossing_base": 50.0,
            "arrivals.boats_season": (0.0, 0.0, 0.0, 0.0),
            "arrivals.crossing_season": (0.0, 0.0, 0.0, 0.0),
            "arrivals.boats_dispersion": 1e9,
            "arrivals.people_per_boat": 1.0,
            "arrivals.people_per_boat_cv": 0.0,
            "arrivals.last_year": BOATS * 365.25,
            "arrivals.level": 1.0,
            "selection.in_scope": 1.0,
            "selection.share": A_DAY / BOATS,
            "casework.referral": 0.0,
            "casework.referral_deadline": 4000.0 * DAY,
            "casework.reply": Spread(mean=MEAN_STAY * DAY),
            "casework.accepted": 0.0,
            "inbound.applications": 0.0,
            "flights.per_week": 0.0,
            "returnees.share": 0.0,
            **{f"barriers.{name}.share": 0.0 for name in pilot().barriers},
        },
    )


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


def erlang_b(servers: int, load: float) -> float:
    """Return the chance of loss (Erlang's B formula)."""
    terms = [load**k / factorial(k) for k in range(servers + 1)]
    return terms[-1] / sum(terms)


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
