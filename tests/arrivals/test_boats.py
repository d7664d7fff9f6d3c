from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.arrivals.boats import Boats
from sim.arrivals.settings import ArrivalsSettings
from sim.luck.luck import Luck
from sim.scenario.weekly import Week
from tests.arrivals.drawing import draw_boats

FIRST_SUNDAY = date(2025, 8, 10)


def until(boats: Boats, days: int) -> list[list[object]]:
    """Everything about the boats of the first days."""
    early = boats.day < days
    return [getattr(boats, name)[early].tolist() for name in Boats._fields]


def assert_weeks_are_met(boats: Boats, drawn: ArrivalsSettings) -> None:
    for week in drawn.observed:
        first = (week.first_day - drawn.start).days
        inside = (boats.day >= first) & (boats.day < first + 7)
        assert boats.people[inside].sum() == week.people
        assert inside.sum() == week.boats
        assert np.unique(boats.day[inside]).size == week.crossing_days
        assert boats.observed[inside].all()


def test_every_replication_meets_the_reported_weeks(pilot: ArrivalsSettings) -> None:
    quiet = [(day - pilot.start).days for day in pilot.no_crossings]
    for replication in range(50):
        boats = draw_boats(pilot, Luck(7, replication))
        assert boats.people.sum() == 16_969
        assert_weeks_are_met(boats, pilot)
        assert not np.isin(boats.day, quiet).any()


def test_a_hundred_times_the_boats_still_meet_their_weeks(pilot: ArrivalsSettings) -> None:
    weeks = tuple(replace(w, people=100 * w.people, boats=100 * w.boats) for w in pilot.weeks)
    drawn = replace(pilot, weeks=weeks)
    assert_weeks_are_met(draw_boats(drawn, Luck(1, 1)), drawn)


@st.composite
def random_weeks(draw: st.DrawFn) -> tuple[tuple[Week, ...], frozenset[date]]:
    weeks, quiet = [], set[date]()
    for number in range(draw(st.integers(1, 4))):
        week = Week(FIRST_SUNDAY + timedelta(days=7 * number), 0, 0, draw(st.integers(0, 7)))
        days = draw(st.sets(st.integers(0, 6), max_size=7 - week.crossing_days))
        quiet |= {week.first_day + timedelta(days=n) for n in days}
        boats = week.crossing_days + (draw(st.integers(0, 60)) if week.crossing_days else 0)
        people = boats + (draw(st.integers(0, 5_000)) if boats else 0)
        weeks.append(replace(week, boats=boats, people=people))
    return tuple(weeks), frozenset(quiet)


@settings(max_examples=60)
@given(
    observed=random_weeks(),
    dispersion=st.sampled_from([0.05, 1.378, 1e9]),
    cv=st.sampled_from([0.0, 0.388, 2.0]),
    replication=st.integers(0, 1_000),
)
def test_any_weeks_that_can_happen_are_met(
    pilot: ArrivalsSettings,
    observed: tuple[tuple[Week, ...], frozenset[date]],
    dispersion: float,
    cv: float,
    replication: int,
) -> None:
    weeks, quiet = observed
    drawn = replace(
        pilot,
        start=weeks[0].first_day,
        horizon=weeks[-1].ending + timedelta(days=20),
        weeks=weeks,
        no_crossings=quiet,
        boats_dispersion=dispersion,
        people_per_boat_cv=cv,
    )
    boats = draw_boats(drawn, Luck(5, replication))
    assert_weeks_are_met(boats, drawn)
    assert (boats.people >= 1).all()
    assert not np.isin(boats.day, [(day - drawn.start).days for day in quiet]).any()


