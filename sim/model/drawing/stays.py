"""What would happen in a visit: how long each step takes, and which barriers are met?"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import part
from sim.luck.keyed import LuckWords, pair, uniform
from sim.luck.luck import name_id
from sim.model.basis import Span
from sim.model.cases import ACCEPTED, MEETS, Drawn, Times
from sim.model.durations import seconds
from sim.model.rules import NO_EXIT

STAYS_A_BLOCK = 64
"""Visits that are drawn together: their rows stay close to the processor."""

CASEWORK = np.uint64(name_id("casework"))
REPLY = np.uint64(name_id("reply"))
HELD = np.uint64(name_id("held_if_refused"))


@part
def draw_stays(
    key: NDArray[np.uint64],
    shapes: NDArray[np.float64],
    scales: NDArray[np.float64],
    barriers: Times,
    names: NDArray[np.uint64],
    tables: NDArray[np.float64],
    luck: LuckWords,
    uniforms: NDArray[np.float64],
    drawn: Times,
    chances: NDArray[np.float64],
) -> None:
    """Draw what would happen in every visit, a block of rows after the other.

    Parameters
    ----------
    key
        Owner of each visit's luck.
    shapes, scales
        Of all spreads, see :class:`~sim.model.basis.Span`.
    barriers, names
        Moment and exit of each barrier, and the names of its luck, both of shape (barriers, 2).
    tables
        Daily shares, of barriers from the third row on, see :class:`~sim.model.plan.Plan`.
    luck
        Owner of every draw.
    uniforms
        Room for two draws of a block.
    drawn, chances
        Filled, see :class:`~sim.model.cases.Visits`.
    """
    for begin in range(0, key.size, STAYS_A_BLOCK):
        end = min(begin + STAYS_A_BLOCK, key.size)
        _draw_casework(key, shapes, scales, luck, uniforms, drawn, chances, begin, end)
        for barrier in range(barriers.shape[0]):
            highest = 0.0
            for day in range(tables.shape[1]):
                highest = max(highest, tables[2 + barrier, day])
            _draw_barrier(
                key, shapes, scales, barriers[barrier, 1] == NO_EXIT, names, highest, luck,
                uniforms, drawn, chances, barrier, begin, end,
            )  # fmt: skip


@part
def _draw_casework(
    key: NDArray[np.uint64],
    shapes: NDArray[np.float64],
    scales: NDArray[np.float64],
    luck: LuckWords,
    uniforms: NDArray[np.float64],
    drawn: Times,
    chances: NDArray[np.float64],
    begin: int,
    end: int,
) -> None:
    """Draw how long each step takes, the luck of the reply, and the stay after a refusal."""
    for place in range(end - begin):
        uniforms[0, place], uniforms[1, place] = pair(luck, CASEWORK, key[begin + place])
    for place in range(end - begin):
        drawn[begin + place, Drawn.REFERRAL] = seconds(
            shapes[Span.REFERRAL], scales[Span.REFERRAL], uniforms[0, place]
        )
        drawn[begin + place, Drawn.NOTICE] = seconds(
            shapes[Span.NOTICE], scales[Span.NOTICE], uniforms[1, place]
        )
    for place in range(end - begin):
        uniforms[0, place], uniforms[1, place] = pair(luck, REPLY, key[begin + place])
    for place in range(end - begin):
        drawn[begin + place, Drawn.REPLY] = seconds(
            shapes[Span.REPLY], scales[Span.REPLY], uniforms[0, place]
        )
        chances[begin + place, ACCEPTED] = uniforms[1, place]
        drawn[begin + place, Drawn.HELD] = 0
    if scales[Span.HELD_IF_REFUSED] > 0:
        for visit in range(begin, end):
            drawn[visit, Drawn.HELD] = seconds(
                shapes[Span.HELD_IF_REFUSED],
                scales[Span.HELD_IF_REFUSED],
                uniform(luck, HELD, key[visit]),
            )


@part
def _draw_barrier(
    key: NDArray[np.uint64],
    shapes: NDArray[np.float64],
    scales: NDArray[np.float64],
    delays: bool,
    names: NDArray[np.uint64],
    highest: float,
    luck: LuckWords,
    uniforms: NDArray[np.float64],
    drawn: Times,
    chances: NDArray[np.float64],
    barrier: int,
    begin: int,
    end: int,
) -> None:
    """Draw who might meet a barrier, its onset and how long it delays."""
    onset = Span.BARRIERS + 2 * barrier
    delay = onset + 1
    for place in range(end - begin):
        uniforms[0, place], uniforms[1, place] = pair(luck, names[barrier, 0], key[begin + place])
    for place in range(end - begin):
        visit = begin + place
        sets_in = lasts = 0
        if uniforms[0, place] < highest:
            sets_in = seconds(shapes[onset], scales[onset], uniforms[1, place])
            if delays:
                u = uniform(luck, names[barrier, 1], key[visit])
                lasts = seconds(shapes[delay], scales[delay], u)
        chances[visit, MEETS + barrier] = uniforms[0, place]
        drawn[visit, Drawn.ONSET + 2 * barrier] = sets_in
        drawn[visit, Drawn.DELAY + 2 * barrier] = lasts
