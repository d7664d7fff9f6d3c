"""Which visits are possible, and after how long would somebody come back?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import part
from sim.luck.keyed import LuckWords, pair
from sim.luck.keys import PLACE_BITS, VISIT_BITS
from sim.luck.luck import name_id
from sim.luck.tables import Table
from sim.model.cases import Drawn, Times
from sim.model.durations import seconds

MOST_VISITS = 255
"""Visits of one person that have a key of their own."""

COMES_BACK = np.uint64(name_id("comes_back"))


@part
def _comes_back_after(
    comes_luck: float,
    delay_luck: float,
    number: int,
    earliest: int,
    share: float,
    table: Table,
    scale: float,
    horizon: int,
) -> int:
    """Return after how long a person comes back from a visit, or -1.

    A further visit is possible only if it could begin before the horizon, however quickly
    the visit before it ended, and while there are keys left.
    """
    if comes_luck >= share or number + 1 >= MOST_VISITS:
        return -1
    after = seconds(table, scale, delay_luck)
    return after if earliest + after < horizon else -1


@part
def count_visits(
    key: NDArray[np.uint64],
    landed: Times,
    boat: Times,
    place: Times,
    share: float,
    table: Table,
    scale: float,
    horizon: int,
    luck: LuckWords,
    first_keys: NDArray[np.uint64],
    first_luck: NDArray[np.float64],
) -> int:
    """Draw the luck of coming back from first visits.

    Parameters
    ----------
    key, landed
        Of each boat: owner of its luck, and second in which it lands.
    boat, place
        Of each person selected.
    share, table, scale
        Share of returns followed by another arrival; shape and scale of the time until then.
    horizon
        First second after the last simulated day.
    luck
        Owner of every draw.
    first_keys, first_luck
        Filled: owner of each first visit's luck, and both its draws, shape (2, people).

    Returns
    -------
    int
        How many visits are possible.
    """
    for person in range(first_keys.size):
        owner = (key[boat[person]] << np.uint64(PLACE_BITS)) | np.uint64(place[person])
        first_keys[person] = owner << np.uint64(VISIT_BITS)
    for person in range(first_keys.size):
        first_luck[0, person], first_luck[1, person] = pair(luck, COMES_BACK, first_keys[person])
    rows = first_keys.size
    for person in range(first_keys.size):
        if first_luck[0, person] < share:
            earliest = landed[boat[person]]
            comes_luck, delay_luck = first_luck[0, person], first_luck[1, person]
            number = 0
            while True:
                after = _comes_back_after(
                    comes_luck, delay_luck, number, earliest, share, table, scale, horizon
                )
                if after < 0:
                    break
                number += 1
                earliest += after
                comes_luck, delay_luck = pair(
                    luck, COMES_BACK, first_keys[person] + np.uint64(number)
                )
            rows += number
    return rows


@part
def list_visits(
    landed: Times,
    boat: Times,
    place: Times,
    share: float,
    table: Table,
    scale: float,
    horizon: int,
    luck: LuckWords,
    first_keys: NDArray[np.uint64],
    first_luck: NDArray[np.float64],
    keys: NDArray[np.uint64],
    drawn: Times,
) -> None:
    """Write down whose visit each row is, and after how long the person comes back.

    Parameters
    ----------
    landed, boat, place, share, table, scale, horizon, luck, first_keys, first_luck
        As for :func:`count_visits`, which has filled the last two.
    keys, drawn
        Filled, a row for each visit that it counted; see :class:`~sim.model.cases.Visits`.
    """
    row = 0
    for person in range(first_keys.size):
        earliest = landed[boat[person]]
        comes_luck, delay_luck = first_luck[0, person], first_luck[1, person]
        number = 0
        while True:
            after = _comes_back_after(
                comes_luck, delay_luck, number, earliest, share, table, scale, horizon
            )
            keys[row] = first_keys[person] + np.uint64(number)
            drawn[row, Drawn.NUMBER] = number
            drawn[row, Drawn.BOAT] = boat[person]
            drawn[row, Drawn.PLACE] = place[person]
            drawn[row, Drawn.COMES_BACK_AFTER] = after
            row += 1
            if after < 0:
                break
            number += 1
            earliest += after
            comes_luck, delay_luck = pair(luck, COMES_BACK, keys[row - 1] + np.uint64(1))
