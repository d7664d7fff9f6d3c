"""What did replications find, as a row of numbers each?

For studies that run many variants of a scenario and keep a few numbers of each replication. Rows
are run once, whoever asks for them and however often, and may be kept in files while they grow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.crews import open_crew
from sim.ensemble.dispatch import Dispatch
from sim.ensemble.first_use import Say, compile_first
from sim.ensemble.numbered import Numbered
from sim.ensemble.pieces import Packing, Pieces
from sim.ensemble.run import Progress
from sim.ensemble.settings import Settings
from sim.model.outline import Outline

Rows = NDArray[np.float64]
"""One row a replication."""

PACKING: Packing[Rows] = Packing(
    lambda rows: {"rows": rows}, lambda packed: packed["rows"], np.concatenate
)


class RowTask(Protocol):
    """Runs replications of anything by number; a pure function of it; has to pickle."""

    @property
    def outline(self) -> Outline:
        """One of the outlines that it runs, to compile the model with."""

    @property
    def width(self) -> int:
        """How many numbers a row has."""

    def replications(self, numbers: range) -> Rows:
        """Run some, in order; shape (numbers, width)."""


class Gathering:
    """Rows by number, run when they are asked for the first time.

    Parameters
    ----------
    work
        Who runs them.
    found
        Those that were kept before.
    pieces
        Where they are kept, if they are.
    progress
        Called with the number of rows just finished.
    """

    def __init__(
        self,
        work: Dispatch[Rows],
        found: Numbered,
        pieces: Pieces[Rows] | None,
        progress: Progress,
    ) -> None:
        self._work, self._found, self._pieces, self._progress = work, found, pieces, progress

    def rows(self, numbers: Iterable[int]) -> Rows:
        """Return rows in the order of their numbers, shape (numbers, width).

        Raises
        ------
        WorkersError
            If a worker cannot finish a replication.
        """
        wanted = list(numbers)
        for chunk, rows in self._work.run(self._found.missing(wanted)):
            done = np.arange(chunk.start, chunk.stop)
            if self._pieces:
                self._pieces.keep(done, rows)
            self._found.put(done, rows)
            self._progress(done.size)
        return self._found.rows(wanted)


@dataclass(frozen=True)
class Gatherer:
    """How a study has its rows run.

    Attributes
    ----------
    settings
        Seed, engine and workers.
    progress
        Called with the number of rows just finished, those kept before among them.
    say
        Called with a sentence where something takes unusually long.
    keep
        Returns where rows of a name are kept; they are not if there is none.
    """

    settings: Settings = field(default_factory=Settings)
    progress: Progress = lambda done: None
    say: Say = lambda text: None
    keep: Callable[[str], Pieces[Rows]] | None = None

    @contextmanager
    def open(self, task: RowTask, name: str) -> Iterator[Gathering]:
        """Start the workers of a task, once the rows that were kept are read.

        Parameters
        ----------
        task
            What is run.
        name
            Under which its rows are kept; another task of the same study has another.

        Raises
        ------
        FolderError
            If rows that were kept belong to another run.
        WorkersError
            If the workers cannot be reached.
        """
        compile_first(task.outline, self.say)
        pieces, found = self.keep(name) if self.keep else None, Numbered(task.width)
        for numbers, rows in pieces.kept() if pieces else ():
            found.put(numbers, rows)
            self.progress(numbers.size)
        with ExitStack() as stack:
            if pieces:
                stack.callback(pieces.keep_all)
            crew = stack.enter_context(open_crew(self.settings))
            work = stack.enter_context(Dispatch(task, crew))
            yield Gathering(work, found, pieces, self.progress)
