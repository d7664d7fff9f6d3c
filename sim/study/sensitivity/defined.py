"""At which points of a design is an outcome defined, and does it vary there?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.study.sensitivity.estimates import Numbers

FEWEST = 64
"""Points below which nothing is said about shares of a variance."""


@dataclass(frozen=True, eq=False)
class Defined:
    """An outcome at those points at which it is defined in every row.

    Attributes
    ----------
    a, b, ab
        As :func:`~sim.study.sensitivity.estimates.sobol_indices` takes them.
    undefined
        Share of the points that were left out.
    why_not
        Why there are no shares of its variance; empty if there are.
    """

    a: Numbers
    b: Numbers
    ab: Numbers
    undefined: float
    why_not: str


def defined(table: Numbers) -> Defined:
    """Look at an outcome.

    Parameters
    ----------
    table
        Shape (slots, points), NaN where it is undefined.
    """
    whole = ~np.isnan(table).any(axis=0)
    kept = table[:, whole]
    undefined = 1 - float(whole.mean())
    why_not = ""
    if kept.shape[1] < FEWEST:
        why_not = "it is undefined too often"
    elif np.ptp(kept[:2]) == 0:
        why_not = "it does not vary"
    return Defined(kept[0], kept[1], kept[2:], undefined, why_not)
