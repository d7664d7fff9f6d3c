"""How is what is finished kept while the rest is run?

In files of finished replications. Each is written beside its place and moved there, so that one
that is there is whole, and names its replications, so that none is counted twice.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.errors import FolderError

EVERY = 2.0
"""Seconds between pieces at least, so that writing costs little beside running."""
SHARE = 20
"""And at least so many times as long as writing the last piece took."""

Numbers = NDArray[np.int64]
F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Packing(Generic[F]):
    """How what was found becomes named arrays and comes back; and how some of it is joined."""

    pack: Callable[[F], Mapping[str, NDArray[Any]]]
    unpack: Callable[[Mapping[str, NDArray[Any]]], F]
    join: Callable[[Sequence[F]], F]


class Pieces(Generic[F]):
    """Files of finished replications in a folder.

    Parameters
    ----------
    folder
        Where they are kept.
    name
        Their names begin with it; another kind of replications has another.
    inputs
        Fingerprint of what they were run from.
    packing
        Of what was found.
    note
        Called with what a person should know.
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        inputs: str,
        packing: Packing[F],
        note: Callable[[str], None],
    ) -> None:
        self._folder, self._name, self._inputs = folder, name, inputs
        self._packing, self._note = packing, note
        self._waiting: list[tuple[Numbers, F]] = []
        self._next_write = monotonic() + EVERY
        self.done = 0

    def kept(self) -> Iterator[tuple[Numbers, F]]:
        """Yield the pieces that are there; a damaged one is left out, and run again.

        Raises
        ------
        FolderError
            If one belongs to other inputs.
        """
        for path in sorted(self._folder.glob(f"{self._name}-*.npz")):
            try:
                with path.open("rb") as file, np.load(file, allow_pickle=False) as piece:
                    inputs = str(piece["inputs"])
                    numbers = piece["numbers"]
                    found = self._packing.unpack(piece)
            except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
                self._note(f"'{path}' is damaged ({error}); its replications are run again")
                continue
            if inputs != self._inputs:
                raise FolderError(f"'{path}' belongs to another run")
            self.done += numbers.size
            yield numbers, found

    def keep(self, numbers: Numbers, found: F) -> None:
        """Keep what was finished, together with others and not at once."""
        self.done += numbers.size
        self._waiting.append((numbers, found))
        if monotonic() >= self._next_write:
            self.keep_all()

    def keep_all(self) -> None:
        """Write what is waiting as one piece, named by its first replication.

        Raises
        ------
        FolderError
            If it cannot be written.
        """
        if not self._waiting:
            return
        begun = monotonic()
        numbers = np.concatenate([numbers for numbers, _ in self._waiting])
        found = self._packing.join([found for _, found in self._waiting])
        arrays: dict[str, Any] = {
            "inputs": self._inputs,
            "numbers": numbers,
            **self._packing.pack(found),
        }
        path = self._folder / f"{self._name}-{numbers.min():010d}.npz"
        beside = path.with_name(f".{path.name}")
        try:
            with beside.open("wb") as file:
                np.savez(file, **arrays)
            beside.replace(path)
        except OSError as error:
            raise FolderError(f"'{path}' cannot be written: {error.strerror}") from error
        self._waiting.clear()
        self._next_write = monotonic() + max(EVERY, SHARE * (monotonic() - begun))
