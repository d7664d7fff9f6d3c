"""Who is returned only with a change, and who only without it?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.ensemble.quantiles import Summary, summarise
from sim.luck.keys import Keys
from sim.luck.luck import Luck
from sim.outcomes.replication import replication_and_returned
from sim.study.contrasting.pairs import Pairs
from sim.study.noise import Samples


@dataclass(frozen=True)
class Only:
    """People who are returned in one of two scenarios and not in the other.

    Attributes
    ----------
    counts
        How many, shape (replications,).
    replication, person
        The lowest replication that has one, and the key of the first of them there, in order of
        landing and place aboard; None if there is nobody.
    """

    counts: Samples
    replication: int | None
    person: int | None

    @property
    def mean(self) -> float:
        """Mean over replications."""
        return float(self.counts.mean())

    @property
    def summary(self) -> Summary:
        """Median and intervals over replications."""
        return summarise(self.counts, "people")


@dataclass(frozen=True)
class Swaps:
    """Who is returned in one of two scenarios only; the two add up to the net exactly.

    In each replication ``only_with − only_without`` is the difference in people returned.

    Attributes
    ----------
    only_with, only_without
        With the change, and without it.
    """

    only_with: Only
    only_without: Only


def find_swaps(pairs: Pairs, place: int, only_with: Samples, only_without: Samples) -> Swaps:
    """Add to the counts who the first such people are.

    Parameters
    ----------
    pairs
        What was run.
    place
        Of the scenario with the change.
    only_with, only_without
        Counts, shape (replications,), from replication 0 on.
    """
    return Swaps(
        _first_of(pairs, only_with, (place, 0)),
        _first_of(pairs, only_without, (0, place)),
    )


def _first_of(pairs: Pairs, counts: Samples, places: tuple[int, int]) -> Only:
    """Find the first person who is returned in the first of two places and not in the second."""
    some = np.flatnonzero(counts)
    if not some.size:
        return Only(counts, None, None)
    number = int(some[0])
    here, there = (_returned(pairs, place, number) for place in places)
    return Only(counts, number, int(here[~np.isin(here, there)][0]))


def _returned(pairs: Pairs, place: int, number: int) -> Keys:
    luck = Luck(pairs.seed, number)
    return replication_and_returned(pairs.outlines[place], luck, pairs.engine)[1]
