"""How is a function compiled for this machine?

The loops of the luck, the arrivals, the model, the outcomes and the studies are written once, in
Python that Numba can compile. What is compiled is kept on disk under a key of the sources, the
versions and the processor: Numba's own key misses edits in the functions that a function
calls. Without Numba the same functions run as they are written, slowly.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from platform import python_version
from shutil import rmtree
from time import time
from typing import Any, TypeVar, cast

from platformdirs import user_cache_path

F = TypeVar("F", bound=Callable[..., Any])

HAS_NUMBA = find_spec("numba") is not None
"""Whether functions can be compiled."""

_ROOMS = ("luck", "arrivals", "model", "outcomes", "study")
_DONE = "compiled"
_KEPT = 30 * 86_400
"""Seconds for which what is not used is kept."""


def compiled(function: F) -> F:
    """Compile a function that Python calls and that makes no array, and keep it on disk.

    Where no array is made nobody has to count who holds which. Counting took more than half
    of the engine's time: a locked addition for each array passed to each function. Arithmetic
    follows NumPy: dividing by zero is no exception.
    """
    return _jit(function, kept=True, _nrt=False)


def allocating(function: F) -> F:
    """Compile a function that Python calls and that makes arrays, and keep it on disk."""
    return _jit(function, kept=True)


def part(function: F) -> F:
    """Compile a function that makes no array into the compiled functions that call it."""
    return _jit(function, kept=False, _nrt=False, forceinline=True)


def inlined(function: F) -> F:
    """Write a function into its callers, so that their loops can use the processor's vectors."""
    return _jit(function, kept=False, inline="always")


def _jit(function: F, kept: bool, **options: Any) -> F:
    if not HAS_NUMBA:
        return function
    import numba

    folder = cache_folder() if kept else None
    if folder is None:
        return cast(F, numba.njit(error_model="numpy", **options)(function))
    config: Any = numba.config
    others, config.CACHE_DIR = config.CACHE_DIR, str(folder)
    try:
        return cast(F, numba.njit(error_model="numpy", cache=True, **options)(function))
    finally:
        config.CACHE_DIR = others


@cache
def cache_folder() -> Path | None:
    """Return the folder for what is compiled, or None where no folder can be written."""
    folder = user_cache_path("returns-scheme-simulator") / key_of(Path(__file__).parent)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def is_compiled(what: str = _DONE) -> bool:
    """Return whether everything that a run needs was compiled here before.

    Parameters
    ----------
    what
        A name for something else that is compiled apart.
    """
    folder = cache_folder()
    if folder is None or not (folder / what).exists():
        return False
    with suppress(OSError):
        (folder / what).touch()
    return True


def note_compiled(what: str = _DONE) -> None:
    """Remember that everything that a run needs has been compiled here, and clear up.

    What other versions compiled goes once it was not used for a month.
    """
    folder = cache_folder()
    if folder is None:
        return
    with suppress(OSError):  # another process may be clearing up, too
        (folder / what).touch()
        for other in folder.parent.iterdir():
            if other.stat().st_mtime < time() - _KEPT and not _used(other):
                rmtree(other, ignore_errors=True)


def _used(folder: Path) -> bool:
    done = folder / _DONE
    return done.exists() and done.stat().st_mtime >= time() - _KEPT


def key_of(package: Path) -> str:
    """Hash whatever changes what is compiled: sources, versions and the processor.

    Numba compiles anew where a file lies elsewhere or has another time, so these count too.

    Parameters
    ----------
    package
        Folder of this package.
    """
    import llvmlite.binding as llvm

    rooms = (sorted((package / room).rglob("*.py")) for room in _ROOMS)
    digest = sha256()
    for path in (package / Path(__file__).name, *(path for room in rooms for path in room)):
        digest.update(f"{path} {path.stat().st_mtime_ns}\0".encode() + path.read_bytes())
    features = llvm.get_host_cpu_features().flatten()
    versions = (python_version(), *(version(name) for name in ("numba", "llvmlite", "numpy")))
    digest.update("\0".join((*versions, llvm.get_host_cpu_name(), features)).encode())
    return digest.hexdigest()[:20]
