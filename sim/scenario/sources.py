"""Which sources may a value name?

``sources.yaml`` beside a scenario maps ids to where a figure was published.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from sim.scenario.models import validated
from sim.scenario.problems import Problem, ScenarioError
from sim.scenario.reader import read_yaml


class Source(BaseModel):
    """Where something was published."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    publisher: str
    published: str
    url: str | None = None
    note: str | None = None


def sources_beside(path: Path) -> Path | None:
    """Return the ``sources.yaml`` of a file of figures or claims: beside it or one folder up."""
    folder = path.resolve().parent
    files = (folder / "sources.yaml", folder.parent / "sources.yaml")
    return next((file for file in files if file.is_file()), None)


def read_sources(path: Path) -> dict[str, Source]:
    """Read a file of sources.

    Raises
    ------
    ScenarioError
        With every problem of the file.
    """
    root = read_yaml(path)
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    for key, node in root.items:
        try:
            sources[key.text] = validated(Source, node)
        except ScenarioError as error:
            problems.extend(error.problems)
    if problems:
        raise ScenarioError(problems)
    return sources
