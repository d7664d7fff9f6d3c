"""What would a person's stay in detention look like if no flight came?

From the moment of admission every step, delay and possible end of a stay is
known; only flights and other people's places are decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sim.model.cases import ACCEPTED, MEETS, Cases, Drawn
from sim.model.exits import Exit
from sim.model.order import DAY, Kind
from sim.model.plan import Plan
from sim.model.rules import NO_EXIT


class End(NamedTuple):
    """Something that ends a stay or a wait; the smallest happens first."""

    time: int
    kind: Kind
    rank: int
    exit: int


@dataclass(frozen=True, slots=True)
class Stay:
    """One person's stay; times in seconds.

    Attributes
    ----------
    visit
        Index of the visit.
    referral, reply, notice_end
        When each step would be done.
    accepted
        Whether the reply accepts.
    refused_until
        When a person is released whom the reply refuses.
    delays
        (onset, length) of every delay met, in order of onset.
    end
        What ends the stay if no flight does.
    """

    visit: int
    arrived: int
    referral: int
    reply: int
    notice_end: int
    accepted: bool
    refused_until: int
    delays: tuple[tuple[int, int], ...]
    end: End


def plan_stay(plan: Plan, cases: Cases, visit: int, arrived: int, admitted: int) -> Stay:
    """Lay out a stay from its admission.

    Parameters
    ----------
    plan, cases
        The rules and the draws.
    visit
        Index of the visit.
    arrived, admitted
        Seconds.
    """
    drawn = cases.visits.drawn[visit].tolist()
    chances = cases.visits.chances[visit].tolist()
    referral = admitted + drawn[Drawn.REFERRAL]
    reply = referral + drawn[Drawn.REPLY]
    notice_end = reply + drawn[Drawn.NOTICE]
    moments = (arrived, admitted, referral, reply, notice_end)
    releases, delays = [], []
    shares = plan.barrier_shares[:, arrived // DAY].tolist()
    for number, (counted_from, how) in enumerate(plan.barriers.tolist()):
        if chances[MEETS + number] >= shares[number]:
            continue
        onset = max(moments[counted_from] + drawn[Drawn.ONSET + 2 * number], admitted)
        if how != NO_EXIT:
            releases.append(End(onset, Kind.LEAVE, number, how))
        else:
            delays.append((onset, drawn[Drawn.DELAY + 2 * number]))
    ends = [*releases, *_deadlines(plan, arrived, admitted, referral)]
    reply_day = min(reply // DAY, plan.days - 1)
    return Stay(
        visit=visit,
        arrived=arrived,
        referral=referral,
        reply=reply,
        notice_end=notice_end,
        accepted=bool(chances[ACCEPTED] < plan.accepted[reply_day]),
        refused_until=reply + drawn[Drawn.HELD],
        delays=tuple(sorted(delays)),
        end=min(ends),
    )


def _deadlines(plan: Plan, arrived: int, admitted: int, referral: int) -> Iterator[End]:
    """Yield the deadlines that could end the stay; each counts to the end of its day."""
    refer_by = min(end_of_day(arrived + plan.referral_deadline), plan.referral_ends)
    if referral > refer_by:
        yield _deadline(refer_by, admitted, 0, Exit.REFERRED_LATE)
    yield _deadline(end_of_day(arrived + plan.long_stop), admitted, 1, Exit.OUT_OF_TIME)
    yield _deadline(plan.returns_end, admitted, 2, Exit.SCHEME_ENDED)


def _deadline(time: int, admitted: int, rank: int, how: Exit) -> End:
    """Return a deadline; one that has passed before admission ends the stay at once."""
    if time < admitted:
        return End(admitted, Kind.LEAVE, rank, how)
    return End(time, Kind.DEADLINE, rank, how)


def end_of_day(time: int) -> int:
    """Return the last second of the day in which a time falls."""
    return (time // DAY + 1) * DAY - 1
