"""Which browser is there, and what if there is none?"""

from __future__ import annotations

import shutil
from collections.abc import Mapping

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    # No name but the served one is known: nothing that a page asks for leaves this machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]


def chromium(environment: Mapping[str, str]) -> str:
    """Return the path of Chromium; without one, skip the test, or fail it in a CI run."""
    named = environment.get("CHROMIUM")
    path = environment.get("PATH")
    found = [shutil.which(name, path=path) for name in ([named] if named else NAMES)]
    for program in found:
        if program is not None:
            return program
    reason = f"no browser: neither CHROMIUM nor PATH leads to one of {', '.join(NAMES)}"
    if environment.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
