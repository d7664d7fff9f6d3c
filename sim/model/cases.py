"""Who could be taken, and what would happen to them?

Everything that chance decides about boats, people and applicants in one
replication, drawn once, by one function, for every engine. What follows selection
is drawn only for those selected. An engine only decides who waits for what, when.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.arrivals.boats import Boats, draw_boats
from sim.arrivals.settings import ArrivalsSettings
from sim.luck import invert
from sim.luck.keys import applicant_key, person_key, visit_key
from sim.luck.luck import Luck
from sim.model.growth import daily
from sim.model.order import DAY, NEVER
from sim.model.plan import Plan
from sim.scenario.schema import Scenario
from sim.scenario.values import Spread

Times = NDArray[np.int64]
Flags = NDArray[np.bool_]

MOST_VISITS = 255
"""Visits of one person that have a key of their own."""


@dataclass(frozen=True, slots=True)
class People:
    """Everyone in scope aboard a boat, in order of boat and place; shape (people,).

    Attributes
    ----------
    boat
        int64, index of the boat.
    place
        int64, place aboard, from 0.
    visit
        int64, index of the first visit of a selected person, else -1.
    """

    boat: Times
    place: Times
    visit: Times


@dataclass(frozen=True, slots=True)
class Visits:
    """Possible visits of selected people, in order of key; shape (visits,).

    Attributes
    ----------
    key
        uint64, owner of its luck: person and number of the visit.
    number
        int64; 0 for a first visit, which starts when the boat lands.
    referral, reply, notice
        int64, seconds each step takes.
    accepted
        float64, a uniform: accepted if below that day's share.
    meets
        float64, shape (barriers, visits), a uniform: met if below that day's share.
    onset, delay
        int64, shape (barriers, visits), seconds.
    comes_back_after
        int64, seconds from return to the next arrival; -1 for nobody coming back.
    next_visit
        int64, index of the visit that would follow, else -1.
    """

    key: NDArray[np.uint64]
    number: Times
    referral: Times
    reply: Times
    notice: Times
    accepted: NDArray[np.float64]
    meets: NDArray[np.float64]
    onset: Times
    delay: Times
    comes_back_after: Times
    next_visit: Times


@dataclass(frozen=True, slots=True)
class Applicants:
    """Applicants to the route in, in order of application; shape (applicants,)."""

    applied: Times
    eligible: Flags
    processing: Times


@dataclass(frozen=True, slots=True)
class Cases:
    """All that chance decides in one replication."""

    luck: Luck
    boats: Boats
    people: People
    visits: Visits
    applicants: Applicants

    def misses(self, visits: list[int], flight: int, plan: Plan) -> Flags:
        """Return who of these would miss a flight on the day: luck of visit and flight."""
        key = int(plan.flights.key[flight])
        chance = plan.missed[plan.flights.departs[flight] // DAY]
        if chance <= 0:
            return np.zeros(len(visits), dtype=np.bool_)
        return self.luck.pair_uniforms("missed", self.visits.key[visits], key) < chance


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
    people, first_key = _draw_people(scenario, plan, boats, luck)
    visits, order = _draw_visits(scenario, plan, boats, people, first_key, luck)
    selected = people.visit >= 0
    people.visit[selected] = order[people.visit[selected]]
    return Cases(luck, boats, people, visits, _draw_applicants(scenario, plan, luck))


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


def _draw_people(
    scenario: Scenario, plan: Plan, boats: Boats, luck: Luck
) -> tuple[People, NDArray[np.uint64]]:
    """Draw who is in scope and who is selected; also the keys of the selected."""
    sizes = np.where(boats.landed <= plan.scope_ends, boats.people, 0).astype(np.int64)
    boat = np.repeat(np.arange(sizes.size), sizes)
    place = np.arange(boat.size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    key = np.asarray(person_key(boats.key[boat], place), dtype=np.uint64)
    inside = luck.uniforms("in_scope", key) < scenario.selection.in_scope.value
    boat, place, key = boat[inside], place[inside], key[inside]
    share = daily(scenario.selection.share.value, plan.start, plan.days)[0]
    selected = luck.uniforms("selected", key) < share[boats.day[boat]]
    visit = np.full(boat.size, -1, dtype=np.int64)
    visit[selected] = np.arange(np.count_nonzero(selected))
    return People(boat, place, visit), key[selected]


def _draw_visits(
    scenario: Scenario,
    plan: Plan,
    boats: Boats,
    people: People,
    first_key: NDArray[np.uint64],
    luck: Luck,
) -> tuple[Visits, Times]:
    """Draw first visits and those that could follow; also where each first visit went.

    A further visit is drawn only if the person comes back and could do so before the
    horizon, however quickly the visit before it ended.
    """
    share = scenario.returnees.share.value
    person = first_key
    earliest = boats.landed[people.boat[people.visit >= 0]]
    index = np.arange(person.size)
    keys, numbers, afters, nexts = [], [], [], []
    total = 0
    for number in range(MOST_VISITS):
        key = np.asarray(visit_key(person, number), dtype=np.uint64)
        after = _durations(scenario.returnees.delay.value, "comes_back_after", key, luck)
        comes = luck.uniforms("comes_back", key) < share
        comes &= earliest + after < plan.horizon
        comes &= number + 1 < MOST_VISITS
        total += key.size
        follows = np.full(key.size, -1, dtype=np.int64)
        follows[comes] = total + np.arange(np.count_nonzero(comes))
        keys.append(key)
        numbers.append(np.full(key.size, number, dtype=np.int64))
        afters.append(np.where(comes, after, -1))
        nexts.append(follows)
        person, earliest = person[comes], (earliest + after)[comes]
        if person.size == 0:
            break
    key = np.concatenate(keys)
    order = np.argsort(key, kind="stable")
    moved = np.empty_like(order)
    moved[order] = np.arange(order.size)
    nxt = np.concatenate(nexts)[order]
    visits = _what_happens(scenario, key[order], np.concatenate(numbers)[order], luck)
    return (
        Visits(
            comes_back_after=np.concatenate(afters)[order],
            next_visit=np.where(nxt >= 0, moved[nxt], -1),
            **visits,
        ),
        moved[index],
    )


def _what_happens(
    scenario: Scenario, key: NDArray[np.uint64], number: Times, luck: Luck
) -> dict[str, NDArray[np.uint64] | NDArray[np.float64] | Times]:
    casework, names = scenario.casework, tuple(scenario.barriers)
    shape = (len(names), key.size)
    meets, onset, delay = np.ones(shape), np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    for i, (name, barrier) in enumerate(scenario.barriers.items()):
        meets[i] = luck.uniforms(f"meets:{name}", key)
        onset[i] = _durations(barrier.onset.value, f"onset:{name}", key, luck)
        if barrier.delay is not None:
            delay[i] = _durations(barrier.delay.value, f"delay:{name}", key, luck)
    return {
        "key": key,
        "number": number,
        "referral": _durations(casework.referral.value, "referral", key, luck),
        "reply": _durations(casework.reply.value, "reply", key, luck),
        "notice": _durations(casework.notice.value, "notice", key, luck),
        "accepted": luck.uniforms("accepted", key),
        "meets": meets,
        "onset": onset,
        "delay": delay,
    }


def _durations(spread: Spread, name: str, key: NDArray[np.uint64], luck: Luck) -> Times:
    """Draw whole seconds from a spread; never so long that adding them could overflow."""
    if spread.mean is not None:
        drawn = invert.exponential(luck.uniforms(name, key), spread.mean)
    elif spread.median == spread.p90:
        drawn = np.full(key.size, spread.median)
    else:
        drawn = invert.lognormal(luck.uniforms(name, key), spread.median, spread.p90)
    return invert.seconds(np.minimum(drawn, NEVER / 2**20))


def _draw_applicants(scenario: Scenario, plan: Plan, luck: Luck) -> Applicants:
    """Map the events of a unit-rate process to time through the dated application rate."""
    rate = plan.applications
    due = np.concatenate([[0.0], np.cumsum(rate)])
    events = _unit_rate_events(due[-1], luck)
    key = np.asarray(applicant_key(np.arange(events.size)), dtype=np.uint64)
    day = np.minimum(np.searchsorted(due, events, side="right") - 1, plan.days - 1)
    within = (events - due[day]) / rate[day]
    applied = np.minimum(((day + within) * DAY).astype(np.int64), plan.horizon - 1)
    inbound = scenario.inbound
    eligible = daily(inbound.eligible.value, plan.start, plan.days)[0]
    return Applicants(
        applied=applied,
        eligible=luck.uniforms("eligible", key) < eligible[day],
        processing=_durations(inbound.processing.value, "processing", key, luck),
    )


def _unit_rate_events(until: float, luck: Luck) -> NDArray[np.float64]:
    """Return the events of a unit-rate Poisson process up to a point.

    The gap before each event belongs to that applicant, and gaps are added in blocks of
    one size, so that a longer process only adds events.
    """
    blocks: list[NDArray[np.float64]] = []
    last = 0.0
    while last < until:
        first = len(blocks) * _BLOCK
        key = np.asarray(applicant_key(np.arange(first, first + _BLOCK)), dtype=np.uint64)
        blocks.append(last - np.cumsum(np.log(luck.uniforms("application", key))))
        last = float(blocks[-1][-1])
    events = np.concatenate(blocks) if blocks else np.zeros(0)
    return events[events < until]


_BLOCK = 256
