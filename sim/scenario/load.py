"""What does a scenario file say, with everything that it extends?

``load`` follows ``extends`` to the baseline, lays the files from there down over
each other, reads the observed weeks, and checks what only the whole can show. All
problems are raised together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sim.scenario.catalogue import OWN_TEXTS
from sim.scenario.chain import Chain, read_chain
from sim.scenario.checks import cross_check, weeks_fit
from sim.scenario.files import named_file
from sim.scenario.folding import Folded, fold
from sim.scenario.library import find, library
from sim.scenario.problems import Findings, Problem, ScenarioError
from sim.scenario.schema import Scenario
from sim.scenario.sources import Source
from sim.scenario.weekly import Week, read_no_crossings, read_weeks


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
    posterior
        Path of the file of what figures taught, if the scenario names one.
    """

    scenario: Scenario
    sources: dict[str, Source]
    data: tuple[Path, Path]
    posterior: Path | None = None


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
    return _loaded(read_chain(find(name)))


def load_text(text: str, shown: str = "scenario.yaml") -> Loaded:
    """Read a scenario from text, as if it lay among those that come with the project.

    Parameters
    ----------
    text
        As a file would have it; it can name no file but those that come with the project.
    shown
        How problems name it.

    Raises
    ------
    ScenarioError
        See :func:`load`.
    """
    path = library() / shown
    try:
        return _loaded(read_chain(path, text))
    except ScenarioError as error:
        raise ScenarioError(
            replace(found, place=replace(found.place, file=shown))
            if found.place.file == str(path)
            else found
            for found in error.problems
        ) from None


def _loaded(chain: Chain) -> Loaded:
    folded = fold(chain)
    data = _Data(folded)
    found = [
        *folded.findings.problems,
        *data.findings.problems,
        *cross_check(folded.entries, folded.named),
        *(weeks_fit(folded.entries, data.weeks, data.empty_days) if data.whole else ()),
    ]
    refused = {problem.place for problem in chain.problems}
    problems = chain.problems + [problem for problem in found if problem.place not in refused]
    if problems:
        raise ScenarioError(problems)
    posterior = folded.posterior[0] if folded.posterior else None
    paths = (data.paths[0], data.paths[1])
    return Loaded(_assembled(folded, data), folded.sources, paths, posterior)


def load_all(names: Iterable[str]) -> dict[str, Loaded]:
    """Read several scenarios, by the names they were given; see :func:`load`.

    Raises
    ------
    ScenarioError
        With every problem of all of them.
    """
    loaded: dict[str, Loaded] = {}
    problems: list[Problem] = []
    for name in names:
        try:
            loaded[name] = load_with_sources(name)
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    return loaded


class _Data:
    """The files of observed arrivals, as far as they can be read; ``whole`` if both can."""

    def __init__(self, folded: Folded) -> None:
        self.findings = Findings()
        self.paths: list[Path] = []
        self.weeks: tuple[Week, ...] = self._read(folded, "arrivals.observed", read_weeks) or ()
        self.empty_days: frozenset[date] = (
            self._read(folded, "arrivals.no_crossings", read_no_crossings) or frozenset()
        )
        self.whole = len(self.paths) == 2 and not self.findings.problems

    def _read(self, folded: Folded, key: str, read: Any) -> Any:
        entry = folded.entries.get(key)
        path = self.findings.attempt(named_file, entry.place, entry.value) if entry else None
        if path is None:
            return None
        self.paths.append(path)
        try:
            return read(path)
        except ScenarioError as error:
            self.findings.problems += error.problems
            return None


def _assembled(folded: Folded, data: _Data) -> Scenario:
    tree: dict[str, Any] = {}
    for path, entry in folded.entries.items():
        *sections, leaf = path.split(".")
        here = tree
        for section in sections:
            here = here.setdefault(section, {})
        here[leaf] = entry
    texts = {key: text for key, text in folded.header.items() if key in OWN_TEXTS}
    return Scenario(
        **texts,
        perspective=folded.header.get("perspective", ""),
        counterfactual=folded.header.get("counterfactual") == "true",
        figures=str(folded.figures) if folded.figures else "",
        files=tuple(str(file.path) for file in folded.chain.files),
        weeks=data.weeks,
        empty_days=data.empty_days,
        posterior=folded.posterior[1] if folded.posterior else None,
        sweep=folded.sweep,
        **tree,
    )
