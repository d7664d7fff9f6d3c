"""How does a command run a scenario, show progress and fail politely?"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from shlex import quote
from typing import Any, Protocol

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from sim.ensemble.errors import EnsembleError
from sim.evidence.errors import EvidenceError
from sim.scenario.problems import ScenarioError, TooManyError
from sim.scenario.reviews import overdue
from sim.scenario.schema import Scenario
from sim.show.errors import PictureError
from sim.study.errors import StudyError

MOST_PROBLEMS = 50
INTERRUPTED = 130


def answer_console() -> Console:
    """Return the console for results; 120 columns wide where no terminal says otherwise."""
    return Console(width=None if sys.stdout.isatty() else 120, soft_wrap=False)


def notes_console() -> Console:
    """Return the console for everything that is not a result."""
    return Console(stderr=True)


def never_fail_to_print() -> None:
    """Print a question mark for what a terminal's encoding lacks, such as a chart's blocks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def note(text: str) -> None:
    """Print a line that is not a result, on standard error."""
    print(text, file=sys.stderr)


def print_json(document: dict[str, Any]) -> None:
    """Print one JSON document on standard output."""
    print(json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False))


def complain(error: ScenarioError) -> None:
    """Print problems, one a line, on standard error."""
    for problem in error.problems[:MOST_PROBLEMS]:
        note(str(problem))
    if (more := len(error.problems) - MOST_PROBLEMS) > 0:
        note(f"and {more:,} more problems")


def warn_of_reviews(scenarios: Iterable[Scenario]) -> None:
    """Print on standard error which values somebody should have looked at again by today."""
    for problem in overdue(scenarios, date.today()):
        note(f"warning: {problem}")


@contextmanager
def polite() -> Iterator[None]:
    """Turn bad input into exit code 2 and an interrupt into 130, without a traceback."""
    try:
        yield
    except (EnsembleError, EvidenceError, PictureError, StudyError, TooManyError) as error:
        note(str(error))
        raise typer.Exit(2) from None
    except ScenarioError as error:
        complain(error)
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        note("Interrupted; nothing was kept.")
        raise typer.Exit(INTERRUPTED) from None


@contextmanager
def progress_bar(wanted: int, what: str = "replications") -> Iterator[Callable[[int], None]]:
    """Show progress on standard error; yields what to call with how many are done."""
    console = notes_console()
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task(what, total=wanted)

        def progress(done: int) -> None:
            bar.advance(task, done)
            shown = bar.tasks[0]
            while shown.total is not None and shown.completed > shown.total:
                bar.update(task, total=max(shown.total * 2, shown.completed))

        yield progress


class Resumable(Protocol):
    """Something that goes on from its folder."""

    @property
    def folder(self) -> Path:
        """Where it is kept."""

    @property
    def done(self) -> int:
        """How many replications have been finished."""

    @property
    def wanted(self) -> int | None:
        """How many there will be, if that is known."""


@contextmanager
def resumable(unfinished: Resumable) -> Iterator[None]:
    """Say how what is interrupted can go on, and end with 130."""
    try:
        yield
    except KeyboardInterrupt:
        of = f" of {unfinished.wanted:,}" if unfinished.wanted else ""
        note(
            f"Interrupted after {unfinished.done:,}{of} replications; "
            f"go on with: sim resume {quote(str(unfinished.folder))}"
        )
        raise typer.Exit(INTERRUPTED) from None
