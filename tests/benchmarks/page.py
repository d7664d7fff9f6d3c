"""How soon does the page answer a lever?

A real browser moves a lever of the pilot; the page itself notes when its charts are drawn anew, for
the preview and for the answer as precise as was asked.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from statistics import median

from playwright.sync_api import sync_playwright
from rich.table import Table

from sim.show.web.app import page_app
from tests.browser.chromium import ARGUMENTS, chromium
from tests.browser.served import serving
from tests.web.compiled import compile_model

_MOVE = """at => {
  performance.clearMeasures();
  const slider = document.querySelector("input[data-for=seats]");
  slider.value = at;
  slider.dispatchEvent(new Event("input"));
}"""
_DRAWN = "JSON.stringify(performance.getEntriesByType('measure').map((m) => m.duration))"
_STEPS = 15


def tables(rounds: int, small: bool = False) -> Iterator[Table]:
    """Yield milliseconds from a lever to its charts; a lever's place counts once, as it is kept."""
    settings = [1.1 + 0.1 * step for step in range(2 if small else min(2 * rounds, _STEPS))]
    firsts, lasts = [], []
    compile_model()
    with sync_playwright() as playwright, serving(page_app) as address:
        program = chromium(os.environ)
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        page.goto(address)
        page.locator("body[data-state=final]").wait_for(timeout=60_000)
        for setting in settings:
            page.evaluate(_MOVE, f"{setting:.1f}")
            page.locator("body[data-state=final]").wait_for(timeout=60_000)
            drawn = json.loads(page.evaluate(_DRAWN))
            firsts.append(drawn[0])
            lasts.append(drawn[-1])
        browser.close()
    table = Table(title="From a lever to its charts, milliseconds", title_justify="left")
    for heading in ("", "median", "least", "most", "settings"):
        table.add_column(heading, justify="left" if not heading else "right")
    for what, found in (("preview of 100", firsts), ("the answer, to ±3%", lasts)):
        numbers = (f"{number:.0f}" for number in (median(found), min(found), max(found)))
        table.add_row(what, *numbers, str(len(found)))
    yield table
