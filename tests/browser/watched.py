"""A browser's page, and everything that it complained of or asked for."""

from __future__ import annotations

from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

NOT_SENT = ("data:", "blob:", "about:")
"""Beginnings of addresses that no request leaves the browser for."""


@dataclass
class Watched:
    """A new page, watched from before it opens anything.

    Attributes
    ----------
    errors
        What its console and its scripts called errors.
    requests
        Every address that it asked for.
    """

    context: BrowserContext
    home: str
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.page = self.context.new_page()
        self.context.on("console", self._note_console)
        self.context.on("weberror", lambda error: self.errors.append(str(error.error)))
        self.context.on("request", self._note_request)

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _note_request(self, request: Request) -> None:
        self.requests.append(request.url)

    def foreign(self) -> list[str]:
        """Return the addresses of other servers that were asked for."""
        own = (f"{self.home}/", *NOT_SENT)
        return [url for url in self.requests if not url.startswith(own)]


def axe(page: Page) -> str:
    """Return what axe-core finds to hinder people on a page as it is shown, or an empty text."""
    found = Axe().run(page)
    return str(found.generate_report()) if found.violations_count else ""
