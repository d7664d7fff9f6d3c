"""What held people back on the way out, flights aside?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import part
from sim.luck.keys import VISIT_BITS
from sim.model.cases import Drawn
from sim.model.compiled.stays import plan_stay
from sim.model.exits import Exit
from sim.model.order import DAY
from sim.model.plan import Table as Shares
from sim.model.rules import Rule
from sim.study.held.holding import Book, Limit, Times, ends, touches, waits
from sim.study.held.waits import list_waits

_PLACES, _NOTICE = int(Limit.PLACES), int(Limit.NOTICE)
_REFERRAL_AND_REPLY = int(Limit.REFERRAL_AND_REPLY)
_LEGAL_BARRIERS = int(Limit.LEGAL_BARRIERS)
_OUT_OF_SCOPE, _UNSELECTED = int(Limit.IN_SCOPE), int(Limit.SELECTION)

_NO_LIMIT = -1
_ENDED_BY = {
    Exit.INTAKE_FULL: Limit.SELECTION,
    Exit.NO_PLACE: Limit.HOLDING_LIMIT,
    Exit.REFERRED_LATE: Limit.REFERRAL_AND_REPLY,
    Exit.REFUSED: Limit.REFERRAL_AND_REPLY,
    Exit.OUT_OF_TIME: Limit.LONG_STOP,
    Exit.SCHEME_ENDED: Limit.END_OF_TRANSFERS,
}
_LIMIT_OF_EXIT = tuple(int(_ENDED_BY.get(Exit(how), _NO_LIMIT)) for how in range(len(Exit) - 1))


@part
def limit_that_ends(how: int) -> int:
    """Return the limit that ends a visit with this exit, or -1 for a return and at the horizon."""
    return _LEGAL_BARRIERS if how >= Exit.RELEASED else _LIMIT_OF_EXIT[how]


@part
def hold_arrivals(
    time: Times,
    people: Times,
    landed: NDArray[np.bool_],
    in_scope: Times,
    came_back_alone: Times,
    number: Times,
    arrived: Times,
    outside: Times,
    book: Times,
) -> None:
    """Count people out of scope, and people in scope who were not selected, as they arrive.

    People who came back are among those aboard or have come alone; if they have a visit they
    are in scope.

    Parameters
    ----------
    time, people, landed, in_scope
        Of each boat.
    came_back_alone
        Times.
    number, arrived
        Of each visit.
    outside
        Shape (2, days), zeros: becomes how many these are on each day.
    book
        See :class:`~sim.study.held.holding.Book`.
    """
    for boat in range(time.size):
        if landed[boat]:
            outside[_OUT_OF_SCOPE, time[boat] // DAY] += people[boat] - in_scope[boat]
            outside[_UNSELECTED, time[boat] // DAY] += in_scope[boat]
    for person in range(came_back_alone.size):
        outside[_OUT_OF_SCOPE, came_back_alone[person] // DAY] += 1
    for visit in range(number.size):
        row = _UNSELECTED if number[visit] == 0 else _OUT_OF_SCOPE
        outside[row, arrived[visit] // DAY] -= 1
    for limit in range(outside.shape[0]):
        for day in range(outside.shape[1]):
            if outside[limit, day] > 0:
                book[limit, Book.PEOPLE] += outside[limit, day]
                book[limit, Book.ENDED] += outside[limit, day]
                touches(book, limit, day, day)


@part
def hold_visits(
    rules: Times,
    tables: Shares,
    barriers: Times,
    keys: NDArray[np.uint64],
    drawn: Times,
    chances: Shares,
    departs: Times,
    person: NDArray[np.uint64],
    number: Times,
    arrived: Times,
    asked: Times,
    detained: Times,
    accepted: Times,
    ready: Times,
    left: Times,
    how: Times,
    stay: Times,
    book: Times,
    held: Times,
    waited: Times,
) -> int:
    """Attribute every ending, and every wait but those for a flight, which are listed.

    Parameters
    ----------
    rules, tables, barriers
        Of the plan.
    keys, drawn, chances
        Of each possible visit; those that took place are among them, in the same order.
    departs
        Of each flight.
    person, number, arrived, asked, detained, accepted, ready, left, how
        Of each visit that took place.
    stay
        Room for one stay, see :class:`~sim.model.compiled.layout.Stay`.
    book, held
        See :func:`~sim.study.held.holding.waits`.
    waited
        Filled, see :class:`~sim.study.held.waits.Wait`.

    Returns
    -------
    int
        How many waits for a flight there are.
    """
    count = possible = 0
    for visit in range(asked.size):
        limit = limit_that_ends(how[visit])
        if limit >= 0:
            ends(book, held, visit, limit, left[visit])
        until = left[visit] if left[visit] >= 0 else rules[Rule.HORIZON]
        if asked[visit] < 0:
            continue
        if detained[visit] < 0:
            waits(book, held, visit, _PLACES, asked[visit], until)
            continue
        waits(book, held, visit, _PLACES, asked[visit], detained[visit])
        if accepted[visit] < 0:
            waits(book, held, visit, _REFERRAL_AND_REPLY, detained[visit], until)
            continue
        waits(book, held, visit, _REFERRAL_AND_REPLY, detained[visit], accepted[visit])
        key = (person[visit] << np.uint64(VISIT_BITS)) | np.uint64(number[visit])
        while keys[possible] != key:
            possible += 1
        notice_end = min(accepted[visit] + drawn[possible, Drawn.NOTICE], until)
        waits(book, held, visit, _NOTICE, accepted[visit], notice_end)
        if ready[visit] < 0:
            waits(book, held, visit, _LEGAL_BARRIERS, notice_end, until)
            continue
        waits(book, held, visit, _LEGAL_BARRIERS, notice_end, ready[visit])
        plan_stay(
            rules, tables, barriers, drawn[possible : possible + 1],
            chances[possible : possible + 1], stay, 0, arrived[visit], detained[visit],
        )  # fmt: skip
        # A release comes before the flights of its second, a deadline after them.
        closes = until if how[visit] >= Exit.RELEASED else until + 1
        count = list_waits(
            departs, stay, book, held, visit, ready[visit], until, closes, waited, count
        )
    return count
