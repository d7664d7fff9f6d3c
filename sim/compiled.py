"""How is a function compiled for this machine?

The loops of the luck, the arrivals, the model and the outcomes are written once, in Python
that Numba can compile. What is compiled is kept on disk under a key of the sources, the
versions and the processor: Numba's own key misses edits in the functions that a function
calls. Without Numba the same functions run as they are written, slowly.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from platform import python_version
from typing import Any, TypeVar, cast

from platformdirs import user_cache_path

F = TypeVar("F", bound=Callable[..., Any])

HAS_NUMBA = find_spec("numba") is not None
"""Whether functions can be compiled."""

_ROOMS = ("luck", "arrivals", "model", "outcomes")
_DONE = "compiled"


def compiled(function: F) -> F:
    """Compile a function that Python calls, and keep it on disk.

    Arithmetic follows NumPy: dividing by zero is no exception.
    """
    if not HAS_NUMBA:
        return function
    import numba

    kept = cache_folder()
    if kept is None:
        return cast(F, numba.njit(error_model="numpy")(function))
    config: Any = numba.config
    others, config.CACHE_DIR = config.CACHE_DIR, str(kept)
    try:
        return cast(F, numba.njit(error_model="numpy", cache=True)(function))
    finally:
        config.CACHE_DIR = others


def part(function: F) -> F:
    """Compile a function into the compiled functions that call it."""
    if not HAS_NUMBA:
        return function
    import numba

    return cast(F, numba.njit(error_model="numpy", forceinline=True)(function))


def inlined(function: F) -> F:
    """Write a function into its callers, so that their loops can use the processor's vectors."""
    if not HAS_NUMBA:
        return function
    import numba

    return cast(F, numba.njit(error_model="numpy", inline="always")(function))


@cache
def cache_folder() -> Path | None:
    """Return the folder for what is compiled, or None where no folder can be written."""
    folder = user_cache_path("returns-scheme-simulator") / _key()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return folder if os.access(folder, os.W_OK) else None


def is_compiled() -> bool:
    """Return whether everything that a run needs was compiled here before."""
    folder = cache_folder()
    return folder is not None and (folder / _DONE).exists()


def note_compiled() -> None:
    """Remember that everything that a run needs has been compiled here."""
    if folder := cache_folder():
        (folder / _DONE).touch()


@cache
def _key() -> str:
    """Hash whatever changes what is compiled: sources, versions and the processor."""
    import llvmlite.binding as llvm

    here = Path(__file__)
    sources = [here, *(p for room in _ROOMS for p in sorted((here.parent / room).glob("*.py")))]
    digest = sha256()
    for path in sources:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    features = llvm.get_host_cpu_features().flatten()
    versions = (python_version(), *(version(name) for name in ("numba", "llvmlite", "numpy")))
    digest.update("\0".join((*versions, llvm.get_host_cpu_name(), features)).encode())
    return digest.hexdigest()[:20]
