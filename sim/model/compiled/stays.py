"""What happens in detention? Compiled; the rules of :mod:`sim.model.stay` and of the way out."""

from __future__ import annotations

from sim.compiled import part
from sim.model.cases import ACCEPTED, MEETS, Drawn, Times
from sim.model.compiled.heaps import Heap, push
from sim.model.compiled.layout import (
    KIND_BITS,
    NOT_WAITING,
    NOTHING,
    OWNER_BITS,
    Event,
    Now,
    Stay,
    Table,
)
from sim.model.exits import Exit
from sim.model.notes import Step
from sim.model.order import DAY, NEVER, Kind
from sim.model.plan import Table as Shares
from sim.model.rules import Rule

_READY = int(Kind.READY)


@part
def key_of(time: int, kind: int, owner: int) -> int:
    """Return the key of an event."""
    return (time << (KIND_BITS + OWNER_BITS)) + (kind << OWNER_BITS) + owner


@part
def call(
    rules: Times,
    events: Heap,
    stays: Times,
    visit: int,
    time: int,
    kind: int,
    owner: int,
    what: int,
) -> None:
    """Let a visit wait for an event; the only way into the heap."""
    stays[visit, Stay.AHEAD] = NOTHING
    if time < rules[Rule.HORIZON]:
        key = key_of(time, kind, owner)
        stays[visit, Stay.AHEAD] = key
        stays[visit, Stay.AHEAD_IS] = what
        push(events, key)


@part
def ends(noted: Times, visit: int, now: int, how: int) -> None:
    """Write down that a visit is over."""
    noted[visit, Step.LEFT] = now
    noted[visit, Step.EXIT] = how


@part
def leaves(state: Times, noted: Times, visit: int, now: int, how: int) -> None:
    """End a stay; the place is free at once."""
    ends(noted, visit, now, how)
    state[Now.OCCUPIED] -= 1
    state[Now.MUST_ADMIT] = 1


