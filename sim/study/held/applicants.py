"""What held people back on the way in, and what were travel groups short of?"""

from __future__ import annotations

from sim.compiled import part
from sim.model.compiled.travelling import is_halted
from sim.model.exits import InboundExit
from sim.model.order import DAY
from sim.model.rules import Rule
from sim.study.held.departures import find_changes, first_from, waits_for_departures
from sim.study.held.holding import Limit, Times, ends, touches, waits

_ELIGIBILITY, _PROCESSING = int(Limit.ELIGIBILITY), int(Limit.PROCESSING)
_BALANCE, _END_OF_TRANSFERS = int(Limit.BALANCE), int(Limit.END_OF_TRANSFERS)
_GROUP_FREQUENCY, _GROUP_SEATS = int(Limit.GROUP_FREQUENCY), int(Limit.GROUP_SEATS)
_APPLICATIONS = int(Limit.APPLICATIONS)


@part
def limits_of_groups(seats: Times, carried: Times, limits: Times, changes: Times) -> None:
    """Say which limit each travel group puts on those whom it leaves behind.

    Parameters
    ----------
    seats, carried
        Of each group.
    limits, changes
        Filled, see :func:`~sim.study.held.departures.limits_of_flights`.
    """
    for group in range(seats.size):
        limits[group] = _GROUP_SEATS if carried[group] == seats[group] else _BALANCE
    find_changes(limits, changes)


@part
def hold_applicants(
    rules: Times,
    processing: Times,
    applied: Times,
    approved: Times,
    travelled: Times,
    how: Times,
    group: Times,
    departs: Times,
    waiting: Times,
    limits: Times,
    changes: Times,
    stopped: Times,
    book: Times,
    held: Times,
) -> None:
    """Attribute every wait and every ending on the way in.

    Parameters
    ----------
    rules
        Of the plan.
    processing, applied, approved, travelled, how, group
        Of each application.
    departs, waiting, limits, changes
        Of each travel group.
    stopped
        Shape (groups + 1,), zeros: becomes by how many the people who wait for an approval as a
        group leaves differ from those at the group before.
    book, held
        See :func:`~sim.study.held.holding.waits`.
    """
    for applicant in range(applied.size):
        begin = applied[applicant]
        if how[applicant] == InboundExit.INELIGIBLE:
            ends(book, held, applicant, _ELIGIBILITY, begin)
            continue
        until = travelled[applicant]
        if until < 0:
            until = max(min(rules[Rule.INBOUND_ENDS], rules[Rule.HORIZON]), begin)
            if how[applicant] == InboundExit.SCHEME_ENDED:
                ends(book, held, applicant, _END_OF_TRANSFERS, until)
        decided = min(begin + processing[applicant], until)
        waits(book, held, applicant, _PROCESSING, begin, decided)
        if decided == until and approved[applicant] < 0:
            continue
        issued = approved[applicant] if approved[applicant] >= 0 else until
        waits(book, held, applicant, _BALANCE, decided, issued)
        first = first_from(departs, issued)
        if issued > decided or not _issued_before(
            rules, approved, group, departs, waiting, issued, first
        ):
            # Approvals go on at a review: after the groups of its second.
            stopped[first_from(departs, decided)] += 1
            first = first_from(departs, issued + 1)
            stopped[first] -= 1
        if approved[applicant] >= 0:
            waits_for_departures(
                departs, limits, changes, book, held, applicant, _GROUP_FREQUENCY, first, issued,
                until,
            )  # fmt: skip


@part
def _issued_before(
    rules: Times,
    approved: Times,
    group: Times,
    departs: Times,
    waiting: Times,
    issued: int,
    first: int,
) -> bool:
    """Tell whether a person approved as soon as they were decided on could travel at once.

    They could not if that was at the second of a group and of a review, and it was the review
    that let approvals go on. It lets all or none of that second; the group counted who waited.
    """
    if first == departs.size or departs[first] != issued or issued % rules[Rule.REVIEW] != 0:
        return True
    if rules[Rule.HALTS_TRAVEL]:
        return True
    before = 0
    for applicant in range(approved.size):
        there = 0 <= approved[applicant] < issued
        before += there and (group[applicant] < 0 or group[applicant] >= first)
    waited: bool = before < waiting[first]
    return waited


@part
def count_spare(
    rules: Times,
    flights: Times,
    returned: Times,
    departs: Times,
    seats: Times,
    carried: Times,
    waiting: Times,
    stopped: Times,
    month: Times,
    book: Times,
    spare: Times,
) -> None:
    """Count places that one more application would have filled, the balance allowing.

    Parameters
    ----------
    rules
        Of the plan.
    flights, returned
        When each flight leaves, and how many it returns.
    departs, seats, carried, waiting
        Of each travel group.
    stopped
        See :func:`hold_applicants`.
    month
        Of each day.
    book
        See :class:`~sim.study.held.holding.Book`.
    spare
        Shape (months,), zeros: becomes the places of each month.
    """
    balance = halted = flight = stopped_people = 0
    review = rules[Rule.REVIEW]
    for group in range(departs.size):
        now = departs[group]
        if now >= rules[Rule.HORIZON]:
            break
        while True:
            # Flights leave before groups, and groups before the review of their second.
            time = min(review, now)
            while flight < flights.size and flights[flight] <= time:
                balance -= returned[flight]
                flight += 1
            if review >= now:
                break
            halted = is_halted(balance, rules[Rule.INBOUND_LEAD], rules[Rule.RESET], halted)
            review += rules[Rule.REVIEW]
        stopped_people += stopped[group]
        room = 0 if halted else max(rules[Rule.INBOUND_LEAD] - balance, 0)
        if not rules[Rule.HALTS_TRAVEL] and room > 0:
            room = seats[group] if stopped_people == 0 else 0
        empty = min(seats[group], room) - waiting[group]
        if empty > 0:
            spare[month[now // DAY]] += empty
            touches(book, _APPLICATIONS, now // DAY, now // DAY)
        balance += carried[group]
