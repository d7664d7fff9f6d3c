"""Where are the scenario files?

A scenario is named by its path, or, for the ones that come with the project, by
their bare name (``pilot``). An installed package carries them as
``sim/scenarios``; a checkout has them beside the package.
"""

from __future__ import annotations

from pathlib import Path

from sim.scenario.files import is_file

_PACKAGE = Path(__file__).resolve().parent.parent


def library() -> Path:
    """Return the folder of the scenarios that come with the project."""
    installed = _PACKAGE / "scenarios"
    return installed if installed.is_dir() else _PACKAGE.parent / "scenarios"


def find(name: str | Path) -> Path:
    """Return the file that a path or a bare name means (it may not exist)."""
    path = Path(name)
    if path.suffix or is_file(path) or len(path.parts) != 1:
        return path
    return library() / f"{path}.yaml"


def names() -> list[str]:
    """Return the bare names of the scenarios that come with the project."""
    return sorted(p.stem for p in library().glob("*.yaml") if p.stem != "sources")
