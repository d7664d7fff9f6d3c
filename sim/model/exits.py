"""How does a person leave the scheme, and how far did they get?"""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """How a visit ended on the way out.

    Releases by a legal barrier count up from ``RELEASED``: the first barrier of the
    scenario is ``RELEASED``, the next ``RELEASED + 1``, and so on.
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


def exit_name(code: int, barriers: tuple[str, ...]) -> str:
    """Return the name of an exit, such as ``returned`` or ``released_medical``."""
    if code >= Exit.RELEASED:
        return f"released_{barriers[code - Exit.RELEASED]}"
    return Exit(code).name.lower()


def exit_names(barriers: tuple[str, ...]) -> dict[int, str]:
    """Return every exit code of a scenario with its name, in order."""
    codes = [*(int(e) for e in Exit if e is not Exit.RELEASED)]
    codes += [Exit.RELEASED + i for i in range(len(barriers))]
    return {code: exit_name(code, barriers) for code in codes}
