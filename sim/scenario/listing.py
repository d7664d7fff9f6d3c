"""What does each scenario that comes with the project say of itself?

Only the tops of the files are looked at: whoever chooses a scenario need not wait until all of
them have been read and checked.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.scenario.library import groups, library
from sim.scenario.reader import Mapping, Scalar, read_yaml


@dataclass(frozen=True, slots=True)
class Listed:
    """One scenario that comes with the project.

    Attributes
    ----------
    name, title, question
        Its bare name, its title and the question that it asks, which may be empty.
    group
        With which others it is listed.
    file
        Path of its file.
    extends
        Bare name of its parent; None for a baseline.
    """

    name: str
    title: str
    question: str
    group: str
    file: str
    extends: str | None


def listed() -> list[Listed]:
    """Return every scenario that comes with the project, in the order of ``contents.yaml``.

    Raises
    ------
    ScenarioError
        If a file is missing or is not YAML.
    """
    return [_listed(name, group.group) for group in groups() for name in group.scenarios]


def _listed(name: str, group: str) -> Listed:
    path = library() / f"{name}.yaml"
    root = read_yaml(path)
    parent = _text(root, "extends")
    return Listed(
        name=name,
        title=_text(root, "name"),
        question=_text(root, "question"),
        group=group,
        file=str(path),
        extends=Path(parent).stem if parent else None,
    )


def _text(root: Mapping, key: str) -> str:
    node = root.get(key)
    return " ".join(node.text.split()) if isinstance(node, Scalar) else ""
