"""Who of those aboard is in scope, and who is selected?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import part
from sim.luck.keyed import LuckWords, pair
from sim.luck.keys import PLACE_BITS
from sim.luck.luck import name_id
from sim.model.cases import Standing, Times

SELECTION = np.uint64(name_id("selection"))

_VECTOR = 8
_SELECTED = int(Standing.SELECTED)


@part
def stand(
    key: NDArray[np.uint64],
    landed: Times,
    day: NDArray[np.int32],
    first: Times,
    scope_begins: int,
    scope_ends: int,
    share_in_scope: float,
    share: NDArray[np.float64],
    luck: LuckWords,
    uniforms: NDArray[np.float64],
    standing: NDArray[np.uint8],
    in_scope: Times,
    boat_of: Times,
    place_of: Times,
) -> int:
    """Draw everybody's standing, boat by boat.

    Parameters
    ----------
    key, landed, day
        Of each boat: owner of its luck, second and day on which it lands.
    first
        Where each boat's people begin, shape (boats + 1,).
    scope_begins, scope_ends
        First and last second in which an arrival is in scope.
    share_in_scope, share
        Share of people in scope, and daily share of them that is selected.
    luck
        Owner of every draw.
    uniforms
        Room for two draws of everybody aboard a boat.
    standing, in_scope
        Filled: of each person, see :class:`~sim.model.cases.Standing`, and of each boat.
    boat_of, place_of
        Filled for those selected, in order.

    Returns
    -------
    int
        How many are selected.
    """
    selected = 0
    for boat in range(key.size):
        begin = first[boat]
        people = first[boat + 1] - begin
        if not scope_begins <= landed[boat] <= scope_ends:
            standing[begin : begin + people] = 0
            in_scope[boat] = 0
            continue
        selection = share[day[boat]]
        base = key[boat] << np.uint64(PLACE_BITS)
        # A few draws too many: vectors of the processor then need no rest.
        for place in range((people + _VECTOR - 1) // _VECTOR * _VECTOR):
            uniforms[0, place], uniforms[1, place] = pair(luck, SELECTION, base | np.uint64(place))
        inside = 0
        for place in range(people):
            inside += uniforms[0, place] < share_in_scope
        in_scope[boat] = inside
        for place in range(people):
            is_in = np.uint8(uniforms[0, place] < share_in_scope)
            standing[begin + place] = is_in * (1 + np.uint8(uniforms[1, place] < selection))
        for place in range(people):
            if standing[begin + place] == _SELECTED:
                boat_of[selected] = boat
                place_of[selected] = place
                selected += 1
    return selected
