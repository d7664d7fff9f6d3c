"""Real pages in a real browser: Chromium, as it is installed, driven by Playwright.

A module says what it serves by a fixture ``factory``; its tests then take ``page``, which fails a
test in whose course the page had an error or asked another server for something, or ``watched``,
where such is expected and looked at by the test.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chromium import ARGUMENTS, chromium
from tests.browser.served import Factory, serving
from tests.browser.watched import Watched

expect.set_options(timeout=30_000)  # a machine may be busy, and no test is about time


# Not for the session: until it ends, Playwright keeps an event loop running in this thread, and
# tests elsewhere could start none.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = chromium(os.environ)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def served(factory: Factory) -> Iterator[str]:
    with serving(factory) as address:
        yield address


@pytest.fixture
def watched(browser: Browser, served: str) -> Iterator[Watched]:
    context = browser.new_context(base_url=served)
    yield Watched(context, served)
    context.close()


@pytest.fixture
def page(watched: Watched) -> Iterator[Page]:
    yield watched.page
    assert not watched.errors
    assert not watched.foreign()
