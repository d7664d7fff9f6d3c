"""How long does something take for its owner?

A duration is a table of its shape and a scale: priors on a factor move the scale alone, so
tables are made once for a scenario.
"""

from __future__ import annotations

import numpy as np

from sim.compiled import part
from sim.luck.tables import LENGTH, Table, exponential_table, lognormal_table, look_up
from sim.model.order import NEVER
from sim.scenario.values import Spread

LONGEST = NEVER // 2**20
"""Seconds; so long that it never comes, so short that adding such times cannot overflow."""


def shape_of(spread: Spread) -> tuple[Table, float]:
    """Return the table of a spread's shape, and its scale in seconds."""
    if spread.mean is not None:
        return exponential_table(), spread.mean
    if spread.median == spread.p90:
        return np.ones(LENGTH), spread.median
    return lognormal_table(spread.p90 / spread.median), spread.median


@part
def seconds(table: Table, scale: float, u: float) -> int:
    """Invert a uniform to whole seconds, halves up, and to 0 if negative."""
    drawn = min(scale * look_up(table, u), float(LONGEST))
    whole = np.floor(drawn)
    if drawn - whole >= 0.5:  # floor(x + 0.5) would round x + 0.5 first
        whole += 1.0
    return max(int(whole), 0)
