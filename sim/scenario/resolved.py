"""How is a resolved scenario kept, so that it can be run again anywhere?

As a baseline file that holds every value, beside copies of its sources and of the
observed arrivals.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from sim.scenario.load import Loaded
from sim.scenario.sources import Source
from sim.scenario.values import Assumption

FILE = "resolved.yaml"


def write_resolved(loaded: Loaded) -> str:
    """Write a scenario as one baseline file that loads back to the same values.

    The data files are named as :func:`copy_with_data` lays them.
    """
    scenario = loaded.scenario
    lines = [
        f"# Resolved from {', '.join(scenario.files)}.",
        f"name: {_quoted(scenario.name)}",
        *([f"about: {_quoted(scenario.about)}"] if scenario.about else []),
        *(["counterfactual: true"] if scenario.counterfactual else []),
        "sources: sources.yaml",
    ]
    sections: list[str] = []
    for entry in scenario.assumptions():
        *parents, key = entry.path.split(".")
        for depth, name in enumerate(parents):
            if sections[: depth + 1] != parents[: depth + 1]:
                lines += ["", f"{name}:"] if depth == 0 else ["  " * depth + f"{name}:"]
                sections = parents[: depth + 1]
        sections = parents
        indent = "  " * len(parents)
        lines.append(f"{indent}{key}:  # {entry.place}")
        lines += [f"{indent}  {line}" for line in _entry_lines(entry, loaded)]
    return "\n".join(lines) + "\n"


def copy_with_data(loaded: Loaded, folder: Path) -> Path:
    """Write a scenario with its sources and data into a folder.

    Returns
    -------
    Path
        Of the scenario file, which loads wherever the folder is moved.
    """
    (folder / "reported").mkdir(parents=True, exist_ok=True)
    for data in loaded.data:
        shutil.copyfile(data, folder / "reported" / data.name)
    (folder / "sources.yaml").write_text(_write_sources(loaded.sources), encoding="utf-8")
    path = folder / FILE
    path.write_text(write_resolved(loaded), encoding="utf-8")
    return path


def _entry_lines(entry: Assumption[Any], loaded: Loaded) -> list[str]:
    written = entry.written
    if entry.path in ("arrivals.observed", "arrivals.no_crossings"):
        data = loaded.data[0 if entry.path.endswith("observed") else 1]
        written = f"reported/{data.name}"
    lines = [f"value: {written}"]
    if entry.unit:
        lines.append(f"unit: {_quoted(entry.unit)}")
    lines.append(f"status: {entry.status}")
    if entry.source:
        lines.append(f"source: {entry.source}")
    lines.append(f"why: {_quoted(entry.why or f'set in {entry.place}')}")
    if entry.prior_written:
        lines.append(f"prior: {entry.prior_written}")
    if entry.growth:
        lines += ["follows: programme", f"departure: {entry.growth.departure!r}"]
    if entry.review_by:
        lines.append(f"review_by: {entry.review_by}")
    return lines


def _write_sources(sources: dict[str, Source]) -> str:
    lines = []
    for name, source in sources.items():
        lines.append(f"{name}:")
        for key, value in source.model_dump(exclude_none=True).items():
            lines.append(f"  {key}: {_quoted(value)}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Quote a text; JSON strings are YAML strings."""
    return json.dumps(text, ensure_ascii=False)
