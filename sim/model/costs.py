"""What does each thing cost?

Unit costs take no part in what happens: they pass through a replication beside its rules, so
that what is uncertain about them is drawn with its luck, and outcomes add them up.
"""

from __future__ import annotations

from enum import IntEnum


class Cost(IntEnum):
    """Places of unit costs, in pounds; ``EXISTING_PLACES`` is a number of places.

    One that the scenario leaves out is zero. The order is that of the same words in
    :class:`~sim.model.basis.Number`.
    """

    DETENTION_DAY = 0
    EXISTING_PLACES = 1
    NEW_PLACE = 2
    SEAT = 3
    CASEWORK = 4
    AFTER_RETURN = 5
    FIXED = 6
    PER_YEAR = 7
