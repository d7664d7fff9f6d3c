"""How many people does a boat carry, before anything is known of its week?"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincc, gammainccinv

from sim.arrivals.settings import ArrivalsSettings
from sim.luck.invert import gamma
from sim.luck.luck import Luck


def boat_sizes(
    settings: ArrivalsSettings, key: NDArray[np.uint64], luck: Luck
) -> NDArray[np.float64]:
    """Draw the unrounded size of each boat: Gamma, or the mean itself if sizes do not vary.

    Parameters
    ----------
    key
        Keys of the boats.
    """
    mean, cv = settings.people_per_boat, settings.people_per_boat_cv
    if cv == 0:
        return np.full(key.shape, float(mean))
    return gamma(luck.uniforms("arrivals.people", key), mean, cv)


@lru_cache(maxsize=64)
def expected_people(mean: float, cv: float) -> float:
    """Return the expected size of a boat that is rounded and carries at least one person.

    It is ``1 + Σ P(G ≥ j + ½)`` over j = 1, 2, …, with G the Gamma size; the sum ends where less
    than one boat in 10¹² is larger.
    """
    if cv == 0:
        return max(1.0, float(np.rint(mean)))
    shape, scale = cv**-2, mean * cv**2
    largest = gammainccinv(shape, 1e-12) * scale
    return 1.0 + float(gammaincc(shape, (np.arange(1, largest + 1) + 0.5) / scale).sum())
