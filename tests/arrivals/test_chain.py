from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product
from math import cos, exp, pi, sin

import numpy as np
import pytest
from scipy.stats import chisquare

from sim.arrivals.chain import conditioned, yearly_chance
from sim.arrivals.settings import ArrivalsSettings, Crossing
from sim.luck.luck import Luck
from sim.scenario.problems import ScenarioError
from sim.scenario.weekly import Week
from tests.arrivals.drawing import observed_days, projected_days

CROSSING = Crossing(-0.4, 1.5, (-0.48, -0.03, -0.05, 0.13))
WEEKS = (Week(date(2025, 8, 10), 90, 5, 3), Week(date(2025, 8, 17), 60, 4, 2))
MONDAY = date(2025, 8, 4)
QUIET_DAYS = frozenset({date(2025, 8, 6), date(2025, 8, 16)})
Pattern = tuple[bool, ...]


def season(day: date, a: float, b: float, c: float, d: float) -> float:
    f = 2 * pi * (day.timetuple().tm_yday - 0.5) / 365.25
    return a * cos(f) + b * sin(f) + c * cos(2 * f) + d * sin(2 * f)


def chance(day: date, after: bool) -> float:
    log_odds = CROSSING.base + CROSSING.after_crossing * after + season(day, *CROSSING.season)
    return 1 / (1 + exp(-log_odds))


def prior(pattern: Pattern, quiet_days: frozenset[date], before: float) -> float:
    """The probability of a pattern of days, given the chance of a crossing the day before."""
    total = 0.0
    for yesterday in (False, True):
        weight = before if yesterday else 1 - before
        crossed = yesterday
        for n, today in enumerate(pattern):
            day = MONDAY + timedelta(days=n)
            p = 0.0 if day in quiet_days else chance(day, crossed)
            weight *= p if today else 1 - p
            crossed = today
        total += weight
    return total


def posterior(quiet_days: frozenset[date], before: float) -> dict[Pattern, float]:
    """The law of the days by enumeration of all patterns with the weeks' crossing days."""
    rows = [
        [tuple(day in chosen for day in range(7)) for chosen in combinations(range(7), count)]
        for count in (week.crossing_days for week in WEEKS)
    ]
    weights = {first + second: 0.0 for first, second in product(*rows)}
    for pattern in weights:
        weights[pattern] = prior(pattern, quiet_days, before)
    total = sum(weights.values())
    return {pattern: weight / total for pattern, weight in weights.items() if weight}


def long_run_chance(day: date) -> float:
    """The chance of a crossing when nothing is known: the chain run for a year before."""
    p = 0.5
    for back in range(365, -1, -1):
        earlier = day - timedelta(days=back)
        p = p * chance(earlier, True) + (1 - p) * chance(earlier, False)
    return p


@pytest.mark.parametrize("day_before_is_quiet", [False, True])
def test_the_chain_given_the_weeks_has_the_law_found_by_enumeration(
    day_before_is_quiet: bool,
) -> None:
    sunday = MONDAY - timedelta(days=1)
    quiet_days = QUIET_DAYS | ({sunday} if day_before_is_quiet else set())
    before = 0.0 if day_before_is_quiet else long_run_chance(sunday)
    law = posterior(quiet_days, before)
    table = conditioned(WEEKS, CROSSING, quiet_days)
    for pattern, expected in law.items():
        probability, crossed, so_far = 1.0, False, 0
        for n, today in enumerate(pattern):
            so_far = so_far if n % 7 else 0
            p = table[n, int(crossed), so_far]
            probability *= p if today else 1 - p
            crossed, so_far = today, so_far + today
        assert probability == pytest.approx(expected, rel=1e-9)


