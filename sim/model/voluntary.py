"""Who leaves by themselves from outside detention?

A person in scope who is outside (never taken, or released) leaves after a unit
exponential amount of the dated rate has added up. Nothing else depends on it, so it
is worked out once the engine is done.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.luck import invert
from sim.luck.keys import visit_key
from sim.luck.luck import Luck
from sim.model.exits import Exit
from sim.model.order import DAY
from sim.model.plan import Plan


def departure_times(
    plan: Plan,
    luck: Luck,
    person: NDArray[np.uint64],
    number: NDArray[np.int64],
    how: NDArray[np.int64],
    left: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Return when each person leaves by themselves, or -1.

    Parameters
    ----------
    plan
        With the daily rate.
    luck
        Owner of each person's exponential.
    person, number, how, left
        Rows of the visits: who, which visit, exit and time of exit. Shape (visits,).

    Returns
    -------
    ndarray of int64, shape (visits,)
        Seconds; -1 for everyone who has not left before the horizon.
    """
    departed = np.full(person.shape, -1, dtype=np.int64)
    due = np.concatenate([[0.0], np.cumsum(plan.voluntary)])
    outside = np.flatnonzero((how != Exit.RETURNED) & (how != Exit.STILL_INSIDE))
    if due[-1] == 0 or not outside.size:
        return departed
    key = visit_key(person[outside], number[outside])
    days = np.arange(due.size)
    begun = np.interp(left[outside] / DAY, days, due)
    target = begun + invert.exponential(luck.uniforms("voluntary", key), 1.0)
    day = np.searchsorted(due, target, side="right") - 1
    goes = day < plan.days
    day = day[goes]
    within = (target[goes] - due[day]) / plan.voluntary[day]
    when = ((day + within) * DAY).astype(np.int64)
    departed[outside[goes]] = np.maximum(when, left[outside[goes]])
    return departed
