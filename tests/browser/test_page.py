"""The page as a person uses it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from sim.ensemble.run import run
from sim.ensemble.settings import Settings
from sim.scenario.load import load, load_text
from sim.show.documents import run_document
from sim.show.plots.every import RUN_CHARTS
from sim.show.web.app import page_app
from sim.show.web.told import SHOWN
from sim.show.words import answer_sentence, number
from tests.browser.served import Factory
from tests.browser.watched import Watched, axe
from tests.web.compiled import compile_model

ROOT = Path(__file__).parents[2]
COARSE = "scenario=pilot&precision=5%25"
ANSWERED, REFUSED = "body[data-state=final]", "body[data-state=refused]"


@pytest.fixture(scope="module")
def factory() -> Factory:
    compile_model()
    return page_app


def opened(page: Page, query: str = COARSE) -> Page:
    """Open the page and wait for its answer."""
    page.goto(f"/?{query}")
    page.locator(ANSWERED).wait_for()
    return page


def sentence(page: Page) -> str:
    return page.locator("#sentence").text_content() or ""


def change(page: Page, name: str, value: str) -> None:
    """Type where a lever is to stand, and wait for the answer."""
    page.locator(f"#{name}").fill(value)
    page.locator(ANSWERED).wait_for()


def test_the_answer_is_that_of_the_command(page: Page) -> None:
    opened(page)
    found = run(load("pilot"), Settings(precision=0.05))
    assert sentence(page) == answer_sentence(found, "pilot")
    expect(page.locator("#rests")).to_contain_text(f"{found.replications} replications, seed 1")
    expect(page.locator("#status")).to_contain_text(f"{found.replications} replications")


def test_a_lever_that_is_dragged_moves_the_sentence_the_charts_and_the_difference(
    page: Page,
) -> None:
    opened(page)
    before, chart = sentence(page), page.locator("#chart-returns")
    told = chart.locator(".alternative").get_attribute("aria-label")
    drawn = chart.locator("svg").inner_html()
    slider = page.locator("input[data-for=seats]")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box is not None
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 4, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.7, y, steps=8)
    page.mouse.up()
    expect(page.locator("#difference")).to_contain_text("instead of pilot would change returns by")
    page.locator(ANSWERED).wait_for()
    assert float(page.locator("#seats").input_value()) > 2
    assert sentence(page) != before
    assert chart.locator(".alternative").get_attribute("aria-label") != told
    assert chart.locator("svg").inner_html() != drawn
    expect(page.locator("#differences tbody tr")).not_to_have_count(0)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until something is reached; wherever it leads on the way can be seen."""
    for _ in range(40):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outline")
        assert "solid 3px" in outline
        if page.locator(f"{selector}:focus-visible").count():
            return
    pytest.fail(f"{selector} is not reached")


def test_keys_alone_move_a_lever_and_reset_it(page: Page) -> None:
    opened(page)
    before = sentence(page)
    tab_to(page, "input[data-for=places]")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#places")).to_have_value("1.1")
    expect(page.locator("#difference")).to_be_visible()
    tab_to(page, "#reset")
    page.keyboard.press("Enter")
    expect(page.locator("#places")).to_have_value("1")
    expect(page.locator("#difference")).to_be_hidden()
    page.locator(ANSWERED).wait_for()
    assert sentence(page) == before


def test_of_keys_pressed_fast_the_last_one_counts(page: Page) -> None:
    opened(page)
    page.evaluate(
        """() => {
          window.shown = [];
          new MutationObserver(() =>
            window.shown.push(Number(new URLSearchParams(location.search).get("seats"))))
            .observe(document.getElementById("yaml"), { childList: true });
        }"""
    )
    under_way: set[Request] = set()
    page.on("request", lambda request: under_way.add(request))
    page.on("requestfinished", lambda request: under_way.discard(request))
    page.on("requestfailed", lambda request: under_way.discard(request))
    page.locator("input[data-for=seats]").focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    page.locator(ANSWERED).wait_for()
    expect(page.locator("#seats")).to_have_value("2.2")
    text = page.locator("#yaml").text_content() or ""
    found = run(load_text(text).scenario, Settings(precision=0.05))
    assert sentence(page) == answer_sentence(found, "scenario.yaml")
    shown = page.evaluate("window.shown")
    assert shown == sorted(shown)
    assert shown[-1] == 2.2
    assert not under_way  # nothing older can come any more


