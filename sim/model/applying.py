"""Who applies to the route in, and when?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled
from sim.luck.keyed import LuckWords, pair, uniform
from sim.luck.luck import Luck, name_id
from sim.luck.tables import Table, exponential_table, look_up
from sim.model.cases import Applicants, Flags, Times
from sim.model.durations import seconds
from sim.model.order import DAY
from sim.model.outline import Outline
from sim.model.plan import Plan

APPLICATION = np.uint64(name_id("application"))
PROCESSING = np.uint64(name_id("processing"))

_BLOCK = 256


def draw_applicants(
    outline: Outline, scales: NDArray[np.float64], plan: Plan, luck: Luck
) -> Applicants:
    """Map the events of a unit-rate process to time through the dated application rate."""
    processing = outline.duration["inbound.processing"]
    expected = float(plan.applications.sum())
    room = int(expected + 8 * expected**0.5 + 64)  # more are expected once in 10¹⁴ replications
    while True:
        applied, took = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64)
        eligible = np.empty(room, dtype=np.bool_)
        count = _apply(
            plan.applications,
            plan.eligible,
            exponential_table(),
            outline.shapes[processing],
            scales[processing],
            luck.words,
            np.empty((2, _BLOCK)),
            applied,
            eligible,
            took,
        )
        if count <= room:
            return Applicants(applied[:count], eligible[:count], took[:count])
        room = 2 * room


@compiled
def _apply(
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
    """Draw applicants; return how many, or one more than there is room for."""
    days = rate.size
    event = 0.0
    due = 0.0  # applications due at the beginning of the day
    day = 0
    number = 0
    while True:
        within_block = number % _BLOCK
        if within_block == 0:
            for place in range(_BLOCK):
                uniforms[0, place], uniforms[1, place] = pair(
                    luck, APPLICATION, np.uint64(number + place)
                )
        event += look_up(exponential, uniforms[0, within_block])
        while day < days and event >= due + rate[day]:
            due += rate[day]
            day += 1
        if day == days:
            return number
        if number == applied.size:
            return number + 1
        within = (event - due) / rate[day]
        applied[number] = min(int((day + within) * DAY), days * DAY - 1)
        eligible[number] = uniforms[1, within_block] < share[day]
        processing[number] = 0
        if eligible[number]:
            u = uniform(luck, PROCESSING, np.uint64(number))
            processing[number] = seconds(table, scale, u)
        number += 1
