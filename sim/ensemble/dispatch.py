"""How does every replication get done, whatever happens to a worker?

A task travels as bytes and is unpickled once by each worker. What a lost worker was
running is run again; what loses its worker twice is run with nothing beside it, in ever
smaller parts, until one replication is found that cannot be run, or none.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from functools import lru_cache
from time import perf_counter
from typing import Any, Generic, Protocol, TypeVar

from sim.ensemble.chunks import Chunks
from sim.ensemble.crews import Crew
from sim.ensemble.errors import WorkersError
from sim.ensemble.interrupts import interrupts_held

F = TypeVar("F", covariant=True)
"""What some replications found, such as a :class:`~sim.ensemble.batch.Batch`."""

TRIES_ALONE = 2
"""How often a single replication may lose its worker, with nothing beside it."""


class Runs(Protocol[F]):
    """What runs replications; see :class:`sim.ensemble.task.Task`."""

    def replications(self, numbers: range) -> F:
        """Run some replications, in order."""


class Dispatch(Generic[F]):
    """Has replications of one task run; use as a context manager.

    Parameters
    ----------
    task
        What to run; has to pickle.
    crew
        Who runs it.
    """

    def __init__(self, task: Runs[F], crew: Crew) -> None:
        self._task = pickle.dumps(task)
        self._crew = crew
        self._chunks = Chunks(crew.size)
        self._lost_before: set[int] = set()
        self._executor = crew.start(crew.size)
        self._underway: dict[Future[tuple[F, float]], range] = {}

    def __enter__(self) -> Dispatch[F]:
        return self

    def __exit__(self, *_: object) -> None:
        for future in self._underway:
            future.cancel()
        self._executor.shutdown()

    def run(self, numbers: Iterable[int]) -> Iterator[tuple[range, F]]:
        """Run replications and yield them as they are finished, in any order.

        Raises
        ------
        WorkersError
            If a replication loses its worker whenever it is run, or if there are no
            workers any more. All others that were underway have been yielded.
        """
        self._chunks.add(numbers)
        while True:
            lost = self._submit()
            while self._underway:
                for future in wait(self._underway, return_when=FIRST_COMPLETED).done:
                    chunk = self._underway.pop(future)
                    found = self._finished(future, chunk)
                    if found is None:
                        lost.append(chunk)
                    else:
                        yield chunk, found
                if not lost:
                    lost += self._submit()
            if not lost:
                return
            yield from self._run_again(lost)

    def _submit(self) -> list[range]:
        """Give every worker something to do and something to go on with.

        Returns what could not be submitted because a worker is gone; little is ahead of
        the workers, so that a run can end at once.
        """
        while len(self._underway) < 2 * self._crew.size:
            chunk = self._chunks.next()
            if chunk is None:
                break
            try:
                self._underway[self._start(self._executor, chunk)] = chunk
            except self._crew.losses:
                return [chunk]
        return []

    def _run_again(self, lost: list[range]) -> Iterator[tuple[range, F]]:
        """Take lost chunks up again, once with the others and then alone."""
        self._executor.shutdown()
        suspects = [chunk for chunk in lost if not self._lost_before.isdisjoint(chunk)]
        if suspects:
            self._check_that_workers_start()
        culprits: list[int] = []
        for chunk in sorted(suspects, key=lambda chunk: chunk.start):
            yield from self._run_alone(chunk, culprits)
        if culprits:
            numbers = ", ".join(f"{number:,}" for number in culprits)
            raise WorkersError(f"replication {numbers} ends the process that runs it, every time")
        for chunk in lost:
            if chunk not in suspects:
                self._lost_before.update(chunk)
                self._chunks.put_back(chunk)
        self._executor = self._crew.start(self._crew.size)

    def _run_alone(self, chunk: range, culprits: list[int]) -> Iterator[tuple[range, F]]:
        """Run a chunk with nothing beside it, and its halves if it loses its worker."""
        for _ in range(TRIES_ALONE if len(chunk) == 1 else 1):
            with self._crew.start(1) as executor:
                found = self._finished(self._start(executor, chunk), chunk)
            if found is not None:
                yield chunk, found
                return
        if len(chunk) == 1:
            culprits.append(chunk.start)
            return
        middle = len(chunk) // 2
        for half in (chunk[:middle], chunk[middle:]):
            yield from self._run_alone(half, culprits)

    def _check_that_workers_start(self) -> None:
        with self._crew.start(1) as executor:
            try:
                executor.submit(_nothing).result()
            except self._crew.losses:
                raise WorkersError(
                    "worker processes end before they begin; a script that starts them needs "
                    'if __name__ == "__main__":'
                ) from None

    def _start(self, executor: Executor, chunk: range) -> Future[tuple[F, float]]:
        with interrupts_held():
            return executor.submit(_replications, self._task, chunk.start, chunk.stop)

    def _finished(self, future: Future[tuple[F, float]], chunk: range) -> F | None:
        """Return what a chunk found, or None if its worker was lost."""
        try:
            found, seconds = future.result()
        except self._crew.losses:
            return None
        except CancelledError:
            raise WorkersError("the workers are gone, and who shared out their work") from None
        self._chunks.took(len(chunk), seconds)
        return found


def _replications(task: bytes, first: int, stop: int) -> tuple[Any, float]:
    """Run a chunk in a worker."""
    begun = perf_counter()
    found = _unpickled(task).replications(range(first, stop))
    return found, perf_counter() - begun


@lru_cache(maxsize=4)
def _unpickled(task: bytes) -> Runs[Any]:
    found: Runs[Any] = pickle.loads(task)
    return found


def _nothing() -> None:
    """Show that a worker is there."""
