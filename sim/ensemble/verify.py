"""Does a kept result come out again?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.ensemble.crews import open_crew
from sim.ensemble.dispatch import Dispatch
from sim.ensemble.errors import FolderError
from sim.ensemble.fingerprint import of_each, of_file, of_inputs
from sim.ensemble.first_use import Say, compile_first
from sim.ensemble.manifest import files, read_digests, read_manifest
from sim.ensemble.provenance import differences, program
from sim.ensemble.settings import Settings
from sim.ensemble.task import Task
from sim.model.replicate import ENGINES
from sim.scenario.load import load
from sim.scenario.problems import ScenarioError
from sim.scenario.resolved import FILE


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found when a result folder was checked.

    Attributes
    ----------
    replications
        How many the folder holds.
    rerun
        How many of them were run again.
    different
        Numbers of those that came out otherwise.
    changed
        Files that are not as they were written, each with what happened to it.
    inputs
        Whether the scenario and settings are those of the record; a scenario that cannot
        be read any more is not, and nothing is run again.
    program
        Where this program differs from the one that wrote the folder.
    """

    replications: int
    rerun: int
    different: list[int]
    changed: dict[str, str]
    inputs: bool
    program: list[str]

    @property
    def reproduces(self) -> bool:
        """Whether everything is as it was written and came out again."""
        return self.inputs and not self.different and not self.changed


def verify(
    folder: Path,
    sample: int | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    progress: Callable[[int], None] = lambda done: None,
    say: Say = lambda text: None,
) -> Verdict:
    """Run a result folder's replications again, from the folder alone.

    Parameters
    ----------
    folder
        Result folder.
    sample
        How many to run again, evenly spaced; all if not given.
    workers, cluster
        Who runs them.
    progress
        Called with the number of replications just finished.
    say
        Called with a sentence where something takes unusually long.

    Raises
    ------
    FolderError
        If the folder holds no result, or one of an engine that is not there.
    WorkersError
        If the workers cannot be reached, or cannot finish a replication.
    """
    manifest = read_manifest(folder)
    settings = Settings.again(manifest["settings"], workers, cluster)
    if settings.engine not in ENGINES:
        raise FolderError(f"'{folder}' was made by '{settings.engine}', an engine not known here")
    now = program()
    verdict = Verdict(
        replications=manifest["replications"],
        rerun=0,
        different=[],
        changed=changed_files(folder, manifest["files"]),
        inputs=False,
        program=differences({key: manifest[key] for key in now}, now),
    )
    try:
        scenario = load(folder / FILE)
    except ScenarioError:
        return verdict
    task = Task(scenario, settings.seed, settings.at_central, settings.engine)
    compile_first(task.outline, say)
    numbers = chosen(manifest["replications"], sample)
    kept = read_digests(folder)
    different = []
    with open_crew(settings) as crew, Dispatch(task, crew) as work:
        for chunk, batch in work.run(numbers):
            again = zip(chunk, of_each(batch), strict=True)
            different += [number for number, digest in again if kept.get(number) != digest]
            progress(len(batch))
    return replace(
        verdict,
        rerun=len(numbers),
        different=sorted(different),
        inputs=of_inputs(task) == manifest["fingerprints"]["inputs"],
    )


def chosen(replications: int, sample: int | None) -> list[int]:
    """Return which replications to run again: all, or some from first to last."""
    if sample is None or sample >= replications:
        return list(range(replications))
    spaced = np.linspace(0, replications - 1, sample).round().astype(int)
    return [int(number) for number in spaced]


def changed_files(folder: Path, written: dict[str, Any]) -> dict[str, str]:
    """Return which files are not as they were written, and how."""
    here = set(files(folder))
    found = {name: "is missing" for name in written if name not in here}
    found |= {name: "was added" for name in here if name not in written}
    for name in here & written.keys():
        if of_file(folder / name) != written[name]:
            found[name] = "was changed"
    return dict(sorted(found.items()))
