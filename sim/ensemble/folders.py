"""Where may a result be kept?"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from sim.ensemble.errors import FolderError

UNFINISHED = "unfinished"
"""Stands in a result folder until the result is whole."""
MARK = "run.json"
"""Says what an unfinished run or study is; the last file that is written and the first to go."""


def free_folder(stem: str) -> Path:
    """Return ``results/<stem>``, or the first of ``-2``, ``-3``, … that is free."""
    root = Path("results")
    folder, number = root / stem, 2
    while folder.exists():
        folder, number = root / f"{stem}-{number}", number + 1
    return folder


def is_unfinished(folder: Path) -> bool:
    """Return whether a folder holds a run that can go on."""
    return (folder / UNFINISHED / MARK).is_file()


def check_free(folder: Path) -> None:
    """Make sure, before a long run, that nothing would be overwritten and it can be kept.

    Raises
    ------
    FolderError
        If the folder holds anything, is a file, or cannot be made where it should be.
    """
    if is_unfinished(folder):
        raise FolderError(
            f"'{folder}' holds an unfinished run; go on with: sim resume {folder}, "
            "or choose another folder with --out"
        )
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise FolderError(f"'{folder}' is not empty; choose another folder with --out")
    check_writable(folder)


def check_writable(folder: Path) -> None:
    """Make sure, before a long run, that files can be kept in a folder, which may be new.

    Raises
    ------
    FolderError
        If it is a file, cannot be written to, or cannot be made where it should be.
    """
    nearest = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        raise FolderError(f"'{nearest}' cannot be written to; choose another folder with --out")


def write_atomically(path: Path, text: str) -> None:
    """Write a file that is there whole or not at all."""
    beside = path.with_name(f".{path.name}")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def move_up(whole: Path, folder: Path) -> None:
    """Move everything to its final place, again if an earlier attempt was stopped."""
    for path in sorted(whole.iterdir()):
        target = folder / path.name
        if target.is_dir():
            shutil.rmtree(target)
        path.replace(target)
