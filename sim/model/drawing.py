"""How are the cases of one replication drawn?

By one function for every engine. What follows selection is drawn only for those
selected.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.arrivals.boats import Boats, draw_boats
from sim.arrivals.settings import ArrivalsSettings
from sim.luck.keys import person_key, visit_key, visit_number
from sim.luck.luck import Luck
from sim.model.applying import draw_applicants
from sim.model.cases import Cases, People, Times, Visits
from sim.model.durations import draw_durations
from sim.model.growth import daily
from sim.model.plan import Plan
from sim.scenario.schema import Scenario

MOST_VISITS = 255
"""Visits of one person that have a key of their own."""


def build_cases(scenario: Scenario, plan: Plan, luck: Luck) -> Cases:
    """Draw the cases of one replication.

    Parameters
    ----------
    scenario
        With its uncertain values drawn.
    plan
        Made from the same scenario and luck.
    luck
        Owner of every draw.
    """
    boats = draw_boats(_arrivals_settings(scenario), luck)
    boat, place, person = _people_in_scope(scenario, plan, boats, luck)
    share = daily(scenario.selection.share.value, plan.start, plan.days)[0]
    selected = luck.uniforms("selected", person) < share[boats.day[boat]]
    keys, comes_back_after = _possible_visits(
        scenario, plan, person[selected], boats.landed[boat[selected]], luck
    )
    visit = np.full(boat.size, -1, dtype=np.int64)
    visit[selected] = np.searchsorted(keys, visit_key(person[selected], 0))
    visits = _draw_visits(scenario, keys, comes_back_after, luck)
    people = People(boat, place, visit)
    return Cases(luck, boats, people, visits, draw_applicants(scenario, plan, luck))


def _arrivals_settings(scenario: Scenario) -> ArrivalsSettings:
    arrivals = scenario.arrivals
    a, b, c, d = arrivals.crossing_season.value
    e, f, g, h = arrivals.boats_season.value
    return ArrivalsSettings(
        start=scenario.scheme.start.value,
        horizon=scenario.scheme.horizon.value,
        weeks=scenario.weeks,
        no_crossings=scenario.empty_days,
        crossing_base=arrivals.crossing_base.value,
        crossing_after_crossing=arrivals.crossing_after_crossing.value,
        crossing_season=(a, b, c, d),
        boats_season=(e, f, g, h),
        boats_dispersion=arrivals.boats_dispersion.value,
        people_per_boat=arrivals.people_per_boat.value,
        people_per_boat_cv=arrivals.people_per_boat_cv.value,
        last_year_total=arrivals.last_year.value,
        level=arrivals.level.value,
    )


def _people_in_scope(
    scenario: Scenario, plan: Plan, boats: Boats, luck: Luck
) -> tuple[Times, Times, NDArray[np.uint64]]:
    """Draw who is in scope; return boat, place aboard and key of each, shape (people,)."""
    sizes = np.where(boats.landed <= plan.scope_ends, boats.people, 0).astype(np.int64)
    boat = np.repeat(np.arange(sizes.size), sizes)
    place = np.arange(boat.size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    person = person_key(boats.key[boat], place)
    inside = luck.uniforms("in_scope", person) < scenario.selection.in_scope.value
    return boat[inside], place[inside], person[inside]


def _possible_visits(
    scenario: Scenario, plan: Plan, person: NDArray[np.uint64], landed: Times, luck: Luck
) -> tuple[NDArray[np.uint64], Times]:
    """Return the keys of all possible visits, in order, and after how long people come back.

    A further visit is possible only if the person comes back and could do so before the
    horizon, however quickly the visit before it ended.
    """
    returnees = scenario.returnees
    keys, afters = [], []
    earliest = landed
    for number in range(MOST_VISITS):
        key = visit_key(person, number)
        after = draw_durations(returnees.delay.value, "comes_back_after", key, luck)
        comes = luck.uniforms("comes_back", key) < returnees.share.value
        comes &= (earliest + after < plan.horizon) & (number + 1 < MOST_VISITS)
        keys.append(key)
        afters.append(np.where(comes, after, -1))
        person, earliest = person[comes], (earliest + after)[comes]
        if not person.size:
            break
    key = np.concatenate(keys)
    order = np.argsort(key)
    return key[order], np.concatenate(afters)[order]


def _draw_visits(
    scenario: Scenario, key: NDArray[np.uint64], comes_back_after: Times, luck: Luck
) -> Visits:
    """Draw what would happen in each visit, by its key."""
    casework, barriers = scenario.casework, scenario.barriers
    shape = (len(barriers), key.size)
    meets, onset, delay = np.ones(shape), np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    for i, (name, barrier) in enumerate(barriers.items()):
        meets[i] = luck.uniforms(f"meets:{name}", key)
        onset[i] = draw_durations(barrier.onset.value, f"onset:{name}", key, luck)
        if barrier.delay is not None:
            delay[i] = draw_durations(barrier.delay.value, f"delay:{name}", key, luck)
    return Visits(
        key=key,
        number=visit_number(key),
        referral=draw_durations(casework.referral.value, "referral", key, luck),
        reply=draw_durations(casework.reply.value, "reply", key, luck),
        notice=draw_durations(casework.notice.value, "notice", key, luck),
        accepted=luck.uniforms("accepted", key),
        meets=meets,
        onset=onset,
        delay=delay,
        comes_back_after=comes_back_after,
    )
