"""Which files make up a scenario?"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sim.scenario.files import is_file, named_file
from sim.scenario.library import find, library, names
from sim.scenario.problems import Place, Problem, RefusedError, ScenarioError, nearest
from sim.scenario.reader import Mapping, Scalar, parse_yaml, read_with_problems


@dataclass(frozen=True, slots=True)
class File:
    """One file and what it says; a baseline has no parent."""

    path: Path
    root: Mapping

    @property
    def baseline(self) -> bool:
        """True if it extends nothing."""
        return self.root.get("extends") is None


@dataclass(slots=True)
class Chain:
    """A scenario's file and those it extends, nearest first.

    Attributes
    ----------
    whole
        False if a parent could not be read, so that the files cannot be laid over it.
    """

    files: list[File] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    whole: bool = True


def read_chain(path: Path, text: str | None = None) -> Chain:
    """Follow ``extends`` from a file to its baseline.

    Parameters
    ----------
    path
        The file.
    text
        What it would say, if it is not there.

    Raises
    ------
    ScenarioError
        If nothing can be read of the file itself.
    """
    if text is None and not is_file(path) and path.parent == library():
        message = f"no such scenario; {nearest(path.stem, names())}"
        raise ScenarioError([Problem(Place(path.stem), message)])
    chain = Chain()
    following: Path | None = path
    while following is not None:
        try:
            root, problems = _read(following, text if following is path else None)
            chain.problems += problems
            chain.files.append(File(following, root))
            following = _parent(chain.files)
        except RefusedError as refused:
            chain.problems.append(refused.problem)
            chain.whole, following = False, None
        except ScenarioError as error:
            chain.problems += error.problems
            chain.whole, following = False, None
    if not chain.files:
        raise ScenarioError(chain.problems)
    return chain


def _named_parent(place: Place, name: str) -> Path:
    """Return a parent: a file, or where none is there a scenario that comes with the project."""
    is_bare = name in names() and not is_file(Path(place.file).parent / name)
    return find(name) if is_bare else named_file(place, name)


def _read(path: Path, text: str | None) -> tuple[Mapping, list[Problem]]:
    return read_with_problems(path) if text is None else parse_yaml(text, str(path))


def _parent(files: list[File]) -> Path | None:
    """Return the file that the last one extends, or None if that is a baseline."""
    named = files[-1].root.get("extends")
    if named is None:
        return None
    if not isinstance(named, Scalar) or not named.text.strip():
        raise RefusedError(named.place, "name one parent file, such as 'extends: pilot.yaml'")
    path = _named_parent(named.place, named.text.strip())
    if any(path.resolve() == file.path.resolve() for file in files):
        ring = " extends ".join(name.name for name in [*(file.path for file in files), path])
        raise RefusedError(named.place, f"a circle of parents: {ring}; extend a baseline instead")
    return path
