"""When did a person wait for a flight?

From being ready until they left, but for delays that set in meanwhile.
"""

from __future__ import annotations

from enum import IntEnum

from sim.compiled import part
from sim.model.compiled.layout import Stay
from sim.study.held.departures import first_from
from sim.study.held.holding import Limit, Times, waits

_LEGAL_BARRIERS = int(Limit.LEGAL_BARRIERS)


class Wait(IntEnum):
    """Columns of the waits for a flight, one row for each time that a person is ready.

    The wait that is still to be attributed goes from ``BEGIN`` until ``UNTIL``; ``FIRST`` is the
    first flight in it. The person can be called for flights before ``CLOSES``: for those of its
    last second too, unless a release or a delay comes first. ``NEXT`` is another wait with the
    same first flight.
    """

    VISIT = 0
    BEGIN = 1
    UNTIL = 2
    CLOSES = 3
    FIRST = 4
    NEXT = 5


@part
def list_waits(
    departs: Times,
    stay: Times,
    book: Times,
    held: Times,
    visit: int,
    ready: int,
    until: int,
    closes: int,
    waited: Times,
    count: int,
) -> int:
    """List when a person waits for flights, and attribute the delays in between.

    Parameters
    ----------
    departs
        Of each flight.
    stay
        The stay, in one row; see :class:`~sim.model.compiled.layout.Stay`.
    book, held, visit
        See :func:`~sim.study.held.holding.waits`.
    ready, until, closes
        When the person is first ready, when the stay is over, and see :class:`Wait`.
    waited, count
        The waits, and how many there are already.

    Returns
    -------
    int
        How many there are then.
    """
    begin = ready
    for delay in range(stay[0, Stay.DELAYS]):
        onset = stay[0, Stay.DELAY_ONSET + 2 * delay]
        if onset <= ready:  # over by then: readiness waited for it
            continue
        if onset >= closes:
            break
        if onset > begin:
            _list_wait(departs, waited, count, visit, begin, onset, onset)
            count += 1
            begin = onset
        over = begin + stay[0, Stay.DELAY_LENGTH + 2 * delay]
        waits(book, held, visit, _LEGAL_BARRIERS, begin, min(over, until))
        begin = over
    if begin < closes:
        _list_wait(departs, waited, count, visit, begin, until, closes)
        count += 1
    return count


@part
def _list_wait(
    departs: Times, waited: Times, wait: int, visit: int, begin: int, until: int, closes: int
) -> None:
    waited[wait, Wait.VISIT] = visit
    waited[wait, Wait.BEGIN] = begin
    waited[wait, Wait.UNTIL] = until
    waited[wait, Wait.CLOSES] = closes
    waited[wait, Wait.FIRST] = first_from(departs, begin)
