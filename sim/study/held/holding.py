"""What can hold a person back, and what does it add up to?

Every wait is a half-open interval of seconds that belongs to exactly one limit, and so does
every ending but a return, a journey in, and the horizon.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.compiled import part
from sim.model.order import DAY

Times = NDArray[np.int64]


class Limit(IntEnum):
    """The limits, in the order in which people meet them; see :data:`LIMITS`."""

    IN_SCOPE = 0
    SELECTION = 1
    PLACES = 2
    HOLDING_LIMIT = 3
    REFERRAL_AND_REPLY = 4
    NOTICE = 5
    LEGAL_BARRIERS = 6
    LONG_STOP = 7
    SEATS = 8
    FLIGHT_FREQUENCY = 9
    CANCELLATIONS = 10
    MISSED = 11
    BALANCE = 12
    END_OF_TRANSFERS = 13
    APPLICATIONS = 14
    ELIGIBILITY = 15
    PROCESSING = 16
    GROUP_FREQUENCY = 17
    GROUP_SEATS = 18


LIMITS: dict[str, str] = {
    "in_scope": "people out of scope, on the day they arrive",
    "selection": "people in scope not selected, or come when the day's intake was full",
    "places": "waiting for a place in detention",
    "holding_limit": "turned away because no place came free within the holding limit",
    "referral_and_reply": "in detention until the reply, referred late, or refused",
    "notice": "accepted, until notice has run",
    "legal_barriers": "delayed by a legal barrier, or released by one",
    "long_stop": "out of time",
    "seats": "left behind by a flight whose agreed places ran out, until the next",
    "flight_frequency": "ready, and no flight has come since",
    "cancellations": "the flight that came was cancelled, until the next",
    "missed": "missed the flight on the day, until the next",
    "balance": "left behind, or not yet approved, because the balance left no room",
    "end_of_transfers": "still waiting when transfers ended, on the way out or in",
    "applications": "holds nobody: places that travel groups had to spare for more applicants",
    "eligibility": "applied and not eligible, on the day of application",
    "processing": "from application to decision",
    "group_frequency": "approved, and no travel group has come since",
    "group_seats": "left behind by a travel group whose places ran out, until the next",
}
"""Every limit by name, in the order of :class:`Limit`, with those whom it holds back."""


class HeldBack(NamedTuple):
    """Whom each limit held back in one replication, and when.

    Attributes
    ----------
    seconds
        int64, shape (limits,): person-seconds of waiting.
    people
        int64, shape (limits,): how many visits or applications it ever held back; people who
        have no visit (out of scope, or not selected) count once for each arrival.
    ended
        int64, shape (limits,): how many of these it ended.
    days_held
        int64, shape (limits, months): days in each calendar month on which somebody waited for
        it or was ended by it. Of ``applications``, which holds nobody: days on which a travel
        group had places to spare.
    spare
        int64, shape (months,): places that travel groups had to spare, the balance allowing, in
        each calendar month.
    """

    seconds: Times
    people: Times
    ended: Times
    days_held: Times
    spare: Times


class Book(IntEnum):
    """Columns of the book of limits, which has a row for each.

    From ``DAYS`` on there is a column for each day and one more: by how many the intervals that
    touch a day differ from those of the day before.
    """

    SECONDS = 0
    PEOPLE = 1
    ENDED = 2
    DAYS = 3


@part
def waits(book: Times, held: Times, who: int, limit: int, begin: int, until: int) -> None:
    """Let a limit hold a person from one time until another.

    Parameters
    ----------
    book
        See :class:`Book`.
    held
        For each person the limits that ever held them back, a bit each.
    who
        Row of the person in ``held``.
    limit, begin, until
        Of the wait; one that takes no time holds nobody.
    """
    if begin < until:
        book[limit, Book.SECONDS] += until - begin
        touches(book, limit, begin // DAY, (until - 1) // DAY)
        _counts(book, held, who, limit)


@part
def ends(book: Times, held: Times, who: int, limit: int, when: int) -> None:
    """Let a limit end a visit or an application."""
    book[limit, Book.ENDED] += 1
    touches(book, limit, when // DAY, when // DAY)
    _counts(book, held, who, limit)


@part
def touches(book: Times, limit: int, first: int, last: int) -> None:
    """Note that a limit holds somebody back on each of these days."""
    book[limit, Book.DAYS + first] += 1
    book[limit, Book.DAYS + last + 1] -= 1


@part
def _counts(book: Times, held: Times, who: int, limit: int) -> None:
    bit = 1 << limit
    if held[who] & bit == 0:
        held[who] |= bit
        book[limit, Book.PEOPLE] += 1


@part
def add_up_days(book: Times, month: Times, days_held: Times) -> None:
    """Count the days of each month on which each limit held somebody back."""
    for limit in range(book.shape[0]):
        holding = 0
        for day in range(month.size):
            holding += book[limit, Book.DAYS + day]
            days_held[limit, month[day]] += holding > 0
