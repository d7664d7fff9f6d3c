"""How are the pages in this folder built? `sphinx-build -W docs docs/_build` makes them HTML."""

from __future__ import annotations

import tomllib
from pathlib import Path

_pyproject = Path(__file__).parents[1] / "pyproject.toml"
_described = tomllib.loads(_pyproject.read_text(encoding="utf-8"))["project"]

project = "Returns scheme simulator"
author = _described["authors"][0]["name"]
copyright = f"2026, {author}"
release = _described["version"]

extensions = ["myst_parser"]
exclude_patterns = ["_build"]
nitpicky = True

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme = "pydata_sphinx_theme"
html_title = project
html_show_sourcelink = False
