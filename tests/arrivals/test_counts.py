from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from scipy.stats import chisquare, gamma, nbinom, poisson

from sim.arrivals.projected import expected_people, further_boats
from sim.arrivals.settings import ArrivalsSettings
from sim.arrivals.timeline import make_timeline
from sim.luck.luck import Luck
from sim.scenario.problems import TooManyError
from sim.scenario.weekly import Week
from tests.arrivals.drawing import draw_boats

SUNDAY = date(2025, 8, 10)


def one_week(pilot: ArrivalsSettings, week: Week) -> ArrivalsSettings:
    return replace(
        pilot, start=week.first_day, horizon=week.ending, weeks=(week,), no_crossings=frozenset()
    )


def test_boats_of_a_week_are_negative_binomials_given_their_sum(pilot: ArrivalsSettings) -> None:
    """Enumerate how 3 boats above one a day fall on 7 days, under independent days."""
    drawn = one_week(pilot, Week(SUNDAY, 10, 10, 7))
    outcomes = [x for x in np.ndindex((4,) * 7) if sum(x) == 3]
    weights = np.array([nbinom.pmf(x, pilot.boats_dispersion, 0.3).prod() for x in outcomes])
    seen: Counter[tuple[int, ...]] = Counter()
    replications = 2_000
    for replication in range(replications):
        boats = draw_boats(drawn, Luck(11, replication))
        seen[tuple((np.bincount(boats.day, minlength=7) - 1).tolist())] += 1
    observed = [seen[outcome] for outcome in outcomes]
    assert chisquare(observed, weights / weights.sum() * replications).pvalue > 1e-3


def test_people_of_a_week_vary_between_boats_as_sizes_do(pilot: ArrivalsSettings) -> None:
    """Shares of Gammas are Dirichlet: variance m (1 − m) / (n a + 1), m = 1/n, a = cv⁻²."""
    boats, people = 20, 20 * 69
    drawn = one_week(pilot, Week(SUNDAY, people, boats, 1))
    sizes = np.array([draw_boats(drawn, Luck(1, n)).people for n in range(300)])
    m, a = 1 / boats, pilot.people_per_boat_cv**-2
    expected = (people - boats) ** 2 * m * (1 - m) / (boats * a + 1)
    assert sizes.var() == pytest.approx(expected, rel=0.1)


def test_people_left_by_rounding_down_join_the_boats_with_the_largest_remainders(
    pilot: ArrivalsSettings,
) -> None:
    boats = draw_boats(one_week(pilot, Week(SUNDAY, 500, 12, 4)), Luck(1, 3))
    uniforms = Luck(1, 3).uniforms("arrivals.people", boats.key)
    sizes = gamma.ppf(uniforms, pilot.people_per_boat_cv**-2)
    shares = 1 + (500 - 12) * sizes / sizes.sum()
    up = boats.people > shares
    remainders = shares % 1
    assert (np.abs(boats.people - shares) < 1).all()
    assert up.any()
    assert remainders[up].min() > remainders[~up].max()


def test_boats_of_one_size_share_a_week_evenly(pilot: ArrivalsSettings) -> None:
    drawn = replace(one_week(pilot, Week(SUNDAY, 100, 7, 3)), people_per_boat_cv=0.0)
    by_key = draw_boats(drawn, Luck(1, 1))
    assert by_key.people[np.argsort(by_key.key)].tolist() == [15, 15, 14, 14, 14, 14, 14]


@pytest.mark.parametrize(("level", "first_day"), [(1.0, date(2026, 1, 1)), (1.6, date(2026, 7, 1))])
def test_a_projected_year_expects_its_level_of_last_years_people(
    pilot: ArrivalsSettings, level: float, first_day: date
) -> None:
    drawn = replace(
        pilot,
        start=first_day,
        horizon=first_day + timedelta(days=364),
        weeks=(),
        no_crossings=frozenset(),
        level=level,
    )
    totals = [draw_boats(drawn, Luck(1, n)).people.sum() for n in range(200)]
    error = np.std(totals) / np.sqrt(len(totals))
    assert np.mean(totals) == pytest.approx(level * 41_472, abs=4 * error)


def test_a_year_below_a_boat_a_crossing_day_has_just_those_boats(pilot: ArrivalsSettings) -> None:
    drawn = replace(pilot, weeks=(), no_crossings=frozenset(), level=0.05)
    assert further_boats(make_timeline(drawn).year, drawn.level * drawn.last_year_total) == 0.0
    assert (np.bincount(draw_boats(drawn, Luck(1, 1)).day) <= 1).all()


def test_nobody_comes_where_no_day_is_crossed(pilot: ArrivalsSettings) -> None:
    drawn = replace(pilot, weeks=(), crossing_base=-1_000.0)
    assert draw_boats(drawn, Luck(1, 1)).key.size == 0


@pytest.mark.parametrize("cv", [0.0, 1e-6])
def test_a_boat_every_day_and_huge_dispersion_is_one_and_a_poisson_number(
    queue: ArrivalsSettings, cv: float
) -> None:
    boats = draw_boats(replace(queue, people_per_boat_cv=cv), Luck(1, 0))
    days = (queue.horizon - queue.start).days + 1
    extra = np.bincount(boats.day, minlength=days) - 1
    expected = poisson.pmf(range(10), 4.0) * days
    observed = np.bincount(extra.clip(max=10), minlength=11)
    assert (boats.people == 1).all()
    assert chisquare(observed, [*expected, days - expected.sum()]).pvalue > 1e-3


@pytest.mark.parametrize(("mean", "cv"), [(68.3, 0.388), (1.0, 1.0), (0.3, 0.8), (4.0, 1e-6)])
def test_the_expected_size_counts_rounding_and_the_minimum_of_one(mean: float, cv: float) -> None:
    uniforms = (np.arange(1_000_000) + 0.5) / 1_000_000
    sizes = np.maximum(1, np.rint(gamma.ppf(uniforms, cv**-2, scale=mean * cv**2)))
    assert expected_people(mean, cv) == pytest.approx(sizes.mean(), rel=1e-4)


def test_projected_sizes_have_the_mean_and_spread_asked_for(pilot: ArrivalsSettings) -> None:
    drawn = replace(pilot, weeks=(), horizon=date(2030, 8, 5))
    people = draw_boats(drawn, Luck(1, 2)).people
    error = 0.388 * 68.3 / np.sqrt(people.size)
    assert people.mean() == pytest.approx(68.3, abs=4 * error)
    assert people.std() / people.mean() == pytest.approx(0.388, rel=0.06)


def test_more_people_in_a_boat_than_have_keys_are_refused(pilot: ArrivalsSettings) -> None:
    most = draw_boats(one_week(pilot, Week(SUNDAY, 4_096, 1, 1)), Luck(1, 0))
    assert most.people.tolist() == [4_096]
    with pytest.raises(TooManyError, match="in one boat"):
        draw_boats(one_week(pilot, Week(SUNDAY, 4_097, 1, 1)), Luck(1, 0))


def test_more_boats_on_a_day_than_have_keys_are_refused(pilot: ArrivalsSettings) -> None:
    with pytest.raises(TooManyError, match="on one day"):
        draw_boats(one_week(pilot, Week(SUNDAY, 70_000, 70_000, 1)), Luck(1, 0))
