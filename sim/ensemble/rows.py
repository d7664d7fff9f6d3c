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
from sim.ensemble.pieces import Numbers, Packing, Pieces
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
    width
        Of a row.
    pieces
        Where they are kept, if they are.
    progress
        Called with the number of rows just finished, those kept before among them.
    """

    def __init__(
        self,
        work: Dispatch[Rows],
        width: int,
        pieces: Pieces[Rows] | None,
        progress: Progress,
    ) -> None:
        self._work, self._pieces, self._progress = work, pieces, progress
        self._place: dict[int, int] = {}
        self._table: Rows = np.empty((0, width))
        for numbers, rows in pieces.kept() if pieces else ():
            self._put(numbers, rows)

    def rows(self, numbers: Iterable[int]) -> Rows:
        """Return rows in the order of their numbers, shape (numbers, width).

        Raises
        ------
        WorkersError
            If a worker cannot finish a replication.
        """
        wanted = list(numbers)
        for chunk, rows in self._work.run(sorted(set(wanted) - self._place.keys())):
            done = np.arange(chunk.start, chunk.stop)
            if self._pieces:
                self._pieces.keep(done, rows)
            self._put(done, rows)
        return np.asarray(self._table[[self._place[number] for number in wanted]])

    def _put(self, numbers: Numbers, rows: Rows) -> None:
        first = len(self._place)
        if first + numbers.size > len(self._table):
            room = np.empty((first + numbers.size, self._table.shape[1]))
            self._table = np.concatenate([self._table, room])
        self._table[first : first + numbers.size] = rows
        self._place.update(zip(numbers.tolist(), range(first, first + numbers.size), strict=True))
        self._progress(numbers.size)


@dataclass(frozen=True)
class Gatherer:
    """How a study has its rows run.

    Attributes
    ----------
    settings
        Seed, engine and workers.
    progress
        Called with the number of rows just finished.
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
        """Start the workers of a task.

        Parameters
        ----------
        task
            What is run.
        name
            Under which its rows are kept; another task of the same study has another.

        Raises
        ------
        WorkersError
            If the workers cannot be reached.
        """
        compile_first(task.outline, self.say)
        pieces = self.keep(name) if self.keep else None
        with ExitStack() as stack:
            if pieces:
                stack.callback(pieces.keep_all)
            crew = stack.enter_context(open_crew(self.settings))
            work = stack.enter_context(Dispatch(task, crew))
            yield Gathering(work, task.width, pieces, self.progress)
