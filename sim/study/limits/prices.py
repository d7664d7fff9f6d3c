"""What would one more unit of each limit buy?

A shadow price is a difference by a difference: what the scenario with a limit one unit wider finds,
less what it finds with it one unit narrower, by the units that lie between the two; replication by
replication under the same luck. These are two units, and the difference is a central one, but where
the limit stands within a unit of its end once everything is drawn. There it moves less far to that
side, and what one unit buys is the same difference by fewer units: a limit at its end stays as it
is, and the difference is that to the scenario itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.rows import Gatherer, Gathering, Rows
from sim.scenario.schema import Scenario
from sim.study.limits.moving import Moves
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
        """Summarise differences, shape (replications,); undefined (NaN) ones are left out.

        The interval of the mean is the normal one, with the standard error of the differences.
        """
        defined = samples[~np.isnan(samples)]
        mean = float(defined.mean())
        reach = _95 * float(defined.std(ddof=1)) / sqrt(defined.size) if defined.size > 1 else 0.0
        p05, median, p95 = np.quantile(defined, (0.05, 0.5, 0.95)).tolist()
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
        Returns gained in each replication and calendar month, shape (replications, months); NaN
        where the limit could move to neither side.
    """

    relaxation: Relaxation
    gains: dict[str, Gain]
    monthly: Samples

    @property
    def replications(self) -> int:
        """How many there are of each side."""
        return len(self.monthly)

    @property
    def undefined(self) -> int:
        """In how many of them the limit could move to neither side."""
        return int(np.isnan(self.samples).sum())

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
    moves = Moves(trials.outline, relaxed, trials.seed)
    with gatherer.open(trials, "prices") as gathering:
        gathering.rows(
            number
            for variant in range(len(variants))
            for number in trials.numbers(variant, range(first))
        )  # at once, so that no worker waits for another at the end of each variant
        return [
            _priced(relaxation, _differences(gathering, moves, number), first, most)
            for number, relaxation in enumerate(relaxed)
        ]


def _differences(gathering: Gathering, moves: Moves, number: int) -> Callable[[int], Rows]:
    """Return what gives the differences of so many replications, by a unit."""

    def differences(count: int) -> Rows:
        wider, narrower = (
            trial_rows(gathering, 2 * number + side, range(count)) for side in (0, 1)
        )
        units = moves.units(range(count))[:, number, None]
        return (wider - narrower) / np.where(units > 0, units, np.nan)

    return differences


def _priced(
    relaxation: Relaxation, differences: Callable[[int], Rows], first: int, most: int
) -> Price:
    count = first
    while True:
        price = _price(relaxation, differences(count))
        if price.signed or count >= most:
            return price
        count = min(2 * count, most)


def _price(relaxation: Relaxation, found: Rows) -> Price:
    never_moves = bool(np.isnan(found).all())
    if relaxation.exhausted or never_moves:
        relaxation, found = replace(relaxation, exhausted=True), np.zeros_like(found)
    gains = {name: Gain.of(column(found, name)) for name in OUTCOMES}
    return Price(relaxation, gains, by_month(found))
