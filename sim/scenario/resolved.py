"""How is a resolved scenario kept, so that it can be run again anywhere?

As a baseline file that holds every value, beside copies of its sources, of the observed
arrivals, of the figures that it is compared with and of what figures taught.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import Any

import yaml

from sim.scenario.catalogue import OWN_TEXTS
from sim.scenario.load import Loaded
from sim.scenario.problems import shortened
from sim.scenario.schema import Scenario
from sim.scenario.sources import Source, sources_beside
from sim.scenario.values import Assumption
from sim.scenario.written import write_growth

FILE = "resolved.yaml"
FOLDER = "reported"
"""Holds everything else that was reported or that figures taught, beside the file."""
POSTERIOR = f"{FOLDER}/posterior.csv"
FIGURES = f"{FOLDER}/figures"
"""Holds the reported figures; they may name other sources than the values, so theirs are beside."""

_PLAIN = re.compile(r"[A-Za-z0-9][^:#\[\]{}\"\\]*")
_LINE = 92


def write_resolved(loaded: Loaded) -> str:
    """Write a scenario as one baseline file that loads back to the same values.

    A comment says from which line each value came. The data files are named as
    :func:`copy_with_data` lays them.
    """
    scenario = loaded.scenario
    came_from = ", ".join(shortened(Path(file).name) for file in scenario.files)
    lines = [f"# Everything that is assumed, resolved from {came_from}"]
    for key in OWN_TEXTS:
        lines += _text_lines(key, text) if (text := getattr(scenario, key)) else []
    lines += ["counterfactual: true"] if scenario.counterfactual else []
    lines += ["sources: sources.yaml"]
    lines += [f"figures: {_scalar(_figures_name(scenario))}"] if scenario.figures else []
    lines += [f"posterior: {POSTERIOR}"] if loaded.posterior else []
    if sweep := scenario.sweep:
        lines += ["sweep:", f"  {sweep.path}: [{', '.join(sweep.written)}]"]
    open_sections: list[str] = []
    for entry in scenario.assumptions():
        *sections, key = entry.path.split(".")
        for depth, name in enumerate(sections):
            if open_sections[: depth + 1] != sections[: depth + 1]:
                lines += [""] if depth == 0 else []
                lines += [f"{'  ' * depth}{name}:"]
                open_sections = sections[: depth + 1]
        indent = "  " * len(sections)
        lines += [f"{indent}{key}: # {shortened(Path(entry.place.file).name)}:{entry.place.line}"]
        lines += [f"{indent}  {line}" for line in _entry_lines(entry, loaded)]
    return "\n".join(lines) + "\n"


def copy_with_data(loaded: Loaded, folder: Path) -> Path:
    """Write a scenario with its sources and data into a folder.

    Returns
    -------
    Path
        Of the scenario file, which loads wherever the folder is moved.
    """
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    for data, name in zip(loaded.data, _data_names(loaded), strict=True):
        shutil.copyfile(data, folder / name)
    if loaded.scenario.figures:
        _copy_figures(loaded.scenario, folder)
    if loaded.posterior:
        shutil.copyfile(loaded.posterior, folder / POSTERIOR)
    (folder / "sources.yaml").write_text(_write_sources(loaded.sources), encoding="utf-8")
    path = folder / FILE
    path.write_text(write_resolved(loaded), encoding="utf-8")
    return path


def _copy_figures(scenario: Scenario, folder: Path) -> None:
    """Copy the reported figures, and the sources that they are looked up in."""
    figures = Path(scenario.figures)
    (folder / FIGURES).mkdir(exist_ok=True)
    if sources := sources_beside(figures):
        shutil.copyfile(sources, folder / FIGURES / sources.name)
    shutil.copyfile(figures, folder / _figures_name(scenario))


def _figures_name(scenario: Scenario) -> str:
    """Return where the reported figures stand beside the resolved file."""
    return f"{FIGURES}/{Path(scenario.figures).name}"


def _data_names(loaded: Loaded) -> tuple[str, str]:
    """Return where the two data files stand beside the resolved file."""
    observed, no_crossings = (path.name for path in loaded.data)
    if no_crossings == observed:
        no_crossings = f"no_crossings_{observed}"
    return f"{FOLDER}/{observed}", f"{FOLDER}/{no_crossings}"


def _entry_lines(entry: Assumption[Any], loaded: Loaded) -> Iterator[str]:
    observed, no_crossings = _data_names(loaded)
    moved = {"arrivals.observed": observed, "arrivals.no_crossings": no_crossings}
    yield f"value: {_scalar(moved[entry.path]) if entry.path in moved else entry.written}"
    if entry.unit:
        yield f"unit: {_scalar(entry.unit)}"
    yield f"status: {entry.status}"
    if entry.source:
        yield f"source: {_scalar(entry.source)}"
    if entry.why:
        yield from _text_lines("why", entry.why)
    if entry.prior_written:
        yield f"prior: {entry.prior_written}"
    if entry.growth:
        yield "follows: programme"
        yield f"departure: {write_growth(entry.growth)}"
    if entry.review_by:
        yield f"review_by: {entry.review_by}"


def _write_sources(sources: dict[str, Source]) -> str:
    lines = ["# Where the values of the scenario beside this file come from"]
    for name, source in sources.items():
        lines.append(f"{_scalar(name)}:")
        for key, text in source.model_dump(exclude_none=True).items():
            lines += [f"  {line}" for line in _text_lines(key, text)]
    return "\n".join(lines) + "\n"


def _text_lines(key: str, text: str) -> list[str]:
    """Write a key and a text, folded below it if it is long."""
    if len(text) <= _LINE or not text.isprintable() or text != " ".join(text.split()):
        return [f"{key}: {_scalar(text)}"]
    folded = wrap(text, _LINE, break_long_words=False, break_on_hyphens=False)
    return [f"{key}: >-", *(f"  {line}" for line in folded)]


def _scalar(text: str) -> str:
    """Write a text as YAML on one line, quoted where it has to be."""
    if _PLAIN.fullmatch(text) and text.isprintable() and text == text.strip():
        return text
    quoted: str = yaml.safe_dump(text, default_style='"', allow_unicode=True, width=10**9)
    return quoted.strip()