def test_boats_are_in_order_of_landing_inside_their_day(pilot: ArrivalsSettings) -> None:
    boats = draw_boats(replace(pilot, horizon=date(2026, 12, 31)), Luck(1, 4))
    order = list(zip(boats.landed.tolist(), boats.key.tolist(), strict=True))
    assert order == sorted(order)
    assert (boats.landed // 86_400 == boats.day).all()
    assert (boats.day >= 0).all()
    assert (boats.day <= (date(2026, 12, 31) - pilot.start).days).all()
    assert np.unique(boats.key).size == boats.key.size
    assert ((boats.mark > 0) & (boats.mark < 1)).all()


def test_boats_are_observed_up_to_the_last_week_and_projected_after(
    pilot: ArrivalsSettings,
) -> None:
    boats = draw_boats(replace(pilot, horizon=date(2026, 12, 31)), Luck(1, 4))
    last_observed = (date(2026, 2, 1) - pilot.start).days
    assert (boats.observed == (boats.day <= last_observed)).all()
    assert not boats.observed.all()


def test_landing_times_are_uniform_over_the_day(queue: ArrivalsSettings) -> None:
    boats = draw_boats(queue, Luck(2, 0))
    hours = np.bincount(boats.landed % 86_400 // 3_600, minlength=24)
    expected = boats.key.size / 24
    chi_square = ((hours - expected) ** 2 / expected).sum()
    assert chi_square < 23 + 4 * np.sqrt(2 * 23)


def test_a_replication_is_a_function_of_its_settings_and_luck(pilot: ArrivalsSettings) -> None:
    def drawn(seed: int, replication: int) -> list[list[object]]:
        return until(draw_boats(pilot, Luck(seed, replication)), 1_000)

    assert drawn(1, 2) == drawn(1, 2)
    assert drawn(1, 2) != drawn(1, 3)
    assert drawn(1, 2) != drawn(2, 2)


@pytest.mark.parametrize("horizon", [date(2025, 9, 17), date(2026, 1, 4), date(2026, 2, 20)])
def test_a_horizon_cuts_and_moves_nobody(pilot: ArrivalsSettings, horizon: date) -> None:
    whole = draw_boats(replace(pilot, horizon=date(2026, 12, 31)), Luck(1, 5))
    cut = draw_boats(replace(pilot, horizon=horizon), Luck(1, 5))
    days = (horizon - pilot.start).days + 1
    assert until(cut, 10_000) == until(whole, days)


def test_a_horizon_leaves_the_weeks_behind_it_their_say(pilot: ArrivalsSettings) -> None:
    """Seven crossing days next week draw this week's one to its Sunday, shown or not."""
    weeks = (Week(FIRST_SUNDAY, 60, 1, 1), Week(FIRST_SUNDAY + timedelta(days=7), 420, 7, 7))
    whole = replace(
        pilot,
        start=date(2025, 8, 4),
        horizon=weeks[-1].ending,
        weeks=weeks,
        no_crossings=frozenset(),
        crossing_after_crossing=6.0,
    )
    cut = replace(whole, horizon=FIRST_SUNDAY)
    for replication in range(30):
        luck = Luck(1, replication)
        assert until(draw_boats(cut, luck), 100) == until(draw_boats(whole, luck), 7)


def test_more_boats_in_a_later_week_move_nobody_earlier(pilot: ArrivalsSettings) -> None:
    changed = (replace(pilot.weeks[-3], people=900, boats=40), *pilot.weeks[-2:])
    other = replace(pilot, weeks=pilot.weeks[:-3] + changed)
    days = (changed[0].first_day - pilot.start).days
    for replication in range(5):
        luck = Luck(1, replication)
        assert until(draw_boats(pilot, luck), days) == until(draw_boats(other, luck), days)


def test_another_level_keeps_the_boats_both_levels_have(pilot: ArrivalsSettings) -> None:
    drawn = replace(pilot, horizon=date(2026, 12, 31))
    few, many = (draw_boats(replace(drawn, level=level), Luck(1, 6)) for level in (0.5, 2.0))
    assert few.key.size < many.key.size
    _, left, right = np.intersect1d(few.key, many.key, return_indices=True)
    assert left.size == few.key.size
    for name in Boats._fields:
        assert (getattr(few, name)[left] == getattr(many, name)[right]).all()


@pytest.mark.parametrize(
    "start", [date(2018, 1, 1), date(2022, 4, 11), date(2025, 1, 1), date(2025, 1, 6)]
)
def test_a_scheme_may_start_in_any_year_that_was_observed(
    pilot: ArrivalsSettings, start: date
) -> None:
    drawn = replace(pilot, start=start)
    boats = draw_boats(drawn, Luck(1, 2))
    assert_weeks_are_met(boats, drawn)
    assert boats.people.sum() == sum(week.people for week in drawn.observed)
    assert boats.landed.min() >= 0


def test_weeks_that_ended_before_the_start_move_nobody(pilot: ArrivalsSettings) -> None:
    drawn = replace(pilot, horizon=date(2026, 6, 30))
    bare = replace(drawn, weeks=drawn.observed)
    assert len(bare.weeks) < len(drawn.weeks)
    assert until(draw_boats(bare, Luck(1, 4)), 400) == until(draw_boats(drawn, Luck(1, 4)), 400)


def test_a_scheme_may_start_after_its_observed_weeks(pilot: ArrivalsSettings) -> None:
    drawn = replace(pilot, start=date(2026, 3, 4), horizon=date(2026, 4, 30))
    boats = draw_boats(drawn, Luck(1, 1))
    assert boats.key.size
    assert not boats.observed.any()


def test_weeks_without_boats_are_a_timeline_without_boats(pilot: ArrivalsSettings) -> None:
    drawn = replace(
        pilot,
        start=date(2025, 8, 4),
        horizon=FIRST_SUNDAY,
        weeks=(Week(FIRST_SUNDAY, 0, 0, 0),),
    )
    assert draw_boats(drawn, Luck(1, 1)).key.size == 0
