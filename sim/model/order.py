"""In what order do things happen?

Time is a whole number of seconds since local midnight of the start date. Events
are ordered by (time, kind, owner, visit); owners of one kind are numbered so that
the number alone decides.
"""

from __future__ import annotations

from enum import IntEnum

DAY = 86_400
"""Seconds."""

NEVER = 2**62
"""A time that does not come."""


class Kind(IntEnum):
    """What an event is; earlier kinds run first at the same instant."""

    CAPACITY = 1
    LEAVE = 2
    READY = 3
    ADMIT = 4
    BOARD = 5
    TRAVEL = 6
    ARRIVE = 7
    DEADLINE = 8
    OBSERVE = 9
