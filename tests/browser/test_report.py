"""A report as a browser shows and prints it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from sim.ensemble.settings import Settings
from sim.scenario.load import load_with_sources
from sim.show.report.report import report
from sim.study.briefing import brief
from tests.browser.watched import Watched, axe

NAMES = ("pilot", "pilot_calibrated")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    named = [(name, load_with_sources(name)) for name in NAMES]
    path = tmp_path_factory.mktemp("report") / "report.html"
    found = brief(named, Settings(replications=10, workers=1))
    path.write_text(report(found, path.name), encoding="utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_hinders_nothing_is_asked_for_and_nothing_hangs_over(
    browser: Browser, file: Path, scheme: str, width: int
) -> None:
    context = browser.new_context(
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 800},
    )
    watched = Watched(context, file.parent.as_uri())
    watched.page.goto(file.as_uri())
    assert axe(watched.page) == ""
    assert watched.errors == []
    assert watched.requests == [file.as_uri()]
    assert watched.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_every_chart_and_table_fits_a_printed_page(browser: Browser, file: Path) -> None:
    context = browser.new_context(viewport={"width": 680, "height": 1000})  # A4 less its margins
    page = context.new_page()
    page.goto(file.as_uri())
    page.emulate_media(media="print")
    too_wide = page.evaluate(
        """() => [...document.querySelectorAll("svg, table")]
          .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
          .map((one) => one.querySelector("caption")?.textContent ?? one.ariaLabel)"""
    )
    hidden = page.evaluate(
        """() => [...document.querySelectorAll("svg, table, figcaption, caption")]
          .filter((one) => one.getClientRects().length === 0).length"""
    )
    assert too_wide == []
    assert hidden == 0
    context.close()


def test_no_status_and_no_date_is_broken_in_print(browser: Browser, file: Path) -> None:
    context = browser.new_context(viewport={"width": 680, "height": 1000})
    page = context.new_page()
    page.goto(file.as_uri())
    page.emulate_media(media="print")
    lines = page.evaluate(
        """() => [...document.querySelectorAll("table.text td, table.text thead th")]
          .filter((one) => /^(\\w+|\\d{4}-\\d\\d-\\d\\d)$/.test(one.textContent))
          .filter((one) => one.textContent.length <= 12)
          .map((one) => {
            const range = document.createRange();
            range.selectNodeContents(one);
            return [one.textContent, range.getClientRects().length];
          })"""
    )
    assert {"assumed", "reported", "Status", "Published"} <= {words for words, _ in lines}
    assert [words for words, many in lines if many > 1] == []
    context.close()
