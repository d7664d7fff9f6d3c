"""How long did people stay in detention, and who was returned?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.compiled import part
from sim.model.exits import Exit
from sim.model.order import DAY
from sim.outcomes.series import Times

_LONG = 28 * DAY
"""Seconds above which a stay is long."""


class LookedAt(NamedTuple):
    """What all visits of a replication add up to.

    Attributes
    ----------
    not_taken
        Visits selected but not taken.
    people_returned
        Each counted once: a later visit follows a return, so these are first visits.
    seconds
        Person-seconds detained.
    over
        How many stays are over.
    long
        Stays longer than 28 days, those of people still inside among them.
    longest
        Seconds of the longest stay, also of those still inside.
    """

    not_taken: int
    people_returned: int
    seconds: int
    over: int
    long: int
    longest: int


@part
def look_at_stays(
    number: Times,
    arrived: Times,
    detained: Times,
    left: Times,
    how: Times,
    horizon: int,
    stays: Times,
    returned_after: Times,
) -> LookedAt:
    """Look at every visit once.

    Parameters
    ----------
    number, arrived, detained, left, how
        Of each visit.
    horizon
        First second after the last day.
    stays, returned_after
        Room for the seconds of stays that are over, and of the times from arrival to return.
    """
    not_taken = people = seconds = over = returns = long = longest = 0
    for visit in range(number.size):
        not_taken += how[visit] == Exit.NO_PLACE or how[visit] == Exit.INTAKE_FULL
        if detained[visit] < 0:
            continue
        until = left[visit] if left[visit] >= 0 else horizon
        stay = until - detained[visit]
        seconds += stay
        long += stay > _LONG
        longest = max(longest, stay)
        if left[visit] >= 0:
            stays[over] = stay
            over += 1
        if how[visit] == Exit.RETURNED:
            people += number[visit] == 0
            returned_after[returns] = until - arrived[visit]
            returns += 1
    return LookedAt(not_taken, people, seconds, over, long, longest)


@part
def median_days(times: Times, count: int) -> float:
    """Return the median of the first times, in days; NaN of none. Moves them about."""
    if count == 0:
        return np.nan
    low = smallest(times, count, (count - 1) // 2)
    high = smallest(times, count, count // 2)
    return (low + high) / 2 / DAY


@part
def smallest(values: Times, count: int, rank: int) -> int:
    """Return the value that stands at a rank, from 0, if the first values were in order.

    C. A. R. Hoare, "Algorithm 65: find", Communications of the ACM 4 (1961). Moves values about.
    """
    first, last = 0, count - 1
    while first < last:
        middle = values[rank]
        i, j = first, last
        while i <= j:
            while values[i] < middle:
                i += 1
            while values[j] > middle:
                j -= 1
            if i <= j:
                values[i], values[j] = values[j], values[i]
                i += 1
                j -= 1
        if j < rank:
            first = i
        if rank < i:
            last = j
    return int(values[rank])
