"""Who leaves by themselves from outside detention?

A person in scope who is outside (never taken, or released) leaves after a unit
exponential amount of the dated rate has added up. Nothing else depends on it, so it
is worked out once the engine is done.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import part
from sim.luck.keyed import LuckWords, uniform
from sim.luck.keys import PLACE_BITS, VISIT_BITS
from sim.luck.luck import name_id
from sim.model.cases import Standing, Times
from sim.model.exits import Exit
from sim.model.notes import Landing, Step
from sim.model.order import DAY

VOLUNTARY = np.uint64(name_id("voluntary"))

_IN_SCOPE = int(Standing.IN_SCOPE)


@part
def leave_by_themselves(
    rate: NDArray[np.float64],
    luck: LuckWords,
    boat_keys: NDArray[np.uint64],
    landed: Times,
    first: Times,
    standing: NDArray[np.uint8],
    people: Times,
    landings: Times,
    person: NDArray[np.uint64],
    number: Times,
    noted: Times,
    departed: Times,
    due: NDArray[np.float64],
    gone: Times,
) -> int:
    """Work out who leaves by themselves, and when.

    Parameters
    ----------
    rate
        Daily rate, shape (days,).
    luck
        Owner of each person's exponential.
    boat_keys, landed, first, standing, people, landings
        Boats, who is aboard, and what was noted of each.
    person, number, noted
        Visits that took place.
    departed
        Filled with the times for these visits; it holds -1 for each.
    due
        Room for the rate added up, shape (days + 1,).
    gone
        Filled with the times for people in scope who were never selected.

    Returns
    -------
    int
        How many of those who were never selected leave.
    """
    due[0] = 0.0
    for day in range(rate.size):
        due[day + 1] = due[day] + rate[day]
    for visit in range(person.size):
        how = noted[Step.EXIT, visit]
        if how != Exit.RETURNED and how != Exit.STILL_INSIDE:
            key = (person[visit] << np.uint64(VISIT_BITS)) | np.uint64(number[visit])
            departed[visit] = _departure(rate, due, luck, key, noted[Step.LEFT, visit])
    count = 0
    for boat in range(landed.size):
        if not landings[boat, Landing.LANDED]:
            continue
        for place in range(people[boat] - landings[boat, Landing.TAKEN]):
            if standing[first[boat] + place] == _IN_SCOPE:
                owner = (boat_keys[boat] << np.uint64(PLACE_BITS)) | np.uint64(place)
                key = owner << np.uint64(VISIT_BITS)
                when = _departure(rate, due, luck, key, landed[boat])
                if when >= 0:
                    gone[count] = when
                    count += 1
    return count


@part
def _departure(
    rate: NDArray[np.float64],
    due: NDArray[np.float64],
    luck: LuckWords,
    key: np.uint64,
    since: int,
) -> int:
    """Return when a person leaves who is outside since a time, or -1 if not in the days."""
    day = since // DAY
    begun = due[day] + rate[day] * (since / DAY - day)
    target = begun - np.log1p(-uniform(luck, VOLUNTARY, key))
    while day < rate.size and due[day + 1] <= target:
        day += 1
    if day == rate.size:
        return -1
    within = (target - due[day]) / rate[day]
    return max(int((day + within) * DAY), since)
