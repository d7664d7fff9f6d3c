"""Which column of which array is what, for compiled code?

Compiled code reads rules and remembers stays as columns of a few arrays: long argument lists
of separate arrays are slow to pass and to compile.
"""

from __future__ import annotations

from enum import IntEnum


class Table(IntEnum):
    """Daily tables; the shares of the barriers follow from ``BARRIERS`` on."""

    ACCEPTED = 0
    MISSED = 1
    BARRIERS = 2


class Stay(IntEnum):
    """What is remembered of a stay.

    ``END`` to ``END_EXIT`` say what ends it without a flight. ``AHEAD`` is the key of the one
    event that the visit waits for, and ``AHEAD_IS`` what that is: other events of it are over.
    ``PLACE`` is its place in the queue for flights. From admission on a stay is in its row
    alone: rows of a hundred thousand people who are detained together fit close to the processor.
    """

    END = 0
    END_KIND = 1
    END_RANK = 2
    END_EXIT = 3
    REPLY_AT = 4
    ACCEPTS = 5
    NOTICE_END = 6
    DELAYS = 7
    NEXT_DELAY = 8
    AHEAD = 9
    AHEAD_IS = 10
    PLACE = 11
    REFUSED_UNTIL = 12
    DELAY_ONSET = 13
    DELAY_LENGTH = 14


class Now(IntEnum):
    """The state of the whole.

    ``ROW`` is the next row whose boat has not landed; first visits from ``FIRST_WAITING`` to it
    may wait for a place. The ``NEXT_`` columns say how far each list of planned events has come.
    ``BOATS`` is how many there are: owners of other arrivals come after them.
    """

    CAPACITY = 0
    OCCUPIED = 1
    MUST_ADMIT = 2
    BALANCE = 3
    INBOUND_HALTED = 4
    RETURNS_HALTED = 5
    DAY = 6
    ROW = 7
    FIRST_WAITING = 8
    WAIT_FOR_FLIGHT = 9
    NEXT_CAPACITY = 10
    NEXT_APPROVAL = 11
    NEXT_FLIGHT = 12
    NEXT_GROUP = 13
    NEXT_BOAT = 14
    NEXT_REVIEW = 15
    OBSERVATION_ENDED = 16
    SCHEME_ENDED = 17
    BOATS = 18


class Memory(IntEnum):
    """What the perceived chance of return is made of.

    ``RETURNS`` and ``ARRIVALS`` are those of the days in memory, of which there are ``DAYS``.
    Returns and arrivals of each simulated day follow from ``COUNTED`` on, two columns a day.
    """

    RETURNS = 0
    ARRIVALS = 1
    STRENGTH = 2
    KEPT_A_DAY = 3
    DAYS = 4
    EXPERIENCED = 5
    PERCEIVED = 6
    COUNTED = 7


class Event(IntEnum):
    """What a visit waits for; the first four are steps of a stay."""

    REFERRAL = 0
    REPLY = 1
    READY = 2
    REFUSED = 3
    STAY_ENDS = 4
    WAIT_ENDS = 5
    COMES_BACK = 6
    HOLDING_ENDS = 7


OWNER_BITS = 26
KIND_BITS = 4
TIME_BITS = 33
"""An event's key is its time, its kind and its owner side by side, the owner lowest; a place in
a queue is a time and a number. So one whole number holds the one order of things."""

OWNER_MASK = 2**OWNER_BITS - 1
NOTHING = -1
"""Key of no event."""

NOT_WAITING = -(2**62)
"""Place of a visit that is not in the queue for flights."""
