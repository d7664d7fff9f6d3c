"""What does one unit buy of one outcome, and is it established that it buys any?

What is shown is the 95% interval of a mean. A sign is called established at a level of its own:
whoever looks at many prices several times would otherwise call some sign established far more often
than once in twenty times where there is none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.quantiles import LEVEL, mean_interval

Samples = NDArray[np.float64]


def level_of_each(tests: int, level: float = LEVEL) -> float:
    """Return the level at which each of some tests holds, so that all do at another (Bonferroni).

    Parameters
    ----------
    tests
        How many there are.
    level
        That of all together.
    """
    return 1 - (1 - level) / tests


def sign_of(samples: Samples, level: float) -> int:
    """Return 1 or -1 where it is established that the mean is above or below zero, else 0.

    Parameters
    ----------
    samples
        Shape (replications,); undefined (NaN) ones are left out.
    level
        At which it is established.
    """
    low, high = mean_interval(samples[~np.isnan(samples)], level)
    return int(low > 0) - int(high < 0)


@dataclass(frozen=True, slots=True)
class Gain:
    """What one unit buys of one outcome.

    Attributes
    ----------
    mean
        Over replications.
    low, high
        95% interval of the mean, which more replications narrow.
    p05, median, p95
        Over replications: chance, and what is not known.
    sign
        See :func:`sign_of`.
    differs
        Whether any replication differs from zero.
    """

    mean: float
    low: float
    high: float
    p05: float
    median: float
    p95: float
    sign: int
    differs: bool

    @classmethod
    def of(cls, samples: Samples, level: float = LEVEL) -> Gain:
        """Summarise differences.

        Parameters
        ----------
        samples
            Shape (replications,); undefined (NaN) ones are left out.
        level
            At which a sign is established.
        """
        defined = samples[~np.isnan(samples)]
        low, high = mean_interval(defined)
        p05, median, p95 = np.quantile(defined, (0.05, 0.5, 0.95)).tolist()
        return cls(
            float(defined.mean()), low, high, p05, median, p95,
            sign=sign_of(defined, level),
            differs=bool(defined.any()),
        )  # fmt: skip

    def times(self, factor: float) -> Gain:
        """Return what so many units would buy at this price.

        Parameters
        ----------
        factor
            Above zero.
        """
        return replace(
            self,
            mean=factor * self.mean,
            low=factor * self.low,
            high=factor * self.high,
            p05=factor * self.p05,
            median=factor * self.median,
            p95=factor * self.p95,
        )
