"""What can keep a picture from being drawn, in words for whoever asked.

Imports nothing, so that a command can name it before it needs anything heavy.
"""

from __future__ import annotations

EXTRA = "pip install 'returns-scheme-simulator[charts]'"
"""How charts can be had."""


class PictureError(Exception):
    """Raised where there is nothing to draw, or nothing to draw it with."""
