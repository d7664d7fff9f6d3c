"""Luck belongs to people: what is added or changed moves nobody else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from sim.luck.luck import Luck
from sim.luck.settle import quantile, settle, uncertain
from sim.model.exits import Exit
from sim.model.order import DAY
from sim.model.records import Records
from sim.model.replicate import Engine
from sim.scenario.schema import Scenario
from sim.scenario.values import Prior
from tests.model.agreement import equal
from tests.variants import changed, pilot, prepare, variant


def records_of(run: Engine, scenario: Scenario, number: int = 0) -> Records:
    return run(*prepare(scenario, Luck(5, number)))


def known_by(records: Records, when: int) -> dict[str, list[tuple[int, ...]]]:
    """Return everything that had happened before a moment."""
    steps = ("arrived", "asked", "detained", "referred", "accepted", "ready", "left")
    visits, applicants = records.visits, records.applicants
    happened = []
    for step in steps:
        time = getattr(visits, step)
        past = (time >= 0) & (time < when)
        happened += [
            (steps.index(step), int(p), int(n), int(t))
            for p, n, t in zip(visits.person[past], visits.number[past], time[past], strict=True)
        ]
    came = (applicants.travelled >= 0) & (applicants.travelled < when)
    travelled = zip(np.flatnonzero(came).tolist(), applicants.travelled[came].tolist(), strict=True)
    return {"visits": sorted(happened), "travelled": list(travelled)}


@pytest.mark.parametrize(
    "difference",
    [
        "detention:\n  places: {2025-12-01: 300}\n",
        "flights:\n  per_week: {2025-12-01: 5}\n",
        "selection:\n  share: {2025-12-01: 40%}\n",
        "inbound:\n  applications: {2025-12-01: 300 per week}\n",
        "casework:\n  accepted: {2025-12-01: 10%}\n",
    ],
)
def test_two_scenarios_are_identical_until_their_first_difference(
    run: Engine, tmp_path: Path, difference: str
) -> None:
    other = variant(tmp_path, difference)
    first = (date(2025, 12, 1) - date(2025, 8, 6)).days * DAY
    for number in range(3):
        a, b = records_of(run, pilot(), number), records_of(run, other, number)
        assert known_by(a, first) == known_by(b, first)
    assert not equal(a, b)


def test_a_new_barrier_that_nobody_meets_moves_nobody(run: Engine, tmp_path: Path) -> None:
    text = (
        "barriers:\n  another:\n    share: 0%\n    counted_from: reply\n"
        "    onset: 3 d\n    effect: release\n"
    )
    a, b = records_of(run, pilot()), records_of(run, variant(tmp_path, text))
    assert known_by(a, 10**9) == known_by(b, 10**9)


def test_a_new_prior_moves_no_other_drawn_value(tmp_path: Path) -> None:
    text = "voluntary_departures:\n  rate: {value: 0.1, unit: per year, status: assumed, "
    text += "why: a test, prior: {factor: {uniform: {low: 0.5, high: 1.5}}}}\n"
    other = variant(tmp_path, text)
    for number in range(3):
        luck = Luck(5, number)
        before = dict(settle(uncertain(pilot()), luck).drawn)
        after = dict(settle(uncertain(other), luck).drawn)
        after.pop("voluntary_departures.rate")
        assert before == after


def test_settled_values_follow_their_priors_and_central_ones_stay() -> None:
    scenario = pilot()
    central = settle(uncertain(scenario, at_central=True), Luck(5, 0))
    assert all(central.value(e.path) == e.value for e in scenario.assumptions())
    priors = uncertain(scenario)
    drawn = [settle(priors, Luck(5, n)).value("selection.in_scope") for n in range(400)]
    prior = scenario.selection.in_scope.prior
    assert prior is not None
    assert min(drawn) > 0.70
    assert max(drawn) < 0.88
    assert np.mean(np.array(drawn) < quantile(prior, 0.5)) == pytest.approx(0.5, abs=0.1)
    settled = settle(priors, Luck(5, 0))
    reply = scenario.casework.reply.value
    assert settled.value("casework.reply") == reply.times(settled.drawn["casework.reply"])
    assert "casework.referral" not in settled.drawn


@pytest.mark.parametrize(
    ("prior", "median"),
    [
        (Prior("uniform", (1.0, 3.0)), 2.0),
        (Prior("normal", (0.12, 0.08)), 0.12),
        (Prior("lognormal", (1.0, 1.4)), 1.0),
        (Prior("triangular", (0.0, 1.0, 2.0)), 1.0),
        (Prior("beta", (0.5, 0.1)), 0.5),
    ],
)
def test_every_kind_of_prior_has_its_median(prior: Prior, median: float) -> None:
    assert quantile(prior, 0.5) == pytest.approx(median)


def test_a_replication_is_a_pure_function_of_its_number(run: Engine) -> None:
    assert equal(records_of(run, pilot(), 2), records_of(run, pilot(), 2))
    assert not equal(records_of(run, pilot(), 2), records_of(run, pilot(), 3))
    a = records_of(run, pilot(), 2).visits
    assert set(a._fields) >= {"person", "number", "exit", "stage"}


def test_people_who_come_back_keep_observed_arrivals_exact(run: Engine) -> None:
    scenario = changed(
        pilot(), {"returnees.share": 1.0, "returnees.delay": 3.0 * DAY, "flights.seats": 200}
    )
    records = records_of(run, scenario)
    again = records.visits.number > 0
    assert np.count_nonzero(again) > 50
    assert records.visits.number.max() >= 2
    landed = records.boats.people[records.boats.landed].sum()
    assert landed + records.came_back_alone.size == 16_969


def test_voluntary_departures_follow_the_rate_from_outside_detention(run: Engine) -> None:
    assert np.all(records_of(run, pilot()).visits.departed < 0)
    records = records_of(run, changed(pilot(), {"voluntary_departures.rate": 0.01}))
    visits = records.visits
    gone = visits.departed >= 0
    assert np.all(visits.departed[gone] >= visits.left[gone])
    assert not np.any(visits.exit[gone] == Exit.RETURNED)
    outside = (visits.left >= 0) & (visits.exit != Exit.RETURNED)
    horizon = records.days * DAY
    exposure = (np.where(gone, visits.departed, horizon) - visits.left)[outside].sum()
    rate = np.count_nonzero(gone) / (exposure / DAY)
    assert rate == pytest.approx(0.01, rel=4 / np.count_nonzero(gone) ** 0.5)
    # People in scope who were never selected are outside from the day they land.
    boats, unselected = records.boats, records.boats.in_scope.copy()
    np.subtract.at(unselected, visits.boat[visits.number == 0], 1)
    assert np.all(unselected >= 0)
    until_the_end = ((horizon - boats.time) * unselected).sum()
    exposure = until_the_end - (horizon - records.gone_unselected).sum()
    rate = records.gone_unselected.size / (exposure / DAY)
    assert rate == pytest.approx(0.01, rel=4 / records.gone_unselected.size**0.5)
