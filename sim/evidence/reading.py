"""How are words, days and sources in a file of figures or claims read?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator

from sim.scenario.problems import Problem, ScenarioError, nearest
from sim.scenario.reader import Mapping, Node, Scalar, Sequence
from sim.scenario.sources import read_sources, sources_beside


def one_of(known: Iterable[str], what: str) -> BeforeValidator:
    """Refuse a word that is not known, with the nearest that is."""

    def check(word: Any) -> Any:
        if isinstance(word, str) and word not in known:
            raise ValueError(f"unknown {what} '{word}'; {nearest(word, known)}")
        return word

    return BeforeValidator(check)


def _day(text: Any) -> Any:
    if isinstance(text, str):
        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
                raise ValueError
            return date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"'{text}' is not a date; write it as 2025-11-01") from None
    return text


def _yes_or_no(text: Any) -> Any:
    if isinstance(text, str):
        if text not in ("yes", "no"):
            raise ValueError(f"'{text}' is neither; write yes or no")
        return text == "yes"
    return text


Day = Annotated[date, BeforeValidator(_day)]
"""A date written as 2025-11-01."""

YesOrNo = Annotated[bool, BeforeValidator(_yes_or_no)]
"""The word yes or no."""


def listed_in(root: Mapping, key: str) -> tuple[Sequence, list[Problem]]:
    """Return the list that a file holds under its one key, and a problem for every other key.

    Raises
    ------
    ScenarioError
        If there is no such list.
    """
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


def unknown_sources(path: Path, root: Node) -> list[Problem]:
    """Return a problem for every ``source`` below a node that is not a known one.

    Parameters
    ----------
    path
        Of the file. If it has no :func:`~sim.scenario.sources.sources_beside` it they are not
        checked. Problems of the sources are returned instead.
    root
        What to look through.
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
