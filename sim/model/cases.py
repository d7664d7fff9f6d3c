"""Who could be taken, and what would happen to them?

Everything that chance decides about boats, people and applicants in one
replication, as arrays; drawn by :mod:`sim.model.drawing` for every engine. An engine
only decides who waits for what, when.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.arrivals.boats import Boats
from sim.luck.luck import Luck
from sim.model.order import DAY
from sim.model.plan import Plan

Times = NDArray[np.int64]
Flags = NDArray[np.bool_]


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

    def selected_aboard(self) -> dict[int, list[tuple[int, int]]]:
        """Return the selected people of each boat, as (visit, place aboard)."""
        aboard: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for person in np.flatnonzero(self.visit >= 0).tolist():
            boat = int(self.boat[person])
            aboard[boat].append((int(self.visit[person]), int(self.place[person])))
        return aboard


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
        int64, seconds from return to the next arrival, whose visit is the next in order;
        -1 for a person who does not come back.
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
        luck = self.luck.pair_uniforms("missed", self.visits.key[visits], key)
        return np.asarray(luck < chance)
