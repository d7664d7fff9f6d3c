"""A fall can be told from noise if it is larger than what noise brings by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import exp, log, sqrt

import numpy as np
import pytest
from scipy.stats import norm

from sim.luck.settle import quantile
from sim.scenario.load import load
from sim.study.errors import StudyError
from sim.study.noise import Noise, Samples
from sim.study.telling import effects, rate_that_shows, rate_that_stops, smallest_fall

EVEN = (np.arange(200_000) + 0.5) / 200_000


def lognormal(cv: float) -> Samples:
    """Return the evenly spaced quantiles of a lognormal with mean 20,000 and this variation."""
    sigma = sqrt(log(1 + cv**2))
    return np.asarray(20_000 * np.exp(sigma * norm.ppf(EVEN) - sigma**2 / 2))


@pytest.mark.parametrize("cv", [0.05, 0.16, 0.4])
@pytest.mark.parametrize(("power", "level"), [(0.8, 0.05), (0.9, 0.01), (0.5, 0.2)])
def test_the_smallest_fall_of_a_lognormal_is_its_closed_form(
    cv: float, power: float, level: float
) -> None:
    sigma = sqrt(log(1 + cv**2))
    expected = 1 - exp(sigma * (norm.ppf(level) - norm.ppf(power)))
    assert smallest_fall(lognormal(cv), power, level) == pytest.approx(expected, rel=1e-3)


def test_the_smallest_fall_is_told_with_its_power_and_a_smaller_one_less_often() -> None:
    samples = np.random.default_rng(5).gamma(9.0, 2_000.0, size=40_000)
    told_below = np.quantile(samples, 0.05)
    fall = smallest_fall(samples, power=0.8, level=0.05)
    assert np.mean((1 - fall) * samples <= told_below) == pytest.approx(0.8, abs=1e-3)
    assert np.mean((1 - 0.9 * fall) * samples <= told_below) < 0.8


def test_more_noise_more_power_and_fewer_false_alarms_need_a_larger_fall() -> None:
    falls = [smallest_fall(lognormal(cv)) for cv in (0.05, 0.1, 0.2, 0.4, 0.8)]
    assert falls == sorted(falls)
    samples = lognormal(0.2)
    powers = [smallest_fall(samples, power=power) for power in (0.5, 0.7, 0.8, 0.95)]
    assert powers == sorted(powers)
    levels = [smallest_fall(samples, level=level) for level in (0.2, 0.1, 0.05, 0.01)]
    assert levels == sorted(levels)
    assert all(0 < fall < 1 for fall in falls + powers + levels)


def test_it_does_not_matter_how_many_arrive() -> None:
    samples = lognormal(0.2)
    assert smallest_fall(3 * samples) == pytest.approx(smallest_fall(samples))


def test_where_nothing_varies_any_fall_can_be_told() -> None:
    assert smallest_fall(np.full(10, 500.0)) == 0


def test_what_no_fall_could_answer_is_refused() -> None:
    for power, level in ((0.05, 0.8), (0.8, 0.0), (1.0, 0.05)):
        with pytest.raises(ValueError, match="level < power"):
            smallest_fall(lognormal(0.2), power, level)
    with pytest.raises(StudyError, match="nobody arrives"):
        smallest_fall(np.zeros(10))


@pytest.mark.parametrize("strength", [0.5, 1.0, 5.0, 20.0])
@pytest.mark.parametrize("fall", [0.01, 0.3, 0.5])
def test_a_rate_that_shows_a_fall_brings_it(fall: float, strength: float) -> None:
    rate = rate_that_shows(fall, strength)
    assert rate is not None
    assert strength * rate == pytest.approx(fall)


def test_no_rate_shows_what_strength_cannot_bring() -> None:
    assert rate_that_shows(0.3, 0.0) is None
    assert rate_that_shows(0.3, 0.2) is None
    assert rate_that_shows(0.3, 0.3) == 1.0
    assert rate_that_stops(0.0) is rate_that_stops(0.9) is None
    assert rate_that_stops(5.0) == pytest.approx(0.2)


def _noise(name: str) -> Noise:
    samples = lognormal(0.2)[::1000]
    days = date(2026, 2, 2), date(2026, 8, 2)
    return Noise(load(name), *days, 1, samples * 2, samples, np.full(samples.size, 0.02))


def test_a_scenario_that_assumes_no_effect_has_none() -> None:
    assert effects(_noise("pilot")) == []


def test_effects_stand_at_the_centre_of_the_strength_and_along_its_prior() -> None:
    noise = _noise("deterrence_assumed")
    entry = noise.scenario.deterrence.strength
    assert entry.prior is not None
    found = {effect.of: effect for effect in effects(noise)}
    assert found["centre"].strength == entry.value
    assert found["p05"].strength == pytest.approx(quantile(entry.prior, 0.05))
    assert found["p95"].strength == pytest.approx(quantile(entry.prior, 0.95))
    centre = found["centre"]
    assert centre.fall.median == pytest.approx(entry.value * 0.02)
    assert centre.shows_fixed == rate_that_shows(smallest_fall(noise.fixed), entry.value)
    assert centre.shows_drawn == rate_that_shows(smallest_fall(noise.drawn), entry.value)
    assert centre.stops == rate_that_stops(entry.value)


def test_nobody_is_deterred_more_than_everybody_is() -> None:
    noise = replace(_noise("deterrence_assumed"), perceived=np.full(4, 0.5))
    assert [effect.fall.median for effect in effects(noise)] == [1.0, 1.0, 1.0]


def test_a_strength_without_a_prior_stands_alone() -> None:
    scenario = load("deterrence_assumed")
    strength = scenario.deterrence.strength
    certain = scenario.with_values({strength.path: strength.set_to(3.0)})
    (effect,) = effects(replace(_noise("pilot"), scenario=certain))
    assert (effect.of, effect.strength) == ("centre", 3.0)
