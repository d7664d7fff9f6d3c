"""Who runs the replications?

This process, processes on this machine, or the workers of a Dask cluster. All are
executors of :mod:`concurrent.futures`, so that nothing else has to know which.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import ParamSpec, TypeVar

from sim.ensemble.settings import Settings

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Crew:
    """Workers, and how to start them.

    Attributes
    ----------
    size
        How many there are.
    start
        Returns a fresh executor with so many workers; a cluster keeps its own.
    losses
        What a future raises if the worker that ran it is gone.
    """

    size: int
    start: Callable[[int], Executor]
    losses: tuple[type[Exception], ...]


@contextmanager
def open_crew(settings: Settings) -> Iterator[Crew]:
    """Choose the workers that the settings ask for; a cluster is left when the block ends.

    Raises
    ------
    WorkersError
        If a cluster cannot be used.
    """
    if settings.cluster is not None:
        from sim.ensemble.cluster import open_cluster

        with open_cluster(settings.cluster) as crew:
            yield crew
        return
    size = settings.workers or available_processors()
    if size == 1:
        yield Crew(1, lambda _: InProcess(), ())
    else:
        yield Crew(size, _pool, (BrokenExecutor,))


def available_processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class InProcess(Executor):
    """Runs what is submitted at once, in this process."""

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Run a function and return a finished future; an interrupt goes through."""
        future: Future[R] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def _pool(size: int) -> Executor:
    """Start processes; where they are forked, from one that has imported what they need."""
    context = get_context("forkserver" if os.name == "posix" else "spawn")
    if os.name == "posix":
        context.set_forkserver_preload(["sim.ensemble.ready"])
    return ProcessPoolExecutor(size, mp_context=context, initializer=_begin)


def _begin() -> None:
    """Leave an interrupt to the parent, and do not outlive it, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
