"""Is a person of one scenario the same person in another?

A person is a boat and a place aboard. So people can be matched where the boats are the same: where
all that arrivals are drawn from is the same in both scenarios. Whether a boat then sets out may
differ, where deterrence differs; who would have been aboard does not.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.model.outline import Outline

SECTION = "arrivals."
_FILES = ("arrivals.observed", "arrivals.no_crossings")
"""Words that name files; what the files hold is compared."""


def why_unmatched(base: Outline, other: Outline) -> str | None:
    """Say why people of two scenarios cannot be matched; None if they can.

    Parameters
    ----------
    base, other
        The scenarios as they are run: at central values a prior that is not drawn is no difference.
    """
    different = _different(base, other)
    if not different:
        return None
    return (
        f"The arrivals of the two scenarios differ ({', '.join(different)}): whoever has a name in "
        "one is somebody else in the other, so nobody is said to be returned only with or only "
        "without the change."
    )


def _different(base: Outline, other: Outline) -> list[str]:
    """Return what differs of all that boats are drawn from."""
    mine, its = base.scenario, other.scenario
    different = []
    if mine.scheme.start.value != its.scheme.start.value:
        different.append("scheme.start")
    if mine.weeks != its.weeks:
        different.append("observed weeks")
    if mine.empty_days != its.empty_days:
        different.append("days without crossings")
    here, there = _assumed(base), _assumed(other)
    return different + [path for path in here if here[path] != there[path]]


def _assumed(prepared: Outline) -> dict[str, tuple[Any, bytes, bytes]]:
    """Return each value of the arrivals, the table it is drawn from and what was learned of it."""
    priors = prepared.priors
    assumed: dict[str, tuple[Any, bytes, bytes]] = {
        path: (entry.value, b"", b"")
        for path, entry in priors.entries.items()
        if path.startswith(SECTION) and path not in _FILES
    }
    for i, path in enumerate(priors.paths):
        if path in assumed:
            levels = priors.levels[:, i]
            learned = b"" if np.all(np.isnan(levels)) else levels.tobytes()
            assumed[path] = (assumed[path][0], priors.tables[i].tobytes(), learned)
    return assumed
