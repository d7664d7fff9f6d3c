"""Who was called for a flight and missed it?

Records say how many people missed each flight, and how many each person missed. Which ones they
were follows from the boarding order.
"""

from __future__ import annotations

from sim.compiled import part
from sim.model.compiled.heaps import Heap, drop, push, size
from sim.model.compiled.layout import OWNER_BITS, OWNER_MASK, TIME_BITS
from sim.model.rules import Rule
from sim.study.held.departures import waits_for_departures
from sim.study.held.holding import Limit, Times, waits
from sim.study.held.waits import Wait

NOBODY = -1
"""End of a list of waits."""

_MISSED, _FLIGHT_FREQUENCY = int(Limit.MISSED), int(Limit.FLIGHT_FREQUENCY)


@part
def hold_missers(
    rules: Times,
    departs: Times,
    missed: Times,
    waiting: Times,
    limits: Times,
    changes: Times,
    number: Times,
    arrived: Times,
    asked: Times,
    detained: Times,
    taken: Times,
    waited: Times,
    count: int,
    heads: Times,
    queue: Heap,
    late: Heap,
    called: Times,
    book: Times,
    held: Times,
) -> None:
    """Attribute the waits of people who missed a flight, up to the flight after it.

    The people called for a flight are those who stand first in the boarding order, and all of
    them are carried or miss it. So those who missed it stand first among the others.

    Parameters
    ----------
    rules
        Of the plan.
    departs, missed, waiting, limits, changes
        Of each flight.
    number, arrived, asked, detained, taken
        Of each visit; ``taken`` is the flight of a return.
    waited, count
        See :class:`~sim.study.held.waits.Wait`; how many there are. ``BEGIN`` and ``FIRST``
        move to what is left.
    heads
        Shape (flights,), every element ``NOBODY``.
    queue, late, called
        Room for all waits.
    book, held
        See :func:`~sim.study.held.holding.waits`.
    """
    for wait in range(count):
        first = waited[wait, Wait.FIRST]
        if first < departs.size:
            waited[wait, Wait.NEXT] = heads[first]
            heads[first] = wait
    for flight in range(departs.size):
        now = departs[flight]
        if now >= rules[Rule.HORIZON]:
            break
        wait = heads[flight]
        while wait != NOBODY:
            following = waited[wait, Wait.NEXT]
            visit = waited[wait, Wait.VISIT]
            if detained[visit] == now:
                order = _order_of_admission(number[visit], asked[visit], now)
                push(late, (order << OWNER_BITS) + wait)
            else:
                push(queue, _place(rules, arrived, waited, wait))
            wait = following
        if size(late) > 0:
            _join_if_admitted_before(
                rules, departs, waiting[flight], arrived, taken, waited, heads, queue, late, flight
            )
        how_many = 0
        while how_many < missed[flight]:
            place = queue[0]
            drop(queue)
            if _can_be_left_behind(taken, waited, place & OWNER_MASK, flight, now):
                called[how_many] = place
                how_many += 1
        for person in range(how_many):
            push(queue, called[person])
            wait = called[person] & OWNER_MASK
            visit, until = waited[wait, Wait.VISIT], waited[wait, Wait.UNTIL]
            waits_for_departures(
                departs, limits, changes, book, held, visit, _FLIGHT_FREQUENCY,
                waited[wait, Wait.FIRST], waited[wait, Wait.BEGIN], now,
            )  # fmt: skip
            if flight + 1 < departs.size:
                until = min(until, departs[flight + 1])
            waits(book, held, visit, _MISSED, now, until)
            waited[wait, Wait.BEGIN] = until
            waited[wait, Wait.FIRST] = flight + 1


@part
def _place(rules: Times, arrived: Times, waited: Times, wait: int) -> int:
    """Return a place in the queue for flights; the waits of a visit stand in order of visits."""
    rank = waited[wait, Wait.BEGIN]
    if rules[Rule.BOARDING] == 1:
        rank = arrived[waited[wait, Wait.VISIT]]
    elif rules[Rule.BOARDING] == 2:
        rank = -arrived[waited[wait, Wait.VISIT]]
    place: int = (rank << OWNER_BITS) + wait
    return place


@part
def _can_be_left_behind(taken: Times, waited: Times, wait: int, flight: int, now: int) -> bool:
    """Return whether a person waits for a flight and is not returned by it, nor was before."""
    carried = taken[waited[wait, Wait.VISIT]]
    waits_on: bool = waited[wait, Wait.CLOSES] > now and (carried < 0 or carried > flight)
    return waits_on


@part
def _order_of_admission(number: int, asked: int, now: int) -> int:
    """Return where a person stands among those admitted at one second.

    People who were returned before come first, but who asks at the second of a flight asks
    after it.
    """
    order: int = ((2 * (asked == now) + (number == 0)) << TIME_BITS) + asked
    return order


@part
def _join_if_admitted_before(
    rules: Times,
    departs: Times,
    waiting: int,
    arrived: Times,
    taken: Times,
    waited: Times,
    heads: Times,
    queue: Heap,
    late: Heap,
    flight: int,
) -> None:
    """Tell who was admitted, and ready, before a flight of the same second.

    Their times do not say it: a person may be admitted to the place of somebody on that flight.
    But the flight counted who waited for it, and admissions have an order.
    """
    others = waiting
    for place in range(size(queue)):
        wait = queue[place] & OWNER_MASK
        carried = taken[waited[wait, Wait.VISIT]]
        others -= waited[wait, Wait.CLOSES] > departs[flight] and not 0 <= carried < flight
    while size(late) > 0:
        wait = late[0] & OWNER_MASK
        drop(late)
        if others > 0:
            others -= 1
            push(queue, _place(rules, arrived, waited, wait))
        else:
            waited[wait, Wait.FIRST] = flight + 1
            if flight + 1 < departs.size:
                waited[wait, Wait.NEXT] = heads[flight + 1]
                heads[flight + 1] = wait
