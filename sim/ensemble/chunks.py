"""How many replications go to a worker together?

So many that sending them costs little beside running them, and so few that every
worker has several and an interrupt ends soon. Sizes follow the time that a replication
was last seen to take; they never move a result.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

LONGEST = 0.25
"""Seconds that a chunk may take; sending one costs about a hundredth of that."""
SHORTEST = 0.02
"""Seconds below which sending would cost too much, though workers then share unevenly."""


class Chunks:
    """Cuts what is to be done into chunks, one at a time.

    Parameters
    ----------
    workers
        Who share the work.
    """

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._seconds: float | None = None
        self._left: deque[range] = deque()
        self._count = 0

    def add(self, numbers: Iterable[int]) -> None:
        """Add replications to be done, in order."""
        for run in _runs(numbers):
            self._left.append(run)
            self._count += len(run)

    def put_back(self, chunk: range) -> None:
        """Take back a chunk that was not finished; it comes next."""
        self._left.appendleft(chunk)
        self._count += len(chunk)

    def took(self, count: int, seconds: float) -> None:
        """Learn from a finished chunk."""
        self._seconds = seconds / count

    def next(self) -> range | None:
        """Return the next chunk, or None if there is nothing left."""
        if not self._left:
            return None
        run = self._left.popleft()
        chunk, rest = run[: self._size()], run[self._size() :]
        if rest:
            self._left.appendleft(rest)
        self._count -= len(chunk)
        return chunk

    def _size(self) -> int:
        """Return how many to take: a small first chunk, then by time, smaller at the end."""
        if self._seconds is None:
            return 1
        share = self._count // (2 * self.workers)
        least, most = (seconds / max(self._seconds, 1e-9) for seconds in (SHORTEST, LONGEST))
        return max(1, int(min(max(share, least), most)))


def _runs(numbers: Iterable[int]) -> Iterator[range]:
    """Yield consecutive numbers as ranges."""
    run = range(0)
    for number in numbers:
        if run and number == run.stop:
            run = range(run.start, number + 1)
        else:
            if run:
                yield run
            run = range(number, number + 1)
    if run:
        yield run
