"""How are the cases of one replication drawn?

By one function for every engine. What follows selection is drawn only for those
selected, and how long a barrier takes only for those who might meet it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.arrivals.boats import Boats, draw_boats
from sim.compiled import compiled, part
from sim.luck.keyed import LuckWords, pair, uniform
from sim.luck.keys import PLACE_BITS, VISIT_BITS
from sim.luck.luck import Luck, name_id
from sim.luck.settle import Settled
from sim.model.applying import draw_applicants
from sim.model.cases import ACCEPTED, MEETS, Cases, Drawn, People, Standing, Times, Visits
from sim.model.durations import seconds
from sim.model.outline import Outline
from sim.model.plan import Plan

MOST_VISITS = 255
"""Visits of one person that have a key of their own."""

SELECTION = np.uint64(name_id("selection"))
COMES_BACK = np.uint64(name_id("comes_back"))
CASEWORK = np.uint64(name_id("casework"))
REPLY = np.uint64(name_id("reply"))

_MOST_PLACES = 2**PLACE_BITS
_SCOPE, _SELECTED = int(Standing.IN_SCOPE), int(Standing.SELECTED)


def build_cases(outline: Outline, settled: Settled, plan: Plan, luck: Luck) -> Cases:
    """Draw the cases of one replication.

    Parameters
    ----------
    outline, settled
        What is common to all replications, and the values of this one.
    plan
        Made from the same outline, values and luck.
    luck
        Owner of every draw.
    """
    boats = draw_boats(outline.settled_timeline(settled), luck)
    scales = outline.settled_scales(settled)
    people = _people(settled, plan, boats, luck)
    visits = _visits(outline, settled, scales, plan, boats, people, luck)
    return Cases(luck, boats, people, visits, draw_applicants(outline, scales, plan, luck))


def _people(settled: Settled, plan: Plan, boats: Boats, luck: Luck) -> People:
    """Draw who is in scope and who is selected."""
    first = np.zeros(boats.people.size + 1, dtype=np.int64)
    np.cumsum(boats.people, out=first[1:])
    standing = np.empty(first[-1], dtype=np.uint8)
    in_scope = float(settled.value("selection.in_scope"))
    _stand(
        boats.key, boats.landed, boats.day, first, plan.scope_ends, in_scope, plan.selected,
        luck.words, standing,
    )  # fmt: skip
    return People(first, standing)


@compiled
def _stand(
    key: NDArray[np.uint64],
    landed: Times,
    day: NDArray[np.int32],
    first: Times,
    scope_ends: int,
    in_scope: float,
    selected: NDArray[np.float64],
    luck: LuckWords,
    standing: NDArray[np.uint8],
) -> None:
    scope_luck = np.empty(_MOST_PLACES)
    selection_luck = np.empty(_MOST_PLACES)
    for boat in range(key.size):
        begin = first[boat]
        people = first[boat + 1] - begin
        if landed[boat] > scope_ends:
            standing[begin : begin + people] = 0
            continue
        share = selected[day[boat]]
        for place in range(people):
            person = (key[boat] << np.uint64(PLACE_BITS)) | np.uint64(place)
            scope_luck[place], selection_luck[place] = pair(luck, SELECTION, person)
        for place in range(people):
            is_in = 1 if scope_luck[place] < in_scope else 0
            is_selected = 1 if selection_luck[place] < share else 0
            standing[begin + place] = is_in * (_SCOPE + is_selected)


def _visits(
    outline: Outline,
    settled: Settled,
    scales: NDArray[np.float64],
    plan: Plan,
    boats: Boats,
    people: People,
    luck: Luck,
) -> Visits:
    """Draw every possible visit of everyone selected."""
    barriers = list(outline.scenario.barriers)
    back = outline.duration["returnees.delay"]
    share = float(settled.value("returnees.share"))
    table, scale = outline.shapes[back], scales[back]
    rows = _count_visits(
        boats.key, boats.landed, people.first, people.standing, share, table, scale, plan.horizon,
        luck.words,
    )  # fmt: skip
    key = np.empty(rows, dtype=np.uint64)
    drawn = np.empty((rows, Drawn.ONSET + 2 * len(barriers)), dtype=np.int64)
    chances = np.empty((rows, MEETS + len(barriers)))
    _list_visits(
        boats.key, boats.landed, people.first, people.standing, share, table, scale, plan.horizon,
        luck.words, key, drawn,
    )  # fmt: skip
    steps = [outline.duration[f"casework.{step}"] for step in ("referral", "reply", "notice")]
    onsets = [outline.duration[f"barriers.{name}.onset"] for name in barriers]
    delays = [outline.duration.get(f"barriers.{name}.delay", -1) for name in barriers]
    names = [(name_id(f"barrier:{name}"), name_id(f"delay:{name}")) for name in barriers]
    _draw_casework(key, outline.shapes, scales, np.array(steps), luck.words, drawn, chances)
    _draw_barriers(
        key,
        outline.shapes,
        scales,
        np.array([onsets, delays], dtype=np.int64).reshape(2, -1),
        np.array(names, dtype=np.uint64).reshape(-1, 2),
        np.array([rule.share.max() for rule in plan.barriers], dtype=np.float64),
        luck.words,
        drawn,
        chances,
    )
    return Visits(key, drawn, chances)


@part
def _returns_after(
    key: np.uint64,
    earliest: int,
    share: float,
    table: NDArray[np.float64],
    scale: float,
    horizon: int,
    luck: LuckWords,
) -> int:
    """Return after how long a person comes back from a visit, or -1.

    A further visit is possible only if it could begin before the horizon, however quickly
    the visit before it ended, and while there are keys left.
    """
    comes_luck, delay_luck = pair(luck, COMES_BACK, key)
    if comes_luck >= share or (key & np.uint64(MOST_VISITS)) + np.uint64(1) >= MOST_VISITS:
        return -1
    after = seconds(table, scale, delay_luck)
    return after if earliest + after < horizon else -1


@compiled
def _count_visits(
    key: NDArray[np.uint64],
    landed: Times,
    first: Times,
    standing: NDArray[np.uint8],
    share: float,
    table: NDArray[np.float64],
    scale: float,
    horizon: int,
    luck: LuckWords,
) -> int:
    """Count the possible visits of everyone selected."""
    rows = 0
    for boat in range(key.size):
        for position in range(first[boat], first[boat + 1]):
            if standing[position] == _SELECTED:
                person = (key[boat] << np.uint64(PLACE_BITS)) | np.uint64(position - first[boat])
                visit = person << np.uint64(VISIT_BITS)
                earliest = landed[boat]
                after = 0
                while after >= 0:
                    rows += 1
                    after = _returns_after(visit, earliest, share, table, scale, horizon, luck)
                    earliest += after
                    visit += np.uint64(1)
    return rows


@compiled
def _list_visits(
    key: NDArray[np.uint64],
    landed: Times,
    first: Times,
    standing: NDArray[np.uint8],
    share: float,
    table: NDArray[np.float64],
    scale: float,
    horizon: int,
    luck: LuckWords,
    keys: NDArray[np.uint64],
    drawn: Times,
) -> None:
    """Write down whose visit each row is, and after how long the person comes back."""
    row = 0
    for boat in range(key.size):
        for position in range(first[boat], first[boat + 1]):
            if standing[position] == _SELECTED:
                place = position - first[boat]
                person = (key[boat] << np.uint64(PLACE_BITS)) | np.uint64(place)
                visit = person << np.uint64(VISIT_BITS)
                earliest = landed[boat]
                number = 0
                after = 0
                while after >= 0:
                    after = _returns_after(visit, earliest, share, table, scale, horizon, luck)
                    keys[row] = visit
                    drawn[row, Drawn.NUMBER] = number
                    drawn[row, Drawn.BOAT] = boat
                    drawn[row, Drawn.PLACE] = place
                    drawn[row, Drawn.COMES_BACK_AFTER] = after
                    earliest += after
                    visit += np.uint64(1)
                    number += 1
                    row += 1


@compiled
def _draw_casework(
    key: NDArray[np.uint64],
    shapes: NDArray[np.float64],
    scales: NDArray[np.float64],
    steps: Times,
    luck: LuckWords,
    drawn: Times,
    chances: NDArray[np.float64],
) -> None:
    """Draw how long each step takes, and the luck of the reply."""
    first = np.empty(key.size)
    second = np.empty(key.size)
    for visit in range(key.size):
        first[visit], second[visit] = pair(luck, CASEWORK, key[visit])
    for visit in range(key.size):
        drawn[visit, Drawn.REFERRAL] = seconds(shapes[steps[0]], scales[steps[0]], first[visit])
        drawn[visit, Drawn.NOTICE] = seconds(shapes[steps[2]], scales[steps[2]], second[visit])
    for visit in range(key.size):
        first[visit], second[visit] = pair(luck, REPLY, key[visit])
    for visit in range(key.size):
        drawn[visit, Drawn.REPLY] = seconds(shapes[steps[1]], scales[steps[1]], first[visit])
        chances[visit, ACCEPTED] = second[visit]


@compiled
def _draw_barriers(
    key: NDArray[np.uint64],
    shapes: NDArray[np.float64],
    scales: NDArray[np.float64],
    durations: Times,
    names: NDArray[np.uint64],
    highest: NDArray[np.float64],
    luck: LuckWords,
    drawn: Times,
    chances: NDArray[np.float64],
) -> None:
    """Draw who might meet each barrier, its onset and how long it delays."""
    meets = np.empty(key.size)
    onset_luck = np.empty(key.size)
    for barrier in range(highest.size):
        onset, delay = durations[0, barrier], durations[1, barrier]
        onset_column, delay_column = Drawn.ONSET + 2 * barrier, Drawn.DELAY + 2 * barrier
        for visit in range(key.size):
            meets[visit], onset_luck[visit] = pair(luck, names[barrier, 0], key[visit])
        for visit in range(key.size):
            chances[visit, MEETS + barrier] = meets[visit]
            drawn[visit, onset_column] = 0
            drawn[visit, delay_column] = 0
            if meets[visit] < highest[barrier]:
                drawn[visit, onset_column] = seconds(
                    shapes[onset], scales[onset], onset_luck[visit]
                )
                if delay >= 0:
                    u = uniform(luck, names[barrier, 1], key[visit])
                    drawn[visit, delay_column] = seconds(shapes[delay], scales[delay], u)
