"""How does compiled code keep things in order?

A binary heap of whole numbers, the smallest on top. What is in order stands in their upper
bits, whose it is in the lowest; see :mod:`sim.model.compiled.layout`. A heap is one array: its
size stands in the last place.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.compiled import allocating, part

Heap = NDArray[np.int64]


@allocating
def empty_heap(room: int) -> Heap:
    """Return an empty heap with room for so many numbers."""
    heap = np.empty(room + 1, dtype=np.int64)
    heap[room] = 0
    return heap


@part
def size(heap: Heap) -> int:
    """Return how many numbers a heap holds."""
    count: int = heap[heap.size - 1]
    return count


@part
def push(heap: Heap, number: int) -> None:
    """Add a number."""
    place = heap[heap.size - 1]
    heap[heap.size - 1] = place + 1
    while place > 0:
        parent = (place - 1) >> 1
        if heap[parent] <= number:
            break
        heap[place] = heap[parent]
        place = parent
    heap[place] = number


@part
def drop(heap: Heap) -> None:
    """Remove the smallest number.

    The gap sinks to the bottom along the smaller children and the last number then rises into
    it: that needs no comparison with the last number on the way, whose outcome a processor
    could not foresee.
    """
    count = heap[heap.size - 1] - 1
    heap[heap.size - 1] = count
    last = heap[count]
    place = 0
    child = 1
    while child + 1 < count:
        child += heap[child + 1] < heap[child]
        heap[place] = heap[child]
        place = child
        child = 2 * place + 1
    if child < count:
        heap[place] = heap[child]
        place = child
    while place > 0:
        parent = (place - 1) >> 1
        if heap[parent] <= last:
            break
        heap[place] = heap[parent]
        place = parent
    heap[place] = last
