"""The page over HTTP, as a browser with and without a script asks for it."""

from __future__ import annotations

import asyncio
import html
import json
import re
from collections.abc import Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from starlette.applications import Starlette

from sim.ensemble.run import run
from sim.ensemble.settings import Settings
from sim.scenario.load import load, load_text
from sim.show.documents import run_document
from sim.show.plots.every import RUN_CHARTS
from sim.show.web.app import page_app
from sim.show.web.senders import own_hosts
from sim.show.web.turns import BusyError, Turns
from tests.web.compiled import compile_model

COARSE = {"scenario": "pilot", "precision": "5%"}
MINE = "name: Mine\nextends: pilot\nflights:\n  seats: 30\n"
Client = httpx.AsyncClient


@pytest.fixture(scope="module")
def app() -> Starlette:
    compile_model()
    return page_app(own_hosts(8000))


def asked(app: Starlette, ask: Callable[[Client, str], Coroutine[Any, Any, Any]]) -> Any:
    """Open the page and ask for more, with the token that it carries."""

    async def session() -> Any:
        transport = httpx.ASGITransport(app)
        async with Client(transport=transport, base_url="http://127.0.0.1:8000") as client:
            opened = await client.get("/")
            (token,) = re.findall(r'<meta name="token" content="([^"]+)">', opened.text)
            return await ask(client, token)

    return asyncio.run(session())


def posted(app: Starlette, path: str, fields: dict[str, str]) -> httpx.Response:
    """Send a form."""

    async def ask(client: Client, token: str) -> httpx.Response:
        return await client.post(path, data=fields | {"token": token})

    found: httpx.Response = asked(app, ask)
    return found


def answered(app: Starlette, fields: object) -> httpx.Response:
    """Ask as the page's script does."""

    async def ask(client: Client, token: str) -> httpx.Response:
        return await client.post("/answer", json=fields, headers={"X-Page-Token": token})

    found: httpx.Response = asked(app, ask)
    return found


def got(app: Starlette, path: str) -> httpx.Response:
    found: httpx.Response = asked(app, lambda client, _: client.get(path))
    return found


def lines(reply: httpx.Response) -> list[dict[str, Any]]:
    return [json.loads(line) for line in reply.text.splitlines()]


def test_a_link_puts_the_levers_where_it_says(app: Starlette) -> None:
    text = got(app, f"/?{urlencode({'scenario': 'until_expiry', 'places': '2', 'seed': '7'})}").text
    assert 'value="until_expiry" selected' in text
    assert re.search(r'<input type="number" id="places"[^>]* value="2"', text)
    assert re.search(r'<input type="number" id="seed"[^>]* value="7"', text)


def test_without_a_setting_the_page_begins_with_the_pilot_as_it_is(app: Starlette) -> None:
    text = got(app, "/").text
    assert 'value="pilot" selected' in text
    starts = re.findall(r'<input type="number"[^>]* value="([^"]*)" data-start="([^"]*)"', text)
    assert starts
    assert all(value == start for value, start in starts)


def test_a_link_that_asks_for_the_impossible_is_told_what_to_write(app: Starlette) -> None:
    reply = got(app, "/?places=900")
    assert reply.status_code == 422
    assert "write a number from 0 to 4" in reply.text


def test_an_answer_narrows_line_by_line(app: Starlette) -> None:
    reply = answered(app, COARSE | {"places": "2"})
    assert reply.headers["content-type"] == "application/x-ndjson"
    told = lines(reply)
    assert [line["replications"] for line in told[:2]] == [100, 200]
    assert [line["final"] for line in told] == [False] * (len(told) - 1) + [True]
    assert all(list(line["charts"]) == list(RUN_CHARTS) for line in told)
    assert told[-1]["link"] == "?scenario=pilot&places=2&precision=5%25"
    assert all("instead of pilot would change returns by" in line["difference"] for line in told)


def test_every_answer_gives_a_chart_the_same_datasets(app: Starlette) -> None:
    one, other = (lines(answered(app, COARSE | moved))[0] for moved in ({}, {"seats": "2"}))
    for name in RUN_CHARTS:
        assert one["charts"][name]["data"].keys() == other["charts"][name]["data"].keys()


@pytest.mark.parametrize("moved", [{}, {"text": MINE}], ids=["a scenario", "a text"])
def test_the_result_is_the_document_of_the_command(app: Starlette, moved: dict[str, str]) -> None:
    reply = posted(app, "/result.json", COARSE | moved | {"seed": "3"})
    scenario = load_text(MINE).scenario if moved else load("pilot")
    named = "scenario.yaml" if moved else "pilot"
    found = run(scenario, Settings(precision=0.05, seed=3))
    assert reply.json() == json.loads(json.dumps(run_document(found, named, None)))
    name = named.removesuffix(".yaml")
    assert reply.headers["content-disposition"] == f'attachment; filename="{name}.json"'


