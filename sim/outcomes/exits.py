"""How many left in each way, out and in?"""

from __future__ import annotations

from sim.compiled import part
from sim.model.exits import Exit, InboundExit, exit_names
from sim.outcomes.series import Times

INWARD = "inbound_"
"""Begins the names of exits on the way in."""
PLAIN_EXITS = len(exit_names(()))
"""Ways out but for releases by barriers."""
WAYS_IN = len(InboundExit)
"""Ways in which an application can end."""


def exit_labels(releasing: tuple[str, ...]) -> list[str]:
    """Return the names of all exits: the way out, then the way in with ``inbound_``."""
    ways_out = list(exit_names(releasing).values())
    return ways_out + [f"{INWARD}{way.name.lower()}" for way in InboundExit]


@part
def count_exits(number: Times, out: Times, inward: Times, in_scope: Times, exits: Times) -> None:
    """Count visits and applications by how they ended, in the order of :func:`exit_labels`.

    People in scope who came for the first time and have no visit were not selected.
    """
    not_selected = 0
    for boat in range(in_scope.size):
        not_selected += in_scope[boat]
    for visit in range(out.size):
        how = out[visit]
        exits[how if how < Exit.RELEASED else how - Exit.RELEASED + PLAIN_EXITS] += 1
        not_selected -= number[visit] == 0
    exits[Exit.NOT_SELECTED] = not_selected
    first = exits.size - WAYS_IN
    for applicant in range(inward.size):
        exits[first + inward[applicant]] += 1
