"""How can a run go on after it was stopped?

While a run lasts, its folder holds ``unfinished/``: the inputs, what was asked for, and
finished replications in pieces.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

from sim.ensemble.batch import Batch
from sim.ensemble.errors import FolderError
from sim.ensemble.fingerprint import of_inputs
from sim.ensemble.folders import MARK, UNFINISHED, check_free, is_unfinished, write_atomically
from sim.ensemble.pieces import Numbers, Packing, Pieces
from sim.ensemble.provenance import differences, program
from sim.ensemble.settings import Settings
from sim.ensemble.task import Task
from sim.scenario.load import Loaded, load, load_with_sources
from sim.scenario.resolved import FILE, copy_with_data
from sim.scenario.schema import Scenario

PACKING: Packing[Batch] = Packing(Batch.packed, Batch.unpacked, Batch.joined)


class Unfinished:
    """A run in its folder; a context manager while replications are run.

    Parameters
    ----------
    folder
        Result folder.
    scenario
        What is run.
    settings
        How.
    named
        The scenario as it was named on the command line.
    note
        Called with what a person should know.
    loaded
        Where the scenario comes from, if the run has not begun; None if it goes on.
    """

    def __init__(
        self,
        folder: Path,
        scenario: Scenario,
        settings: Settings,
        named: str,
        note: Callable[[str], None],
        loaded: Loaded | None = None,
    ) -> None:
        self.folder = folder
        self.scenario = scenario
        self.settings = settings
        self.named = named
        self._loaded = loaded
        self.inputs = of_inputs(Task(scenario, settings.seed, settings.at_central, settings.engine))
        self._pieces = Pieces(folder / UNFINISHED, "piece", self.inputs, PACKING, note)

    @classmethod
    def begin(
        cls, folder: Path, named: str, settings: Settings, note: Callable[[str], None]
    ) -> Unfinished:
        """Prepare a new run; nothing is written until it is entered.

        Raises
        ------
        FolderError
            If the folder is not free.
        ScenarioError
            If the scenario is not well formed.
        """
        check_free(folder)
        loaded = load_with_sources(named)
        return cls(folder, loaded.scenario, settings, named, note, loaded)

    @classmethod
    def found(
        cls,
        folder: Path,
        workers: int | None,
        cluster: str | None,
        note: Callable[[str], None],
    ) -> Unfinished:
        """Take up a run from its folder.

        Raises
        ------
        FolderError
            If the folder holds none, or one of other inputs or of another program.
        """
        if not is_unfinished(folder):
            raise FolderError(f"'{folder}' holds no unfinished run")
        try:
            mark = json.loads((folder / UNFINISHED / MARK).read_text(encoding="utf-8"))
            settings = Settings.again(mark["settings"], workers, cluster)
            begun = (mark["scenario"], mark["inputs"], mark["program"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise FolderError(f"'{folder / UNFINISHED / MARK}' cannot be read: {error}") from None
        if different := differences(begun[2], program()):
            raise FolderError(
                f"'{folder}' was begun by another program, which could give other results: "
                + "; ".join(different)
            )
        scenario = load(folder / UNFINISHED / FILE)
        run = cls(folder, scenario, settings, begun[0], note)
        if run.inputs != begun[1]:
            raise FolderError(
                f"'{folder / UNFINISHED}' holds another scenario or other settings than the run "
                "began with"
            )
        return run

    def __enter__(self) -> Unfinished:
        if self._loaded is None:
            return self
        inside = self.folder / UNFINISHED
        mark = {
            "scenario": self.named,
            "settings": self.settings.what(),
            "inputs": self.inputs,
            "program": program(),
        }
        try:
            with ExitStack() as stack:
                inside.mkdir(parents=True)
                stack.callback(self._undo)  # without its mark it could not go on
                copy_with_data(self._loaded, inside)
                write_atomically(inside / MARK, json.dumps(mark, indent=2) + "\n")
                stack.pop_all()
        except OSError as error:
            raise _cannot_write(self.folder, error) from error
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            return
        begun_here = self._loaded is not None  # a run that goes on keeps what it has
        if begun_here and issubclass(kind, Exception) and not self.done:
            self._undo()
        else:
            self.keep_all()

    def _undo(self) -> None:
        """Leave nothing behind where an error came before the first replication was finished."""
        shutil.rmtree(self.folder / UNFINISHED, ignore_errors=True)
        with suppress(OSError):  # it held something before
            self.folder.rmdir()

    @property
    def wanted(self) -> int | None:
        """How many replications there will be; None if a precision decides."""
        return self.settings.wanted

    @property
    def done(self) -> int:
        """How many replications have been finished."""
        return self._pieces.done

    def kept(self) -> Iterator[tuple[Numbers, Batch]]:
        """Yield the pieces that are there; see :meth:`Pieces.kept`."""
        yield from self._pieces.kept()

    def keep(self, numbers: Numbers, batch: Batch) -> None:
        """Keep finished replications."""
        self._pieces.keep(numbers, batch)

    def keep_all(self) -> None:
        """Write what is waiting."""
        self._pieces.keep_all()


def _cannot_write(folder: Path, error: OSError) -> FolderError:
    return FolderError(f"'{folder}' cannot be written: {error.strerror}")
