"""What did a run find?

Every replication's series and indicators as whole arrays, and their summaries.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.batch import Batch
from sim.ensemble.quantiles import Summary, daily_quantiles, summarise
from sim.model.stated import releasing_barriers
from sim.outcomes.cohorts import complete, months
from sim.outcomes.exits import exit_labels
from sim.outcomes.finding import ratio
from sim.outcomes.indicators import INDICATORS
from sim.outcomes.series import NAMES
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Result:
    """The replications of one scenario.

    Attributes
    ----------
    scenario
        As loaded, uncertain values not drawn.
    seed, at_central, engine
        How it was run.
    precision
        The precision asked for, or None.
    half_widths
        Reached half-width of the 95% interval of the median, relative to it, for
        returns and inbound.
    series
        int32, shape (replications, series, days).
    indicators
        float64, shape (replications, indicators).
    exits
        int32, shape (replications, exits).
    cohorts
        int32, shape (replications, months, 2): arrivals, returned.
    """

    scenario: Scenario
    seed: int
    at_central: bool
    engine: str
    precision: float | None
    half_widths: dict[str, float]
    series: NDArray[np.int32]
    indicators: NDArray[np.float64]
    exits: NDArray[np.int32]
    cohorts: NDArray[np.int32]

    @property
    def replications(self) -> int:
        """How many replications there are."""
        return int(self.series.shape[0])

    @property
    def batch(self) -> Batch:
        """The replications as they came from the workers."""
        return Batch(self.series, self.indicators, self.exits, self.cohorts)

    @property
    def dates(self) -> list[date]:
        """The simulated days."""
        start = self.scenario.scheme.start.value
        return [start + timedelta(days=day) for day in range(self.scenario.days)]

    @cached_property
    def summaries(self) -> dict[str, Summary]:
        """Every indicator at the horizon."""
        return {
            name: summarise(self.indicators[:, column], info.unit)
            for column, (name, info) in enumerate(INDICATORS.items())
        }

    @cached_property
    def exit_summaries(self) -> dict[str, Summary]:
        """How many left in each way; the way in with ``inbound_``."""
        labels = exit_labels(releasing_barriers(self.scenario))
        return {
            name: summarise(self.exits[:, column].astype(np.float64), "people")
            for column, name in enumerate(labels)
        }

    def cohort_summaries(self) -> list[tuple[date, bool, Summary]]:
        """Return for each month: first day, whether it is complete, share ever returned."""
        start, days = self.scenario.scheme.start.value, self.scenario.days
        whole = complete(start, days, int(self.scenario.scheme.long_stop.value))
        rows = []
        for month, first in enumerate(months(start, days)):
            pairs = self.cohorts[:, month].tolist()
            shares = np.array([ratio(returned, arrivals) for arrivals, returned in pairs])
            rows.append((first, bool(whole[month]), summarise(shares, "share")))
        return rows

    def daily(self, name: str) -> NDArray[np.int32]:
        """Return a daily series, shape (replications, days)."""
        return self.series[:, NAMES.index(name)]

    def cumulative(self, name: str) -> NDArray[np.int64]:
        """Return the running sum of a daily series, shape (replications, days)."""
        return np.cumsum(self.daily(name), axis=1, dtype=np.int64)

    def quantiles(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """Return the five quantiles of daily values, shape (5, days), rows as in LEVELS."""
        return daily_quantiles(values)

    def to_frame(self) -> pd.DataFrame:
        """Return the indicators as a table, one row a replication (needs pandas)."""
        import pandas as pd

        frame = pd.DataFrame(self.indicators, columns=list(INDICATORS))
        frame.index.name = "replication"
        return frame

    def __repr__(self) -> str:
        lines = [
            f"{self.scenario.name}: {self.replications} replications, seed {self.seed}, "
            f"as of {self.scenario.scheme.horizon.value}"
        ]
        for name in ("arrivals", "returns", "inbound", "net_flow", "returns_rate"):
            s = self.summaries[name]
            lines.append(
                f"  {name:<13} {_short(s.median)}  (90% interval {_short(s.p05)} to "
                f"{_short(s.p95)}) {s.unit}"
            )
        return "\n".join(lines)


def _short(number: float | None) -> str:
    if number is None:
        return "undefined"
    return f"{number:,.0f}" if abs(number) >= 100 or number == int(number) else f"{number:.3g}"
