"""The browser, its watcher and the guard, tried on a tiny page."""

from __future__ import annotations

import asyncio
from pathlib import Path
from threading import Event
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Error, Page, expect
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from sim.show.web.guard import Guard
from tests.browser.chromium import chromium
from tests.browser.served import Factory, serving
from tests.browser.watched import Watched, axe

TOKEN = "the-token-of-this-page"
PAGE = f"""<!doctype html>
<html lang="en">
<head><title>Places</title><link rel="icon" href="data:,"><script src="/script.js" defer></script>
<meta name="token" content="{TOKEN}"></head>
<body><main><h1>Places</h1>
<form action="/set" method="post">
<input type="hidden" name="token" value="{TOKEN}">
<label>Places <input name="places" value="600"></label> <button>Set</button>
</form>
<p><button id="fetch">Fetch</button> <output></output></p>
%s
</main></body></html>"""
SCRIPT = """
document.querySelector("#fetch").addEventListener("click", async () => {
  const token = document.querySelector("meta[name=token]").content;
  const answer = await fetch("/set", {
    method: "POST",
    headers: {"Content-Type": "application/x-www-form-urlencoded", "X-Page-Token": token},
    body: "places=700",
  });
  document.querySelector("output").textContent = `${answer.status}`;
});
"""


def html(extra: str = "") -> HTMLResponse:
    return HTMLResponse(PAGE % extra)


async def set_places(request: Request) -> HTMLResponse:
    places = parse_qs((await request.body()).decode())["places"][0]
    return html(f"<p id=set>{places} places, from {request.headers['origin']}</p>")


BEGUN, ENDED = Event(), Event()


async def never_answer(_: Request) -> Response:
    BEGUN.set()
    try:
        return await asyncio.Future()
    finally:
        ENDED.set()


def answer_once_begun(_: Request) -> Response:
    return Response(status_code=204 if BEGUN.wait(timeout=10) else 500)


@pytest.fixture(scope="module")
def factory() -> Factory:
    def tiny_app(hosts: frozenset[str]) -> ASGIApp:
        pages = {
            "/": html(),
            "/script.js": Response(SCRIPT, media_type="text/javascript"),
            "/inline": html("<script>document.title = 'Taken over'</script>"),
            "/thrown": html("<script src='/thrower.js'></script>"),
            "/thrower.js": Response("throw new Error('thrown')", media_type="text/javascript"),
            "/hindering": html("<img src='data:,'><p><input name=unnamed></p>"),
        }
        routes = [Route(path, lambda _, page=page: page) for path, page in pages.items()]
        routes.append(Route("/set", set_places, methods=["POST"]))
        routes += [Route("/endless", never_answer), Route("/begun", answer_once_begun)]
        return Starlette(routes=routes, middleware=[Middleware(Guard, hosts=hosts, token=TOKEN)])

    return tiny_app


def test_a_form_is_posted_with_its_token_and_tells_where_it_comes_from(
    page: Page, served: str
) -> None:
    page.goto("/")
    page.get_by_label("Places").fill("650")
    page.get_by_role("button", name="Set").click()
    expect(page.locator("#set")).to_have_text(f"650 places, from {served}")


def test_a_script_posts_with_the_token_of_its_page(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="Fetch").click()
    expect(page.locator("output")).to_have_text("200")


def test_a_form_without_the_token_is_refused_in_words(watched: Watched) -> None:
    watched.page.goto("/")
    watched.page.evaluate("document.querySelector('input[name=token]').remove()")
    watched.page.get_by_role("button", name="Set").click()
    expect(watched.page.get_by_text("Open the page again")).to_be_visible()
    assert "403" in "".join(watched.errors)


def test_an_inline_script_does_not_run_and_is_noticed(watched: Watched) -> None:
    watched.page.goto("/inline")
    assert watched.page.title() == "Places"
    assert "Content Security Policy" in "".join(watched.errors)


def test_a_script_that_fails_is_noticed(watched: Watched) -> None:
    watched.page.goto("/thrown")
    assert "thrown" in "".join(watched.errors)


def test_another_name_of_this_machine_is_another_server(watched: Watched, served: str) -> None:
    watched.page.goto("/")
    assert watched.foreign() == []
    other = served.replace("127.0.0.1", "localhost") + "/"
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        watched.page.goto(other)
    assert watched.foreign() == [other]


def test_another_site_cannot_read_frame_or_post_to_the_page(watched: Watched, served: str) -> None:
    hostile = HTMLResponse(
        f"""<iframe src="{served}/"></iframe><form action="{served}/set" method="post">
        <input name="token" value="{TOKEN}"><input name="places" value="1"><button>Go</button>"""
    )
    site = Starlette(routes=[Route("/", lambda _: hostile)])
    page = watched.page
    with serving(lambda _: site) as elsewhere:
        page.goto(f"{elsewhere}/")
        assert "Failed to fetch" in page.evaluate(f"fetch('{served}/').catch(String)")
        assert "Places" not in page.frames[1].content()
        page.get_by_role("button", name="Go").click()
        expect(page.get_by_text("This request came from another site")).to_be_visible()


def test_a_page_that_loses_interest_ends_the_work(page: Page) -> None:
    page.goto("/")
    page.evaluate("""async () => {
        const asking = new AbortController();
        const asked = fetch("/endless", {signal: asking.signal}).catch(() => {});
        await fetch("/begun");
        asking.abort();
        await asked;
    }""")
    assert ENDED.wait(timeout=10)


def test_axe_says_what_hinders_people(page: Page) -> None:
    page.goto("/")
    assert axe(page) == ""
    page.goto("/hindering")
    report = axe(page)
    assert "alternative text" in report
    assert "unnamed" in report


def test_a_browser_is_looked_for_where_it_was_said_to_be(tmp_path: Path) -> None:
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert chromium({"PATH": str(tmp_path)}) == str(program)
    assert chromium({"PATH": "", "CHROMIUM": str(program)}) == str(program)


def test_without_a_browser_tests_are_skipped_and_in_a_ci_run_they_fail() -> None:
    with pytest.raises(pytest.skip.Exception, match="no browser"):
        chromium({"PATH": ""})
    with pytest.raises(pytest.fail.Exception, match="no browser"):
        chromium({"PATH": "", "CI": "true"})
    with pytest.raises(pytest.fail.Exception, match="no browser"):
        chromium({"PATH": "/usr/bin", "CHROMIUM": "/nowhere/chromium", "CI": "true"})
