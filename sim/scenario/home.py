"""Where are the files that come with the project?

An installed package carries them as ``sim/scenarios``; a checkout has them beside the package.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def library() -> Path:
    """Return the folder of the scenarios that come with the project."""
    installed = _PACKAGE / "scenarios"
    return installed if installed.is_dir() else _PACKAGE.parent / "scenarios"
