"""Do the pages tell the truth? Every ``console`` block in README.md and docs/*.md is run.

A line that begins with ``$ `` is a command; the lines after it are what it prints, where ``...``
stands for anything and whitespace does not matter; with no lines after it, the output is not
compared. The commands of a page run in order in one folder that holds nothing but ``scenarios``.
A block marked ``console exit=2`` is expected to fail that way; ``console skip`` is for the two
installation commands.
"""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
INSTALLATION = [
    "python3 -m venv .venv && .venv/bin/pip install -e . && .venv/bin/sim run scenarios/pilot.yaml",
    "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest",
]
BLOCK = re.compile(r"^ *```console *(?P<mark>.*)\n(?P<body>(?s:.*?))^ *```$", re.MULTILINE)
UNBROKEN = re.compile(r"(?<!\\)\n")  # a line that ends in a backslash goes on
AS_PRINTED = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass(frozen=True)
class Command:
    """One command on a page, where it stands, and what the page says it does."""

    place: str
    mark: str
    line: str
    printed: str


def commands(page: Path) -> Iterator[Command]:
    """Yield the commands of a page, in the order in which it gives them."""
    text = page.read_text(encoding="utf-8")
    for block in BLOCK.finditer(text):
        place = f"{page.relative_to(ROOT)}:{text.count(chr(10), 0, block.start()) + 1}"
        before, *entries = re.split(r"^\$ ", dedent(block["body"]), flags=re.MULTILINE)
        assert not before, f"{place}: a console block begins with '$ '"
        for entry in entries:
            line, *printed = UNBROKEN.split(entry, maxsplit=1)
            yield Command(place, block["mark"].strip(), line, "".join(printed))


def a_terminal(folder: Path) -> dict[str, str]:
    """Return an environment in which ``sim`` and ``dask`` are those of this Python."""
    for name, module in (("sim", "sim.cli"), ("dask", "dask")):
        tool = folder / name
        tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m {module} "$@"\n', encoding="utf-8")
        tool.chmod(0o755)
    return os.environ | {
        "PATH": os.pathsep.join([str(folder), os.environ["PATH"]]),
        "PYTHONPATH": str(ROOT),
        "PYTHONUTF8": "1",
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_on_a_page_does_what_the_page_says(page: Path, tmp_path: Path) -> None:
    (tools := tmp_path / "tools").mkdir()
    (here := tmp_path / "here").mkdir()
    (here / "scenarios").symlink_to(ROOT / "scenarios")
    environment = a_terminal(tools)
    for command in commands(page):
        if command.mark == "skip":
            continue
        done = subprocess.run(
            command.line,
            shell=True,
            cwd=here,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        said = f"{command.place}: $ {command.line}\n{done.stdout}"
        assert f"exit={done.returncode}" == (command.mark or "exit=0"), said
        if command.printed.strip():
            expected = doctest.OutputChecker().check_output(
                command.printed, done.stdout, AS_PRINTED
            )
            assert expected, f"{said}\nbut the page says\n{command.printed}"


def test_only_the_installation_is_not_run_and_the_readme_gives_it_word_for_word() -> None:
    skipped = {page: [c.line for c in commands(page) if c.mark == "skip"] for page in PAGES}
    assert skipped[ROOT / "README.md"] == INSTALLATION
    assert all(set(lines) <= set(INSTALLATION) for lines in skipped.values())
