"""Under which name does each scenario of a contrast stand?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from typing import TypeVar

T = TypeVar("T")


def by_name(named: Iterable[tuple[str, T]], base: str = "") -> Mapping[str, T]:
    """Return what was named by a name for each, in order.

    A name that was given before gets a number: scenarios with a value replaced keep their name,
    and none of them is to be left out.

    Parameters
    ----------
    named
        Names, each with what it names.
    base
        Name of what they are compared with, which none of them gets.

    Returns
    -------
    mapping
        As many as were named, such as ``pilot``, ``pilot (2)`` and ``pilot (3)``.
    """
    found: dict[str, T] = {}
    for name, what in named:
        numbered = (f"{name} ({number})" for number in count(2))
        taken = {base, *found}
        free = name if name not in taken else next(n for n in numbered if n not in taken)
        found[free] = what
    return found
