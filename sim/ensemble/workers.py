"""Who runs the replications?

Chunks of replications go to worker processes and come back in order. A replication
is a pure function of (scenario, seed, number), so the answer does not depend on how
many workers there are.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context

from sim.luck.luck import Luck
from sim.model.outline import Outline
from sim.model.replicate import replicate
from sim.outcomes.measure import Measured, measure

Progress = Callable[[int], None]
"""Called with the number of replications just finished."""


@dataclass(frozen=True, slots=True)
class Task:
    """What every replication of a run has in common."""

    outline: Outline
    seed: int
    engine: str

    def replications(self, numbers: range) -> list[Measured]:
        """Run some replications, in order."""
        return [
            measure(replicate(self.outline, Luck(self.seed, number), self.engine))
            for number in numbers
        ]


class Workers:
    """Runs replications of one task; use as a context manager.

    Parameters
    ----------
    task
        What to run.
    count
        Number of processes; 1 runs in this one. None takes the processors at hand.
    """

    def __init__(self, task: Task, count: int | None = None) -> None:
        self.task = task
        self.count = count or available_processors()
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Workers:
        if self.count > 1:
            self._pool = ProcessPoolExecutor(
                self.count,
                mp_context=get_context("forkserver" if os.name == "posix" else "spawn"),
                initializer=_begin,
                initargs=(self.task,),
            )
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def run(self, numbers: range, progress: Progress = lambda done: None) -> list[Measured]:
        """Run replications and return them in the order of their numbers."""
        if self._pool is None:
            return list(self._in_this_process(numbers, progress))
        return list(self._in_the_pool(self._pool, numbers, progress))

    def _in_the_pool(
        self, pool: ProcessPoolExecutor, numbers: range, progress: Progress
    ) -> Iterator[Measured]:
        """Keep every worker busy, with little ahead of them, so that a run can end at once."""
        chunks = enumerate(_chunks(numbers, self.count))
        underway: dict[Future[list[Measured]], int] = {}
        finished: dict[int, list[Measured]] = {}

        def submit(chunk: tuple[int, range]) -> None:
            underway[pool.submit(_replications, chunk[1])] = chunk[0]

        for chunk in islice(chunks, 2 * self.count):
            submit(chunk)
        while underway:
            for future in wait(underway, return_when=FIRST_COMPLETED).done:
                place = underway.pop(future)
                finished[place] = future.result()
                progress(len(finished[place]))
                for chunk in islice(chunks, 1):
                    submit(chunk)
        for place in sorted(finished):
            yield from finished[place]

    def _in_this_process(self, numbers: range, progress: Progress) -> Iterator[Measured]:
        for number in numbers:
            yield from self.task.replications(range(number, number + 1))
            progress(1)


def available_processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _chunks(numbers: range, workers: int) -> list[range]:
    """Cut a range into chunks small enough to share out and to show progress."""
    size = max(1, min(10, len(numbers) // (4 * workers)))
    return [numbers[i : i + size] for i in range(0, len(numbers), size)]


_task: Task | None = None


def _begin(task: Task) -> None:
    """Keep the task of this worker process; an interrupt is the parent's to handle."""
    global _task
    _task = task
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _replications(numbers: range) -> list[Measured]:
    assert _task is not None
    return _task.replications(numbers)
