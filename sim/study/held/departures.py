"""By which departure was a person left behind, and why?

Whoever waits for a flight or a travel group is held back by the last one that left since they
began to wait: by its limit, or because they missed it. Before the first one they are held back
by how seldom departures come.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import part
from sim.study.held.holding import Limit, Times, waits

_BALANCE, _CANCELLATIONS = int(Limit.BALANCE), int(Limit.CANCELLATIONS)
_SEATS = int(Limit.SEATS)


@part
def limits_of_flights(
    seats: Times,
    carried: Times,
    missed: Times,
    cancelled: NDArray[np.bool_],
    limits: Times,
    changes: Times,
) -> None:
    """Say which limit each flight puts on those whom it does not call.

    If fewer are called than it has places, though others wait, the balance leaves no room.

    Parameters
    ----------
    seats, carried, missed, cancelled
        Of each flight.
    limits, changes
        Filled: the limit, and the next flight with another one.
    """
    for flight in range(seats.size):
        limits[flight] = _SEATS if carried[flight] + missed[flight] == seats[flight] else _BALANCE
        if cancelled[flight]:
            limits[flight] = _CANCELLATIONS
    find_changes(limits, changes)


@part
def find_changes(limits: Times, changes: Times) -> None:
    """Find the next departure with another limit: long waits are attributed in few pieces."""
    for departure in range(limits.size - 1, -1, -1):
        changes[departure] = departure + 1
        if departure + 1 < limits.size and limits[departure + 1] == limits[departure]:
            changes[departure] = changes[departure + 1]


@part
def first_from(departs: Times, time: int) -> int:
    """Return the first departure that is not before a time, or how many there are."""
    low, high = 0, departs.size
    while low < high:
        middle = (low + high) >> 1
        if departs[middle] < time:
            low = middle + 1
        else:
            high = middle
    return low


@part
def waits_for_departures(
    departs: Times,
    limits: Times,
    changes: Times,
    book: Times,
    held: Times,
    who: int,
    before_any: int,
    first: int,
    begin: int,
    until: int,
) -> None:
    """Attribute a wait in which every departure left the person behind.

    Parameters
    ----------
    departs, limits, changes
        Of the departures, see :func:`limits_of_flights`.
    book, held, who
        See :func:`~sim.study.held.holding.waits`.
    before_any
        Limit until the first departure.
    first, begin, until
        Of the wait.
    """
    limit = before_any
    while first < departs.size and departs[first] < until:
        waits(book, held, who, limit, begin, departs[first])
        begin = departs[first]
        limit = limits[first]
        first = changes[first]
    waits(book, held, who, limit, begin, until)
