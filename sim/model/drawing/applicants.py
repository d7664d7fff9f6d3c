"""Who applies to the route in, and when?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import part
from sim.luck.keyed import LuckWords, pair, uniform
from sim.luck.luck import name_id
from sim.luck.tables import Table, look_up
from sim.model.cases import Flags, Times
from sim.model.durations import seconds
from sim.model.order import DAY

APPLICATION = np.uint64(name_id("application"))
PROCESSING = np.uint64(name_id("processing"))

BLOCK = 256


@part
def apply(
    rate: NDArray[np.float64],
    share: NDArray[np.float64],
    exponential: Table,
    table: Table,
    scale: float,
    luck: LuckWords,
    uniforms: NDArray[np.float64],
    applied: Times,
    eligible: Flags,
    processing: Times,
) -> int:
    """Map the events of a unit-rate process to time through the dated application rate.

    Parameters
    ----------
    rate, share
        Expected applications on each day, and the share of them that are eligible.
    exponential, table, scale
        The unit exponential; shape and scale of processing.
    luck
        Owner of every applicant's draws.
    uniforms
        Room for a block.
    applied, eligible, processing
        Filled, in order of application. Whoever finds no room is left out: eight standard
        deviations more than expected apply once in 10¹⁴ replications.

    Returns
    -------
    int
        How many apply.
    """
    days = rate.size
    event = 0.0
    due = 0.0  # applications due at the beginning of the day
    day = 0
    number = 0
    while True:
        within_block = number % BLOCK
        if within_block == 0:
            for place in range(BLOCK):
                uniforms[0, place], uniforms[1, place] = pair(
                    luck, APPLICATION, np.uint64(number + place)
                )
        event += look_up(exponential, uniforms[0, within_block])
        while day < days and event >= due + rate[day]:
            due += rate[day]
            day += 1
        if day == days or number == applied.size:
            return number
        within = (event - due) / rate[day]
        applied[number] = min(int((day + within) * DAY), days * DAY - 1)
        eligible[number] = uniforms[1, within_block] < share[day]
        processing[number] = 0
        if eligible[number]:
            u = uniform(luck, PROCESSING, np.uint64(number))
            processing[number] = seconds(table, scale, u)
        number += 1