def test_the_last_line_has_the_numbers_of_the_result(app: Starlette) -> None:
    fields = COARSE | {"casework": "0.5"}
    last = lines(answered(app, fields))[-1]
    document = posted(app, "/result.json", fields).json()
    assert last["sentence"] == document["sentence"]
    assert last["replications"] == document["replications"]


def test_without_a_script_the_form_shows_the_answer(app: Starlette) -> None:
    reply = posted(app, "/", COARSE | {"seats": "2", "action": "show"})
    sentence = lines(answered(app, COARSE | {"seats": "2"}))[-1]["sentence"]
    assert sentence in reply.text
    assert reply.text.count("data:image/svg+xml;base64,") == len(RUN_CHARTS)
    assert re.search(r'<input type="number" id="seats"[^>]* value="2"', reply.text)


@pytest.mark.parametrize("action", ["choose", "reset"])
def test_without_a_script_a_scenario_is_chosen_and_levers_are_reset(
    app: Starlette, action: str
) -> None:
    fields = {"scenario": "until_expiry", "seats": "2", "action": action}
    text = posted(app, "/", fields).text
    assert 'value="until_expiry" selected' in text
    assert re.search(r'<input type="number" id="seats"[^>]* value="1"', text)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("name: x\nextends: pilot\nflihgts:\n", "scenario.yaml:3:1: unknown key 'flihgts'"),
        ("name: x\nextends: ../../README.md\n", "scenario.yaml:2:10: name a file that comes"),
        ("name: x\nextends: pilot\nfigures: /etc/passwd\n", "scenario.yaml:3:10: name a file"),
        ("[", "scenario.yaml:"),
    ],
)
def test_text_that_is_no_scenario_is_told_where_it_is_wrong(
    app: Starlette, text: str, problem: str
) -> None:
    replies = [posted(app, path, COARSE | {"text": text}) for path in ("/", "/result.json")]
    replies.append(answered(app, COARSE | {"text": text}))
    for reply in replies:
        assert reply.status_code == 422
        assert problem in html.unescape(reply.text)


def test_figures_that_are_none_are_told_where_they_would_be_drawn(app: Starlette) -> None:
    fields = COARSE | {"text": "name: x\nextends: pilot\nfigures: sources.yaml\n"}
    assert posted(app, "/", fields).status_code == 422
    assert posted(app, "/result.json", fields).status_code == 200  # numbers need no figures
    assert "sources.yaml" in lines(answered(app, fields))[-1]["problem"]


@pytest.mark.parametrize("fields", [[], "pilot", 3, {"seed": 1}, {"places": ["2"]}])
def test_what_is_no_object_of_texts_is_refused(app: Starlette, fields: object) -> None:
    reply = answered(app, fields)
    assert reply.status_code == 422
    assert "send a JSON object of texts" in reply.json()["problem"]


def test_what_the_page_needs_is_served_here(app: Starlette) -> None:
    text = got(app, "/").text
    named = re.findall(r'(?:src|href)="(/[^"?]*)"', text)
    assert set(named) == {"/assets/page.css", "/assets/page.js", "/assets/vega.js"}
    kinds = {path: got(app, path).headers["content-type"] for path in named}
    assert kinds["/assets/page.css"].startswith("text/css")
    assert kinds["/assets/page.js"].startswith("text/javascript")
    assert kinds["/assets/vega.js"].startswith("text/javascript")
    specs = got(app, "/assets/charts.json")
    assert specs.headers["content-type"] == "application/json"
    assert list(specs.json()) == list(RUN_CHARTS)
    assert got(app, "/assets/app.py").status_code == 404


@pytest.mark.parametrize("path", ["/", "/assets/page.js", "/assets/app.py"])
def test_a_head_is_that_of_the_answer_without_its_body(app: Starlette, path: str) -> None:
    async def ask(client: Client, _: str) -> list[httpx.Response]:
        return [await client.head(path), await client.get(path)]

    head, whole = asked(app, ask)
    assert head.content == b""
    assert whole.content
    assert head.status_code == whole.status_code
    assert head.headers == whole.headers


def test_whoever_comes_when_all_turns_are_taken_is_told_to_come_again(
    app: Starlette, monkeypatch: pytest.MonkeyPatch
) -> None:
    @asynccontextmanager
    async def no_turn(_: Turns) -> Any:
        raise BusyError
        yield

    monkeypatch.setattr(Turns, "turn", no_turn)
    for reply in (
        answered(app, COARSE),
        posted(app, "/result.json", COARSE),
        posted(app, "/", COARSE | {"action": "show"}),
    ):
        assert reply.status_code == 503
        assert reply.headers["retry-after"] == "1"
        assert "ask again in a moment" in reply.text