@part
def end_of_day(time: int) -> int:
    """Return the last second of the day in which a time falls."""
    return (time // DAY + 1) * DAY - 1


@part
def may_end(stays: Times, visit: int, time: int, kind: int, rank: int, how: int) -> None:
    """Keep the first of all that could end a stay."""
    if time != stays[visit, Stay.END]:
        first = time < stays[visit, Stay.END]
    elif kind != stays[visit, Stay.END_KIND]:
        first = kind < stays[visit, Stay.END_KIND]
    elif rank != stays[visit, Stay.END_RANK]:
        first = rank < stays[visit, Stay.END_RANK]
    else:
        first = how < stays[visit, Stay.END_EXIT]
    if first:
        stays[visit, Stay.END] = time
        stays[visit, Stay.END_KIND] = kind
        stays[visit, Stay.END_RANK] = rank
        stays[visit, Stay.END_EXIT] = how


@part
def may_run_out(stays: Times, visit: int, time: int, admitted: int, rank: int, how: int) -> None:
    """Count a deadline in; one that has passed before admission ends the stay at once."""
    if time < admitted:
        may_end(stays, visit, admitted, Kind.LEAVE, rank, how)
    else:
        may_end(stays, visit, time, Kind.DEADLINE, rank, how)


@part
def plan_stay(
    rules: Times,
    tables: Shares,
    barriers: Times,
    drawn: Times,
    chances: Shares,
    stays: Times,
    visit: int,
    arrived: int,
    admitted: int,
) -> None:
    """Lay out a stay from its admission; see :func:`sim.model.stay.plan_stay`."""
    referral = admitted + drawn[visit, Drawn.REFERRAL]
    reply = referral + drawn[visit, Drawn.REPLY]
    notice_end = reply + drawn[visit, Drawn.NOTICE]
    day = min(reply // DAY, rules[Rule.DAYS] - 1)
    stays[visit, Stay.REPLY_AT] = reply
    stays[visit, Stay.ACCEPTS] = chances[visit, ACCEPTED] < tables[Table.ACCEPTED, day]
    stays[visit, Stay.NOTICE_END] = notice_end
    stays[visit, Stay.REFUSED_UNTIL] = reply + drawn[visit, Drawn.HELD]
    stays[visit, Stay.END] = NEVER
    met = 0
    for barrier in range(barriers.shape[0]):
        if chances[visit, MEETS + barrier] >= tables[Table.BARRIERS + barrier, arrived // DAY]:
            continue
        moment = arrived
        if barriers[barrier, 0] == 1:
            moment = admitted
        elif barriers[barrier, 0] == 2:
            moment = referral
        elif barriers[barrier, 0] == 3:
            moment = reply
        elif barriers[barrier, 0] == 4:
            moment = notice_end
        onset = max(moment + drawn[visit, Drawn.ONSET + 2 * barrier], admitted)
        if barriers[barrier, 1] >= 0:
            may_end(stays, visit, onset, Kind.LEAVE, barrier, barriers[barrier, 1])
        else:
            add_delay(stays, visit, met, onset, drawn[visit, Drawn.DELAY + 2 * barrier])
            met += 1
    stays[visit, Stay.DELAYS] = met
    stays[visit, Stay.NEXT_DELAY] = 0
    refer_by = min(end_of_day(arrived + rules[Rule.REFERRAL_DEADLINE]), rules[Rule.REFERRAL_ENDS])
    if referral > refer_by:
        may_run_out(stays, visit, refer_by, admitted, 0, Exit.REFERRED_LATE)
    out_of_time = end_of_day(arrived + rules[Rule.LONG_STOP])
    may_run_out(stays, visit, out_of_time, admitted, 1, Exit.OUT_OF_TIME)
    may_run_out(stays, visit, rules[Rule.RETURNS_END], admitted, 2, Exit.SCHEME_ENDED)


@part
def add_delay(stays: Times, visit: int, met: int, onset: int, length: int) -> None:
    """Insert a delay in order of onset, then length."""
    at = Stay.DELAY_ONSET + 2 * met
    while at > Stay.DELAY_ONSET and (
        stays[visit, at - 2] > onset
        or (stays[visit, at - 2] == onset and stays[visit, at - 1] > length)
    ):
        stays[visit, at] = stays[visit, at - 2]
        stays[visit, at + 1] = stays[visit, at - 1]
        at -= 2
    stays[visit, at] = onset
    stays[visit, at + 1] = length


@part
def stays_until(rules: Times, events: Heap, stays: Times, visit: int, time: int, step: int) -> None:
    """Wait for the next step, or for the end of the stay if that comes first."""
    end, end_kind = stays[visit, Stay.END], stays[visit, Stay.END_KIND]
    if end < time or (end == time and end_kind < Kind.READY):
        call(rules, events, stays, visit, end, end_kind, 1 + visit, Event.STAY_ENDS)
    else:
        call(rules, events, stays, visit, time, Kind.READY, 1 + visit, step)


@part
def is_referred(
    rules: Times, events: Heap, stays: Times, noted: Times, visit: int, now: int
) -> None:
    """Refer a person; the reply comes next."""
    noted[visit, Step.REFERRED] = now
    stays_until(rules, events, stays, visit, stays[visit, Stay.REPLY_AT], Event.REPLY)


@part
def is_replied_to(
    rules: Times, events: Heap, stays: Times, noted: Times, visit: int, now: int
) -> None:
    """Accept a person, so that notice and delays run, or refuse them: release comes next."""
    if stays[visit, Stay.ACCEPTS]:
        noted[visit, Step.ACCEPTED] = now
        is_held_up(rules, events, stays, visit, stays[visit, Stay.NOTICE_END])
    else:
        release = stays[visit, Stay.REFUSED_UNTIL]
        stays_until(rules, events, stays, visit, release, Event.REFUSED)


@part
def is_held_up(rules: Times, events: Heap, stays: Times, visit: int, ready: int) -> None:
    """Add the delays that set in before a person is ready, then wait to be ready."""
    delay = stays[visit, Stay.NEXT_DELAY]
    while delay < stays[visit, Stay.DELAYS] and stays[visit, Stay.DELAY_ONSET + 2 * delay] <= ready:
        ready += stays[visit, Stay.DELAY_LENGTH + 2 * delay]
        delay += 1
    stays[visit, Stay.NEXT_DELAY] = delay
    stays_until(rules, events, stays, visit, ready, Event.READY)


@part
def waits_for_a_flight(
    rules: Times,
    state: Times,
    events: Heap,
    ready: Heap,
    stays: Times,
    noted: Times,
    visit: int,
    now: int,
) -> None:
    """Join the queue for flights, until a delay sets in or the stay ends."""
    if noted[visit, Step.READY] < 0:
        noted[visit, Step.READY] = now
    rank = now
    if rules[Rule.BOARDING] == 1:
        rank = noted[visit, Step.ARRIVED]
    elif rules[Rule.BOARDING] == 2:
        rank = -noted[visit, Step.ARRIVED]
    joins_the_queue(state, ready, stays, visit, (rank << OWNER_BITS) + visit)
    time, kind = stays[visit, Stay.END], stays[visit, Stay.END_KIND]
    delay = stays[visit, Stay.NEXT_DELAY]
    if delay < stays[visit, Stay.DELAYS]:
        onset = stays[visit, Stay.DELAY_ONSET + 2 * delay]
        if onset < time or (onset == time and kind > Kind.READY):
            time = onset
            kind = _READY
    call(rules, events, stays, visit, time, kind, 1 + visit, Event.WAIT_ENDS)


@part
def joins_the_queue(state: Times, ready: Heap, stays: Times, visit: int, place: int) -> None:
    """Take a place in the queue for flights."""
    stays[visit, Stay.PLACE] = place
    push(ready, place)
    state[Now.WAIT_FOR_FLIGHT] += 1


@part
def leaves_the_queue(state: Times, stays: Times, visit: int) -> None:
    """Give up a place in the queue for flights; what the heap still holds of it is skipped."""
    stays[visit, Stay.PLACE] = NOT_WAITING
    state[Now.WAIT_FOR_FLIGHT] -= 1


@part
def stops_waiting(
    rules: Times,
    state: Times,
    events: Heap,
    stays: Times,
    noted: Times,
    visit: int,
    kind: int,
    now: int,
) -> None:
    """Leave the queue for flights: a delay has set in, or the stay has ended."""
    leaves_the_queue(state, stays, visit)
    if kind == Kind.READY:
        delay = stays[visit, Stay.NEXT_DELAY]
        stays[visit, Stay.NEXT_DELAY] = delay + 1
        over = (
            stays[visit, Stay.DELAY_ONSET + 2 * delay] + stays[visit, Stay.DELAY_LENGTH + 2 * delay]
        )
        is_held_up(rules, events, stays, visit, over)
    else:
        leaves(state, noted, visit, now, stays[visit, Stay.END_EXIT])
