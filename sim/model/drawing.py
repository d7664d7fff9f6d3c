"""How are the cases of one replication drawn?

By one function for every engine. What follows selection is drawn only for those
selected, and how long a barrier takes only for those who might meet it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.arrivals.boats import MOST_ABOARD, draw_boats
from sim.compiled import allocating, part
from sim.luck.keyed import LuckWords, pair, uniform
from sim.luck.keys import PLACE_BITS, VISIT_BITS
from sim.luck.luck import name_id
from sim.luck.tables import Table
from sim.model.applying import BLOCK, apply
from sim.model.basis import Basis, Span
from sim.model.cases import (
    ACCEPTED,
    MEETS,
    Applicants,
    Cases,
    Drawn,
    People,
    Standing,
    Times,
    Visits,
)
from sim.model.durations import seconds
from sim.model.plan import Plan
from sim.model.rules import NO_EXIT, Rule

STAYS_A_BLOCK = 64
"""Visits that are drawn together: their rows stay close to the processor."""

MOST_VISITS = 255
"""Visits of one person that have a key of their own."""

SELECTION = np.uint64(name_id("selection"))
COMES_BACK = np.uint64(name_id("comes_back"))
CASEWORK = np.uint64(name_id("casework"))
REPLY = np.uint64(name_id("reply"))
HELD = np.uint64(name_id("held_if_refused"))

_VECTOR = 8
_SELECTED = int(Standing.SELECTED)


@allocating
def draw_cases(basis: Basis, plan: Plan, luck: LuckWords) -> Cases:
    """Draw the cases of one replication.

    Parameters
    ----------
    basis
        What is common to all replications.
    plan
        Made from the same basis and luck.
    luck
        Owner of every draw.
    """
    horizon = plan.rules[Rule.HORIZON]
    boats = draw_boats(basis.timeline, plan.further_boats, luck)
    uniforms = np.empty((2, max(MOST_ABOARD, BLOCK)))
    count = boats.people.size
    first = np.zeros(count + 1, dtype=np.int64)
    for boat in range(count):
        first[boat + 1] = first[boat] + boats.people[boat]
    everyone = first[count]
    people = People(first, np.empty(everyone, dtype=np.uint8), np.empty(count, dtype=np.int64))
    boat_of, place_of = np.empty(everyone, dtype=np.int64), np.empty(everyone, dtype=np.int64)
    chosen = _stand(
        boats.key, boats.landed, boats.day, first, plan.rules[Rule.SCOPE_BEGINS],
        plan.rules[Rule.SCOPE_ENDS], plan.in_scope, plan.selected, luck, uniforms,
        people.standing, people.in_scope, boat_of, place_of,
    )  # fmt: skip
    table, scale = basis.shapes[Span.COMES_BACK], plan.scales[Span.COMES_BACK]
    first_keys, first_luck = np.empty(chosen, dtype=np.uint64), np.empty((2, chosen))
    rows = _count_visits(
        boats.key, boats.landed, boat_of, place_of, plan.returnees_share, table, scale, horizon,
        luck, first_keys, first_luck,
    )  # fmt: skip
    barriers = plan.barriers.shape[0]
    visits = Visits(
        np.empty(rows, dtype=np.uint64),
        np.empty((rows, Drawn.ONSET + 2 * barriers), dtype=np.int64),
        np.empty((rows, MEETS + barriers)),
    )
    _list_visits(
        boats.landed, boat_of, place_of, plan.returnees_share, table, scale, horizon, luck,
        first_keys, first_luck, visits.key, visits.drawn,
    )  # fmt: skip
    _draw_stays(
        visits.key, basis.shapes, plan.scales, plan.barriers, basis.barrier_names, plan.tables,
        luck, uniforms, visits.drawn, visits.chances,
    )  # fmt: skip
    expected = plan.applications.sum()
    room = int(expected + 8 * np.sqrt(expected) + 64)
    applied, took = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64)
    eligible = np.empty(room, dtype=np.bool_)
    applying = apply(
        plan.applications, plan.eligible, basis.exponential, basis.shapes[Span.PROCESSING],
        plan.scales[Span.PROCESSING], luck, uniforms, applied, eligible, took,
    )  # fmt: skip
    applicants = Applicants(applied[:applying], eligible[:applying], took[:applying])
    return Cases(luck, boats, people, visits, applicants)


@part
def _stand(
    key: NDArray[np.uint64],
    landed: Times,
    day: NDArray[np.int32],
    first: Times,
    scope_begins: int,
    scope_ends: int,
    share_in_scope: float,
    share: NDArray[np.float64],
    luck: LuckWords,
    uniforms: NDArray[np.float64],
    standing: NDArray[np.uint8],
    in_scope: Times,
    boat_of: Times,
    place_of: Times,
) -> int:
    """Draw everybody's standing; return how many are selected."""
    selected = 0
    for boat in range(key.size):
        begin = first[boat]
        people = first[boat + 1] - begin
        if not scope_begins <= landed[boat] <= scope_ends:
            standing[begin : begin + people] = 0
            in_scope[boat] = 0
            continue
        selection = share[day[boat]]
        base = key[boat] << np.uint64(PLACE_BITS)
        # A few draws too many: vectors of the processor then need no rest.
        for place in range((people + _VECTOR - 1) // _VECTOR * _VECTOR):
            uniforms[0, place], uniforms[1, place] = pair(luck, SELECTION, base | np.uint64(place))
        inside = 0
        for place in range(people):
            inside += uniforms[0, place] < share_in_scope
        in_scope[boat] = inside
        for place in range(people):
            is_in = np.uint8(uniforms[0, place] < share_in_scope)
            standing[begin + place] = is_in * (1 + np.uint8(uniforms[1, place] < selection))
        for place in range(people):
            if standing[begin + place] == _SELECTED:
                boat_of[selected] = boat
                place_of[selected] = place
                selected += 1
    return selected


@part
def _comes_back_after(
    comes_luck: float,
    delay_luck: float,
    number: int,
    earliest: int,
    share: float,
    table: Table,
    scale: float,
    horizon: int,
) -> int:
    """Return after how long a person comes back from a visit, or -1.

    A further visit is possible only if it could begin before the horizon, however quickly
    the visit before it ended, and while there are keys left.
    """
    if comes_luck >= share or number + 1 >= MOST_VISITS:
        return -1
    after = seconds(table, scale, delay_luck)
    return after if earliest + after < horizon else -1


@part
def _count_visits(
    key: NDArray[np.uint64],
    landed: Times,
    boat: Times,
    place: Times,
    share: float,
    table: Table,
    scale: float,
    horizon: int,
    luck: LuckWords,
    first_keys: NDArray[np.uint64],
    first_luck: NDArray[np.float64],
) -> int:
    """Draw the luck of coming back from first visits; return how many visits are possible."""
    for person in range(first_keys.size):
        owner = (key[boat[person]] << np.uint64(PLACE_BITS)) | np.uint64(place[person])
        first_keys[person] = owner << np.uint64(VISIT_BITS)
    for person in range(first_keys.size):
        first_luck[0, person], first_luck[1, person] = pair(luck, COMES_BACK, first_keys[person])
    rows = first_keys.size
    for person in range(first_keys.size):
        if first_luck[0, person] < share:
            earliest = landed[boat[person]]
            comes_luck, delay_luck = first_luck[0, person], first_luck[1, person]
            number = 0
            while True:
                after = _comes_back_after(
                    comes_luck, delay_luck, number, earliest, share, table, scale, horizon
                )
                if after < 0:
                    break
                number += 1
                earliest += after
                comes_luck, delay_luck = pair(
                    luck, COMES_BACK, first_keys[person] + np.uint64(number)
                )
            rows += number
    return rows


@part
def _list_visits(
    landed: Times,
    boat: Times,
    place: Times,
    share: float,
    table: Table,
    scale: float,
    horizon: int,
    luck: LuckWords,
    first_keys: NDArray[np.uint64],
    first_luck: NDArray[np.float64],
    keys: NDArray[np.uint64],
    drawn: Times,
) -> None:
    """Write down whose visit each row is, and after how long the person comes back."""
    row = 0
    for person in range(first_keys.size):
        earliest = landed[boat[person]]
        comes_luck, delay_luck = first_luck[0, person], first_luck[1, person]
        number = 0
        while True:
            after = _comes_back_after(
                comes_luck, delay_luck, number, earliest, share, table, scale, horizon
            )
            keys[row] = first_keys[person] + np.uint64(number)
            drawn[row, Drawn.NUMBER] = number
            drawn[row, Drawn.BOAT] = boat[person]
            drawn[row, Drawn.PLACE] = place[person]
            drawn[row, Drawn.COMES_BACK_AFTER] = after
            row += 1
            if after < 0:
                break
            number += 1
            earliest += after
            comes_luck, delay_luck = pair(luck, COMES_BACK, keys[row - 1] + np.uint64(1))


@part
def _draw_stays(
    key: NDArray[np.uint64],
    shapes: NDArray[np.float64],
    scales: NDArray[np.float64],
    barriers: Times,
    names: NDArray[np.uint64],
    tables: NDArray[np.float64],
    luck: LuckWords,
    uniforms: NDArray[np.float64],
    drawn: Times,
    chances: NDArray[np.float64],
) -> None:
    """Draw what would happen in every visit, a block of rows after the other."""
    for begin in range(0, key.size, STAYS_A_BLOCK):
        end = min(begin + STAYS_A_BLOCK, key.size)
        _draw_casework(key, shapes, scales, luck, uniforms, drawn, chances, begin, end)
        for barrier in range(barriers.shape[0]):
            highest = 0.0
            for day in range(tables.shape[1]):
                highest = max(highest, tables[2 + barrier, day])
            _draw_barrier(
                key, shapes, scales, barriers[barrier, 1] == NO_EXIT, names, highest, luck,
                uniforms, drawn, chances, barrier, begin, end,
            )  # fmt: skip


@part
def _draw_casework(
    key: NDArray[np.uint64],
    shapes: NDArray[np.float64],
    scales: NDArray[np.float64],
    luck: LuckWords,
    uniforms: NDArray[np.float64],
    drawn: Times,
    chances: NDArray[np.float64],
    begin: int,
    end: int,
) -> None:
    """Draw how long each step takes, the luck of the reply, and the stay after a refusal."""
    for place in range(end - begin):
        uniforms[0, place], uniforms[1, place] = pair(luck, CASEWORK, key[begin + place])
    for place in range(end - begin):
        drawn[begin + place, Drawn.REFERRAL] = seconds(
            shapes[Span.REFERRAL], scales[Span.REFERRAL], uniforms[0, place]
        )
        drawn[begin + place, Drawn.NOTICE] = seconds(
            shapes[Span.NOTICE], scales[Span.NOTICE], uniforms[1, place]
        )
    for place in range(end - begin):
        uniforms[0, place], uniforms[1, place] = pair(luck, REPLY, key[begin + place])
    for place in range(end - begin):
        drawn[begin + place, Drawn.REPLY] = seconds(
            shapes[Span.REPLY], scales[Span.REPLY], uniforms[0, place]
        )
        chances[begin + place, ACCEPTED] = uniforms[1, place]
        drawn[begin + place, Drawn.HELD] = 0
    if scales[Span.HELD_IF_REFUSED] > 0:
        for visit in range(begin, end):
            drawn[visit, Drawn.HELD] = seconds(
                shapes[Span.HELD_IF_REFUSED],
                scales[Span.HELD_IF_REFUSED],
                uniform(luck, HELD, key[visit]),
            )


@part
def _draw_barrier(
    key: NDArray[np.uint64],
    shapes: NDArray[np.float64],
    scales: NDArray[np.float64],
    delays: bool,
    names: NDArray[np.uint64],
    highest: float,
    luck: LuckWords,
    uniforms: NDArray[np.float64],
    drawn: Times,
    chances: NDArray[np.float64],
    barrier: int,
    begin: int,
    end: int,
) -> None:
    """Draw who might meet a barrier, its onset and how long it delays."""
    onset = Span.BARRIERS + 2 * barrier
    delay = onset + 1
    for place in range(end - begin):
        uniforms[0, place], uniforms[1, place] = pair(luck, names[barrier, 0], key[begin + place])
    for place in range(end - begin):
        visit = begin + place
        sets_in = lasts = 0
        if uniforms[0, place] < highest:
            sets_in = seconds(shapes[onset], scales[onset], uniforms[1, place])
            if delays:
                u = uniform(luck, names[barrier, 1], key[visit])
                lasts = seconds(shapes[delay], scales[delay], u)
        chances[visit, MEETS + barrier] = uniforms[0, place]
        drawn[visit, Drawn.ONSET + 2 * barrier] = sets_in
        drawn[visit, Drawn.DELAY + 2 * barrier] = lasts
