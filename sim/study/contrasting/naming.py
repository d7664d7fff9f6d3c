"""Under which name does each scenario of a contrast stand?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from typing import TypeVar

T = TypeVar("T")


def by_name(named: Iterable[tuple[str, T]]) -> Mapping[str, T]:
    """Return what was named by a name for each, in order.

    A name that was given before gets a number: scenarios with a value replaced keep their name,
    and none of them is to be left out.

    Parameters
    ----------
    named
        Names, each with what it names.

    Returns
    -------
    mapping
        As many as were named, such as ``pilot``, ``pilot (2)`` and ``pilot (3)``.
    """
    found: dict[str, T] = {}
    for name, what in named:
        numbered = (f"{name} ({number})" for number in count(2))
        free = name if name not in found else next(n for n in numbered if n not in found)
        found[free] = what
    return found
