"""What can keep something from being shown, in words for whoever asked.

Imports nothing heavy, so that a command can name it before it needs anything that is.
"""

from __future__ import annotations

from importlib.util import find_spec

EXTRA = "pip install 'returns-scheme-simulator[{}]'"
"""How an extra can be had."""


class PictureError(Exception):
    """Raised where there is nothing to draw, or nothing to draw it with."""


def installed(*modules: str) -> bool:
    """Return whether modules can be imported."""
    return all(find_spec(module) for module in modules)


def check_extra(extra: str, *modules: str) -> None:
    """Make sure that what a command needs is installed.

    Parameters
    ----------
    extra
        Name of the extra that brings it.
    modules
        What it brings.

    Raises
    ------
    PictureError
        If one of them is missing, with how to install it.
    """
    if not installed(*modules):
        raise PictureError(f"this needs the extra: pip install 'returns-scheme-simulator[{extra}]'")
