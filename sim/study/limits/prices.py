"""What would one more unit of each limit buy?

A shadow price is a difference by a difference: what the scenario with a limit one unit wider finds,
less what it finds with it one unit narrower, by the units that lie between the two; replication by
replication under the same luck. These are two units, and the difference is a central one, but where
the limit stands within a unit of its end once everything is drawn. There it moves less far to that
side, and what one unit buys is the same difference by fewer units: a limit at its end stays as it
is, and the difference is that to the scenario itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.ensemble.quantiles import LEVEL
from sim.ensemble.rows import Gatherer, Gathering, Rows
from sim.scenario.schema import Scenario
from sim.study.limits.gain import Gain, Samples, level_of_each
from sim.study.limits.moving import Moves
from sim.study.limits.relaxing import Relaxation
from sim.study.trials import Trials, Variant, by_month, column, trial_rows

OUTCOMES = ("returns", "inbound", "person_days_detained")
"""What a price is reckoned in."""

FIRST, MOST = 200, 800
"""Replications of each side at first, and at most where a sign is not established before."""


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
    level
        At which a sign is established, that of an advantage over another price among them: so high
        that all prices, at all looks at them, have no false sign in 95% of studies.
    """

    relaxation: Relaxation
    gains: dict[str, Gain]
    monthly: Samples
    level: float = LEVEL

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
    def settled(self) -> bool:
        """Whether it is established that returns rise or fall, or no replication differs."""
        returns = self.gains["returns"]
        return returns.sign != 0 or not returns.differs


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
    counts = _looks(first, most)
    level = level_of_each(len(counts) * max(len(relaxed), 1))
    moves = Moves(trials.outline, relaxed, trials.seed)
    with gatherer.open(trials, "prices") as gathering:
        gathering.rows(
            number
            for variant in range(len(variants))
            for number in trials.numbers(variant, range(first))
        )  # at once, so that no worker waits for another at the end of each variant
        return [
            _priced(relaxation, _differences(gathering, moves, number), counts, level)
            for number, relaxation in enumerate(relaxed)
        ]


def _looks(first: int, most: int) -> list[int]:
    """Return the numbers of replications after which a sign is looked for."""
    counts = [first]
    while counts[-1] < most:
        counts.append(min(2 * counts[-1], most))
    return counts


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
    relaxation: Relaxation,
    differences: Callable[[int], Rows],
    counts: Sequence[int],
    level: float,
) -> Price:
    for count in counts:
        price = _price(relaxation, differences(count), level)
        if price.settled:
            break
    return price


def _price(relaxation: Relaxation, found: Rows, level: float) -> Price:
    never_moves = bool(np.isnan(found).all())
    if relaxation.exhausted or never_moves:
        relaxation, found = replace(relaxation, exhausted=True), np.zeros_like(found)
    gains = {name: Gain.of(column(found, name), level) for name in OUTCOMES}
    return Price(relaxation, gains, by_month(found), level)
