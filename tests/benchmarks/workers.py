"""Are two workers twice as fast as one?

Processes here and two workers of a Dask cluster, against one process alone: once they have
started, and with their start. Processors may be shared with others, so the first row is what the
machine allowed in the same minutes: plain counting, which needs nothing but a processor.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager, ExitStack
from typing import Any

from rich.table import Table

from sim.ensemble.crews import open_crew
from sim.ensemble.dispatch import Dispatch
from sim.ensemble.run import run
from sim.ensemble.settings import Settings
from sim.ensemble.task import Task
from tests.benchmarks.paired import Timed, pairs, seconds, table
from tests.variants import pilot

REPLICATIONS = 4000
SMALL = 40
COUNTED = 20_000_000
WARMING = 200
"""Replications that workers run first, so that they have started and know how long one takes."""


def tables(rounds: int, small: bool = False) -> Iterator[Table]:
    """Yield the table."""
    count = SMALL if small else REPLICATIONS
    with ExitStack() as stack:
        pool = stack.enter_context(stack.enter_context(open_crew(Settings(workers=2))).start(2))
        cluster = stack.enter_context(a_cluster())
        counted = COUNTED // 100 if small else COUNTED
        one = ("one", started(stack, Settings(workers=1), count))
        two = ("two", started(stack, Settings(workers=2), count))
        dask = ("two on Dask", started(stack, Settings(cluster=cluster.scheduler_address), count))
        found = pairs(
            [
                ("counting", ("one", alone(counted)), ("two", together(pool, counted))),
                ("once started", one, two),
                ("once started", one, dask),
                ("once started", dask, two),
                (
                    "with their start",
                    ("one", from_nothing(Settings(count, workers=1))),
                    ("two", from_nothing(Settings(count, workers=2))),
                ),
            ],
            rounds,
        )
    yield table(f"{count:,} replications of the pilot, by workers", found)


def a_cluster() -> AbstractContextManager[Any]:
    """Return a Dask cluster of two local processes."""
    from distributed import LocalCluster

    cluster: AbstractContextManager[Any] = LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=":0"
    )
    return cluster


def started(stack: ExitStack, settings: Settings, replications: int) -> Timed:
    """Start workers and time what they do once they have started."""
    crew = stack.enter_context(open_crew(settings))
    work = stack.enter_context(Dispatch(Task(pilot(), 1, False, "compiled"), crew))
    list(work.run(range(WARMING)))
    return lambda _: seconds(lambda: list(work.run(range(replications))))


def alone(counted: int) -> Timed:
    """Time counting twice."""
    return lambda _: seconds(lambda: [_count(counted) for _ in range(2)])


def together(pool: Executor, counted: int) -> Timed:
    """Time counting twice in two processes."""
    return lambda _: seconds(lambda: list(pool.map(_count, [counted] * 2)))


def _count(to: int) -> int:
    total = 0
    for number in range(to):
        total += number
    return total


def from_nothing(settings: Settings) -> Timed:
    """Time a run as the command does it."""
    return lambda _: seconds(lambda: run(pilot(), settings))
