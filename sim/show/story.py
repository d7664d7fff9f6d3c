"""What happened to one person?

An invented person's way through one replication, in dated sentences. Nobody real is
meant: the replication is a draw from the scenario's assumptions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import numpy as np

from sim.model.exits import Exit, InboundExit, exit_names
from sim.model.records import Records
from sim.show.words import day

HOW = {
    "no_place": "No place was free within the holding limit: not taken into the scheme.",
    "intake_full": "The day's intake was full: not taken into the scheme.",
    "referred_late": "The deadline for referral passed: released.",
    "refused": "Released: the reply had refused.",
    "out_of_time": "The long stop passed: released.",
    "scheme_ended": "The last day of returns came: released.",
}


Sentence = tuple[datetime, str]
"""What happened, and when."""


@dataclass(frozen=True, slots=True)
class Story:
    """Dated sentences about one invented person.

    Attributes
    ----------
    title
        Who is meant, and that they are invented.
    sentences
        In order of time: (moment, sentence).
    alike
        How many left in the same way.
    """

    title: str
    sentences: tuple[Sentence, ...]
    alike: int

    @property
    def how_many_alike(self) -> str:
        """Say how many left in the same way."""
        who = "1 person" if self.alike == 1 else f"{self.alike:,} people"
        return f"In it {who} ended like this."

    def as_text(self) -> str:
        """Return the story, a line a sentence."""
        return "\n".join([self.title, *lines(self.sentences)])


def lines(sentences: Iterable[Sentence]) -> list[str]:
    """Write each sentence with its date and time."""
    return [f"{day(when.date())}, {when:%H:%M}. {what}" for when, what in sentences]


class StoryError(Exception):
    """Raised if there is nobody to tell of; says what to ask for instead."""


def tell(records: Records, releasing: tuple[str, ...], way: str, how: str, which: int) -> Story:
    """Tell the way of one person of a replication.

    Parameters
    ----------
    records
        Of one replication.
    releasing
        Names of the barriers that release.
    way
        ``out`` or ``in``.
    how
        Exit of the person, on the way out.
    which
        1 for the first such person, 2 for the second, and so on.

    Raises
    ------
    StoryError
        If the way or the exit is unknown, or fewer people left like that.
    """
    if way not in ("out", "in"):
        raise StoryError(f"'{way}': write --way out or --way in")
    if way == "in":
        found = np.argsort(records.applicants.exit, kind="stable")
    else:
        codes = {name: code for code, name in exit_names(releasing).items()}
        if codes.get(how) == Exit.NOT_SELECTED:
            raise StoryError("people who were not selected are counted and have no story")
        if how not in codes:
            raise StoryError(f"'{how}': write one of {', '.join(codes)}")
        found = np.flatnonzero(records.visits.exit == codes[how])
    if which > found.size:
        raise StoryError(f"{found.size} people left like that in this replication")
    chosen = int(found[which - 1])
    return _way_in(records, chosen) if way == "in" else _way_out(records, releasing, chosen)


def tell_person(records: Records, releasing: tuple[str, ...], person: int) -> Story:
    """Tell the way of a person whose key is known.

    Parameters
    ----------
    records, releasing
        See :func:`tell`.
    person
        Key of somebody who was selected.

    Raises
    ------
    StoryError
        If nobody with this key was.
    """
    found = np.flatnonzero(records.visits.person == np.uint64(person))
    if not found.size:
        raise StoryError("this person was not selected and has no story")
    return _way_out(records, releasing, int(found[0]))


def _way_out(records: Records, releasing: tuple[str, ...], visit: int) -> Story:
    """Tell all visits of the person whose visit this is."""
    visits = records.visits
    rows = np.flatnonzero(visits.person == visits.person[visit])
    sentences = [sentence for row in rows.tolist() for sentence in _visit(records, releasing, row)]
    alike = int(np.count_nonzero(visits.exit == visits.exit[visit]))
    title = f"An invented person, visit {visit} of this replication."
    return Story(title, tuple(sentences), alike)


def _way_in(records: Records, applicant: int) -> Story:
    """Tell the way of one applicant."""
    rows, groups = records.applicants, records.groups
    how = int(rows.exit[applicant])
    told = [(int(rows.applied[applicant]), "Applies to come by the legal route.")]
    if how == InboundExit.INELIGIBLE:
        told.append((int(rows.applied[applicant]), "Does not meet the route's conditions."))
    if rows.approved[applicant] >= 0:
        told.append((int(rows.approved[applicant]), "The application is approved."))
    if rows.travelled[applicant] >= 0:
        size = int(groups.carried[rows.group[applicant]])
        told.append((int(rows.travelled[applicant]), f"Travels in a group of {size}."))
    if how in (InboundExit.STILL_WAITING, InboundExit.SCHEME_ENDED):
        ending = (
            "Still waiting at the end."
            if how == InboundExit.STILL_WAITING
            else ("Had not travelled when the scheme's transfers ended.")
        )
        told.append((records.days * 86_400 - 1, ending))
    alike = int(np.count_nonzero(rows.exit == how))
    title = f"An invented applicant, number {applicant} of this replication."
    return Story(title, tuple((moment(records, when), what) for when, what in told), alike)


def _visit(records: Records, releasing: tuple[str, ...], row: int) -> list[Sentence]:
    visits = records.visits
    told: list[tuple[int, str]] = []

    def tell(when: int, what: str) -> None:
        if when >= 0:
            told.append((int(when), what))

    tell(visits.arrived[row], _arrival(records, row))
    tell(visits.asked[row], "Is selected and waits for a place in detention.")
    if visits.detained[row] >= 0:
        waited = (visits.detained[row] - visits.asked[row]) / 3600
        soon = "at once" if waited < 0.05 else f"after {waited:.1f} hours"
        tell(visits.detained[row], f"Enters detention {soon}.")
    tell(visits.referred[row], "Is referred for return.")
    tell(visits.accepted[row], "The reply accepts; notice of removal follows.")
    tell(visits.ready[row], "Notice has run and no barrier holds: ready for a flight.")
    tell(visits.left[row], _ending(records, releasing, row))
    if visits.exit[row] == Exit.STILL_INSIDE:
        tell(records.days * 86_400 - 1, "Still inside at the end of the simulation.")
    tell(visits.departed[row], "Leaves the country by themselves.")
    return [(moment(records, when), what) for when, what in told]


def _arrival(records: Records, row: int) -> str:
    visits, boat = records.visits, int(records.visits.boat[row])
    if visits.number[row] > 0:
        return "Arrives again after a return, and is recognised."
    return f"Arrives by small boat {with_others(records.boats.people[boat])}."


def _ending(records: Records, releasing: tuple[str, ...], row: int) -> str:
    visits, flights = records.visits, records.flights
    if visits.exit[row] == Exit.RETURNED:
        flight = int(visits.flight[row])
        return (
            f"Is returned {with_others(flights.carried[flight])} on a flight with "
            f"{int(flights.seats[flight])} agreed places{_left_behind(records, row)}."
        )
    name = exit_names(releasing)[int(visits.exit[row])]
    barrier = name.removeprefix("released_").replace("_", " ")
    return HOW.get(name, f"Is released by a legal barrier: {barrier}.")


def _left_behind(records: Records, row: int) -> str:
    """Say how many flights left without a person who was ready, and why, as far as is known."""
    visits, flights = records.visits, records.flights
    while_ready = (flights.departs >= visits.ready[row]) & (flights.departs < visits.left[row])
    left = int(np.count_nonzero(while_ready & ~flights.cancelled))
    missed = int(visits.missed[row])
    if not left:
        return ""
    how_many = "one flight" if left == 1 else f"{left} flights"
    if missed == left:
        return f", after missing {how_many} on the day"
    late = f", {missed} of them missed on the day" if missed else ""
    return f", after {how_many} had left without them{late}"


def with_others(people: int) -> str:
    """Say with how many others somebody is, of so many people together."""
    others = int(people) - 1
    return "with one other" if others == 1 else f"with {others} others" if others else "alone"


def moment(records: Records, seconds: int) -> datetime:
    """Return when a time of the records is."""
    return datetime.combine(records.start, time()) + timedelta(seconds=seconds)
