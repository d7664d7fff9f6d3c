"""Scenarios are found by path and by name, and values by day."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sim.scenario import home, library
from sim.scenario.catalogue import spec_at
from sim.scenario.listing import listed
from sim.scenario.load import load
from sim.scenario.problems import ScenarioError, nearest
from sim.scenario.schema import Scenario
from sim.scenario.values import Assumption, Dated, Spread, Step


@pytest.fixture(scope="module")
def pilot() -> Scenario:
    return load("pilot")


def test_a_bare_name_means_a_shipped_scenario() -> None:
    assert library.find("pilot") == library.library() / "pilot.yaml"
    assert library.find("mine.yaml") == Path("mine.yaml")
    assert "pilot" in library.names()


def test_every_shipped_scenario_is_listed_once_and_every_listed_one_is_there() -> None:
    files = {path.stem for path in library.library().glob("*.yaml")} - {"contents", "sources"}
    assert sorted(library.names()) == sorted(files)


def test_names_stand_in_the_order_of_the_contents() -> None:
    text = (library.library() / "contents.yaml").read_text(encoding="utf-8")
    places = [re.search(rf"\b{name}\b", text) for name in library.names()]
    assert [place.start() for place in places if place] == sorted(p.start() for p in places if p)
    assert None not in places


def test_a_scenario_is_listed_by_what_the_top_of_its_file_says() -> None:
    rows = listed()
    assert [row.name for row in rows] == library.names()
    for row in rows:
        scenario = load(row.name)
        assert (row.title, row.question) == (scenario.name, scenario.question)
        assert row.file == scenario.files[0]
        parents = [Path(file).stem for file in scenario.files[1:]]
        assert row.extends == (parents[0] if parents else None)
    assert {row.name: row.group for row in rows} == {
        name: group.group for group in library.groups() for name in group.scenarios
    }


def test_contents_that_are_none_are_refused_where_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "scenarios").mkdir()
    contents = tmp_path / "scenarios/contents.yaml"
    contents.write_text("contents:\n  - group: All\n    scenario: [pilot]\n", encoding="utf-8")
    monkeypatch.setattr(home, "_PACKAGE", tmp_path)
    with pytest.raises(ScenarioError) as refused:
        library.names()
    said = [str(problem).removeprefix(f"{contents}:") for problem in refused.value.problems]
    assert said == [
        "2:5: 'scenarios' is missing",
        "3:5: unknown key 'scenario'; did you mean 'scenarios'?",
    ]


def test_an_installed_package_carries_its_scenarios(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "scenarios").mkdir()
    monkeypatch.setattr(home, "_PACKAGE", tmp_path)
    assert library.library() == tmp_path / "scenarios"


def test_an_unknown_name_is_told_the_nearest() -> None:
    with pytest.raises(ScenarioError, match="pilott: no such scenario; did you mean 'pilot'"):
        load("pilott")


def test_a_hint_names_the_nearest_word_or_what_there_is() -> None:
    assert nearest("flihgts", ["flights", "inbound"]) == "did you mean 'flights'?"
    assert nearest("x", ["one", "two"]) == "write one of: one, two"
    assert nearest("x", ["only"]) == "write 'only'"
    assert nearest("x", []) == "there is none to choose from"
    assert nearest("x", map(str, range(100, 113))).endswith("111, …")


def test_a_value_can_be_replaced_by_its_path(pilot: Scenario) -> None:
    share, onset = pilot.returnees.share, pilot.barriers["court_order"].onset
    changes: dict[str, Assumption[Any]] = {
        share.path: share.set_to(0.5),
        onset.path: onset.set_to(Spread(1.0, 1.0)),
    }
    changed = pilot.with_values(changes)
    before = list(pilot.assumptions())
    assert {e.path: e for e in changed.assumptions() if e not in before} == changes


def test_first_and_last_day_are_simulated(child: Callable[..., Scenario]) -> None:
    assert child("scheme: {horizon: 2025-08-06}").days == 1
    assert child("scheme: {horizon: 2025-08-31}").days == 26


def test_every_parameter_has_a_spec(pilot: Scenario) -> None:
    assert all(spec_at(entry.path).role == entry.role for entry in pilot.assumptions())


def test_a_dated_value_holds_from_each_date_until_the_next() -> None:
    value = Dated((Step(date(2025, 1, 1), 1.0), Step(date(2025, 1, 3), 2.0, scaled=False)))
    assert [value.on(date(2025, 1, day)) for day in (1, 2, 3, 4)] == [1.0, 1.0, 2.0, 2.0]
    assert value.on(date(2024, 12, 31)) == 1.0
    assert [step.value for step in value.over(date(2025, 1, 2), 3)] == [1.0, 2.0, 2.0]
    assert [step.value for step in value.times(3).steps] == [3.0, 2.0]


def test_a_stretched_spread_keeps_its_shape() -> None:
    assert Spread(2.0, 4.0).times(3) == Spread(6.0, 12.0)
    assert Spread(mean=2.0).times(3) == Spread(mean=6.0)
