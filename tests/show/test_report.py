"""A report says what was found, to the last digit, and asks nothing of anybody."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from sim.ensemble.run import run
from sim.ensemble.settings import Settings
from sim.evidence.compare import compare
from sim.evidence.figures import figures_of
from sim.scenario.explain import explain
from sim.scenario.load import load, load_with_sources
from sim.show.cells import compared_cells, indicator_cells
from sim.show.report.report import report
from sim.show.words import answer_sentence, interval, number
from sim.study.briefing import Briefing, brief

SETTINGS = Settings(replications=20, seed=3, workers=1)
NAMES = ("pilot", "pilot_calibrated", "wide_priors", "until_expiry")


class Page(HTMLParser):
    """What a browser would see: tags with their attributes, and the text of each cell."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def of(self, *tags: str) -> list[dict[str, str | None]]:
        """Return the attributes of each of some tags, in order."""
        return [attributes for tag, attributes in self.tags if tag in tags]


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    return brief([(name, load_with_sources(name)) for name in NAMES], SETTINGS)


@pytest.fixture(scope="module")
def text(briefing: Briefing) -> str:
    return report(briefing, "report.html")


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def test_its_numbers_are_those_of_the_runs(page: Page) -> None:
    for name in NAMES:
        result = run(load_with_sources(name).scenario, SETTINGS)
        sentence = answer_sentence(result, name)
        assert any(sentence in said for said in page.said)
        for row in indicator_cells(result):
            assert set(row) <= set(page.said)


def test_its_comparison_is_that_of_the_command(page: Page) -> None:
    scenario = load_with_sources("pilot").scenario
    compared = compare(run(scenario, SETTINGS), figures_of(scenario))
    for row in compared.figures:
        assert {cell for cell in compared_cells(row) if cell} <= set(page.said)


def test_detention_is_told_as_carefully_as_returns(briefing: Briefing, page: Page) -> None:
    (summary,) = [said for said in page.said if "released after detention, and the" in said][:1]
    found = briefing.briefs[0].result.summaries
    for name in ("people_detained", "released_after_detention", "time_in_detention"):
        told = f"{number(found[name].median, found[name].unit)} ({interval(found[name])})"
        assert told in summary


def test_every_value_is_in_its_log(briefing: Briefing, page: Page) -> None:
    said = set(page.said)
    assert {row.path for row in explain(briefing.briefs[0].loaded)} <= said


def test_scenarios_of_other_days_are_no_contrast(briefing: Briefing, page: Page) -> None:
    assert briefing.apart == ("until_expiry",)
    assert briefing.contrast is not None
    assert list(briefing.contrast.others) == ["pilot_calibrated", "wide_priors"]
    assert any("until_expiry: of other days than pilot" in said for said in page.said)


def test_its_first_lines_name_every_horizon(page: Page) -> None:
    assert any("projections to 1 February 2026 and 11 June 2026 by" in said for said in page.said)


def test_it_has_no_script_and_loads_nothing(text: str, page: Page) -> None:
    assert not page.of("script", "link", "img", "iframe", "object", "form", "base")
    loaders = {"src", "srcset", "style", "background", "xlink:href", "onload"}
    assert not [tag for tag, attributes in page.tags if loaders & attributes.keys()]
    links = [attributes["href"] for attributes in page.of("a")]
    assert all(href and re.match(r"#|https?://", href) for href in links)
    assert not re.search(r"url\((?!#)", text)  # a colour may be a gradient of the same picture
    assert "@import" not in text


def test_its_policy_allows_its_own_style_alone(text: str, page: Page) -> None:
    (style,) = re.findall(r"<style>(.*?)</style>", text, flags=re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    (policy,) = [
        attributes["content"]
        for attributes in page.of("meta")
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy is not None
    assert policy.split("; ")[:2] == ["default-src 'none'", f"style-src 'sha256-{digest}'"]


def test_headings_leave_out_no_level_and_ids_are_unique(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    inner = {f"#{name}" for name in ids}
    assert {a["href"] for a in page.of("a") if (a["href"] or "").startswith("#")} <= inner


def test_every_table_has_a_caption_and_every_row_a_heading(text: str, page: Page) -> None:
    tables = re.findall(r"<table.*?</table>", text, flags=re.DOTALL)
    assert len(tables) == len(page.of("caption"))
    for table in tables:
        body = table[table.index("<tbody>") :]
        assert body.count("<tr>") == body.count('<th scope="row">')


def test_every_chart_has_a_title_and_a_text_alternative(page: Page) -> None:
    drawn = page.of("svg")
    assert drawn
    assert all(svg.get("role") == "img" and svg.get("aria-label") for svg in drawn)
    assert len(page.of("figcaption")) == len(drawn)


def test_four_scenarios_are_small_enough_to_send(text: str) -> None:
    assert len(text.encode()) < 500_000


def test_the_same_gives_the_same_bytes(briefing: Briefing, text: str) -> None:
    again = brief([(name, load_with_sources(name)) for name in NAMES], SETTINGS)
    assert report(again, "report.html") == text


def test_scenarios_of_one_name_are_told_apart(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(f"name: {load('pilot').name}\nextends: pilot\n", encoding="utf-8")
    named = [(name, load_with_sources(name)) for name in ("pilot", str(file))]
    page = Page(report(brief(named, Settings(replications=2, workers=1)), "report.html"))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    headed = {said for said in page.said if said.startswith("Results: ")}
    assert headed == {f"Results: {load('pilot').name}", f"Results: {load('pilot').name} (2)"}


def test_what_a_scenario_says_of_itself_is_text(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    hostile = "<script>alert(1)</script><img src=x>"
    file.write_text(f"name: '{hostile}'\nabout: '{hostile}'\nextends: pilot\n", encoding="utf-8")
    found = brief([(str(file), load_with_sources(file))], Settings(replications=2, workers=1))
    page = Page(report(found, "report.html"))
    assert not page.of("script", "img")
    assert any(hostile in said for said in page.said)
