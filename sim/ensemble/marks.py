"""What is unfinished in a folder, and can this program go on with it?

A mark says so. It is the last file that is written when something begins: without one, what is
there is worth nothing, and goes.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from sim.ensemble.errors import FolderError
from sim.ensemble.folders import MARK, UNFINISHED, write_atomically
from sim.ensemble.provenance import differences, program


def start(folder: Path, mark: dict[str, Any], copy: Callable[[Path], object]) -> None:
    """Start something in a result folder; the folder is as free as before if that fails.

    Parameters
    ----------
    folder
        Result folder.
    mark
        What is started, as JSON, without the program.
    copy
        Writes the inputs into a folder.

    Raises
    ------
    FolderError
        If writing fails.
    """
    inside = folder / UNFINISHED
    try:
        with ExitStack() as stack:
            inside.mkdir(parents=True)
            stack.callback(undo, folder)
            copy(inside)
            whole = mark | {"program": program()}
            write_atomically(inside / MARK, json.dumps(whole, indent=2) + "\n")
            stack.pop_all()
    except OSError as error:
        raise cannot_write(folder, error) from error


def undo(folder: Path) -> None:
    """Leave nothing behind."""
    shutil.rmtree(folder / UNFINISHED, ignore_errors=True)
    with suppress(OSError):  # it held something before
        folder.rmdir()


@contextmanager
def reading(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the mark of a folder, to be read within the block.

    Raises
    ------
    FolderError
        If the block cannot read it, or if another program made it.
    """
    path = folder / UNFINISHED / MARK
    try:
        mark = json.loads(path.read_text(encoding="utf-8"))
        yield mark
        different = differences(mark["program"], program())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FolderError(f"'{path}' cannot be read: {error}") from None
    if different:
        raise FolderError(
            f"'{folder}' was begun by another program, which could give other results: "
            + "; ".join(different)
        )


def check_inputs(folder: Path, begun: str, now: str, what: str) -> None:
    """Make sure that the inputs in a folder are those that it began with.

    Parameters
    ----------
    folder
        Result folder.
    begun, now
        Fingerprints of the inputs.
    what
        Is unfinished there: run or study.

    Raises
    ------
    FolderError
        If they are others.
    """
    if begun != now:
        raise FolderError(
            f"'{folder / UNFINISHED}' holds another scenario or other settings than the {what} "
            "began with"
        )


def cannot_write(folder: Path, error: OSError) -> FolderError:
    """Return what to raise where a result folder cannot be written."""
    return FolderError(f"'{folder}' cannot be written: {error.strerror}")
