"""What does a YAML file say, and at which line and column?

A small builder over PyYAML's event stream. It keeps the position of every key
and value and keeps scalars as the text that was written (so ``NO`` stays ``NO``
and ``012`` stays ``012`` until the parameter that owns them decides). It
refuses what a scenario never needs and what makes YAML dangerous: anchors,
aliases, tags, merge keys, several documents, duplicate keys, deep nesting and
large files. Every problem is collected; reading goes on where it can.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeGuard

import yaml

from sim.scenario.files import read_text
from sim.scenario.nodes import Mapping, Node, Scalar, Sequence
from sim.scenario.problems import MOST_PROBLEMS, Place, Problem, ScenarioError, shortened

__all__ = ["Mapping", "Node", "Scalar", "Sequence", "parse_yaml", "read_with_problems", "read_yaml"]

DEEPEST_NESTING = 12
MOST_VALUES = 20_000

_TOO_DEEP = f"nested more than {DEEPEST_NESTING} deep; scenarios are shallow"

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Mapping:
    """Read one file into positioned nodes.

    Raises
    ------
    ScenarioError
        With every problem of the file.
    """
    root, problems = read_with_problems(path)
    if problems:
        raise ScenarioError(problems)
    return root


def read_with_problems(path: Path) -> tuple[Mapping, list[Problem]]:
    """Read one file into positioned nodes, for as much as can be read.

    Returns
    -------
    tuple
        What it says, and what of it is refused although the rest can be read.

    Raises
    ------
    ScenarioError
        If there is no telling what it says.
    """
    return parse_yaml(read_text(path), str(path))


def parse_yaml(text: str, shown: str) -> tuple[Mapping, list[Problem]]:
    """Read text as if it were a file of the name shown; see :func:`read_with_problems`."""
    root, problems = _parsed(text, shown)
    return root, list(problems)


@lru_cache(maxsize=64)  # whoever moves one value of a scenario reads its parents again and again
def _parsed(text: str, shown: str) -> tuple[Mapping, tuple[Problem, ...]]:
    if forbidden := yaml.reader.Reader.NON_PRINTABLE.search(text):
        place = _place_in(text, forbidden.start(), shown)
        raise ScenarioError([Problem(place, "a character that YAML does not allow; remove it")])
    builder = _Builder(shown)
    try:
        root = builder.document(yaml.parse(text, Loader=_Loader))
    except yaml.MarkedYAMLError as error:
        raise ScenarioError([*builder.problems, _syntax_problem(error, text, shown)]) from None
    except _GiveUpError:
        raise ScenarioError(builder.problems) from None
    if not isinstance(root, Mapping):
        place = root.place if root else Place(shown, 1, 1)
        what = "write a mapping of keys" if root else "nothing but comments; write keys"
        problem = Problem(place, f"{what}, such as 'name: My scenario'")
        raise ScenarioError([*builder.problems, problem])
    return root, tuple(builder.problems)


def _place_in(text: str, position: int, shown: str) -> Place:
    return Place(shown, text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position))


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, shown: str) -> Problem:
    """Say where the text stops being YAML."""
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    place = Place(shown, line + 1, column + 1)
    rest = "".join(text.split("\n")[line : line + 1])[column:]
    if rest.startswith("\t"):
        return Problem(place, "a tab; indent with spaces")
    if "nesting depth" in str(error.problem):  # libyaml from 0.2.6, which reads ahead of us
        return Problem(place, _TOO_DEEP)
    return Problem(place, f"this is not YAML: {error.problem}; look at the lines above, too")


class _GiveUpError(Exception):
    """Raised where reading on would only repeat the same problem."""


class _Builder:
    """Builds nodes from events and collects what is refused."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.problems: list[Problem] = []
        self.values = 0

    def document(self, events: Iterator[Any]) -> Node | None:
        """Return the only document of the stream, or None if there is none."""
        root: Node | None = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse(event, "a second document; a scenario is one document")
                    raise _GiveUpError
            elif isinstance(event, yaml.NodeEvent):
                root = self._node(event, events, depth=1)
        return root

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        if depth > DEEPEST_NESTING:
            self._refuse(event, _TOO_DEEP)
            raise _GiveUpError
        self.values += 1
        if self.values > MOST_VALUES:
            self._refuse(event, f"more than {MOST_VALUES:,} values; scenarios are small")
            raise _GiveUpError
        if len(self.problems) >= MOST_PROBLEMS:
            raise _GiveUpError
        if isinstance(event, yaml.AliasEvent):
            self._forbid(event, "alias", f"*{event.anchor}", "write the value out")
            return Scalar(self._place(event), "", plain=True)
        if event.anchor is not None:
            self._forbid(event, "anchor", f"&{event.anchor}", "write the value out")
        if event.tag is not None:
            self._forbid(event, "tag", event.tag, "write the bare value")
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(self._place(event), event.value, plain=not event.style)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(event, events, depth)
        return self._mapping(event, events, depth)

    def _sequence(self, start: Any, events: Iterator[Any], depth: int) -> Sequence:
        items = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            items.append(self._node(event, events, depth + 1))
        return Sequence(self._place(start), tuple(items))

    def _mapping(self, start: Any, events: Iterator[Any], depth: int) -> Mapping:
        items: list[tuple[Scalar, Node]] = []
        first_at: dict[str, Place] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._node(event, events, depth + 1)
            value = self._node(next(events), events, depth + 1)
            if self._may_stand(key, first_at):
                first_at[key.text] = key.place
                items.append((key, value))
        return Mapping(self._place(start), tuple(items))

    def _may_stand(self, key: Node, first_at: dict[str, Place]) -> TypeGuard[Scalar]:
        """Note a key that is no word, a merge or a repetition."""
        message = None
        if not isinstance(key, Scalar):
            message = "a key must be a plain word"
        elif key.plain and key.text == "<<":
            message = "merge key '<<' is not allowed; use 'extends' or write it out"
        elif key.text in first_at:
            first = first_at[key.text].line
            message = f"duplicate key '{shortened(key.text)}'; it is already at line {first}"
        if message:
            self.problems.append(Problem(key.place, message))
        return message is None

    def _forbid(self, event: Any, what: str, written: str, instead: str) -> None:
        self._refuse(event, f"{what} '{shortened(written)}' is not allowed; {instead}")

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self.shown, mark.line + 1, mark.column + 1)

    def _refuse(self, event: Any, message: str) -> None:
        self.problems.append(Problem(self._place(event), message))
