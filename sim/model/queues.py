"""Who is next?

A heap with lazy cancelling: leaving the queue costs nothing until the entry comes
to the top, so a long backlog stays cheap.
"""

from __future__ import annotations

from heapq import heappop, heappush

Rank = tuple[int, ...]


class Queue:
    """Numbers in order of rank, ties by the number itself."""

    def __init__(self) -> None:
        self._heap: list[tuple[Rank, int]] = []
        self._rank: dict[int, Rank] = {}

    def __len__(self) -> int:
        return len(self._rank)

    def __contains__(self, number: int) -> bool:
        return number in self._rank

    def add(self, number: int, rank: Rank) -> None:
        """Join the queue; a number is in it at most once."""
        self._rank[number] = rank
        heappush(self._heap, (rank, number))

    def remove(self, number: int) -> None:
        """Leave the queue, if in it."""
        self._rank.pop(number, None)

    def first_rank(self) -> Rank:
        """Return the rank of whoever is next; the queue must not be empty."""
        while self._rank.get(self._heap[0][1]) != self._heap[0][0]:
            heappop(self._heap)
        return self._heap[0][0]

    def has_due(self, now: int) -> bool:
        """Return whether the next one's rank begins with a time that has come."""
        return bool(self._rank) and self.first_rank()[0] <= now

    def pop(self) -> tuple[int, Rank]:
        """Take the next one out, with the rank they had."""
        rank = self.first_rank()
        number = heappop(self._heap)[1]
        del self._rank[number]
        return number, rank
