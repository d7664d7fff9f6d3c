"""What does a scenario file say, with everything that it extends?

``load`` follows ``extends`` to the baseline, folds the files from there down into
one :class:`~sim.scenario.schema.Scenario`, reads the observed weeks, and checks
what only the whole can show. All problems are raised together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from sim.scenario.checks import cross_check
from sim.scenario.entries import read_entry
from sim.scenario.library import find, library, names
from sim.scenario.models import place_of
from sim.scenario.problems import Place, Problem, ScenarioError, nearest
from sim.scenario.reader import Mapping, Scalar, read_yaml
from sim.scenario.schema import Barrier, Scenario, Section
from sim.scenario.sources import Source, read_sources
from sim.scenario.spec import Spec
from sim.scenario.values import Assumption
from sim.scenario.weekly import read_no_crossings, read_weeks

HEADER = ("name", "about", "extends", "sources", "counterfactual")
SECTIONS = tuple(
    name
    for name, info in Scenario.model_fields.items()
    if name == "barriers"
    or (isinstance(info.annotation, type) and issubclass(info.annotation, Section))
)


@dataclass(frozen=True)
class Loaded:
    """A scenario with what is needed to explain it.

    Attributes
    ----------
    scenario
        Resolved and frozen.
    sources
        The sources its values may name.
    data
        Paths of the observed weeks and of the days without crossings.
    """

    scenario: Scenario
    sources: dict[str, Source]
    data: tuple[Path, Path]


def load(name: str | Path) -> Scenario:
    """Read a scenario.

    Parameters
    ----------
    name
        A path, or the bare name of a scenario that comes with the project.

    Raises
    ------
    ScenarioError
        With every problem of the file and of those it extends.
    """
    return load_with_sources(name).scenario


def load_with_sources(name: str | Path) -> Loaded:
    """Read a scenario together with the sources that its values name; see :func:`load`."""
    chain = _chain(find(name))
    folding = _Folding()
    for file in reversed(chain):
        folding.add(file)
    return folding.finish(chain)


@dataclass(frozen=True)
class _File:
    path: Path
    root: Mapping


def _chain(path: Path) -> list[_File]:
    """Return the file and its ancestors, nearest first."""
    if not path.exists() and path.parent == library():
        message = f"no such scenario; {nearest(path.stem, names())}"
        raise ScenarioError([Problem(Place(path.stem), message)])
    chain = [_File(path, read_yaml(path))]
    while (parent := chain[-1].root.get("extends")) is not None:
        if not isinstance(parent, Scalar) or not parent.text.strip():
            message = "name one parent file, such as 'pilot.yaml'"
            raise ScenarioError([Problem(parent.place, message)])
        path = chain[-1].path.parent / parent.text
        if not path.is_file():
            known = nearest(parent.text, [p.name for p in path.parent.glob("*.yaml")])
            raise ScenarioError([Problem(parent.place, f"there is no file '{path}'; {known}")])
        if any(path.resolve() == file.path.resolve() for file in chain):
            ring = " extends ".join(str(p) for p in [*(file.path for file in chain), path])
            raise ScenarioError([Problem(parent.place, f"a circle of parents: {ring}")])
        chain.append(_File(path, read_yaml(path)))
    return chain


@dataclass
class _Folding:
    """The scenario so far, from the baseline down, and the problems so far."""

    entries: dict[str, Assumption[Any]] = field(default_factory=dict)
    header: dict[str, str] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    barriers: dict[str, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    folders: dict[str, Path] = field(default_factory=dict)

    def add(self, file: _File) -> None:
        """Lay one file over those it extends."""
        self.folders[str(file.path)] = file.path.parent
        baseline = file.root.get("extends") is None
        self._read_header(file, baseline)
        for key, node in file.root.items:
            if key.text in HEADER:
                continue
            if key.text not in SECTIONS:
                self._say(key.place, _unknown_key(key.text, [*HEADER, *SECTIONS], ""))
            elif not isinstance(node, Mapping):
                self._say(node.place, f"'{key.text}' is a section; write its keys below it")
            elif key.text == "barriers":
                self._read_barriers(node, baseline)
            else:
                section = Scenario.model_fields[key.text].annotation
                self._read_section(node, section, key.text, baseline)

    def _read_header(self, file: _File, baseline: bool) -> None:
        for key in HEADER:
            node = file.root.get(key)
            if node is None:
                continue
            if not isinstance(node, Scalar) or not node.text.strip():
                self._say(node.place, f"'{key}' is a text; write it on one line")
            elif key == "counterfactual" and node.text not in ("true", "false"):
                self._say(node.place, f"'{node.text}' is neither true nor false; write one of them")
            elif key == "sources":
                self._read_sources(file, node)
            else:
                self.header[key] = " ".join(node.text.split())
        if file.root.get("name") is None:
            self._say(
                file.root.place, "'name' is missing; write 'name: what this scenario assumes'"
            )

    def _read_sources(self, file: _File, node: Scalar) -> None:
        path = file.path.parent / node.text
        if not path.is_file():
            self._say(node.place, f"there is no file '{path}'")
            return
        try:
            self.sources |= read_sources(path)
        except ScenarioError as error:
            self.problems.extend(error.problems)

    def _read_barriers(self, node: Mapping, baseline: bool) -> None:
        for key, parts in node.items:
            if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", key.text):
                self._say(key.place, f"'{key.text}': name a barrier in small letters, digits and _")
            elif not isinstance(parts, Mapping):
                self._say(parts.place, f"'{key.text}' is a barrier; write its keys below it")
            else:
                self.barriers.setdefault(key.text, key.place)
                self._read_section(parts, Barrier, f"barriers.{key.text}", baseline)

    def _read_section(self, node: Mapping, section: Any, prefix: str, baseline: bool) -> None:
        for key, value in node.items:
            info = section.model_fields.get(key.text)
            if info is None:
                self._say(key.place, _unknown_key(key.text, list(section.model_fields), prefix))
                continue
            path = f"{prefix}.{key.text}"
            entry, problems = read_entry(
                path,
                value,
                spec_of(info),
                self.entries.get(path),
                baseline,
                frozenset(self.sources),
            )
            self.problems.extend(problems)
            if entry is not None:
                self.entries[path] = entry
            elif problems and path not in self.entries:
                self.entries[path] = _UNREADABLE

    def finish(self, chain: list[_File]) -> Loaded:
        """Check the whole and return it."""
        scenario = self._assembled(chain)
        if scenario is None or self.problems:
            raise ScenarioError(self.problems)
        data = tuple(
            self.folders[entry.place.file] / entry.value
            for entry in (scenario.arrivals.observed, scenario.arrivals.no_crossings)
        )
        try:
            weeks, empty_days = read_weeks(data[0]), read_no_crossings(data[1])
        except ScenarioError as error:
            raise ScenarioError([*self.problems, *error.problems]) from None
        scenario = scenario.model_copy(update={"weeks": weeks, "empty_days": empty_days})
        if problems := list(cross_check(scenario)):
            raise ScenarioError(problems)
        return Loaded(scenario, self.sources, (data[0], data[1]))

    def _assembled(self, chain: list[_File]) -> Scenario | None:
        tree: dict[str, Any] = {section: {} for section in SECTIONS}
        for path, entry in self.entries.items():
            *sections, leaf = path.split(".")
            here = tree
            for section in sections:
                here = here.setdefault(section, {})
            here[leaf] = entry
        try:
            return Scenario.model_validate(
                {
                    "name": self.header.get("name", ""),
                    "about": self.header.get("about", ""),
                    "counterfactual": self.header.get("counterfactual") == "true",
                    "files": tuple(str(file.path) for file in chain),
                    **tree,
                }
            )
        except ValidationError as error:
            for detail in error.errors():
                if detail["type"] == "missing":
                    key = ".".join(str(step) for step in detail["loc"])
                    place = place_of(chain[0].root, detail["loc"])
                    self._say(place, f"'{key}' is missing; a baseline holds every parameter")
            return None

    def _say(self, place: Place, message: str) -> None:
        self.problems.append(Problem(place, message))


_UNREADABLE: Any = object()
"""Stands for an entry that is there but wrong, so that it is not also called missing."""


def spec_of(info: FieldInfo) -> Spec:
    """Return the spec of a parameter's field."""
    for held in (*info.metadata, *(m for a in get_args(info.annotation) for m in get_args(a))):
        if isinstance(held, Spec):
            return held
    raise TypeError(f"{info} is not a parameter")


def specs() -> Iterator[tuple[str, Spec]]:
    """Yield the key path and spec of every parameter; ``*`` stands for a barrier's name."""
    for section in SECTIONS:
        model: Any = Barrier if section == "barriers" else Scenario.model_fields[section].annotation
        prefix = "barriers.*" if section == "barriers" else section
        for name, info in model.model_fields.items():
            yield f"{prefix}.{name}", spec_of(info)


def _unknown_key(key: str, known: list[str], prefix: str) -> str:
    """Say where a key belongs, or which known key is nearest."""
    homes = [path.rpartition(".")[0] for path, _ in specs() if path.endswith(f".{key}")]
    where = f" in '{prefix}'" if prefix else ""
    if homes and key not in known:
        return f"unknown key '{key}'{where}; it belongs in '{homes[0]}'"
    return f"unknown key '{key}'{where}; {nearest(key, known)}"
