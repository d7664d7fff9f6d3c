"""What stands in a file that is one list: figures, claims, or figures for perspective?

Every problem of the list, of its items and of the sources that they name is found before any is
shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from sim.scenario.problems import Problem, ScenarioError, nearest
from sim.scenario.reader import Mapping, Node, Scalar, Sequence, read_yaml
from sim.scenario.sources import read_sources, sources_beside

T = TypeVar("T")


def read_list(
    path: Path,
    key: str,
    read: Callable[[Node], T],
    check: Callable[[Sequence], Iterable[Problem]] = lambda _: (),
) -> tuple[T, ...]:
    """Read the list that a file holds under its one key, in its order.

    Parameters
    ----------
    path
        Sources are looked up in the ``sources.yaml`` beside the file or one folder up; if
        there is none they are not checked.
    key
        Of the list.
    read
        How an item is read; may raise :class:`ScenarioError`.
    check
        Finds what else is wrong.

    Raises
    ------
    ScenarioError
        With every problem of the file and of its sources.
    """
    listed, problems = _listed_in(read_yaml(path), key)
    items = []
    for node in listed.items:
        try:
            items.append(read(node))
        except ScenarioError as error:
            problems += error.problems
    problems += [*check(listed), *_unknown_sources(path, listed)]
    if problems:
        raise ScenarioError(problems)
    return tuple(items)


def repeated_ids(listed: Sequence, what: str) -> Iterator[Problem]:
    """Yield a problem for every ``id`` that an item above has; ``what`` names an item."""
    seen: set[str] = set()
    for node in listed.items:
        name = node.get("id") if isinstance(node, Mapping) else None
        if isinstance(name, Scalar):
            if name.text in seen:
                yield Problem(name.place, f"'{name.text}' is the id of {what} above")
            seen.add(name.text)


def _listed_in(root: Mapping, key: str) -> tuple[Sequence, list[Problem]]:
    """Return the list that a file holds under its one key, and a problem for every other key."""
    problems = [
        Problem(other.place, f"unknown key '{other.text}'; {nearest(other.text, [key])}")
        for other, _ in root.items
        if other.text != key
    ]
    listed = root.get(key)
    if not isinstance(listed, Sequence) or not listed.items:
        place = listed.place if listed else root.place
        raise ScenarioError([*problems, Problem(place, f"write '{key}:' and a list of {key}")])
    return listed, problems


def _unknown_sources(path: Path, root: Node) -> list[Problem]:
    """Return a problem for every ``source`` below a node that is not a known one.

    Problems of the file of sources are returned instead.
    """
    file = sources_beside(path)
    if file is None:
        return []
    try:
        known = read_sources(file)
    except ScenarioError as error:
        return list(error.problems)
    return [
        Problem(node.place, f"unknown source '{node.text}'; {nearest(node.text, known)}")
        for node in _sources(root)
        if node.text.strip() not in known
    ]


def _sources(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Sequence):
        for item in node.items:
            yield from _sources(item)
    elif isinstance(node, Mapping):
        for key, value in node.items:
            if key.text == "source" and isinstance(value, Scalar):
                yield value
            else:
                yield from _sources(value)
