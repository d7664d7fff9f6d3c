"""What do a baseline and the files laid over it set, entry by entry?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.scenario.catalogue import HEADER, OWN_TEXTS, SECTIONS, spec_of, unknown_key
from sim.scenario.chain import Chain, File
from sim.scenario.entries import Entry, read_entry
from sim.scenario.files import named_file
from sim.scenario.posterior import Posterior, read_posterior
from sim.scenario.problems import Findings, Place, ScenarioError, shortened
from sim.scenario.reader import Mapping, Node, Scalar
from sim.scenario.sources import Source, read_sources
from sim.scenario.sweeping import is_answered, read_sweep
from sim.scenario.swept import Sweep
from sim.scenario.values import Assumption

_BARRIER_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


def fold(chain: Chain) -> Folded:
    """Lay the files of a chain over each other, the baseline first."""
    folded = Folded(chain)
    for file in reversed(chain.files):
        folded.add(file)
    if chain.whole:
        folded.check_nothing_is_missing()
        folded.read_sweep()
    return folded


@dataclass
class Folded:
    """The scenario so far, from the baseline down.

    Attributes
    ----------
    entries
        Every parameter that could be read, by key path.
    named
        Key paths that some file names, readable or not.
    header
        Texts at the top; those that speak of the scenario itself are the nearest file's alone.
    figures
        The nearest file of reported figures, if any is named.
    posterior
        The nearest file of what figures taught, and what it says.
    barriers
        Where each barrier was first named.
    swept, sweep
        What the nearest file that has a ``sweep`` says in it, and what that means.
    """

    chain: Chain
    entries: dict[str, Assumption[Any]] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    header: dict[str, str] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    figures: Path | None = None
    posterior: tuple[Path, Posterior] | None = None
    barriers: dict[str, Place] = field(default_factory=dict)
    swept: Node | None = None
    sweep: Sweep | None = None
    findings: Findings = field(default_factory=Findings)

    def add(self, file: File) -> None:
        """Lay one file over those it extends."""
        for own in OWN_TEXTS:
            self.header.pop(own, None)
        if self.swept is not None and is_answered(self.swept, file.root):
            self.swept = None
        if file.root.get("name") is None:
            self._say(file.root.place, "'name' is missing; write 'name: what is assumed here'")
        for key, node in file.root.items:
            if key.text in HEADER:
                self._add_header(key.text, node)
        for key, node in file.root.items:
            if key.text in HEADER or self.findings.full:
                continue
            if key.text not in SECTIONS:
                self._say(key.place, unknown_key(key.text, [*HEADER, *SECTIONS], ""))
            elif not isinstance(node, Mapping):
                self._say(node.place, f"'{key.text}' is a section; write its keys below it")
            elif key.text == "barriers":
                self._add_barriers(node, file)
            else:
                self._add_section(node, key.text, file)

    def _add_header(self, key: str, node: Node) -> None:
        if key == "extends":
            return
        if key == "sweep":
            self.swept = node  # read once all else is known
            return
        if not isinstance(node, Scalar) or not node.text.strip():
            self._say(node.place, f"'{key}' is a text; write it on one line")
        elif key == "counterfactual" and node.text not in ("true", "false"):
            self._say(node.place, f"'{shortened(node.text)}': write true or false")
        elif key == "question" and not node.text.rstrip().endswith("?"):
            self._say(node.place, "'question' is one sentence that ends in a question mark")
        elif key == "sources":
            self._add_sources(node)
        elif key == "figures":
            self.figures = self.findings.attempt(named_file, node.place, node.text.strip())
        elif key == "posterior":
            self._add_posterior(node)
        else:
            self.header[key] = " ".join(node.text.split())

    def _add_sources(self, node: Scalar) -> None:
        path = self.findings.attempt(named_file, node.place, node.text.strip())
        if path is None:
            return
        try:
            self.sources |= read_sources(path)
        except ScenarioError as error:
            self.findings.problems += error.problems

    def _add_posterior(self, node: Scalar) -> None:
        path = self.findings.attempt(named_file, node.place, node.text.strip())
        if path is None:
            return
        try:
            self.posterior = path, read_posterior(path)
        except ScenarioError as error:
            self.findings.problems += error.problems

    def _add_barriers(self, node: Mapping, file: File) -> None:
        for key, parts in node.items:
            if not _BARRIER_NAME.fullmatch(key.text):
                shown = shortened(key.text)
                self._say(key.place, f"'{shown}': name a barrier in small letters, digits and _")
            elif not isinstance(parts, Mapping):
                self._say(parts.place, f"'{key.text}' is a barrier; write its keys below it")
            else:
                self.barriers.setdefault(key.text, key.place)
                self._add_section(parts, f"barriers.{key.text}", file)

    def _add_section(self, node: Mapping, section: str, file: File) -> None:
        fields = SECTIONS[section.partition(".")[0]].model_fields
        for key, value in node.items:
            if self.findings.full:
                return
            path = f"{section}.{key.text}"
            if key.text not in fields:
                self._say(key.place, unknown_key(key.text, list(fields), section))
                continue
            self.named.add(path)
            if not self.chain.whole:
                continue  # what it stands on is unknown
            entry, problems = read_entry(
                Entry(
                    path,
                    value,
                    spec_of(fields[key.text]),
                    self.entries.get(path),
                    file.baseline,
                    frozenset(self.sources),
                )
            )
            self.findings.problems += problems
            if entry is not None:
                self.entries[path] = entry

    def check_nothing_is_missing(self) -> None:
        """Note what neither the baseline nor any file over it names."""
        root = self.chain.files[-1].root
        sections = {key.text: key.place for key, _ in root.items}
        for section, model in SECTIONS.items():
            if section == "barriers":
                continue
            missing = list(self._missing(section, model))
            if section in sections or any(p.startswith(f"{section}.") for p in self.named):
                for path in missing:
                    place = sections.get(section, root.place)
                    self._say(place, f"'{path}' is missing; a baseline holds every parameter")
            elif missing:
                keys = ", ".join(path.partition(".")[2] for path in missing)
                self._say(root.place, f"the section '{section}' is missing; it holds {keys}")
        for name, place in self.barriers.items():
            for path in self._missing(f"barriers.{name}", SECTIONS["barriers"]):
                self._say(place, f"'{path}' is missing; a new barrier holds all its parameters")

    def read_sweep(self) -> None:
        """Read the sweep, if there is one."""
        if self.swept is not None:
            self.sweep = read_sweep(self.swept, self.entries, self.named, self.findings)

    def _missing(self, section: str, model: Any) -> Iterator[str]:
        for name, info in model.model_fields.items():
            if info.is_required() and f"{section}.{name}" not in self.named:
                yield f"{section}.{name}"

    def _say(self, place: Place, message: str) -> None:
        self.findings.say(place, message)