def test_a_setting_that_is_pinned_is_what_the_next_is_compared_with(page: Page) -> None:
    opened(page, f"{COARSE}&seats=2")
    page.locator("#pin").click()
    expect(page.locator("#difference")).to_be_hidden()  # a setting beside itself
    change(page, "places", "2")
    expect(page.locator("#difference")).to_contain_text("instead of the pinned setting")
    assert "pinned_seats=2" in page.url
    page.locator("#unpin").click()
    expect(page.locator("#difference")).to_contain_text("instead of pilot")
    expect(page.locator("#unpin")).to_be_hidden()


def test_the_yaml_that_is_copied_gives_the_command_the_same_numbers(
    page: Page, tmp_path: Path
) -> None:
    opened(page, f"{COARSE}&casework=0.5&days_between_flights=3.5&seed=4")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#copy-yaml").click()
    expect(page.locator("#status")).to_have_text("Scenario copied.")
    text = page.evaluate("navigator.clipboard.readText()")
    (tmp_path / "scenario.yaml").write_text(text, encoding="utf-8")
    command = page.locator("#command").text_content() or ""
    asked = command.partition(" (")[0].removeprefix("sim ").split()
    assert asked == ["run", "scenario.yaml", "--precision", "5%", "--seed", "4"]
    done = subprocess.run(
        [sys.executable, "-m", "sim.cli", *asked, "--json"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    document = json.loads(done.stdout)
    assert sentence(page) == document["sentence"]
    shown = page.locator("#indicators tbody tr").filter(has_text="Median time in detention")
    found = document["indicators"]["time_in_detention"]
    expect(shown.locator("td").first).to_have_text(number(found["median"], found["unit"]))


def test_the_result_that_is_downloaded_is_that_of_the_command(page: Page, tmp_path: Path) -> None:
    opened(page)
    with page.expect_download() as download:
        page.locator("#download").click()
    download.value.save_as(tmp_path / "pilot.json")
    document = json.loads((tmp_path / "pilot.json").read_text(encoding="utf-8"))
    expected = run_document(run(load("pilot"), Settings(precision=0.05)), "pilot", None)
    assert document == json.loads(json.dumps(expected))
    assert sentence(page) == document["sentence"]
    rows = page.locator("#indicators tbody tr")
    shown = dict(zip(SHOWN, rows.locator("td:nth-child(2)").all_text_contents(), strict=True))
    found = document["indicators"]
    assert shown == {name: number(found[name]["median"], found[name]["unit"]) for name in SHOWN}


def test_a_link_that_asks_for_the_impossible_says_so_until_something_else_is_asked(
    watched: Watched,
) -> None:
    page = watched.page
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(f"/?{COARSE}&places=900")
    page.locator(REFUSED).wait_for()
    expect(page.locator("#problem")).to_contain_text("write a number from 0 to 4")
    assert axe(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    change(page, "places", "2")
    expect(page.locator("#problem")).to_be_hidden()
    assert [error for error in watched.errors if "422" not in error] == []


def test_a_link_restores_the_setting(page: Page) -> None:
    opened(page, f"{COARSE}&places=2&seed=5")
    page.locator("#pin").click()
    change(page, "eligible", "1.5")
    change(page, "seats", "1.5")
    said = sentence(page), page.locator("#difference").text_content()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#copy-link").click()
    expect(page.locator("#status")).to_have_text("Link copied.")
    link = page.evaluate("navigator.clipboard.readText()")
    page.goto("about:blank")
    page.goto(link)
    page.locator(ANSWERED).wait_for()
    for name, value in {"places": "2", "seats": "1.5", "eligible": "1.5", "seed": "5"}.items():
        expect(page.locator(f"#{name}")).to_have_value(value)
    assert (sentence(page), page.locator("#difference").text_content()) == said


def test_another_scenario_brings_its_own_levers(page: Page) -> None:
    opened(page)
    page.locator("#scenario").select_option("week_removal")
    page.wait_for_url("**/?scenario=week_removal*")
    expect(page.locator("#places-hint")).to_contain_text("The scenario has 100,000 places")
    expect(page.locator("#releases")).to_have_count(0)


def test_what_was_pinned_stays_when_another_scenario_is_chosen(page: Page) -> None:
    opened(page)
    change(page, "seats", "2")
    page.locator("#pin").click()
    page.locator("#scenario").select_option("pilot_calibrated")
    page.wait_for_url("**/?scenario=pilot_calibrated*pinned_seats=2*")
    page.locator(ANSWERED).wait_for()
    expect(page.locator("#difference")).to_contain_text("instead of the pinned setting")


def test_a_lever_that_would_do_nothing_says_so_and_stays(page: Page) -> None:
    opened(page)
    expect(page.locator("#deterrence")).to_be_disabled()
    expect(page.locator("#deterrence-hint")).to_contain_text("no effect here")


def test_a_scenario_of_ones_own_takes_the_place_of_the_levers(page: Page) -> None:
    opened(page)
    page.locator("summary").click()
    page.locator("#text").fill("name: Mine\nextends: pilot\n")
    expect(page.locator("#places")).to_be_disabled()
    expect(page.locator("#own")).to_be_visible()
    page.locator("#reset").click()
    expect(page.locator("#places")).to_be_enabled()
    expect(page.locator("#own")).to_be_hidden()


def test_a_scenario_of_ones_own_is_answered_or_told_where_it_is_wrong(watched: Watched) -> None:
    page = opened(watched.page)
    page.locator("summary").click()
    page.locator("#text").fill("name: Mine\nextends: pilot\nflihgts:\n  seats: 30\n")
    page.locator("#show").click()
    page.locator(REFUSED).wait_for()
    expect(page.locator("#problem")).to_contain_text("scenario.yaml:3:1: unknown key 'flihgts'")
    assert axe(page) == ""
    page.locator("#text").fill("name: Mine\nextends: pilot\nflights:\n  seats: 30\n")
    page.locator("#show").click()
    page.locator(ANSWERED).wait_for()
    expect(page.locator("#problem")).to_be_hidden()
    found = run(
        load_text("name: M\nextends: pilot\nflights:\n  seats: 30\n").scenario,
        Settings(precision=0.05),
    )
    assert sentence(page) == answer_sentence(found, "scenario.yaml")
    assert [error for error in watched.errors if "422" not in error] == []


def test_without_a_server_it_says_so_and_goes_on_when_there_is_one(watched: Watched) -> None:
    page = opened(watched.page)
    watched.context.set_offline(True)
    page.locator("#seats").fill("2")
    page.locator(REFUSED).wait_for()
    expect(page.locator("#problem")).to_contain_text("The simulator cannot be reached")
    watched.context.set_offline(False)
    change(page, "seats", "2.5")
    expect(page.locator("#problem")).to_be_hidden()
    expect(page.locator("#difference")).to_be_visible()


def test_what_cannot_be_refined_in_time_keeps_its_preview(page: Page) -> None:
    opened(page)

    def stop_after_the_preview(route: Route) -> None:
        first = route.fetch().text().split("\n")[0]
        problem = json.dumps({"problem": "This setting takes longer than a page may."})
        route.fulfill(body=f"{first}\n{problem}\n", content_type="application/x-ndjson")

    page.route("**/answer", stop_after_the_preview)
    page.locator("#seats").fill("2")
    page.locator("body[data-state=stopped]").wait_for()
    expect(page.locator("#problem")).to_contain_text("takes longer than a page may")
    expect(page.locator("#rests")).to_contain_text("Preview of 100 replications")
    expect(page.locator("#sentence")).to_be_visible()


def test_the_status_speaks_when_an_answer_is_final_or_something_failed_and_only_then(
    watched: Watched,
) -> None:
    page = opened(watched.page, "scenario=pilot&precision=3%25")
    expect(page.get_by_role("status")).to_have_count(1)
    page.evaluate(
        """() => {
          window.heard = [];
          performance.clearMeasures();
          const status = document.querySelector("[role=status]");
          new MutationObserver(() =>
            window.heard.push([document.body.dataset.state, status.textContent]))
            .observe(status, { childList: true, characterData: true, subtree: true });
        }"""
    )
    heard = []
    for seats in ("3", "3.1"):
        change(page, "seats", seats)
        count = int(page.locator("body").get_attribute("data-replications") or 0)
        heard.append(["final", f"Answer of {count:,} replications."])
    assert page.evaluate("performance.getEntriesByType('measure').length") > len(heard)
    assert page.evaluate("window.heard") == heard
    watched.context.set_offline(True)
    page.locator("#seats").fill("3.2")
    page.locator(REFUSED).wait_for()
    (failed,) = page.evaluate("window.heard")[len(heard) :]
    assert "There is no answer" in failed[1]


def test_nothing_hinders_while_there_is_no_answer_yet(page: Page) -> None:
    page.route("**/answer", lambda _: None)  # one that is awaited for ever
    page.goto(f"/?{COARSE}")
    page.locator("body[data-state=asked]").wait_for()
    assert axe(page) == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_nothing_hinders_and_nothing_hangs_over(page: Page, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 800})
    opened(page, f"{COARSE}&seats=2")
    assert axe(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for name in RUN_CHARTS:
        box = page.locator(f"#chart-{name} svg").bounding_box()
        assert box is not None
        assert 0.9 * min(width - 40, 300) < box["width"] <= width


def test_without_the_pages_script_nothing_hinders(watched: Watched) -> None:
    page = watched.page  # scripts are on, as axe-core is one
    page.route("**/assets/*.js", lambda route: route.abort())
    page.goto(f"/?{COARSE}")
    assert axe(page) == ""
    page.locator("#show").click()
    expect(page.locator("figure img")).to_have_count(len(RUN_CHARTS))
    assert axe(page) == ""


def test_without_a_script_the_form_works(browser: Browser, served: str) -> None:
    context = browser.new_context(base_url=served, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/?{COARSE}")
    expect(page.locator("input[type=range]:visible")).to_have_count(0)
    page.locator("#seats").fill("2")
    page.locator("#show").click()
    expect(page.locator("#difference")).to_contain_text("instead of pilot")
    expect(page.locator("figure img")).to_have_count(len(RUN_CHARTS))
    expect(page.locator("#seats")).to_have_value("2")
    page.locator("#scenario").select_option("until_expiry")
    page.get_by_role("button", name="Choose this scenario").click()
    expect(page.locator("#scenario")).to_have_value("until_expiry")
    expect(page.locator("#seats")).to_have_value("1")
    context.close()


def test_a_printed_page_has_its_charts(page: Page) -> None:
    page.set_viewport_size({"width": 680, "height": 1000})  # A4 less its margins
    opened(page)
    page.emulate_media(media="print")
    for name in RUN_CHARTS:
        box = page.locator(f"#chart-{name} svg").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 680
        expect(page.locator(f"#chart-{name} .title")).to_be_visible()
    expect(page.locator("#setting")).to_be_hidden()
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) > 1
