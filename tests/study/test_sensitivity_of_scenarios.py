"""Rows of a sensitivity study are replications of the model, and every value is accounted for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from sim.ensemble.rows import Gatherer
from sim.ensemble.settings import Settings
from sim.ensemble.task import Task
from sim.luck.keys import parameter_key
from sim.luck.luck import Luck
from sim.model.learnable import learnable
from sim.model.outline import outline
from sim.outcomes.indicators import INDICATORS
from sim.outcomes.replication import measured_replication
from sim.scenario.load import load, load_with_sources
from sim.scenario.posterior import Posterior
from sim.scenario.schema import Scenario
from sim.study.errors import StudyError
from sim.study.sensitivity import indices, study
from sim.study.sensitivity.design import Design
from sim.study.sensitivity.effects import NOT_VARIED, measured_values
from sim.study.sensitivity.screening import OTHERS
from sim.study.sensitivity.study import Sensitivity, SensitivityOptions, run_sensitivity
from sim.study.sensitivity.task import Designed, LevelTask
from sim.study.sensitivity.tornado import tornado
from sim.study.sensitivity.unknowns import (
    CHANCE,
    LEARNED,
    WALK,
    Levels,
    Unknowns,
    at_levels,
    is_step,
    unknowns,
)
from tests.model.test_settling import NORMALS
from tests.variants import PILOT, certain, changed, pilot, variant

SEED = 3
FEW = ("flights.per_week", "detention.places", "costs.seat")
LITTLE = SensitivityOptions(("returns", "cost"), precision=0.3, most_rows=2_000)


def few_unknown(scenario: Scenario, paths: tuple[str, ...] = FEW) -> Scenario:
    """Return the scenario with these values uncertain and no other, and their growth."""
    kept = {entry.path: entry for entry in scenario.assumptions() if entry.path in paths}
    return certain(scenario).with_values(kept)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make studies small."""
    monkeypatch.setattr(study, "POINTS", 64)
    monkeypatch.setattr(study, "REPLICATIONS", 16)
    monkeypatch.setattr(indices, "FIRST_POINTS", 64)


def drawn_levels(unknown: Unknowns, luck: Luck) -> Levels:
    """Return the inputs that put every column where a replication's own luck draws it."""
    inputs = []
    for name in (unknown.names[column] for column in unknown.free):
        if is_step(name):
            inputs.append(luck.uniform("programme", int(name.rpartition(".")[2])))
        elif name.endswith(".departure"):
            key = parameter_key(name.removesuffix(".departure"))
            inputs.append(luck.uniform("departure", int(key)))
        else:
            inputs.append(luck.uniform("parameter", int(parameter_key(name))))
    learned = [luck.uniform("posterior", 0)] if unknown.taught else []
    return np.array(inputs + learned)


@pytest.mark.parametrize("what", ["pilot", "calibrated", "partly", "timeline", "longer"])
def test_a_row_at_drawn_levels_is_the_ordinary_replication(tmp_path: Path, what: str) -> None:
    scenarios: dict[str, Callable[[], Scenario]] = {
        "pilot": pilot,
        "calibrated": lambda: load("pilot_calibrated"),
        "partly": partly_learned,
        "timeline": lambda: variant(tmp_path, NORMALS),
        "longer": lambda: load("until_expiry"),
    }
    scenario = scenarios[what]()
    prepared = outline(scenario)
    unknown = unknowns(prepared)
    assert prepared.fixed_timeline == (what != "timeline")
    for number in range(5):
        luck = Luck(SEED, number)
        levels = unknown.levels(drawn_levels(unknown, luck))
        here = at_levels(prepared, levels, unknown.priors)
        ordinary = measured_replication(prepared, luck, "compiled")
        row = measured_replication(here, luck, "compiled")
        np.testing.assert_array_equal(row.series, ordinary.series)
        np.testing.assert_array_equal(row.indicators, ordinary.indicators)


def partly_learned() -> Scenario:
    """Return the pilot with three sets of levels of a few values."""
    values = learnable(outline(pilot()))
    names = ("flights.per_week", f"{WALK}.2", "flights.seats.departure")
    priors = tuple(values.priors[values.names.index(name)] for name in names)
    levels = ((0.1, 0.2, 0.9), (0.3, 0.4, 0.5), (0.6, 0.7, 0.8))
    posterior = Posterior(date(2026, 1, 31), names, priors, levels)
    return pilot().model_copy(update={"posterior": posterior})


