"""Pictures of the page for the documentation: ``python -m tests.browser.pictures``.

They are not compared by a test: fonts differ between machines.
"""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import sync_playwright

from sim.show.web.app import page_app
from tests.browser.chromium import ARGUMENTS, chromium
from tests.browser.served import serving
from tests.web.compiled import compile_model

FOLDER = Path(__file__).parents[2] / "docs/pictures"
QUERY = "?scenario=pilot&seats=1.5&places=2"


def main() -> None:
    """Write a light wide picture and a dark narrow one."""
    FOLDER.mkdir(exist_ok=True)
    compile_model()
    with sync_playwright() as playwright, serving(page_app) as address:
        browser = playwright.chromium.launch(executable_path=chromium(os.environ), args=ARGUMENTS)
        for name, width, height, scheme in (
            ("page-light", 1440, 1100, "light"),
            ("page-dark-narrow", 390, 1300, "dark"),
        ):
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            page.goto(f"{address}/{QUERY}")
            page.locator("body[data-state=final]").wait_for(timeout=180_000)
            if scheme == "dark":
                page.locator("#h-answer").scroll_into_view_if_needed()
                page.evaluate("document.querySelector('#h-answer').scrollIntoView()")
            page.screenshot(path=FOLDER / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
