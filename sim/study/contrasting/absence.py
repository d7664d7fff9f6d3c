"""Why is a person who is aboard a boat in one scenario not in the records of another?"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

import numpy as np

from sim.luck.keys import PLACE_BITS
from sim.model.cases import Cases, Standing
from sim.model.records import Records


class Why(Enum):
    """What keeps a person from having a visit."""

    STAYED = "the boat did not set out"
    PLACE_TAKEN = "somebody who came back is counted in their place"
    OUT_OF_SCOPE = "the scheme cannot take them"
    NOT_SELECTED = "the scheme could take them and does not"


class Absence(NamedTuple):
    """A person without a visit.

    Attributes
    ----------
    boat
        Index of the boat.
    why
        What keeps them from having a visit.
    """

    boat: int
    why: Why


def find_absence(cases: Cases, records: Records, person: int) -> Absence | None:
    """Return why a person has no visit; None if they have one.

    In observed weeks people who come back take the last places aboard. Records do not say which
    places: that follows from how many fewer people in scope came for the first time.

    Parameters
    ----------
    cases, records
        Of one replication.
    person
        Key of somebody aboard one of its boats.
    """
    if np.any(records.visits.person == np.uint64(person)):
        return None
    boat = int(np.flatnonzero(cases.boats.key == np.uint64(person >> PLACE_BITS))[0])
    if not records.boats.landed[boat]:
        return Absence(boat, Why.STAYED)
    begin, end = cases.people.first[boat : boat + 2].tolist()
    aboard = cases.people.standing[begin:end] != Standing.OUT_OF_SCOPE
    place = person & ((1 << PLACE_BITS) - 1)
    if not aboard[place]:
        return Absence(boat, Why.OUT_OF_SCOPE)
    taken = int(cases.people.in_scope[boat] - records.boats.in_scope[boat])
    if np.count_nonzero(aboard[place:]) <= taken:
        return Absence(boat, Why.PLACE_TAKEN)
    return Absence(boat, Why.NOT_SELECTED)
