from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.library import library
from sim.scenario.load import load, load_text, load_with_sources
from sim.scenario.problems import ScenarioError

HEAD = "name: Mine\nextends: pilot.yaml\n"


def test_text_is_read_as_a_file_of_the_same_words_is(tmp_path: Path) -> None:
    text = f"{HEAD}detention:\n  places:\n    times: 2\n    status: lever\n    why: a what-if\n"
    file = tmp_path / "mine.yaml"
    file.write_text(text.replace("pilot.yaml", str(library() / "pilot.yaml")), encoding="utf-8")
    sent, read = load_text(text), load_with_sources(file)
    values = [
        {entry.path: (entry.value, entry.prior) for entry in one.scenario.assumptions()}
        for one in (sent, read)
    ]
    assert values[0] == values[1]


def test_what_is_wrong_in_text_is_named_by_line_and_column() -> None:
    with pytest.raises(ScenarioError) as refused:
        load_text(f"{HEAD}flihgts:\n  seats: 1\n")
    assert [str(p) for p in refused.value.problems] == [
        "scenario.yaml:3:1: unknown key 'flihgts'; did you mean 'flights'?"
    ]


@pytest.mark.parametrize("key", ["extends", "figures", "posterior", "sources"])
@pytest.mark.parametrize("name", ["/etc/passwd", "../README.md", "reported/../../README.md"])
def test_text_names_no_file_outside_those_of_the_project(key: str, name: str) -> None:
    head = "name: Mine\n" if key == "extends" else HEAD
    with pytest.raises(ScenarioError, match="name a file that comes with the project"):
        load_text(f"{head}{key}: {name}\n")


@pytest.mark.parametrize("name", ["/etc/passwd", "../README.md"])
def test_text_names_no_data_outside_those_of_the_project(name: str) -> None:
    with pytest.raises(ScenarioError, match="name a file that comes with the project"):
        load_text(
            f"{HEAD}arrivals:\n  observed:\n    value: {name}\n    status: reported\n"
            "    source: home_office_weekly_arrivals\n"
        )


def test_text_that_extends_itself_is_a_circle() -> None:
    with pytest.raises(ScenarioError):
        load_text("name: Mine\nextends: scenario.yaml\n")


def test_a_file_anywhere_extends_a_scenario_of_the_project_by_its_bare_name(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("name: Mine\nextends: pilot\n", encoding="utf-8")
    assert load(file).files[-1] == str(library() / "pilot.yaml")


def test_a_file_of_that_name_comes_first(tmp_path: Path) -> None:
    (tmp_path / "pilot").write_text("name: Its own\nextends: until_expiry\n", encoding="utf-8")
    file = tmp_path / "mine.yaml"
    file.write_text("name: Mine\nextends: pilot\n", encoding="utf-8")
    assert load(file).files[1] == str(tmp_path / "pilot")


def test_a_file_elsewhere_may_name_any_other(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(f"name: Mine\nextends: {library() / 'pilot.yaml'}\n", encoding="utf-8")
    assert load(file).name == "Mine"


@given(st.text())
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    with suppress(ScenarioError):
        assert load_text(text).scenario.name
