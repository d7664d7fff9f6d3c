"""What a child changes, and what it leaves as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sim.scenario.load import load
from sim.scenario.schema import Scenario
from sim.scenario.values import Dated, Prior, Spread, Step

Write = Callable[..., Path]
Child = Callable[..., Scenario]
Refusal = Callable[[Path], list[str]]

PARENT = """
detention:
  places:
    value: {2025-08-06: 100, 2025-10-01: 200}
    status: reported
    source: bbc_2025_11_10
    prior: {factor: {lognormal: {median: 1, p90: 1.5}}}
    follows: programme
    departure: 0.1
    review_by: 2026-06-30
"""
PRIOR = Prior("lognormal", (1.0, 1.5), factor=True)
FIRST = Step(date(2025, 8, 6), 100.0)
SECOND = Step(date(2025, 10, 1), 200.0)


@pytest.fixture
def grandchild(write: Write) -> Child:
    write(PARENT, name="parent")
    return lambda body: load(write(body, extends="parent.yaml"))


def test_a_dated_value_replaces_its_parents_from_its_first_date_on(grandchild: Child) -> None:
    entry = grandchild("detention: {places: {2025-09-01: 50, 2025-12-01: 60}}").detention.places
    assert entry.value.steps == (
        FIRST,
        Step(date(2025, 9, 1), 50.0, scaled=False),
        Step(date(2025, 12, 1), 60.0, scaled=False),
    )


def test_a_childs_bare_steps_are_not_scaled_by_its_parents_prior_or_growth(
    grandchild: Child,
) -> None:
    entry = grandchild("detention: {places: {2025-12-01: 60}}").detention.places
    assert [step.scaled for step in entry.value.steps] == [True, True, False]
    assert entry.prior == PRIOR
    assert entry.growth
    assert entry.value.times(2).on(date(2026, 1, 1)) == 60.0


@pytest.mark.parametrize(
    "own", ["follows: programme", "prior: {factor: {uniform: {low: 0.9, high: 1.1}}}"]
)
def test_a_childs_steps_are_scaled_where_it_says_how(grandchild: Child, own: str) -> None:
    places = f"{{value: {{2025-12-01: 60}}, {own}}}"
    entry = grandchild(f"detention: {{places: {places}}}").detention.places
    assert all(step.scaled for step in entry.value.steps)


def test_a_step_is_exact_where_it_says_so(grandchild: Child) -> None:
    body = "{value: {2025-12-01: {exactly: 60}, 2026-01-01: 70}, follows: programme}"
    entry = grandchild(f"detention: {{places: {body}}}").detention.places
    assert [step.scaled for step in entry.value.steps] == [True, True, False, True]


@pytest.mark.parametrize("value", ["120", "{start: 120}", "{2025-08-06: 120}"])
def test_a_value_from_the_start_on_replaces_the_whole(grandchild: Child, value: str) -> None:
    entry = grandchild(f"detention: {{places: {value}}}").detention.places
    assert [(step.value, step.scaled) for step in entry.value.steps] == [(120.0, True)]
    assert entry.prior is None
    assert entry.growth is None
    assert entry.source is None


def test_a_mapping_without_a_value_keeps_its_parents(grandchild: Child) -> None:
    entry = grandchild("detention: {places: {why: a better reason}}").detention.places
    assert entry.value.steps == (FIRST, SECOND)
    assert (entry.status, entry.source) == ("reported", "bbc_2025_11_10")
    assert (entry.prior, entry.review_by) == (PRIOR, date(2026, 6, 30))
    assert entry.growth
    assert entry.growth.departure == 0.1
    assert entry.why == "a better reason"
    assert entry.place.file.endswith("parent.yaml")


def test_a_mapping_may_change_the_prior_alone(grandchild: Child) -> None:
    body = "detention: {places: {prior: {factor: {uniform: {low: 0.5, high: 2}}}}}"
    entry = grandchild(body).detention.places
    assert entry.value.steps == (FIRST, SECOND)
    assert entry.prior == Prior("uniform", (0.5, 2.0), factor=True)


def test_a_mapping_may_change_the_unit_in_which_a_value_is_shown(child: Child) -> None:
    kept = child("casework: {referral_deadline: {unit: h}}").casework.referral_deadline
    assert (kept.value, kept.written, kept.unit) == (14 * 86_400, "336", "h")


def test_a_restated_value_rests_on_its_own_grounds(child: Child) -> None:
    entry = child("returnees: {share: 4%}", name="mine").returnees.share
    assert (entry.value, entry.prior, entry.source) == (0.04, None, None)
    assert entry.status == "assumed"
    assert entry.why == "set in mine.yaml, which gives no reason"
    lever = child("detention: {places: 120}").detention.places
    assert lever.status == "lever"


def test_a_bare_number_is_in_the_unit_of_its_parent(child: Child) -> None:
    assert child("casework: {reply: 20}").casework.reply.value == Spread(20 * 86_400, 20 * 86_400)


def test_the_nearest_file_gives_name_and_about_and_a_parent_the_rest(
    write: Write, library: Path
) -> None:
    write("about: of the parent\ncounterfactual: true\n", name="parent")
    write("", name="mine", extends="parent.yaml")
    mine = load(library / "mine.yaml")
    assert (mine.name, mine.about, mine.counterfactual) == ("mine", "", True)
    assert load(library / "pilot.yaml").question.endswith("?")
    assert mine.question == ""
    assert mine.files == tuple(str(library / f"{n}.yaml") for n in ("mine", "parent", "pilot"))
    write("counterfactual: false\n", name="mine", extends="parent.yaml")
    assert not load(library / "mine.yaml").counterfactual


def test_a_scenario_says_what_it_asks_and_cannot_know(child: Child) -> None:
    mine = child("question: 'Who?  '\ncannot_know: >\n  why\n  not\nwould_change: all\n")
    assert (mine.question, mine.cannot_know, mine.would_change) == ("Who?", "why not", "all")


def test_the_nearest_file_names_the_figures_relative_to_itself(write: Write, library: Path) -> None:
    pilots = str(library / "reported/france_pilot.yaml")
    assert load(write("")).figures == pilots
    assert load(library / "until_expiry.yaml").figures == pilots
    (library / "own").mkdir()
    (library / "own/figures.yaml").write_text("figures: []\n", encoding="utf-8")
    write("figures: figures.yaml\n", name="own/mine", extends="../pilot.yaml")
    write("", name="grandchild", extends="own/mine.yaml")
    assert load(library / "grandchild.yaml").figures == str(library / "own/figures.yaml")


def test_a_new_barrier_is_whole_and_an_old_one_may_differ_in_part(child: Child) -> None:
    appeal = "{share: 10%, effect: delay, counted_from: reply, onset: 3 d, delay: {mean: 9 d}}"
    barriers = child(f"barriers: {{appeal: {appeal}, court_order: {{share: 5%}}}}").barriers
    assert barriers["appeal"].delay is not None
    assert barriers["appeal"].delay.value == Spread(mean=9 * 86_400)
    assert barriers["court_order"].share.value.steps[0].value == 0.05
    assert barriers["court_order"].delay is not None


def test_a_childs_data_are_found_beside_the_child(write: Write, library: Path) -> None:
    (library / "own").mkdir()
    weeks = (library / "reported/arrivals_weekly.csv").read_text(encoding="utf-8")
    (library / "own/weeks.csv").write_text(weeks, encoding="utf-8")
    path = library / "own/mine.yaml"
    path.write_text(
        "name: x\nextends: ../pilot.yaml\narrivals: {observed: weeks.csv}\n", encoding="utf-8"
    )
    assert load(path).weeks == load(library / "pilot.yaml").weeks


def test_a_start_before_a_dated_value_names_each_value_that_is_missing_there(
    write: Write, refusal: Refusal, library: Path
) -> None:
    said = refusal(write("scheme: {start: 2025-07-28}"))
    dated = [
        entry.path
        for entry in load(library / "pilot.yaml").assumptions()
        if isinstance(entry.value, Dated) and entry.value.steps[0].first_day > date(2025, 7, 28)
    ]
    assert dated
    for path in dated:
        assert any(f"'{path}' has no value at the start; add 2025-07-28: …" in s for s in said)


def test_the_last_return_may_come_before_the_last_arrival(child: Child) -> None:
    scheme = child("scheme: {last_return: 2026-01-01, last_arrival: 2026-05-01}").scheme
    assert scheme.last_return.value < scheme.last_arrival.value


def test_a_week_with_more_crossings_than_days_is_refused(
    library: Path, write: Write, refusal: Refusal
) -> None:
    (library / "reported/no_crossings.csv").write_text(
        "first_day,last_day,source\n2025-08-04,2025-08-05,x\n2026-01-12,2026-01-18,x\n",
        encoding="utf-8",
    )
    (said,) = refusal(write(""))
    assert "the week ending 2026-01-18 cannot have 3 crossing days" in said