@pytest.mark.parametrize("path", ["arrivals.boats_dispersion", "casework.reply"])
def test_a_level_moves_what_its_prior_is_about(tmp_path: Path, path: str) -> None:
    prepared = outline(variant(tmp_path, NORMALS))
    unknown = unknowns(prepared)
    column = unknown.names.index(path)
    found = []
    for level in (0.05, 0.95):
        levels = np.full(len(unknown.names), 0.5)
        levels[column] = level
        here = at_levels(prepared, levels, unknown.priors)
        found.append(measured_replication(here, Luck(SEED, 0), "compiled").series)
    assert (found[0] != found[1]).any()


def test_the_middle_is_the_central_values_where_priors_have_their_medians_there() -> None:
    """A triangular prior may not, nor a beta: the middle is at its median, the centre beside it."""
    of_medians = {
        e.path: replace(e, prior=None)
        for e in pilot().assumptions()
        if e.prior is not None and e.prior.kind not in ("normal", "lognormal")
    }
    scenario = pilot().with_values(of_medians)
    unknown = unknowns(outline(scenario))
    assert len(unknown.factors) > 15
    plan = tornado(unknown)
    task = LevelTask(scenario, SEED, "compiled", unknown.priors, plan)
    central = Task(scenario, SEED, True, "compiled").replications(range(4)).indicators
    np.testing.assert_array_equal(task.replications(range(4)), central)


def test_factors_are_all_that_is_not_known() -> None:
    unknown = unknowns(outline(pilot()))
    names = [factor.name for factor in unknown.factors]
    priors = [entry.path for entry in pilot().assumptions() if entry.prior is not None]
    departures = [
        f"{entry.path}.departure"
        for entry in pilot().assumptions()
        if entry.growth is not None and entry.growth.departure > 0
    ]
    assert len(priors) == 31
    assert sorted(names) == sorted([*priors, *departures, WALK, CHANCE])
    inputs = [number for factor in unknown.factors for number in factor.inputs]
    assert sorted(inputs) == list(range(unknown.inputs))
    assert [factor.name for factor in unknown.factors if factor.luck] == [CHANCE]
    still = changed(pilot(), {"programme.wobble": 0.0})
    assert WALK not in [factor.name for factor in unknowns(outline(still)).factors]


def test_what_was_learned_goes_together_and_the_rest_by_itself() -> None:
    unknown = unknowns(outline(partly_learned()))
    names = [factor.name for factor in unknown.factors]
    taught = {"flights.per_week", f"{WALK}.2", "flights.seats.departure"}
    assert {unknown.names[column] for column in unknown.taught} == taught
    assert not taught.intersection(names)
    assert {LEARNED, WALK, CHANCE, "detention.places"} < set(names)
    for u, expected in ((0.0, 0.1), (0.34, 0.2), (0.999, 0.9)):
        levels = unknown.levels(np.array([*np.full(len(unknown.free), 0.25), u]))
        assert levels[unknown.names.index("flights.per_week")] == expected
        assert levels[unknown.names.index("detention.places")] == 0.25


def test_at_levels_nothing_is_drawn_of_what_is_not_known() -> None:
    """What figures taught moves nothing either, once every level is given."""
    prepared = outline(pilot())
    unknown = unknowns(prepared)
    here = at_levels(prepared, np.full(len(unknown.names), 0.5), unknown.priors)
    plain = at_levels(outline(partly_learned()), np.full(len(unknown.names), 0.5), unknown.priors)
    for number in range(3):
        luck = Luck(SEED, number)
        np.testing.assert_array_equal(
            measured_replication(here, luck, "compiled").series,
            measured_replication(plain, luck, "compiled").series,
        )


@pytest.fixture
def found(small: None) -> Sensitivity:
    return run_sensitivity(few_unknown(pilot()), LITTLE, Gatherer(Settings(seed=SEED, workers=1)))


def test_every_factor_has_an_index_or_is_in_the_group_that_has_one(found: Sensitivity) -> None:
    assert set(found.factors) == {*FEW, "detention.places.departure", WALK, CHANCE}
    for shares in found.indices.shares:
        own = {index.factor for index in shares.indices}
        assert own - {OTHERS} == set(found.factors) - set(found.screening.together)
        assert (OTHERS in own) == bool(found.screening.together)
    assert {s.outcome for s in found.screening.found} == {"returns", "cost"}
    for swings in found.tornado:
        assert {swing.name for swing in swings.swings} == set(found.factors) - {CHANCE}
        sizes = [swing.size for swing in swings.swings]
        assert sizes == sorted(sizes, reverse=True)
    returns = found.tornado[0].of("costs.seat")
    assert returns is not None
    assert returns.size == 0
    cost = found.tornado[1].of("costs.seat")
    assert cost is not None
    assert cost.difference is not None
    assert cost.difference.low > 0


