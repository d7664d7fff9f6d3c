"""Who runs a replication, how many go together and who dies meanwhile: none of it shows."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.ensemble.batch import NAMES, Batch
from sim.ensemble.chunks import LONGEST, SHORTEST, Chunks
from sim.ensemble.crews import Crew, open_crew
from sim.ensemble.dispatch import Dispatch, Runs
from sim.ensemble.errors import WorkersError
from sim.ensemble.gathered import Gathered
from sim.ensemble.result import Result
from sim.ensemble.run import run
from sim.ensemble.settings import Settings
from sim.ensemble.task import Task
from sim.scenario.load import load
from tests.ensemble.tasks import KilledAlways, KilledOnce, Plain, Raises, numbered

FEW = 12


@pytest.fixture(scope="module")
def alone() -> Result:
    return run(load("pilot"), Settings(replications=FEW, seed=5, workers=1))


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """Address of two Dask workers on the loopback device."""
    distributed = pytest.importorskip("distributed")
    import dask

    settings = {"distributed.scheduler.allowed-failures": 0}
    with (
        dask.config.set(settings),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=":0"
        ) as found,
    ):
        yield found.scheduler_address


@pytest.fixture(params=["processes", "dask"])
def settings(request: pytest.FixtureRequest) -> Settings:
    """Workers that can be killed."""
    if request.param == "dask":
        return Settings(cluster=request.getfixturevalue("cluster"))
    return Settings(workers=2)


def assert_same(one: Batch, other: Batch) -> None:
    for name in NAMES:
        left, right = getattr(one, name), getattr(other, name)
        assert left.dtype == right.dtype
        assert left.tobytes() == right.tobytes(), name


def gathered(task: Runs[Batch], settings: Settings, count: int) -> Batch:
    found = Gathered()
    with open_crew(settings) as crew, Dispatch(task, crew) as work:
        for chunk, batch in work.run(range(count)):
            assert found.missing(count), "more came back than was asked for"
            found.put(np.arange(chunk.start, chunk.stop), batch, count)
    return found.first(count)


@pytest.mark.parametrize("workers", [2, 3])
def test_processes_do_not_move_a_bit(alone: Result, workers: int) -> None:
    parallel = run(load("pilot"), Settings(replications=FEW, seed=5, workers=workers))
    assert_same(parallel.batch, alone.batch)


def test_a_cluster_does_not_move_a_bit(alone: Result, cluster: str) -> None:
    afar = run(load("pilot"), Settings(replications=FEW, seed=5, cluster=cluster))
    assert_same(afar.batch, alone.batch)


@pytest.mark.parametrize("cuts", [(12,), (1,) * 12, (5, 7), (3, 1, 6, 2)])
def test_chunks_do_not_move_a_bit(alone: Result, cuts: tuple[int, ...]) -> None:
    task = Task(load("pilot"), 5, False, "compiled")
    ends = np.cumsum(cuts).tolist()
    parts = [task.replications(range(end - cut, end)) for cut, end in zip(cuts, ends, strict=True)]
    assert_same(Batch.joined(parts), alone.batch)


def test_a_batch_arrives_as_it_left(alone: Result) -> None:
    for batch in (numbered(range(4)), alone.batch):
        assert_same(pickle.loads(pickle.dumps(batch)), batch)


def test_a_worker_that_is_killed_costs_no_result(settings: Settings, tmp_path: Path) -> None:
    task = KilledOnce(7, tmp_path / "happened")
    found = gathered(task, settings, 40)
    assert task.happened.exists()
    assert_same(found, numbered(range(40)))


def survivors(work: Dispatch[Batch], count: int) -> tuple[set[int], str]:
    """Run replications until an error; return those that came back, and what it said."""
    survived: set[int] = set()
    try:
        for chunk, batch in work.run(range(count)):
            assert_same(batch, numbered(chunk))
            survived.update(chunk)
    except WorkersError as error:
        return survived, str(error)
    return survived, ""


def test_a_replication_that_always_kills_its_worker_is_named_and_the_others_survive(
    settings: Settings,
) -> None:
    with open_crew(settings) as crew, Dispatch(KilledAlways(frozenset({3})), crew) as work:
        survived, said = survivors(work, 6)
    assert said.startswith("replication 3 ends the process that runs it, every time")
    assert survived >= {0, 1, 2}
    assert 3 not in survived


def test_a_large_chunk_is_halved_until_the_culprit_is_found() -> None:
    with (
        open_crew(Settings(workers=2)) as crew,
        Dispatch(KilledAlways(frozenset({9})), crew) as work,
    ):
        work._chunks.took(1000, 0.001)  # as if replications were quick
        survived, said = survivors(work, 16)
    assert said.startswith("replication 9 ends")
    assert survived == set(range(16)) - {9}


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_in_a_worker_is_raised_here(workers: int) -> None:
    with pytest.raises(ZeroDivisionError, match="in a worker"):
        gathered(Raises(), Settings(workers=workers), 8)


def test_an_error_in_a_cluster_is_raised_here(cluster: str) -> None:
    with pytest.raises(ZeroDivisionError, match="in a worker"):
        gathered(Raises(), Settings(cluster=cluster), 8)


class Broken(Executor):
    """A pool whose workers end before they begin."""

    def submit(self, *_: object, **__: object) -> Future[Any]:
        raise BrokenProcessPool


def test_workers_that_never_start_are_not_blamed_on_a_replication() -> None:
    crew = Crew(2, lambda _: Broken(), (BrokenProcessPool,))
    with Dispatch(Plain(), crew) as work, pytest.raises(WorkersError, match="__main__"):
        list(work.run(range(4)))


def test_chunks_follow_the_time_that_a_replication_takes() -> None:
    for seconds in (0.0007, 0.053, 4.0):
        chunks = Chunks(workers=2)
        chunks.add(range(100_000))
        first = chunks.next()
        assert first is not None
        assert len(first) == 1
        chunks.took(1, seconds)
        sizes, last = [], first.stop
        while (chunk := chunks.next()) is not None:
            assert chunk.start == last
            last = chunk.stop
            sizes.append(len(chunk))
        assert last == 100_000
        assert sizes[0] == max(1, int(LONGEST / seconds))
        assert all(size * seconds <= max(LONGEST, seconds) for size in sizes)
        assert all(size * seconds >= min(SHORTEST, seconds) / 2 for size in sizes[:-1])
        assert sizes == sorted(sizes, reverse=True)


def test_every_worker_has_several_chunks() -> None:
    chunks = Chunks(workers=4)
    chunks.took(1, 0.01)
    chunks.add(range(80))
    shares = []
    while (chunk := chunks.next()) is not None:
        shares.append(len(chunk))
    assert sum(shares) == 80
    assert len(shares) >= 8


def test_only_what_is_missing_is_asked_for_and_nothing_counts_twice() -> None:
    found = Gathered()
    found.put(np.array([5, 2]), Batch.joined([numbered(range(5, 6)), numbered(range(2, 3))]), 4)
    assert found.missing(8) == [0, 1, 3, 4, 6, 7]
    for number in found.missing(8):
        found.put(np.array([number]), numbered(range(number, number + 1)), 8)
    found.put(np.array([2]), numbered(range(2, 3)), 8)
    assert len(found) == 8
    assert_same(found.first(8), numbered(range(8)))
    chunks = Chunks(1)
    chunks.took(1, 1e-6)
    chunks.add([0, 1, 2, 5, 6, 9])
    assert [chunks.next() for _ in range(4)] == [range(3), range(5, 7), range(9, 10), None]


def test_a_replication_that_is_kept_needs_less_than_50_kb(alone: Result) -> None:
    assert alone.batch.nbytes / FEW < 50_000


def test_a_cluster_that_does_not_answer_is_an_error_in_one_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("distributed")
    from sim.ensemble import cluster as reaching

    monkeypatch.setattr(reaching, "PATIENCE", 0.2)
    for address in ("tcp://127.0.0.1:9", "nonsense://x"):
        with (
            pytest.raises(WorkersError, match="cannot be reached") as raised,
            open_crew(Settings(cluster=address)),
        ):
            pass
        assert "\n" not in str(raised.value)


def test_workers_with_other_versions_are_refused(
    cluster: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sim.ensemble import cluster as reaching

    monkeypatch.setattr(reaching, "differences", lambda mine, theirs: ["numpy was 2 and is 1"])
    with (
        pytest.raises(WorkersError, match="other results: numpy"),
        open_crew(Settings(cluster=cluster)),
    ):
        pass
