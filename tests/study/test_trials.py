"""A variant is the scenario with something moved, under the luck of the scenario."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.ensemble.rows import Gatherer
from sim.ensemble.run import run
from sim.ensemble.settings import Settings
from sim.luck.luck import Luck
from sim.model.outline import moved, outline
from sim.model.planning import make_plan
from sim.model.replicate import replicate
from sim.model.rules import Rule
from sim.scenario.schema import Scenario
from sim.study.errors import StudyError
from sim.study.trials import MOST, Trials, Variant, by_month, column, trial_rows
from tests.variants import pilot, variant

FEW = Settings(replications=6, seed=4, workers=1)


def test_a_variant_with_a_value_replaced_is_the_run_of_that_scenario() -> None:
    scenario = pilot()
    half = scenario.casework.accepted.set_to(scenario.casework.accepted.value.times(0.5))
    changes = {half.path: half}
    trials = Trials.of(scenario, (Variant(), Variant(changes)), FEW)
    with Gatherer(FEW).open(trials, "trials") as gathering:
        rows = [trial_rows(gathering, number, range(6)) for number in (0, 1)]
    for found, changed in zip(rows, (scenario, scenario.with_values(changes)), strict=True):
        result = run(changed, FEW)
        np.testing.assert_array_equal(found[:, : result.indicators.shape[1]], result.indicators)
        np.testing.assert_array_equal(by_month(found).sum(axis=1), column(found, "returns"))


def test_no_two_replications_have_the_same_number() -> None:
    last, next_first = Trials.numbers(0, range(MOST)), Trials.numbers(1, range(1))
    assert last[-1] < next_first[0]
    with pytest.raises(StudyError, match="write 100,000 or fewer"):
        Trials.numbers(0, range(MOST + 1))


@pytest.mark.parametrize(("path", "amount"), [("flights.seats", 1.0), ("detention.places", -3.0)])
def test_what_is_added_is_added_whatever_was_drawn(path: str, amount: float) -> None:
    prepared = outline(pilot())
    for number in range(4):
        luck = Luck(2, number).words
        plain, changed = (
            make_plan(o.basis, luck) for o in (prepared, moved(prepared, {path: amount}))
        )
        before, after = (
            (plan.flights.seats if path == "flights.seats" else plan.capacity)
            for plan in (plain, changed)
        )
        np.testing.assert_array_equal(after, before + int(amount))
        np.testing.assert_array_equal(changed.selected, plain.selected)


def test_a_day_added_to_a_step_is_a_day_at_its_median_whatever_was_drawn() -> None:
    prepared = outline(pilot())
    luck = Luck(2, 1).words
    plain = make_plan(prepared.basis, luck)
    changed = make_plan(moved(prepared, {"casework.reply": 86_400.0}).basis, luck)
    difference = changed.scales - plain.scales
    assert sorted(difference.tolist())[-1] == pytest.approx(86_400.0)
    assert np.count_nonzero(difference) == 1


def test_a_limit_that_is_shut_stays_shut_and_a_share_stays_a_share() -> None:
    prepared = outline(pilot())
    luck = Luck(2, 0).words
    more = make_plan(moved(prepared, {"flights.per_week": 5.0, "selection.share": 2.0}).basis, luck)
    plain = make_plan(prepared.basis, luck)
    assert more.flights.departs[0] == plain.flights.departs[0]
    assert more.flights.departs.size > plain.flights.departs.size
    assert more.selected.max() == 1.0


def test_a_rule_is_moved_with_the_others_untouched() -> None:
    prepared = outline(pilot())
    luck = Luck(2, 0).words
    plain = make_plan(prepared.basis, luck)
    longer = make_plan(moved(prepared, {"scheme.long_stop": 86_400.0}).basis, luck)
    difference = longer.rules - plain.rules
    assert difference[Rule.LONG_STOP] == 86_400
    assert np.count_nonzero(difference) == 1


def test_the_size_of_the_programme_multiplies_the_limits_that_follow_it(tmp_path: Path) -> None:
    twice = variant(tmp_path, "programme:\n  scale: 2\n")
    for number in range(3):
        plain, larger = (
            replicate(outline(scenario), Luck(5, number), "compiled")
            for scenario in (pilot(), twice)
        )
        assert np.abs(larger.capacity - 2 * plain.capacity).max() <= 1  # places are whole
        assert np.abs(larger.flights.seats - 2 * plain.flights.seats).max() <= 1
        np.testing.assert_array_equal(larger.flights.departs, plain.flights.departs)


def test_a_programme_of_size_one_is_as_if_nothing_were_said(tmp_path: Path) -> None:
    same: Scenario = variant(tmp_path, "programme:\n  scale: 1\n")
    np.testing.assert_array_equal(run(same, FEW).series, run(pilot(), FEW).series)
