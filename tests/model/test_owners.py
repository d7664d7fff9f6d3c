"""What is added leaves the luck of everyone else as it was, before any engine decides."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from sim.luck.luck import Luck
from sim.model.cases import MEETS, Cases, Drawn, Visits
from sim.model.plan import Plan
from sim.scenario.schema import Scenario
from tests.variants import changed, pilot, prepare, variant

LUCK = Luck(9, 2)


def prepared(scenario: Scenario) -> tuple[Plan, Cases]:
    return prepare(scenario, LUCK)


def assert_shared_visits_agree(a: Visits, b: Visits, barriers: int = 0) -> int:
    """Assert that whoever is in both has the same luck; return how many are."""
    _, here, there = np.intersect1d(a.key, b.key, return_indices=True)
    columns, chances = Drawn.ONSET + 2 * barriers, MEETS + barriers
    for column in (c for c in range(columns) if c != Drawn.BOAT):
        np.testing.assert_array_equal(a.drawn[here, column], b.drawn[there, column])
    np.testing.assert_array_equal(a.chances[here, :chances], b.chances[there, :chances])
    return here.size


def test_a_new_barrier_moves_no_other_luck(tmp_path: Path) -> None:
    text = (
        "barriers:\n  another:\n    share: 40%\n    counted_from: reply\n"
        "    onset: {median: 3 d, p90: 9 d}\n    effect: delay\n    delay: {mean: 9 d}\n"
    )
    (_, a), (_, b) = prepared(pilot()), prepared(variant(tmp_path, text))
    shared = assert_shared_visits_agree(a.visits, b.visits, len(pilot().barriers))
    assert shared == a.visits.key.size == b.visits.key.size


def test_more_flights_move_neither_cancellations_nor_misses() -> None:
    (plan, cases), (more, _) = (
        prepared(pilot()),
        prepared(changed(pilot(), {"flights.per_week": 14.0})),
    )
    _, here, there = np.intersect1d(plan.flights.key, more.flights.key, return_indices=True)
    assert here.size == plan.flights.key.size < more.flights.key.size
    np.testing.assert_array_equal(plan.flights.cancelled[here], more.flights.cancelled[there])
    everyone = list(range(cases.visits.key.size))
    for mine, yours in zip(here.tolist(), there.tolist(), strict=True):
        np.testing.assert_array_equal(
            cases.misses(everyone, mine, plan), cases.misses(everyone, yours, more)
        )


def test_more_boats_in_a_week_move_nobody_in_other_weeks() -> None:
    weeks = list(pilot().weeks)
    crossed = [w for w in weeks if w.boats and w.ending <= pilot().scheme.horizon.value]
    last = crossed[-1]
    weeks[weeks.index(last)] = replace(last, people=last.people + 600, boats=last.boats + 9)
    other = pilot().model_copy(update={"weeks": tuple(weeks)})
    (_, a), (_, b) = prepared(pilot()), prepared(other)
    first = (last.first_day - pilot().scheme.start.value).days
    apart = [(c.boats.day < first) | (c.boats.day >= first + 7) for c in (a, b)]
    for name in ("landed", "people", "key", "mark"):
        mine, theirs = getattr(a.boats, name)[apart[0]], getattr(b.boats, name)[apart[1]]
        np.testing.assert_array_equal(mine, theirs)
    assert b.boats.people.sum() == a.boats.people.sum() + 600
    assert assert_shared_visits_agree(a.visits, b.visits, len(pilot().barriers)) > 1000


def test_a_larger_share_selects_everyone_whom_a_smaller_one_selects() -> None:
    (_, few), (_, many) = (
        prepared(changed(pilot(), {"selection.share": share})) for share in (0.05, 0.3)
    )
    assert np.isin(few.visits.key, many.visits.key).all()
    assert assert_shared_visits_agree(few.visits, many.visits, len(pilot().barriers)) > 0


def test_more_applications_keep_the_luck_of_the_applicants_there_were() -> None:
    (_, few), (_, many) = (
        prepared(changed(pilot(), {"inbound.applications": rate})) for rate in (5.0, 15.0)
    )
    size = few.applicants.applied.size
    assert size < many.applicants.applied.size
    np.testing.assert_array_equal(few.applicants.eligible, many.applicants.eligible[:size])
    np.testing.assert_array_equal(few.applicants.processing, many.applicants.processing[:size])
    assert np.all(many.applicants.applied[:size] <= few.applicants.applied)
