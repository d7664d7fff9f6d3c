"""How does a person leave the scheme, and how far did they get?"""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """How a visit ended on the way out.

    Releases by a legal barrier count up from ``RELEASED``: the scenario's first barrier
    that releases is ``RELEASED``, the next ``RELEASED + 1``, and so on.
    """

    RETURNED = 0
    NOT_SELECTED = 1
    INTAKE_FULL = 2
    NO_PLACE = 3
    REFERRED_LATE = 4
    REFUSED = 5
    OUT_OF_TIME = 6
    SCHEME_ENDED = 7
    STILL_INSIDE = 8
    RELEASED = 16


NOT_TAKEN = (Exit.NOT_SELECTED, Exit.INTAKE_FULL, Exit.NO_PLACE)
"""Not taken into the scheme: nobody reports these apart."""


class Stage(IntEnum):
    """How far a visit got."""

    ARRIVED = 0
    ASKED = 1
    DETAINED = 2
    REFERRED = 3
    ACCEPTED = 4
    READY = 5


class InboundExit(IntEnum):
    """How an application ended."""

    TRAVELLED = 0
    INELIGIBLE = 1
    SCHEME_ENDED = 2
    STILL_WAITING = 3


def exit_names(releasing: tuple[str, ...]) -> dict[int, str]:
    """Return every exit code with its name, such as ``returned`` or ``released_medical``.

    Parameters
    ----------
    releasing
        Names of the barriers that release.
    """
    names = {int(way): way.name.lower() for way in Exit if way is not Exit.RELEASED}
    return names | {Exit.RELEASED + i: f"released_{name}" for i, name in enumerate(releasing)}
