"""Which ways lead through a scheme, and what are their exits called?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

WayName = Literal["out", "in"]
_RELEASED = "released_"


@dataclass(frozen=True, slots=True)
class Way:
    """What is said of a way.

    Attributes
    ----------
    entered
        Who the hundred are.
    first, last
        Exits in the order in which they can come, in words: before releases by a legal barrier, and
        after them.
    reached
        The exit to which the way leads.
    note
        What else to know of the hundred.
    """

    entered: str
    first: dict[str, str]
    last: dict[str, str]
    reached: str
    note: str


WAYS: dict[WayName, Way] = {
    "out": Way(
        "people whom the scheme took",
        {"referred_late": "released: referred too late", "refused": "released: refused"},
        {
            "out_of_time": "released: out of time",
            "returned": "returned",
            "scheme_ended": "released: the scheme ended",
            "still_inside": "still inside on the last day",
        },
        "returned",
        "Somebody who came back counts again.",
    ),
    "in": Way(
        "applications to come in",
        {"ineligible": "not eligible, or without the documents"},
        {
            "travelled": "came in",
            "scheme_ended": "not done when the scheme ended",
            "still_waiting": "still waiting on the last day",
        },
        "travelled",
        "",
    ),
}
"""The way out and the way in."""


def exit_words(names: Collection[str], way: WayName) -> dict[str, str]:
    """Return what each exit of a way is called, in the order in which they can come.

    Parameters
    ----------
    names
        Exits; those that are none of this way's are left out.
    way
        The way.
    """
    of = WAYS[way]
    released = {name: _released(name) for name in names if name.startswith(_RELEASED)}
    known = of.first | released | of.last
    return {name: words for name, words in known.items() if name in names}


def _released(name: str) -> str:
    barrier = name.removeprefix(_RELEASED).replace("_", " ").removesuffix(" release")
    return f"released: {barrier}"
