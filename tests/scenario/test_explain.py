"""Every value is explained, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario.explain import STATUS_ORDER, as_markdown, assumptions_log, explain
from sim.scenario.library import names
from sim.scenario.load import Loaded, load, load_with_sources
from sim.scenario.problems import ScenarioError


@pytest.fixture(scope="module")
def pilot() -> Loaded:
    return load_with_sources("more_places")


def test_every_value_is_explained_once(pilot: Loaded) -> None:
    paths = [entry.path for entry in pilot.scenario.assumptions()]
    assert [row.path for row in explain(pilot)] == paths
    assert sorted(row.path for row in assumptions_log(pilot)) == sorted(paths)


def test_a_value_is_shown_as_it_can_be_written(pilot: Loaded) -> None:
    for row in explain(pilot):
        file, line, column = row.place.rsplit(":", 2)
        text = Path(file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
        if row.value[0].isdigit():
            assert text[int(column) - 1 :].startswith(row.value)
        assert row.about
        assert row.why or row.source


def test_a_spread_carries_its_units_and_a_number_has_one_beside_it(pilot: Loaded) -> None:
    (reply,) = explain(pilot, "casework.reply")
    assert reply.value.count(" d") == 2
    assert reply.unit == ""
    (deadline,) = explain(pilot, "casework.referral_deadline")
    assert (deadline.value, deadline.unit) == ("14", "d")


def test_a_section_explains_what_is_in_it(pilot: Loaded) -> None:
    rows = explain(pilot, "barriers.medical")
    assert [row.path.rpartition(".")[2] for row in rows] == [
        *("share", "counted_from", "onset", "effect")
    ]
    (places,) = explain(pilot, "detention.places")
    assert places.growth == "follows programme, departure 0.03"


def test_an_unknown_key_is_told_the_nearest(pilot: Loaded) -> None:
    with pytest.raises(ScenarioError, match=r"did you mean 'detention\.places'"):
        explain(pilot, "detention.place")


def test_the_log_begins_with_what_rests_on_least(pilot: Loaded) -> None:
    order = [STATUS_ORDER.index(row.status) for row in assumptions_log(pilot)]
    assert order == sorted(order)


def test_the_log_is_a_table_of_one_row_a_value(pilot: Loaded) -> None:
    rows = assumptions_log(pilot)
    lines = as_markdown(rows).splitlines()
    assert len(lines) == len(rows) + 2
    assert {line.replace("\\|", "").count("|") for line in lines} == {7}


@pytest.mark.parametrize("name", names())
def test_every_shipped_scenario_says_what_it_is_for(name: str) -> None:
    scenario = load(name)
    assert scenario.about
    if scenario.scheme.horizon.value > scenario.weeks[-1].ending:
        assert "conditional projection" in scenario.about
