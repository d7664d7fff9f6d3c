"""What is kept of a replication?

Its daily series, indicators, exits and cohorts; the records themselves are not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.model.records import Records
from sim.outcomes.cohorts import cohort_counts
from sim.outcomes.indicators import exits, indicators
from sim.outcomes.series import Daily, daily_series


@dataclass(frozen=True, slots=True)
class Measured:
    """What one replication adds up to.

    Attributes
    ----------
    series
        int32, shape (series, days), see :mod:`sim.outcomes.series`.
    indicators
        float64, shape (indicators,), see :mod:`sim.outcomes.indicators`.
    exits
        int64, shape (exits,).
    cohorts
        int64, shape (months, 2): arrivals, returned.
    """

    series: Daily
    indicators: NDArray[np.float64]
    exits: NDArray[np.int64]
    cohorts: NDArray[np.int64]


def measure(records: Records) -> Measured:
    """Add up one replication."""
    series = daily_series(records)
    cohorts = cohort_counts(records, series)
    return Measured(series, indicators(records, series, cohorts), exits(records), cohorts)
