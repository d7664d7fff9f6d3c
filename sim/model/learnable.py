"""Which uncertain values could figures teach, and whose luck is each?"""

from __future__ import annotations

from itertools import compress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.luck.keyed import draw_uniforms
from sim.luck.luck import Luck
from sim.luck.settle import PARAMETER
from sim.model.basis import NUMBER_PATHS, Number
from sim.model.growth import DEPARTURE, PROGRAMME, growth_names
from sim.model.outline import Outline
from sim.scenario.posterior import GROWTH_PRIOR, prior_words


class Learnable(NamedTuple):
    """Every uncertain value of a scenario, with the programme's path and the departures from it.

    Attributes
    ----------
    names, priors
        As a :class:`~sim.scenario.posterior.Posterior` has them.
    luck, keys
        uint64, shape (values,): the name of each one's luck, and its owner.
    """

    names: tuple[str, ...]
    priors: tuple[str, ...]
    luck: NDArray[np.uint64]
    keys: NDArray[np.uint64]

    def levels(self, seed: int, replications: range) -> NDArray[np.float64]:
        """Return at which level of its prior each value stands, shape (replications, values).

        What a replication of a scenario without a posterior draws, without running it.
        """
        levels = np.empty((len(replications), len(self.names)))
        numbers = np.arange(replications.start, replications.stop, dtype=np.uint64)
        draw_uniforms(Luck(seed, 0).words.copy(), numbers, self.luck, self.keys, levels)
        return levels


def learnable(outline: Outline) -> Learnable:
    """List the uncertain values of a scenario that is not at its central values.

    Without wobble there are no steps to learn, and without a spread no departure. Unit costs
    take no part in what happens, so no figure about people teaches them.
    """
    entries, basis = outline.priors.entries, outline.basis
    teachable = [not path.startswith("costs.") for path in outline.priors.paths]
    paths = list(compress(outline.priors.paths, teachable))
    priors = [entry.prior for path in paths if (entry := entries[path]).prior is not None]
    followers = [path for path in outline.row if path in entries and entries[path].growth]
    departs = basis.departures > 0
    departing = [path for path, does in zip(followers, departs, strict=True) if does]
    wobbles = NUMBER_PATHS[Number.WOBBLE] in paths or basis.numbers[Number.WOBBLE] > 0
    growth = growth_names(departing, basis.months if wobbles else basis.months[:0])
    walk = np.arange(1, len(growth) - len(departing) + 1, dtype=np.uint64)
    names = [PARAMETER] * len(paths) + [DEPARTURE] * len(departing) + [PROGRAMME] * walk.size
    return Learnable(
        (*paths, *growth),
        (*(prior_words(prior) for prior in priors), *(GROWTH_PRIOR for _ in growth)),
        np.array(names, dtype=np.uint64),
        np.concatenate([basis.prior_keys[np.array(teachable, dtype=np.bool_)], basis.departure_keys[departs], walk]),
    )
