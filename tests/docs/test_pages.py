"""The pages of the scenarios are what their command writes, from the files as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from sim.scenario.library import names

PAGES = Path(__file__).parents[2] / "docs" / "scenarios"


def test_there_is_a_page_for_every_scenario_and_one_that_lists_them() -> None:
    assert {page.stem for page in PAGES.glob("*.md")} == {*names(), "index"}


def test_the_pages_are_current(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["page", "--into", str(tmp_path), "--workers", "2"])
    assert done.exit_code == 0, done.output
    for name in (*names(), "index"):
        kept, now = (
            (folder / f"{name}.md").read_text(encoding="utf-8").splitlines()
            for folder in (PAGES, tmp_path)
        )
        assert kept == now, f"make {name} and others anew: sim page --into docs/scenarios"


@pytest.mark.parametrize("name", names())
def test_a_page_asks_its_question_and_says_what_it_rests_on(name: str) -> None:
    text = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    assert re.search(r"^\*\*.+\?\*\*$", text, re.MULTILINE)
    for heading in (
        "What the model finds",
        "Who is affected",
        "What it costs",
        "What it rests on",
        "What would change it",
        "What the model cannot know",
    ):
        assert f"\n## {heading}\n" in text


@pytest.mark.parametrize("name", [n for n in names() if n.startswith("week_removal")])
def test_where_one_unknown_decides_a_page_gives_no_central_answer(name: str) -> None:
    text = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    assert ("No value between them is a verdict" in text) == (name != "week_removal_2025")
