"""How does a command run a scenario, show progress and fail politely?"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from sim.scenario.problems import ScenarioError

if TYPE_CHECKING:
    from sim.ensemble.result import Result
    from sim.ensemble.run import Settings
    from sim.scenario.schema import Scenario

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


def print_json(document: dict[str, Any]) -> None:
    """Print one JSON document on standard output."""
    print(json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False))


def complain(error: ScenarioError) -> None:
    """Print problems, one a line, on standard error."""
    for problem in error.problems[:MOST_PROBLEMS]:
        print(problem, file=sys.stderr)
    if (more := len(error.problems) - MOST_PROBLEMS) > 0:
        print(f"and {more:,} more problems", file=sys.stderr)


@contextmanager
def polite() -> Iterator[None]:
    """Turn bad input into exit code 2 and an interrupt into 130, without a traceback."""
    from sim.ensemble.store import FolderError

    try:
        yield
    except FolderError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2) from None
    except ScenarioError as error:
        complain(error)
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        print("Interrupted; nothing was written.", file=sys.stderr)
        raise typer.Exit(INTERRUPTED) from None


def run_with_progress(scenario: Scenario, settings: Settings) -> Result:
    """Run a scenario with a progress bar on standard error."""
    from sim.ensemble.run import DEFAULT_REPLICATIONS, run

    wanted = settings.replications or DEFAULT_REPLICATIONS
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
        task = bar.add_task("replications", total=wanted)

        def progress(done: int) -> None:
            bar.advance(task, done)
            shown = bar.tasks[0]
            if shown.total is not None and shown.completed > shown.total:
                bar.update(task, total=shown.total * 2)

        return run(scenario, settings, progress, console.print)
