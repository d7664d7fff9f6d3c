"""Who owns a piece of luck?

Everything that can be lucky has a key of 64 bits, made of what it is and never of when it
was drawn: adding a boat, a flight or a parameter leaves every other key as it was. A key is
its parts side by side, the last part lowest::

    day        date 24
    boat       date 24 | ordinal that day 16
    person     date 24 | ordinal that day 16 | place aboard 12
    visit      date 24 | ordinal that day 16 | place aboard 12 | visit number 8      (60 bits)
    flight     route 1 | date 24 | ordinal that day 16
    applicant  number 64
    parameter  hash of its key path 64

A date is its ``datetime.date.toordinal()``. Owners of different kinds may share a key (a
boat and an outbound flight, say), so a named draw belongs to one kind of owner only.

Every function takes single whole numbers or integer arrays that broadcast, returns uint64
in the broadcast shape (without dimensions for single numbers), and raises ``ValueError``
for a part that does not fit its bits.
"""

from __future__ import annotations

from enum import IntEnum
from hashlib import blake2b
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Whole: TypeAlias = int | np.integer[Any] | NDArray[np.integer[Any]]
Keys: TypeAlias = NDArray[np.uint64]

DATE_BITS = 24
ORDINAL_BITS = 16
PLACE_BITS = 12
VISIT_BITS = 8
BOAT_BITS = DATE_BITS + ORDINAL_BITS
PERSON_BITS = BOAT_BITS + PLACE_BITS


class Route(IntEnum):
    """The direction of a flight, seen from the United Kingdom."""

    OUT = 0
    IN = 1


def day_key(date_ordinal: Whole) -> Keys:
    """Key of a day."""
    return _part("date ordinal", date_ordinal, DATE_BITS)


def boat_key(date_ordinal: Whole, ordinal: Whole) -> Keys:
    """Key of a boat: the day it lands, and its ordinal that day."""
    return _beside(day_key(date_ordinal), "boat ordinal", ordinal, ORDINAL_BITS)


def person_key(boat: Whole, place: Whole) -> Keys:
    """Key of a person: the key of their boat, and their place aboard."""
    return _beside(_part("boat key", boat, BOAT_BITS), "place aboard", place, PLACE_BITS)


def visit_key(person: Whole, number: Whole) -> Keys:
    """Key of a visit: the key of the person, and which of their visits it is."""
    return _beside(_part("person key", person, PERSON_BITS), "visit number", number, VISIT_BITS)


def applicant_key(number: Whole) -> Keys:
    """Key of an applicant to the inbound route: their number."""
    return _part("applicant number", number, 64)


def flight_key(route: Route | Whole, date_ordinal: Whole, ordinal: Whole) -> Keys:
    """Key of a flight: its route, its day, and its ordinal that day on that route."""
    dated_route = _beside(_part("route", route, 1), "date ordinal", date_ordinal, DATE_BITS)
    return _beside(dated_route, "flight ordinal", ordinal, ORDINAL_BITS)


def parameter_key(path: str) -> Keys:
    """Key of a parameter: a hash of its key path that is the same on every machine."""
    digest = blake2b(path.encode(), digest_size=8).digest()
    return np.asarray(int.from_bytes(digest, "little"), dtype=np.uint64)


def _part(what: str, values: Whole, bits: int) -> Keys:
    """Return the values as uint64, once they are known to fit."""
    array = np.asarray(values)
    fits = array.dtype.kind in "iu" and (
        array.size == 0 or (array.min() >= 0 and int(array.max()) >> bits == 0)
    )
    if not fits:
        raise ValueError(f"{what} must be a whole number from 0 to {2**bits - 1}")
    return array.astype(np.uint64)


def _beside(key: Keys, what: str, values: Whole, bits: int) -> Keys:
    """Append a part below the parts of a key."""
    return np.asarray(key << bits | _part(what, values, bits))
