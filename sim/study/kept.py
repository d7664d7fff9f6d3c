"""How can a study go on after it was stopped, and what does its folder hold in the end?

While a study lasts, its folder holds ``unfinished/``: what was asked, the resolved scenarios and
the rows that are finished. A study asks for rows in an order that follows from what it was asked
and from the rows before, so one that is taken up again asks for the same, and finds them there.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from sim.ensemble.fingerprint import of_inputs
from sim.ensemble.first_use import Say
from sim.ensemble.folders import MARK, UNFINISHED, check_free, is_unfinished, move_up
from sim.ensemble.marks import cannot_write, check_inputs, reading, start, undo
from sim.ensemble.pieces import Pieces
from sim.ensemble.provenance import program
from sim.ensemble.rows import PACKING, Gatherer, Rows
from sim.ensemble.run import Progress
from sim.ensemble.settings import Settings
from sim.ensemble.task import Task
from sim.scenario.load import Loaded, load_all, load_with_sources
from sim.scenario.resolved import FILE, copy_with_data

SCENARIOS = "scenarios"
"""Holds the resolved scenarios of a study, numbered in the order in which they were named."""
RECORD = "record.json"
"""Says what was asked of a finished study, and which program answered."""


@dataclass(frozen=True)
class Request:
    """A study as it was asked for.

    Attributes
    ----------
    study
        Name of the command.
    named
        The scenarios as they were named.
    options
        What else was asked, as JSON.
    settings
        Replications, seed, engine and workers.
    """

    study: str
    named: tuple[str, ...]
    options: dict[str, Any]
    settings: Settings

    def what(self) -> dict[str, Any]:
        """Return what decides the answer."""
        return {
            "study": self.study,
            "scenarios": list(self.named),
            "options": self.options,
            "settings": self.settings.what(),
        }


class KeptStudy:
    """A study in its folder; a context manager while it is made.

    Attributes
    ----------
    folder
        Result folder.
    request
        What was asked.
    loaded
        What it was asked of, with its sources, as it was read when the study began.
    wanted
        None: how many rows there will be is decided by the rows.
    """

    wanted: int | None = None

    def __init__(
        self,
        folder: Path,
        request: Request,
        loaded: tuple[Loaded, ...],
        note: Say,
        begins: bool = False,
    ) -> None:
        self.folder, self.request, self.loaded = folder, request, loaded
        self._note, self._begins = note, begins
        self._pieces: list[Pieces[Rows]] = []
        self.inputs = _fingerprint(request, loaded)

    @classmethod
    def begin(cls, folder: Path, request: Request, note: Say) -> KeptStudy:
        """Prepare a new study; nothing is written until it is entered.

        Raises
        ------
        FolderError
            If the folder is not free.
        ScenarioError
            If a scenario is not well formed.
        """
        check_free(folder)
        loaded = load_all(request.named)
        return cls(folder, request, tuple(loaded[n] for n in request.named), note, begins=True)

    @classmethod
    def found(cls, folder: Path, workers: int | None, cluster: str | None, note: Say) -> KeptStudy:
        """Take up a study from its folder.

        Raises
        ------
        FolderError
            If the folder holds none, or one of other inputs or of another program.
        """
        inside = folder / UNFINISHED
        with reading(folder) as mark:
            settings = Settings.again(mark["settings"], workers, cluster)
            named, inputs = tuple(mark["scenarios"]), mark["inputs"]
            request = Request(mark["study"], named, mark["options"], settings)
        kept = (inside / SCENARIOS / str(number) / FILE for number in range(len(named)))
        study = cls(folder, request, tuple(load_with_sources(path) for path in kept), note)
        check_inputs(folder, inputs, study.inputs, "study")
        return study

    @property
    def done(self) -> int:
        """How many rows have been finished."""
        return sum(pieces.done for pieces in self._pieces)

    def __enter__(self) -> KeptStudy:
        if self._begins:
            start(self.folder, self.request.what() | {"inputs": self.inputs}, self._copy)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Leave nothing behind where an error came before the first row was finished.

        A study that is taken up again keeps what an earlier part of it left.
        """
        failed = kind is not None and issubclass(kind, Exception)
        if self._begins and failed and not self.done:
            undo(self.folder)

    def _copy(self, inside: Path) -> None:
        for number, loaded in enumerate(self.loaded):
            copy_with_data(loaded, inside / SCENARIOS / str(number))

    def gatherer(self, progress: Progress) -> Gatherer:
        """Return what runs the rows of the study, and keeps them here."""

        def keep(name: str) -> Pieces[Rows]:
            inside = self.folder / UNFINISHED
            self._pieces.append(Pieces(inside, name, self.inputs, PACKING, self._note))
            return self._pieces[-1]

        return Gatherer(self.request.settings, progress, self._note, keep)

    def finish(self, files: Mapping[str, str]) -> None:
        """Turn the folder into a result folder.

        Parameters
        ----------
        files
            Text of each file, by name.

        Raises
        ------
        FolderError
            If writing fails; the study can go on from its folder.
        """
        inside = self.folder / UNFINISHED
        whole = inside / "whole"
        record = self.request.what() | {"inputs": self.inputs, **program()}
        try:
            shutil.rmtree(whole, ignore_errors=True)
            shutil.copytree(inside / SCENARIOS, whole / SCENARIOS)
            for name, text in files.items():
                (whole / name).write_text(text, encoding="utf-8")
            (whole / RECORD).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
            move_up(whole, self.folder)
            (inside / MARK).unlink()
            shutil.rmtree(inside, ignore_errors=True)
        except OSError as error:
            raise cannot_write(self.folder, error) from error


def holds_a_study(folder: Path) -> bool:
    """Return whether what is unfinished in a folder is a study, and not a run."""
    if not is_unfinished(folder):
        return False
    try:
        return "study" in json.loads((folder / UNFINISHED / MARK).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False


def _fingerprint(request: Request, loaded: tuple[Loaded, ...]) -> str:
    """Return the SHA-256 of what decides every row and which are asked for."""
    settings = request.settings
    whole = sha256(json.dumps(request.what(), sort_keys=True).encode())
    for one in loaded:
        task = Task(one.scenario, settings.seed, settings.at_central, settings.engine)
        whole.update(of_inputs(task).encode())
    return whole.hexdigest()
