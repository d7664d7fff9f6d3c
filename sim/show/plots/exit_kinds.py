"""Which ways lead through a scheme, and what are their ends called?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sim.ensemble.quantiles import Summary

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
        Ends in the order in which they can come, in words: before releases by a legal barrier, and
        after them.
    reached
        The end to which the way leads.
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

End = tuple[str, str, Summary]
"""An end, what it is called, and the share that came to it."""


def ends_in_order(shares: Mapping[str, Summary], way: Way) -> list[End]:
    """Return the ends that anybody came to, in the order in which they can come."""
    released = {name: _released(name) for name in shares if name.startswith(_RELEASED)}
    words = way.first | released | way.last
    return [
        (name, words[name], shares[name])
        for name in words
        if shares[name].median is not None and (name == way.reached or shares[name].p95)
    ]


def _released(name: str) -> str:
    barrier = name.removeprefix(_RELEASED).replace("_", " ").removesuffix(" release")
    return f"released: {barrier}"
