"""Places are never exceeded by an admission, never idle while people wait, and given in order."""

from __future__ import annotations

import numpy as np

from sim.model.exits import Exit
from sim.model.order import DAY
from sim.model.plan import Plan
from sim.model.records import Records, Times

FOREVER = 2**62


def occupied_at(records: Records, times: Times) -> Times:
    """Return how many are inside at the end of each of these seconds."""
    visits = records.visits
    inside = visits.detained >= 0
    come = np.sort(visits.detained[inside])
    gone = np.sort(visits.left[inside & (visits.left >= 0)])
    return np.searchsorted(come, times, "right") - np.searchsorted(gone, times, "right")


def check_places(records: Records, plan: Plan) -> None:
    """At the end of every second: no admission above places, and no place free while one waits."""
    visits = records.visits
    detained = visits.detained[visits.detained >= 0]
    assert (occupied_at(records, detained) <= plan.capacity[detained // DAY]).all()
    asked = visits.asked >= 0
    begins = visits.asked[asked]
    served = np.where(visits.detained >= 0, visits.detained, visits.left)[asked]
    ends = np.where(served >= 0, served, FOREVER)
    longest = ends[visits.detained[asked] >= 0] - begins[visits.detained[asked] >= 0]
    assert (longest <= plan.holding_limit).all()
    changes = np.flatnonzero(np.diff(plan.capacity, prepend=-1)) * DAY
    times = np.unique(np.concatenate([begins, visits.left[visits.left >= 0], detained, changes]))
    waiting = np.searchsorted(np.sort(begins), times, "right") - np.searchsorted(
        np.sort(ends), times, "right"
    )
    full = occupied_at(records, times) >= plan.capacity[times // DAY]
    assert full[waiting > 0].all()


def check_admissions(records: Records) -> None:
    """Nobody is admitted before someone who waited already and comes first."""
    visits = records.visits
    asked = np.flatnonzero(visits.asked >= 0)
    order = np.lexsort((asked, visits.asked[asked], visits.number[asked] == 0))
    rank = np.empty(visits.person.size, dtype=np.int64)
    rank[asked[order]] = np.arange(asked.size)
    served = np.where(visits.detained >= 0, visits.detained, visits.left)
    served = np.where(served >= 0, served, FOREVER)
    for row in np.flatnonzero(visits.detained > visits.asked):
        now = visits.detained[row]
        waits_on = asked[(visits.asked[asked] < now) & (served[asked] > now)]
        assert (rank[waits_on] > rank[row]).all()


def check_intake(records: Records, plan: Plan) -> None:
    """A day's intake is full exactly when somebody is sent away for it."""
    visits = records.visits
    first = visits.number == 0
    full = visits.exit == Exit.INTAKE_FULL
    if not plan.has_intake_limit:
        assert not full.any()
        return
    day = visits.arrived // DAY
    taken = np.bincount(day[first & (visits.asked >= 0)], minlength=plan.days)
    most = np.ceil(plan.intake_limit)
    assert (taken <= most).all()
    assert (taken == most)[day[full]].all()