def test_every_value_of_the_scenario_stands_in_the_log(small: None) -> None:
    found = run_sensitivity(
        few_unknown(pilot()),
        SensitivityOptions(("returns",), precision=0.3, most_rows=2_000),
        Gatherer(Settings(seed=SEED, workers=1)),
    )
    loaded = replace(load_with_sources(PILOT), scenario=found.scenario)
    rows = {row.explained.path: row for row in measured_values(found, loaded, date(2026, 1, 1))}
    assert list(rows) == [entry.path for entry in found.scenario.assumptions()]
    for path, row in rows.items():
        (effect,) = row.effects
        if path not in FEW:
            assert row.factor == NOT_VARIED
            assert (effect.low, effect.high, effect.index, effect.below) == (None,) * 4
    (seat,) = rows["costs.seat"].effects
    assert rows["costs.seat"].factor == OTHERS
    assert seat.index is None
    assert seat.screened is not None
    assert seat.screened.never_moved
    assert seat.below == 3 / seat.screened.points
    assert seat.low == seat.high is not None
    (flights,) = rows["flights.per_week"].effects
    assert rows["flights.per_week"].factor == "flights.per_week"
    assert flights.index == found.indices.shares[0].of("flights.per_week")
    assert flights.low is not None
    assert flights.high is not None
    assert flights.low < flights.high


def test_workers_cannot_move_a_row() -> None:
    scenario = load("pilot_calibrated")
    unknown = unknowns(outline(scenario))
    plan = Designed(Design(unknown.inputs, unknown.factors, SEED), unknown)
    task = LevelTask(scenario, SEED, "compiled", unknown.priors, plan)
    numbers = plan.design.numbers(2).ravel().tolist()
    with Gatherer(Settings(workers=2)).open(task, "rows") as gathering:
        spread = gathering.rows(numbers)
    alone = [task.replications(range(number, number + 1))[0] for number in numbers]
    np.testing.assert_array_equal(spread, alone)


def test_a_study_says_how_many_rows_it_ran(small: None) -> None:
    done: list[int] = []
    gatherer = Gatherer(Settings(seed=SEED, workers=1), done.append)
    assert run_sensitivity(few_unknown(pilot()), LITTLE, gatherer).rows == sum(done)


def test_where_everything_is_known_only_chance_is_left(small: None) -> None:
    found = run_sensitivity(certain(pilot()), LITTLE, Gatherer(Settings(seed=SEED, workers=1)))
    assert found.factors == (CHANCE,)
    for shares in found.indices.shares:
        (index,) = shares.indices
        assert (index.factor, index.first.value, index.total.value) == (CHANCE, 1, 1)
        assert shares.chance is not None
        assert shares.chance.value == 1
    for swings in found.tornado:
        assert swings.swings == ()
        assert swings.by_chance.p05 is not None
        assert swings.by_chance.p95 is not None
        assert swings.by_chance.p05 < swings.by_chance.p95


def test_a_calibrated_scenario_says_what_goes_together(small: None) -> None:
    calibrated = load("pilot_calibrated")
    found = run_sensitivity(
        few_unknown(calibrated),
        replace(LITTLE, outcomes=("returns",)),
        Gatherer(Settings(seed=SEED, workers=1)),
    )
    assert set(found.factors) == {LEARNED, "costs.seat", CHANCE}
    assert {"flights.per_week", "detention.places"} < set(found.learned)
    (shares,) = found.indices.shares
    learned = shares.of(LEARNED)
    assert learned is not None
    assert learned.total.low > 0
    loaded = replace(load_with_sources("pilot_calibrated"), scenario=found.scenario)
    rows = {row.explained.path: row for row in measured_values(found, loaded, date(2026, 1, 1))}
    (effect,) = rows["flights.per_week"].effects
    assert rows["flights.per_week"].factor == LEARNED
    assert effect.index is None
    assert effect.low is not None


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (SensitivityOptions(outcomes=("retuns",)), "'retuns'; did you mean 'returns'"),
        (SensitivityOptions(outcomes=()), "no outcome is named; write"),
        (SensitivityOptions(precision=0.0), "write a number such as 0.05"),
        (SensitivityOptions(precision=1.0), "write a number such as 0.05"),
        (SensitivityOptions(most_rows=0), "write one such as 200000"),
    ],
)
def test_what_cannot_be_asked_is_refused(options: SensitivityOptions, said: str) -> None:
    with pytest.raises(StudyError, match=said):
        run_sensitivity(pilot(), options, Gatherer())


def test_central_values_are_refused() -> None:
    with pytest.raises(StudyError, match="leave out '--at central'"):
        run_sensitivity(pilot(), SensitivityOptions(), Gatherer(Settings(at_central=True)))


def test_outcomes_asked_for_by_default_are_indicators() -> None:
    assert set(SensitivityOptions().outcomes) <= set(INDICATORS)
