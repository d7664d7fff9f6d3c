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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sim.scenario.problems import Place, Problem, ScenarioError

LARGEST_FILE = 512 * 1024
"""Bytes; the baseline holds every parameter in a tenth of this."""

DEEPEST_NESTING = 12

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as text; ``plain`` is False when it was quoted or a block."""

    place: Place
    text: str
    plain: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    place: Place
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys, each with its own place, in the order of the file."""

    place: Place
    items: tuple[tuple[Scalar, Node], ...]

    def get(self, key: str) -> Node | None:
        """Return the value of a key, or None."""
        return next((node for name, node in self.items if name.text == key), None)


Node = Scalar | Sequence | Mapping


def read_yaml(path: Path) -> Mapping:
    """Read one file into positioned nodes.

    Raises
    ------
    ScenarioError
        With every problem of the file.
    """
    return parse_yaml(_read_text(path), str(path))


def parse_yaml(text: str, shown: str) -> Mapping:
    """Turn text into positioned nodes; see :func:`read_yaml`."""
    builder = _Builder(shown)
    try:
        root = builder.document(yaml.parse(text, Loader=_Loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(shown, mark.line + 1, mark.column + 1) if mark else Place(shown, 1, 1)
        builder.problems.append(Problem(place, f"this is not YAML: {error.problem}"))
        root = None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        builder.problems.append(
            Problem(Place(shown, line, 1), "a character that YAML does not allow; remove it")
        )
        root = None
    except _GiveUpError:
        root = None
    if builder.problems:
        raise ScenarioError(builder.problems)
    if not isinstance(root, Mapping):
        place = root.place if root else Place(shown, 1, 1)
        raise ScenarioError(
            [Problem(place, "write a mapping of keys, such as 'name: My scenario'")]
        )
    return root


def _read_text(path: Path) -> str:
    """Return the text of a file, or say why it cannot be read."""

    def refuse(message: str, line: int = 0) -> ScenarioError:
        return ScenarioError([Problem(Place(str(path), line, 1 if line else 0), message)])

    try:
        if path.is_dir():
            raise refuse("this is a folder; name a scenario file")
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise refuse(
                f"the file has {size:,} bytes; at most {LARGEST_FILE:,} are read, "
                "since a scenario holds assumptions and not data"
            )
        raw = path.read_bytes()
    except FileNotFoundError:
        raise refuse("there is no such file") from None
    except (OSError, ValueError) as error:
        raise refuse(f"the file cannot be read: {error}") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise refuse("not UTF-8 text; save the file as UTF-8", line) from None
    if not text.strip():
        raise refuse("the file is empty; write at least 'name:' and 'extends:'", 1)
    return text


class _GiveUpError(Exception):
    """Raised where reading on would only repeat the same problem."""


class _Builder:
    """Builds nodes from events and collects what is refused."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.problems: list[Problem] = []

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
            self._refuse(event, f"nested more than {DEEPEST_NESTING} deep; scenarios are shallow")
            raise _GiveUpError
        if isinstance(event, yaml.AliasEvent):
            self._refuse(event, f"alias '*{event.anchor}' is not allowed; write the value out")
            return Scalar(self._place(event), "", plain=True)
        if event.anchor is not None:
            self._refuse(event, f"anchor '&{event.anchor}' is not allowed; write the value out")
        if event.tag is not None:
            self._refuse(event, f"tag '{event.tag}' is not allowed; write the bare value")
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(self._place(event), event.value, plain=event.style is None)
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
            if not isinstance(key, Scalar):
                self.problems.append(Problem(key.place, "a key must be a plain word"))
            elif key.plain and key.text == "<<":
                self.problems.append(
                    Problem(
                        key.place, "merge key '<<' is not allowed; use 'extends' or write it out"
                    )
                )
            elif key.text in first_at:
                first = first_at[key.text].line
                self.problems.append(
                    Problem(key.place, f"duplicate key '{key.text}'; it is already at line {first}")
                )
            else:
                first_at[key.text] = key.place
                items.append((key, value))
        return Mapping(self._place(start), tuple(items))

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self.shown, mark.line + 1, mark.column + 1)

    def _refuse(self, event: Any, message: str) -> None:
        self.problems.append(Problem(self._place(event), message))
