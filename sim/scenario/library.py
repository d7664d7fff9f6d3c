"""Which scenarios come with the project, and where are their files?

A scenario is named by its path, or, for the ones that come with the project, by
their bare name (``pilot``). ``contents.yaml`` beside them lists them in groups.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from sim.scenario.files import is_file
from sim.scenario.home import library
from sim.scenario.models import validated
from sim.scenario.reader import read_yaml

__all__ = ["find", "groups", "library", "names"]


class Group(BaseModel):
    """Scenarios that belong together, by their bare names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    group: str
    scenarios: tuple[str, ...]


class _Contents(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    contents: tuple[Group, ...]


def find(name: str | Path) -> Path:
    """Return the file that a path or a bare name means (it may not exist)."""
    path = Path(name)
    if path.suffix or is_file(path) or len(path.parts) != 1:
        return path
    return library() / f"{path}.yaml"


def groups() -> tuple[Group, ...]:
    """Return the groups of the scenarios that come with the project, in their order."""
    return validated(_Contents, read_yaml(library() / "contents.yaml")).contents


def names() -> list[str]:
    """Return the bare names of the scenarios that come with the project, in their order."""
    return [name for group in groups() for name in group.scenarios]
