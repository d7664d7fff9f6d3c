"""Which file does a scenario name, and may it be read?

Every file of a scenario comes through here: its parents, its sources and its data. What lies among
the files that come with the project names none outside them; text that somebody sends is read as
if it lay there, so no name in it reaches another file.
"""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from sim.scenario.home import library
from sim.scenario.problems import Place, Problem, RefusedError, ScenarioError, shortened

LARGEST_FILE = 512 * 1024
"""Bytes; the baseline holds every parameter in a twentieth of this."""

_TOO_LARGE = f"larger than {LARGEST_FILE:,} bytes; a scenario holds assumptions, not data"


def is_file(path: Path) -> bool:
    """Return whether there is a file; a name that no file can have is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def named_file(place: Place, name: str) -> Path:
    """Return the file that a value names, relative to the folder of the file it stands in.

    Raises
    ------
    RefusedError
        With the nearest file there is; if the file is too large, or outside the project's files
        though the one that names it is among them.
    """
    folder = Path(place.file).parent
    path = folder / name
    if not _may_name(folder, path):
        raise RefusedError(place, "name a file that comes with the project, such as pilot.yaml")
    if not is_file(path):
        alike = {file.stem: file.name for file in folder.glob("*.*") if file.suffix == path.suffix}
        close = get_close_matches(path.stem, alike, n=1)
        hint = f"; did you mean '{alike[close[0]]}'?" if close else ""
        raise RefusedError(place, f"there is no file '{shortened(name)}' beside this one{hint}")
    if path.stat().st_size > LARGEST_FILE:
        raise RefusedError(place, f"'{shortened(name)}': {_TOO_LARGE}")
    return path


def _may_name(folder: Path, path: Path) -> bool:
    """Return whether files in a folder may name a file."""
    home = library().resolve()
    try:
        return not folder.resolve().is_relative_to(home) or path.resolve().is_relative_to(home)
    except (OSError, ValueError):  # a name that no file can have
        return False


def read_text(path: Path) -> str:
    """Return the text of a file.

    Raises
    ------
    ScenarioError
        If it cannot be read, is too large, empty or not UTF-8.
    """
    raw = _read_bytes(path)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - (raw.rfind(b"\n", 0, error.start) + 1) + 1
        place = Place(str(path), line, column)
        raise ScenarioError([Problem(place, "not UTF-8 text; save the file as UTF-8")]) from None
    if not text.strip():
        place = Place(str(path), 1, 1)
        raise ScenarioError(
            [Problem(place, "the file is empty; write at least 'name:' and 'extends:'")]
        )
    return text


def _read_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            reason = "this is a folder; name a scenario file"
        else:
            with path.open("rb") as file:
                raw = file.read(LARGEST_FILE + 1)
            if len(raw) <= LARGEST_FILE:
                return raw
            reason = _TOO_LARGE
    except FileNotFoundError:
        reason = "there is no such file"
    except (OSError, ValueError) as error:
        reason = f"the file cannot be read: {getattr(error, 'strerror', None) or error}"
    raise ScenarioError([Problem(Place(str(path)), reason)])
