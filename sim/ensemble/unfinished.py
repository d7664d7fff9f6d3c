"""How can a run go on after it was stopped?

While a run lasts, its folder holds ``unfinished/``: the inputs, what was asked for, and
finished replications in pieces.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from sim.ensemble.batch import Batch
from sim.ensemble.errors import FolderError
from sim.ensemble.fingerprint import of_inputs
from sim.ensemble.folders import UNFINISHED, check_free, is_unfinished
from sim.ensemble.marks import check_inputs, reading, start, undo
from sim.ensemble.pieces import Numbers, Packing, Pieces
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
        with reading(folder) as mark:
            settings = Settings.again(mark["settings"], workers, cluster)
            named, inputs = mark["scenario"], mark["inputs"]
        scenario = load(folder / UNFINISHED / FILE)
        run = cls(folder, scenario, settings, named, note)
        check_inputs(folder, inputs, run.inputs, "run")
        return run

    def __enter__(self) -> Unfinished:
        if self._loaded is not None:
            mark = {
                "scenario": self.named,
                "settings": self.settings.what(),
                "inputs": self.inputs,
            }
            start(self.folder, mark, partial(copy_with_data, self._loaded))
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            return
        begun_here = self._loaded is not None  # a run that goes on keeps what it has
        if begun_here and issubclass(kind, Exception) and not self.done:
            undo(self.folder)
        else:
            self.keep_all()

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
