"""What was learned is what is drawn: in sets, at levels of the priors, and nothing besides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from sim.luck.keys import parameter_key
from sim.luck.luck import Luck
from sim.luck.settle import settle, uncertain
from sim.model.learnable import Learnable, learnable
from sim.model.outline import outline
from sim.model.replicate import ENGINES, replicate
from sim.scenario.posterior import GROWTH_PRIOR, Posterior, prior_words
from sim.scenario.schema import Scenario
from sim.scenario.values import Growth
from tests.model.agreement import differing, equal
from tests.model.test_growth import limits
from tests.variants import certain, pilot, prepare

UNTIL = date(2026, 1, 31)
SEED = 1


@pytest.fixture(scope="module")
def values() -> Learnable:
    return learnable(outline(pilot()))


def with_levels(values: Learnable, levels: list[list[float]]) -> Scenario:
    """Return the pilot with these sets of levels, one row a set."""
    columns = tuple(zip(*levels, strict=True))
    posterior = Posterior(UNTIL, values.names, values.priors, columns)
    return pilot().model_copy(update={"posterior": posterior})


def learned(name: str, *levels: float, prior: str | None = None) -> Scenario:
    """Return the pilot with levels of one value alone."""
    words = {e.path: prior_words(e.prior) for e in pilot().assumptions() if e.prior is not None}
    posterior = Posterior(UNTIL, (name,), (prior or words.get(name, GROWTH_PRIOR),), (levels,))
    return pilot().model_copy(update={"posterior": posterior})


def drawn(scenario: Scenario, number: int, at_central: bool = False) -> dict[str, float]:
    """Return what is drawn of everything that figures could teach: unit costs are not."""
    drawn_of = settle(uncertain(scenario, at_central), Luck(SEED, number)).drawn
    return {path: value for path, value in drawn_of.items() if not path.startswith("costs.")}


def test_levels_are_the_luck_of_each_value(values: Learnable) -> None:
    levels = values.levels(SEED, range(5, 8))
    paths = [path for path in uncertain(pilot()).paths if not path.startswith("costs.")]
    assert list(values.names[: len(paths)]) == paths
    owners = [(name, "parameter", name) for name in paths]
    for column, (_, luck, path) in enumerate(owners):
        for row, number in enumerate((5, 6, 7)):
            u = Luck(SEED, number).uniform(luck, int(parameter_key(path)))
            assert levels[row, column] == u
    walk = values.names.index("programme.walk.2")
    assert levels[1, walk] == Luck(SEED, 6).uniform("programme", 2)
    seats = values.names.index("flights.seats.departure")
    key = int(parameter_key("flights.seats"))
    assert levels[1, seats] == Luck(SEED, 6).uniform("departure", key)


def test_a_posterior_of_a_replication_s_own_luck_reproduces_it(values: Learnable) -> None:
    for number in (0, 3):
        own = values.levels(SEED, range(number, number + 1))
        same = with_levels(values, own.tolist())
        luck = Luck(SEED, number)
        plain = prepare(pilot(), luck)
        again = prepare(same, luck)
        np.testing.assert_array_equal(again[0].capacity, plain[0].capacity)
        assert equal(ENGINES["compiled"](*again), ENGINES["compiled"](*plain))


def test_one_set_gives_every_replication_its_values(values: Learnable) -> None:
    one = with_levels(values, values.levels(SEED, range(41, 42)).tolist())
    expected = drawn(pilot(), 41)
    assert [drawn(one, number) for number in range(4)] == [expected] * 4
    first = limits(one, 0)
    for number in range(1, 4):
        again = limits(one, number)
        for path in ("detention.places", "flights.seats", "inbound.applications"):
            np.testing.assert_array_equal(again[path], first[path])


def test_sets_go_together_and_are_drawn_equally_often(values: Learnable) -> None:
    sets = values.levels(SEED, range(100, 104)).tolist()
    scenario = with_levels(values, sets)
    known = [drawn(pilot(), number) for number in range(100, 104)]
    rows = [known.index(drawn(scenario, n)) for n in range(2_000)]
    counts = np.bincount(rows, minlength=4)
    assert np.all(np.abs(counts - 500) < 4 * (2_000 * 0.25 * 0.75) ** 0.5)


def test_what_was_learned_moves_no_other_value() -> None:
    plain, taught = drawn(pilot(), 2), drawn(learned("detention.places", 0.9), 2)
    assert {path for path in plain if plain[path] != taught[path]} == {"detention.places"}


def test_a_value_learned_under_another_prior_is_drawn_afresh() -> None:
    other = learned("detention.places", 0.9, prior="factor lognormal 1 1.6")
    assert drawn(other, 2) == drawn(pilot(), 2)
    step = learned("programme.walk.1", 0.9, prior="normal 0 2")
    places = "detention.places"
    np.testing.assert_array_equal(limits(step, 2)[places], limits(pilot(), 2)[places])


def test_steps_after_the_last_that_was_learned_are_drawn_and_widen_the_walk() -> None:
    """With four steps known, the spread of the fifth month and later is that of free steps."""
    flat = certain(pilot())
    places = replace(flat.detention.places, growth=Growth(0.0))
    trend = replace(flat.programme.trend, value=0.0)
    horizon = flat.scheme.horizon.set_to(date(2026, 5, 31))
    walk = tuple(f"programme.walk.{month}" for month in range(1, 5))
    posterior = Posterior(UNTIL, walk, (GROWTH_PRIOR,) * 4, ((0.5,),) * 4)
    scenario = flat.with_values(
        {places.path: places, trend.path: trend, horizon.path: horizon}
    ).model_copy(update={"posterior": posterior})
    paths = np.array([limits(scenario, n)["detention.places"] for n in range(500)])
    months = outline(scenario).basis.months
    at = [int(np.argmax(months >= month)) for month in (4, 5, 6, 7)]
    spread = np.log(paths / paths[0, 0]).std(axis=0)[at]
    wobble = scenario.programme.wobble.value
    # Days fall up to a day after the month's end, so a little of the next step is in them.
    free = months[at] - 4
    whole, part = np.floor(free), free % 1
    np.testing.assert_allclose(
        spread, wobble * np.sqrt(whole + part**2), rtol=0.12, atol=0.01 * wobble
    )
    assert np.all(np.diff(spread) > 0)


def test_at_central_what_was_learned_stands_at_its_median() -> None:
    three = learned("detention.places", 0.2, 0.9, 0.6)
    one = learned("detention.places", 0.6)
    assert drawn(three, 0, at_central=True) == {
        "detention.places": drawn(one, 0)["detention.places"]
    }
    plain, moved = limits(pilot(), at_central=True), limits(three, at_central=True)
    np.testing.assert_array_equal(moved["flights.seats"], plain["flights.seats"])


def test_at_central_the_learned_path_is_followed_and_nothing_else_wobbles() -> None:
    up = learned("programme.walk.1", 0.8413447460685429)  # one standard deviation
    plain = limits(pilot(), at_central=True)["detention.places"]
    moved = limits(up, at_central=True)["detention.places"]
    months = outline(pilot()).basis.months
    wobble = pilot().programme.wobble.value
    np.testing.assert_allclose(moved / plain, np.exp(wobble * np.minimum(months, 1)), rtol=1e-4)


@pytest.mark.parametrize("at_central", [False, True])
def test_engines_agree_on_a_calibrated_scenario(values: Learnable, at_central: bool) -> None:
    sets = values.levels(9, range(3)).tolist()
    prepared = outline(with_levels(values, sets), at_central)
    luck = Luck(4, 7)
    assert not differing(
        replicate(prepared, luck, "compiled"), replicate(prepared, luck, "reference")
    )


def test_values_without_any_spread_are_none_to_learn() -> None:
    calm = pilot().with_values(
        {
            "programme.wobble": replace(pilot().programme.wobble, value=0.0),
            "flights.seats": replace(pilot().flights.seats, growth=Growth(0.0)),
        }
    )
    names = learnable(outline(calm)).names
    assert not any(name.startswith("programme.walk") for name in names)
    assert "flights.seats.departure" not in names
    assert "detention.places.departure" in names
    # What is left keeps its own luck.
    whole, less = learnable(outline(pilot())), learnable(outline(calm))
    columns = [whole.names.index(name) for name in less.names]
    np.testing.assert_array_equal(less.levels(1, range(3)), whole.levels(1, range(3))[:, columns])
