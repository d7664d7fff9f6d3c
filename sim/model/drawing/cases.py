"""How are the cases of one replication drawn?"""

from __future__ import annotations

import numpy as np

from sim.arrivals.boats import MOST_ABOARD, draw_boats
from sim.compiled import allocating
from sim.luck.keyed import LuckWords
from sim.model.basis import Basis, Span
from sim.model.cases import MEETS, Applicants, Cases, Drawn, People, Visits
from sim.model.drawing.applicants import BLOCK, apply
from sim.model.drawing.people import stand
from sim.model.drawing.stays import draw_stays
from sim.model.drawing.visits import count_visits, list_visits
from sim.model.plan import Plan
from sim.model.rules import Rule


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
    chosen = stand(
        boats.key, boats.landed, boats.day, first, plan.rules[Rule.SCOPE_BEGINS],
        plan.rules[Rule.SCOPE_ENDS], plan.in_scope, plan.selected, luck, uniforms,
        people.standing, people.in_scope, boat_of, place_of,
    )  # fmt: skip
    table, scale = basis.shapes[Span.COMES_BACK], plan.scales[Span.COMES_BACK]
    first_keys, first_luck = np.empty(chosen, dtype=np.uint64), np.empty((2, chosen))
    rows = count_visits(
        boats.key, boats.landed, boat_of, place_of, plan.returnees_share, table, scale, horizon,
        luck, first_keys, first_luck,
    )  # fmt: skip
    barriers = plan.barriers.shape[0]
    visits = Visits(
        np.empty(rows, dtype=np.uint64),
        np.empty((rows, Drawn.ONSET + 2 * barriers), dtype=np.int64),
        np.empty((rows, MEETS + barriers)),
    )
    list_visits(
        boats.landed, boat_of, place_of, plan.returnees_share, table, scale, horizon, luck,
        first_keys, first_luck, visits.key, visits.drawn,
    )  # fmt: skip
    draw_stays(
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
