"""By which program was a result made?"""

from __future__ import annotations

import platform
import subprocess
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sim.compiled import HAS_NUMBA

PACKAGES = (
    "returns-scheme-simulator",
    *(("numba",) if HAS_NUMBA else ()),
    "numpy",
    "scipy",
    "simpy",
    "pydantic",
)

_CHECKOUT = Path(__file__).resolve().parents[2]


def versions() -> dict[str, str]:
    """Return the versions that a result depends on."""
    return {"python": platform.python_version()} | {name: version(name) for name in PACKAGES}


def program() -> dict[str, Any]:
    """Return the versions, the kind of machine, and the commit if this is a checkout."""
    return {
        "versions": versions(),
        "platform": f"{platform.system()} {platform.machine()}",
        "git": _commit(),
    }


def differences(before: Mapping[str, Any], now: Mapping[str, Any], name: str = "") -> list[str]:
    """Say where two descriptions differ, such as ``numpy was 2.1.0 and is 2.2.0``."""
    found = []
    for key in sorted(before.keys() | now.keys()):
        old, new, label = before.get(key), now.get(key), f"{name}{key}"
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            within = "" if key == "versions" else f"{label} "
            found += differences(old, new, within)
        elif old != new:
            found.append(f"{label} was {_said(old)} and is {_said(new)}")
    return found


def _said(value: Any) -> str:
    if value is None:
        return "unknown"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _commit() -> dict[str, Any]:
    """Return the commit of the checkout that this is; unknown if it is not one."""
    top = _git("rev-parse", "--show-toplevel")
    commit = _git("rev-parse", "HEAD")
    if top is None or commit is None or Path(top).resolve() != _CHECKOUT:
        return {"commit": None, "changed": None}
    return {"commit": commit, "changed": bool(_git("status", "--porcelain", "-uno"))}


def _git(*arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(_CHECKOUT), *arguments],
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()
