"""Every value is explained, with its line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sim.scenario.explain import STATUS_ORDER, as_markdown, assumptions_log, explain
from sim.scenario.library import names
from sim.scenario.load import Loaded, load, load_with_sources
from sim.scenario.problems import ScenarioError
from sim.scenario.reviews import overdue
from sim.scenario.schema import Scenario

Child = Callable[..., Scenario]


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
    assert places.growth == "follows programme, departure 0.04"


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


def test_a_review_is_overdue_from_the_day_after_its_date(child: Child) -> None:
    value = "{value: 8%, status: assumed, why: so, review_by: 2026-06-30}"
    scenario = child(f"returnees: {{share: {value}}}")
    mine = [p for p in overdue([scenario], date(2026, 7, 1)) if "mine.yaml" in p.place.file]
    place = scenario.returnees.share.place
    assert [str(problem) for problem in mine] == [
        f"{place}: 'returnees.share' was to be reviewed by 2026-06-30"
    ]
    assert overdue([scenario], date(2026, 6, 30)) == []


def test_a_value_that_scenarios_share_is_to_be_reviewed_once() -> None:
    pilot = load("pilot")
    late = overdue([pilot], date.max)
    assert len(late) == sum(entry.review_by is not None for entry in pilot.assumptions()) > 0
    assert overdue([pilot, load("until_expiry"), load("more_places")], date.max) == late


def test_each_value_says_whether_its_review_is_overdue(pilot: Loaded) -> None:
    for rows in (assumptions_log(pilot, date.max), explain(pilot, today=date.max)):
        assert [row.overdue for row in rows] == [bool(row.review_by) for row in rows]
    assert not any(row.overdue for row in assumptions_log(pilot, date.min))


@pytest.mark.parametrize("name", names())
def test_every_value_of_a_shipped_scenario_has_a_source_or_a_reason(name: str) -> None:
    for entry in load(name).assumptions():
        assert entry.source or entry.why, entry.path
        assert not (entry.why or "").endswith("which gives no reason"), entry.path
        if entry.status in ("reported", "derived"):
            assert entry.source, entry.path


@pytest.mark.parametrize("name", names())
def test_every_shipped_scenario_says_what_it_asks_and_what_it_cannot_know(name: str) -> None:
    scenario = load(name)
    assert scenario.about
    assert scenario.question
    assert scenario.cannot_know
    assert scenario.would_change
