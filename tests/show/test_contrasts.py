"""A contrast says what changes, how sure that is, and who is meant."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from sim.ensemble.rows import Gatherer
from sim.ensemble.settings import Settings
from sim.luck.luck import Luck
from sim.model.order import DAY
from sim.model.outline import outline
from sim.model.replicate import replicate
from sim.outcomes.indicators import INDICATORS
from sim.scenario.schema import Scenario
from sim.scenario.swept import Sweep
from sim.show.contrast_words import found_sentence, little_saved, rests_sentence
from sim.show.contrasts import contrast_finding
from sim.show.filed import filed
from sim.show.findings import Finding
from sim.show.story import StoryError, tell_person
from sim.show.two_ways import WITH, WITHOUT, two_ways
from sim.show.words import day
from sim.study.contrasting.contrast import Contrast, run_contrast
from sim.study.contrasting.precise import ContrastOptions
from tests.variants import changed, pilot

ONE = Settings(seed=4, workers=1)


def contrast(
    base: Scenario, others: dict[str, Scenario], replications: int | None = 6, **options: float
) -> Contrast:
    return run_contrast(base, others, ContrastOptions(replications, **options), Gatherer(ONE))


@pytest.fixture(scope="module")
def study() -> Contrast:
    base = pilot().model_copy(update={"counterfactual": True})
    weeks = list(base.weeks)
    weeks[-4] = replace(weeks[-4], people=weeks[-4].people + 600, boats=weeks[-4].boats + 9)
    others = {
        "seats": changed(base, {"flights.seats": 60}),
        "deterred": changed(base, {"deterrence.strength": 20.0}),
        "nobody new": changed(base, {"selection.share": 0.02}),
        "came back": changed(
            base, {"returnees.share": 1.0, "returnees.delay": 3.0 * DAY, "flights.seats": 200}
        ),
        "more arrivals": base.model_copy(update={"weeks": tuple(weeks)}),
    }
    return contrast(base, others)


@pytest.fixture(scope="module")
def finding(study: Contrast) -> Finding:
    return contrast_finding(study, "pilot")


def test_the_document_holds_every_paired_difference(study: Contrast, finding: Finding) -> None:
    document: dict[str, Any] = json.loads(json.dumps(finding.document, allow_nan=False))
    assert list(document["others"]) == list(study.others)
    for name, shown in document["others"].items():
        assert list(shown["indicators"]) == list(INDICATORS)
        apart = study.others[name].other.indicator("returns") - study.base.indicator("returns")
        difference = shown["indicators"]["returns"]["difference"]
        assert difference["median"] == np.median(apart)
        assert difference["mean"] == apart.mean()
        assert [difference["p05"], difference["p95"]] == np.quantile(apart, (0.05, 0.95)).tolist()
        assert set(shown["indicators"]["returns"]) >= {"difference", "variance_ratio"}
        last = shown["months"][-1]["returns"]
        assert last == difference
    seats = document["others"]["seats"]
    assert seats["people"]["only_with"]["mean"] > seats["people"]["only_without"]["mean"]
    assert seats["unmatched"] is None
    assert document["others"]["more arrivals"]["people"] is None
    assert "observed weeks" in document["others"]["more arrivals"]["unmatched"]


def test_the_first_sentence_has_interval_date_and_condition(study: Contrast) -> None:
    said = found_sentence(study, "pilot")
    assert said.startswith("If everything went as these scenarios assume, then by 1 February 2026")
    assert "seats instead of pilot would change returns by +" in said
    assert "90% intervals" in said
    assert said.count(".") == 1


def test_the_second_sentence_says_what_it_rests_on(study: Contrast) -> None:
    said = rests_sentence(study)
    for part in ("6 replications of each", "seed 4", "drawn", "the same luck", "known to within"):
        assert part in said
    ratio = study.others["seats"].differences["returns"].variance_ratio
    assert f"{ratio:.1f} times smaller than that of independent runs for seats" in said


def test_it_is_said_where_common_luck_saved_little() -> None:
    little = contrast(pilot(), {"nobody": changed(pilot(), {"casework.accepted": 0.0})}, 40)
    returns = little.others["nobody"].differences["returns"]
    assert returns.variance_ratio == pytest.approx(1.0)  # nobody is returned there
    assert "less than three times" in rests_sentence(little)
    assert "returns (nobody: 1.0 times)" in (little_saved(little) or "")
    assert little_saved(little) in contrast_finding(little, "pilot").paragraphs
    still = contrast(pilot(), {"again": pilot()})
    assert little_saved(still) is None
    assert "the variance of the difference in returns is zero;" in rests_sentence(still)


def test_what_was_asked_is_said_beside_what_was_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    from sim.study.contrasting import precise

    monkeypatch.setattr(precise, "DEFAULT_REPLICATIONS", 4)
    monkeypatch.setattr(precise, "MOST_REPLICATIONS", 8)
    seats = {"seats": changed(pilot(), {"flights.seats": 60})}
    reached = rests_sentence(contrast(pilot(), seats, None, precision=9.0))
    assert reached.endswith("±900% was asked for.")
    short = contrast(pilot(), seats, None, precision=1e-4)
    assert "short of the ±0.01% that was asked for" in rests_sentence(short)
    document = contrast_finding(short, "pilot").document
    assert document["precision"] == {"asked": 1e-4, "is_reached": False}
    once = rests_sentence(contrast(pilot(), seats, 1))
    assert "cannot be said" in once
    assert "is unknown" in once


def test_an_unknown_that_decides_is_named_as_a_condition() -> None:
    sweep = Sweep(path="casework.accepted", settings=(), written=("0%", "100%"))
    unknown = pilot().model_copy(update={"sweep": sweep})
    said = found_sentence(contrast(pilot(), {"unknown": unknown}), "pilot")
    assert "what nobody knows and their answers depend on, casework.accepted" in said


def test_one_person_of_each_kind_is_told_in_both_worlds(study: Contrast) -> None:
    seen = set()
    for name, versus in study.others.items():
        stories = {story.kind: story for story in two_ways(study, name)}
        if versus.swaps is None:
            assert not stories
            continue
        for kind, only in (
            (WITH, versus.swaps.only_with),
            (WITHOUT, versus.swaps.only_without),
        ):
            assert (kind in stories) == bool(only.counts.any())
            if only.person is None:
                continue
            story = stories[kind]
            ways = {"with": story.with_it, "without": story.without}
            sides = {"with": versus.other.scenario, "without": versus.base.scenario}
            for world, sentences in ways.items():
                returned = any("Is returned" in what for _, what in sentences)
                assert returned == (kind == (WITH if world == "with" else WITHOUT))
                prepared = outline(sides[world])
                records = replicate(prepared, Luck(4, story.replication), "compiled")
                try:
                    told = tell_person(records, prepared.releasing, only.person)
                except StoryError:
                    (absent,) = sentences
                    seen.add(absent[1].split(" with ")[0])
                else:
                    assert told.sentences == sentences
            assert kind in story.as_text()
            assert story.as_text().startswith("An invented person")
            assert day(story.with_it[0][0].date()) in story.as_text()
    assert any("does not set out" in what for what in seen)
    assert "Arrives by small boat" in seen  # and is not selected


def test_a_page_shows_what_the_terminal_does(study: Contrast, finding: Finding) -> None:
    files = filed(finding)
    page = files["page.md"]
    assert page.startswith("# What changes with seats, deterred, nobody new, came back or more")
    for words in (WITH, WITHOUT, "An invented person", "When they part", *finding.paragraphs):
        assert words in page
    assert files["people.csv"].splitlines()[0] == "scenario,people,median,mean,p05,p95"
    assert len(files["differences.csv"].splitlines()) == 1 + len(study.others) * len(INDICATORS)
    for table in finding.tables:
        assert {len(row) for row in table.rows} == {len(table.columns)}
        assert {len(cells) for cells in table.cells} == {len(table.headings)}


def test_pictures_have_a_line_for_each_scenario(study: Contrast, finding: Finding) -> None:
    files = filed(finding)
    for name in ("difference_in_returns.svg", "difference_in_net_flow.svg"):
        assert all(f">{other}<" in files[name] for other in study.others)


def test_months_are_those_of_the_study(study: Contrast, finding: Finding) -> None:
    months = finding.document["others"]["seats"]["months"]
    assert [month["month"] for month in months][:2] == ["2025-08", "2025-09"]
    assert len(months) == len(study.others["seats"].months)
    assert study.others["seats"].months[0] == date(2025, 8, 1)
