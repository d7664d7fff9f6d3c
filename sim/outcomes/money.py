"""What does it cost, as far as the scenario says what things cost?

Unit costs times what was used of each. A scenario without unit costs costs NaN and not
nothing; one that states some of them counts those alone.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.compiled import part
from sim.model.costs import Cost
from sim.outcomes.series import Times

DAYS_A_YEAR = 365.25


class Used(NamedTuple):
    """What unit costs apply to, in one replication.

    Attributes
    ----------
    person_days
        In detention.
    places
        The most that there were on any day.
    seats
        Agreed places on flights that carried somebody.
    detained, returns
        People detained, and returns.
    days
        Simulated.
    """

    person_days: float
    places: int
    seats: int
    detained: int
    returns: int
    days: int


@part
def paid_seats(seats: Times, carried: Times) -> int:
    """Return the agreed places of flights that carried somebody: nobody pays for an empty one."""
    paid = 0
    for flight in range(seats.size):
        if carried[flight] > 0:
            paid += seats[flight]
    return paid


@part
def detention_cost(costs: NDArray[np.float64], used: Used) -> float:
    """Return what days in detention cost."""
    return float(used.person_days * costs[Cost.DETENTION_DAY])


@part
def building_cost(costs: NDArray[np.float64], used: Used) -> float:
    """Return what places above the existing ones cost to build."""
    return float(max(used.places - costs[Cost.EXISTING_PLACES], 0.0) * costs[Cost.NEW_PLACE])


@part
def flights_cost(costs: NDArray[np.float64], used: Used) -> float:
    """Return what agreed places cost on flights that carried somebody, used or not."""
    return float(used.seats * costs[Cost.SEAT])


@part
def total_cost(costs: NDArray[np.float64], used: Used) -> float:
    """Return what everything that has a unit cost costs; NaN if nothing has one."""
    if costs[Cost.DETENTION_DAY] + costs[Cost.NEW_PLACE :].sum() == 0:
        return np.nan
    return float(
        detention_cost(costs, used)
        + building_cost(costs, used)
        + flights_cost(costs, used)
        + used.detained * costs[Cost.CASEWORK]
        + used.returns * costs[Cost.PER_RETURN]
        + costs[Cost.FIXED]
        + used.days / DAYS_A_YEAR * costs[Cost.PER_YEAR]
    )