def test_drawn_days_follow_the_law_found_by_enumeration(pilot: ArrivalsSettings) -> None:
    settings = replace(
        pilot,
        start=MONDAY,
        weeks=WEEKS,
        no_crossings=QUIET_DAYS,
        crossing_base=CROSSING.base,
        crossing_after_crossing=CROSSING.after_crossing,
        crossing_season=CROSSING.season,
    )
    law = posterior(QUIET_DAYS, long_run_chance(MONDAY - timedelta(days=1)))
    seen = dict.fromkeys(law, 0)
    replications = 4_000
    for replication in range(replications):
        pattern = tuple(observed_days(settings, Luck(1, replication)).ravel().tolist())
        seen[pattern] += 1
    frequent = [pattern for pattern, p in law.items() if p * replications > 8]
    rest = replications - sum(seen[pattern] for pattern in frequent)
    expected = [law[pattern] * replications for pattern in frequent]
    observed = [*(seen[pattern] for pattern in frequent), rest]
    assert chisquare(observed, [*expected, replications - sum(expected)]).pvalue > 1e-3


def test_the_yearly_chance_is_what_the_chain_settles_to() -> None:
    year = yearly_chance(CROSSING)
    for day in (date(2026, 1, 1), date(2026, 6, 15), date(2026, 12, 31)):
        expected = long_run_chance(day)
        assert year[day.timetuple().tm_yday - 1] == pytest.approx(expected, rel=1e-9)


def test_crossing_days_come_in_runs(queue: ArrivalsSettings) -> None:
    """A two-state chain has autocorrelation p11 − p01 and rate p01 / (1 − p11 + p01)."""
    settings = replace(queue, crossing_base=-1.1, crossing_after_crossing=1.6)
    p01, p11 = 1 / (1 + exp(1.1)), 1 / (1 + exp(-0.5))
    days = np.concatenate(
        [projected_days(settings, Luck(3, replication), False) for replication in range(10)]
    )
    correlation = np.corrcoef(days[:-1], days[1:])[0, 1]
    rate = p01 / (1 - p11 + p01)
    spread = np.sqrt(rate * (1 - rate) * (1 + p11 - p01) / (1 - p11 + p01) / days.size)
    assert correlation == pytest.approx(p11 - p01, abs=4 / np.sqrt(days.size))
    assert days.mean() == pytest.approx(rate, abs=4 * spread)


def test_a_projection_goes_on_from_the_last_observed_day(pilot: ArrivalsSettings) -> None:
    earlier = frozenset(day for day in pilot.no_crossings if day < pilot.start)
    settings = replace(pilot, horizon=date(2026, 2, 2), no_crossings=earlier)
    shares = [
        np.mean([projected_days(settings, Luck(1, n), crossed)[0] for n in range(2_000)])
        for crossed in (False, True)
    ]
    day = date(2026, 2, 2)
    for crossed, share in zip((False, True), shares, strict=True):
        h = season(day, *settings.crossing_season)
        p = 1 / (1 + exp(1.0521 - 1.4999 * crossed - h))
        assert share == pytest.approx(p, abs=4 * np.sqrt(p * (1 - p) / 2_000))


def test_weeks_without_room_for_their_crossing_days_are_all_named(pilot: ArrivalsSettings) -> None:
    quiet = frozenset(MONDAY + timedelta(days=n) for n in range(14))
    settings = replace(pilot, start=MONDAY, weeks=WEEKS, no_crossings=quiet)
    with pytest.raises(ScenarioError) as raised:
        observed_days(settings, Luck(1, 0))
    messages = [problem.message for problem in raised.value.problems]
    assert len(messages) == 2
    assert "2025-08-10 cannot have 3" in messages[0]
    assert "2025-08-17 cannot have 2" in messages[1]


def test_a_start_inside_a_week_needs_to_know_its_earlier_days(pilot: ArrivalsSettings) -> None:
    with pytest.raises(ScenarioError, match="starts inside the week ending 2025-08-10"):
        observed_days(replace(pilot, no_crossings=frozenset()), Luck(1, 0))


def test_a_start_before_the_first_observed_week_is_an_error(pilot: ArrivalsSettings) -> None:
    with pytest.raises(ScenarioError, match="before the first observed week"):
        observed_days(replace(pilot, start=MONDAY, weeks=WEEKS[1:]), Luck(1, 0))
