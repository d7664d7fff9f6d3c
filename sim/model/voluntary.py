"""Who leaves by themselves from outside detention?

A person in scope who is outside (never taken, or released) leaves after a unit
exponential amount of the dated rate has added up. Nothing else depends on it, so it
is worked out once the engine is done.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.luck import invert
from sim.luck.luck import Luck
from sim.model.order import DAY
from sim.model.plan import Plan


def departure_times(
    plan: Plan, luck: Luck, visit: NDArray[np.uint64], outside_since: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return when people outside leave by themselves, or -1.

    Parameters
    ----------
    plan
        With the daily rate.
    luck
        Owner of each person's exponential.
    visit, outside_since
        Key of each person's visit, and when they came to be outside. Shape (people,).

    Returns
    -------
    ndarray of int64, shape (people,)
        Seconds; -1 for everyone who has not left before the horizon.
    """
    departed = np.full(visit.shape, -1, dtype=np.int64)
    if not plan.voluntary.any() or not visit.size:
        return departed
    due = np.concatenate([[0.0], np.cumsum(plan.voluntary)])
    begun = np.interp(outside_since / DAY, np.arange(due.size), due)
    target = begun + invert.exponential(luck.uniforms("voluntary", visit), 1.0)
    day = np.searchsorted(due, target, side="right") - 1
    goes = day < plan.days
    day = day[goes]
    within = (target[goes] - due[day]) / plan.voluntary[day]
    when = ((day + within) * DAY).astype(np.int64)
    departed[goes] = np.maximum(when, outside_since[goes])
    return departed
