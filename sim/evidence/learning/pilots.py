"""What would have been printed, for values drawn from their priors?

A table of simulated pilots: replications of the scenario without its posterior, each reduced to
the figures that would have been printed. It is kept on disk while it grows, so that a calibration
that was stopped goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from time import monotonic
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.crews import open_crew
from sim.ensemble.dispatch import Dispatch
from sim.ensemble.errors import FolderError
from sim.ensemble.fingerprint import of_inputs
from sim.ensemble.first_use import Say, compile_first
from sim.ensemble.provenance import versions
from sim.ensemble.result import Result
from sim.ensemble.settings import Settings
from sim.ensemble.task import Task
from sim.evidence.errors import EvidenceError
from sim.evidence.figures import Figure
from sim.evidence.learning.known import as_known_on
from sim.evidence.learning.printing import as_printed
from sim.model.learnable import Learnable, learnable
from sim.scenario.schema import Scenario

EVERY = 5.0
"""Seconds between writes of a table that is kept."""

Numbers = NDArray[np.float64]


class Pilots:
    """Simulated pilots, as many as were asked for so far.

    Parameters
    ----------
    scenario
        As loaded; its posterior is not used.
    figures
        Which figures would have been printed.
    until
        The last day to simulate; later arrivals are not known.
    settings
        Seed and workers.
    kept
        File in which the table is kept while it grows, or None.

    Raises
    ------
    EvidenceError
        If there is no figure or no value to learn.
    FolderError
        If the file belongs to something else.
    """

    def __init__(
        self,
        scenario: Scenario,
        figures: tuple[Figure, ...],
        until: date,
        settings: Settings,
        kept: Path | None = None,
    ) -> None:
        self.scenario = as_known_on(scenario, until, until).model_copy(update={"posterior": None})
        self.figures = figures
        self.settings = settings
        self._kept = kept
        self._task = Task(self.scenario, settings.seed, False, settings.engine)
        self.learnable: Learnable = learnable(self._task.outline)
        if not figures or not self.learnable.names:
            what = "no figure teaches" if not figures else "no value is uncertain"
            raise EvidenceError(f"{what} by {until}; nothing to do")
        self.printed: Numbers = np.full((0, len(figures)), np.nan)
        self._inputs = sha256(
            f"{of_inputs(self._task)} {figures!r} {versions()}".encode()
        ).hexdigest()
        if kept is not None and kept.exists():
            self._take_up(kept)

    @property
    def levels(self) -> Numbers:
        """Where in its prior each value of each pilot stands, shape (pilots, values)."""
        return self.learnable.levels(self.settings.seed, range(len(self.printed)))

    @property
    def done(self) -> int:
        """How many pilots have been simulated."""
        return _count(self.printed)

    def simulate(self, wanted: int, progress: Callable[[int], None], say: Say) -> None:
        """Simulate until there are so many pilots."""
        if len(self.printed) < wanted:
            more = np.full((wanted - len(self.printed), len(self.figures)), np.nan)
            self.printed = np.concatenate([self.printed, more])
        missing = np.flatnonzero(np.isnan(self.printed[:wanted, 0])).tolist()
        if not missing:
            return
        compile_first(self._task.outline, say)
        written = monotonic()
        try:
            with open_crew(self.settings) as crew, Dispatch(self._task, crew) as work:
                for chunk, batch in work.run(missing):
                    result = Result(
                        self.scenario, self.settings.seed, False, self.settings.engine, None, {},
                        *batch.arrays(),
                    )  # fmt: skip
                    rows = slice(chunk.start, chunk.stop)
                    self.printed[rows] = as_printed(result, chunk.start, self.figures)
                    progress(len(chunk))
                    if monotonic() - written > EVERY:
                        self._keep()
                        written = monotonic()
        finally:
            self._keep()

    def _keep(self) -> None:
        if self._kept is None:
            return
        beside = self._kept.with_name(f".{self._kept.name}")
        try:
            beside.parent.mkdir(parents=True, exist_ok=True)
            with beside.open("wb") as file:
                np.savez(file, inputs=np.array(self._inputs), printed=self.printed)
            beside.replace(self._kept)
        except OSError as error:
            raise FolderError(f"'{self._kept}' cannot be written: {error.strerror}") from error

    def _take_up(self, kept: Path) -> None:
        inputs, printed = _read(kept)
        if inputs != self._inputs:
            raise FolderError(
                f"'{kept}' is of a calibration with other values, figures, seed or program; "
                "remove it to begin again"
            )
        self.printed = printed


def pilots_kept(kept: Path) -> int:
    """Return how many simulated pilots a file keeps; none if there is no such file.

    Raises
    ------
    FolderError
        If it cannot be read.
    """
    return _count(_read(kept)[1]) if kept.exists() else 0


def _count(printed: Numbers) -> int:
    return int((~np.isnan(printed[:, 0])).sum()) if printed.size else 0


def _read(kept: Path) -> tuple[str, Numbers]:
    """Return of what inputs a table is, and the table."""
    try:
        with kept.open("rb") as stream, np.load(stream) as file:
            return str(file["inputs"]), file["printed"]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, BadZipFile):
        raise FolderError(
            f"'{kept}' cannot be read as simulated pilots; remove it to begin again"
        ) from None
