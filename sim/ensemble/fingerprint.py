"""Are these the same inputs, or the same results, to the last bit?

Nothing here depends on how long anything took, on who ran it, or on where a scenario
was written.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np

from sim.ensemble.batch import NAMES, Batch
from sim.ensemble.task import Task
from sim.scenario.schema import Scenario


def of_inputs(task: Task) -> str:
    """Return the SHA-256 of what decides every replication."""
    lines = [f"seed {task.seed}", f"central {task.at_central}", f"engine {task.engine}"]
    lines += _content(task.scenario)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def of_results(batch: Batch) -> str:
    """Return the SHA-256 of what replications add up to, in their order."""
    total = hashlib.sha256()
    for name, array in zip(NAMES, _portable(batch).arrays(), strict=True):
        total.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
        total.update(array.data)
    return total.hexdigest()


def of_each(batch: Batch) -> list[str]:
    """Return a short digest of each replication: BLAKE2b of eight bytes."""
    arrays = _portable(batch).arrays()
    return [
        hashlib.blake2b(
            b"".join(array[row].tobytes() for array in arrays), digest_size=8
        ).hexdigest()
        for row in range(len(batch))
    ]


def of_file(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _content(scenario: Scenario) -> list[str]:
    """Write out every value of a scenario and what is uncertain about it."""
    lines = [
        f"{entry.path} {entry.value!r} {entry.prior!r} {entry.growth!r}"
        for entry in scenario.assumptions()
    ]
    lines += [repr(week) for week in scenario.weeks]
    lines += [repr(scenario.posterior)] if scenario.posterior else []
    return [*lines, *(day.isoformat() for day in sorted(scenario.empty_days))]


def _portable(batch: Batch) -> Batch:
    """Return the same numbers in one byte order, with one NaN."""
    return Batch(
        np.ascontiguousarray(batch.series, dtype="<i4"),
        np.where(np.isnan(batch.indicators), np.nan, batch.indicators).astype("<f8"),
        np.ascontiguousarray(batch.exits, dtype="<i4"),
        np.ascontiguousarray(batch.cohorts, dtype="<i4"),
    )
