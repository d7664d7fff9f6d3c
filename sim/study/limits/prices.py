"""What would one more unit of each limit buy?

A shadow price is a central difference: the scenario with a limit one unit wider, less the scenario
with it one unit narrower, halved; replication by replication under the same luck.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.rows import Gatherer, Gathering, Rows
from sim.scenario.schema import Scenario
from sim.study.limits.relaxing import Relaxation
from sim.study.trials import Trials, Variant, by_month, column, trial_rows

OUTCOMES = ("returns", "inbound", "person_days_detained")
"""What a price is reckoned in."""

FIRST, MOST = 200, 800
"""Replications of each side at first, and at most where a sign is not established before."""

_95 = 1.959964
Samples = NDArray[np.float64]


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
    """

    mean: float
    low: float
    high: float
    p05: float
    median: float
    p95: float

    @classmethod
    def of(cls, samples: Samples) -> Gain:
        """Summarise differences, shape (replications,).

        The interval of the mean is the normal one, with the standard error of the differences.
        """
        mean = float(samples.mean())
        reach = _95 * float(samples.std(ddof=1)) / sqrt(samples.size) if samples.size > 1 else 0.0
        p05, median, p95 = np.quantile(samples, (0.05, 0.5, 0.95)).tolist()
        return cls(mean, mean - reach, mean + reach, p05, median, p95)

    @property
    def sign(self) -> int:
        """1 or -1 where the interval of the mean leaves no doubt, else 0."""
        return int(self.low > 0) - int(self.high < 0)

    @property
    def is_nothing(self) -> bool:
        """True where no replication differs."""
        return self.low == self.high == 0.0


@dataclass(frozen=True)
class Price:
    """The shadow price of a limit.

    Attributes
    ----------
    relaxation
        One unit of which limit.
    gains
        By outcome, see :data:`OUTCOMES`.
    monthly
        Returns gained in each replication and calendar month, shape (replications, months).
    """

    relaxation: Relaxation
    gains: dict[str, Gain]
    monthly: Samples

    @property
    def replications(self) -> int:
        """How many there are of each side."""
        return len(self.monthly)

    @property
    def samples(self) -> Samples:
        """Returns gained in each replication."""
        return np.asarray(self.monthly.sum(axis=1))

    @property
    def signed(self) -> bool:
        """Whether it is established that returns rise, fall, or do not move at all."""
        returns = self.gains["returns"]
        return returns.sign != 0 or returns.is_nothing


def shadow_prices(
    scenario: Scenario,
    relaxed: list[Relaxation],
    gatherer: Gatherer,
    first: int = FIRST,
    most: int = MOST,
) -> list[Price]:
    """Price one unit of every limit.

    Parameters
    ----------
    scenario
        As loaded.
    relaxed
        The units.
    gatherer
        Runs the replications.
    first, most
        Replications of each side: begun with ``first``, doubled for the prices of unknown sign
        until ``most``.

    Raises
    ------
    WorkersError
        If the workers cannot be reached, or cannot finish a replication.
    """
    variants = tuple(
        Variant(added={path: side * amount for path, amount in relaxation.added.items()})
        for relaxation in relaxed
        for side in (1, -1)
    )
    trials = Trials.of(scenario, variants, gatherer.settings)
    with gatherer.open(trials, "prices") as gathering:
        gathering.rows(
            number
            for variant in range(len(variants))
            for number in trials.numbers(variant, range(first))
        )  # at once, so that no worker waits for another at the end of each variant
        return [
            _priced(relaxation, _pairs(gathering, number), first, most)
            for number, relaxation in enumerate(relaxed)
        ]


def _pairs(gathering: Gathering, number: int) -> Callable[[int], tuple[Rows, Rows]]:
    """Return what gives so many replications of either side."""

    def pairs(count: int) -> tuple[Rows, Rows]:
        wider, narrower = (
            trial_rows(gathering, 2 * number + side, range(count)) for side in (0, 1)
        )
        return wider, narrower

    return pairs


def _priced(
    relaxation: Relaxation, pairs: Callable[[int], tuple[Rows, Rows]], first: int, most: int
) -> Price:
    count = first
    while True:
        price = _price(relaxation, *pairs(count))
        if price.signed or count >= most:
            return price
        count = min(2 * count, most)


def _price(relaxation: Relaxation, wider: Rows, narrower: Rows) -> Price:
    halves = (wider - narrower) / 2
    if relaxation.exhausted:
        halves = np.zeros_like(halves)
    gains = {name: Gain.of(column(halves, name)) for name in OUTCOMES}
    return Price(relaxation, gains, by_month(halves))
