"""The local page answers its own requests, refuses all others, and says why."""

from __future__ import annotations

import asyncio
import logging

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from sim.show.web import bodies
from sim.show.web.bodies import LARGEST_BODY, LONGEST_QUERY
from sim.show.web.guard import Guard
from sim.show.web.headers import SECURITY
from sim.show.web.senders import own_hosts
from tests.web.asking import (
    FORM,
    GIVEN,
    HOST,
    HOSTS,
    JSON,
    TOKEN,
    Echo,
    answer_to,
    ask,
    guarded,
    http,
    post,
    read,
)

Header = tuple[bytes, bytes]


@pytest.mark.parametrize("host", [b"127.0.0.1:8000", b"LOCALHOST:8000", b"[::1]:8000"])
def test_the_page_answers_under_the_names_of_this_machine(host: bytes) -> None:
    assert ask(guarded(Echo()), host=host).status == 200


@pytest.mark.parametrize(
    "host",
    [b"evil.example", b"evil.example:8000", b"127.0.0.1", b"127.0.0.1:8001", b"", b"\xff\xfe"],
)
def test_a_name_that_somebody_pointed_at_this_machine_is_not_answered(host: bytes) -> None:
    echo = Echo()
    answer = ask(guarded(echo), host=host)
    assert (answer.status, echo.reached) == (421, [])
    assert b"Open the page again" in answer.body


@pytest.mark.parametrize("named", [[], [(b"host", HOST), (b"host", HOST)]])
def test_a_request_names_one_host(named: list[Header]) -> None:
    assert read(asyncio.run(answer_to(guarded(Echo()), http("GET", named)))).status == 400


def test_a_name_that_was_told_is_answered_and_port_80_goes_without_saying() -> None:
    assert "Desk.Example:9000".lower() in own_hosts(9000, ["Desk.Example"])
    assert "localhost" in own_hosts(80)
    assert "localhost" not in own_hosts(9000)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "get", ""])
def test_the_page_is_only_looked_at_and_posted_to(method: str) -> None:
    answer = ask(guarded(Echo()), method, [JSON, GIVEN])
    assert (answer.status, answer.headers[b"allow"]) == (405, b"GET, HEAD, POST")


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ([JSON, GIVEN], b'{"places": 1}'),
        ([FORM, GIVEN], b"places=1"),
        ([FORM], b"places=1&token=" + TOKEN.encode()),
        ([(b"content-type", b"Application/JSON; charset=utf-8"), GIVEN], b"{}"),
        ([JSON, GIVEN, (b"origin", b"http://" + HOST), (b"sec-fetch-site", b"same-origin")], b"{}"),
    ],
)
def test_what_the_page_posts_arrives_whole(headers: list[Header], body: bytes) -> None:
    echo = Echo()
    answer = post(guarded(echo), *headers, chunks=[body[:3], b"", body[3:]])
    assert (answer.status, answer.body) == (200, body)
    assert echo.reached == [("POST", body)]


@pytest.mark.parametrize(
    "headers",
    [
        [(b"origin", b"null")],
        [(b"origin", b"http://evil.example")],
        [(b"origin", b"https://" + HOST)],
        [(b"origin", b"http://localhost:8000")],
        [(b"origin", b"http://" + HOST), (b"origin", b"http://evil.example")],
        [(b"sec-fetch-site", b"cross-site")],
        [(b"sec-fetch-site", b"same-site")],
        [(b"sec-fetch-site", b"same-origin"), (b"sec-fetch-site", b"cross-site")],
        [
            (b"sec-fetch-site", b"cross-site"),
            (b"sec-fetch-mode", b"navigate"),
            (b"sec-fetch-dest", b"document"),
        ],
    ],
)
def test_another_site_cannot_post_even_with_the_token(headers: list[Header]) -> None:
    echo = Echo()
    answer = post(guarded(echo), JSON, GIVEN, *headers)
    assert (answer.status, echo.reached) == (403, [])
    assert b"another site" in answer.body


@pytest.mark.parametrize(
    ("mode", "destination", "status"),
    [(b"navigate", b"document", 200), (b"no-cors", b"image", 403), (b"navigate", b"iframe", 403)],
)
def test_another_site_can_link_to_the_page_but_not_embed_it(
    mode: bytes, destination: bytes, status: int
) -> None:
    fetch = [(b"sec-fetch-mode", mode), (b"sec-fetch-dest", destination)]
    answer = ask(guarded(Echo()), headers=[(b"sec-fetch-site", b"cross-site"), *fetch])
    assert answer.status == status


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ([JSON], b"{}"),
        ([JSON], b"token=" + TOKEN.encode()),
        ([JSON, (b"x-page-token", b"")], b"{}"),
        ([JSON, (b"x-page-token", TOKEN[:-1].encode())], b"{}"),
        ([JSON, (b"x-page-token", b"\xff")], b"{}"),
        ([JSON, GIVEN, GIVEN], b"{}"),
        ([FORM], b"places=1"),
        ([FORM], b"token=another"),
        ([FORM], b"token=" + TOKEN.encode() + b"&token=another"),
        ([FORM], b"token=\xff%ff&\x00=;"),
        ([FORM, (b"x-page-token", b"another")], b"token=" + TOKEN.encode()),
    ],
)
def test_nothing_is_posted_without_the_one_token(headers: list[Header], body: bytes) -> None:
    echo = Echo()
    answer = post(guarded(echo), *headers, chunks=[body])
    assert (answer.status, echo.reached) == (403, [])
    assert b"Open the page again" in answer.body


@pytest.mark.parametrize(
    "types",
    [
        [],
        [(b"content-type", b"text/plain")],
        [(b"content-type", b"multipart/form-data; boundary=x")],
        [JSON, FORM],
    ],
)
def test_only_json_and_plain_forms_are_posted(types: list[Header]) -> None:
    assert post(guarded(Echo()), GIVEN, *types).status == 415


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_body_may_be_as_large_as_the_limit_and_no_larger(method: str) -> None:
    guard = guarded(Echo())
    full = [b"x" * 1024] * (LARGEST_BODY // 1024)
    assert ask(guard, method, [JSON, GIVEN], full).status == 200
    assert ask(guard, method, [JSON, GIVEN], [*full, b"x"]).status == 413


def test_an_endless_body_is_not_read_to_its_end() -> None:
    read_so_far = 0

    async def endless() -> Message:
        nonlocal read_so_far
        read_so_far += 1000
        return {"type": "http.request", "body": b"x" * 1000, "more_body": True}

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"host", HOST), JSON, GIVEN]
    asyncio.run(guarded(Echo())(http("POST", headers), endless, send))
    assert read(sent).status == 413
    assert read_so_far <= LARGEST_BODY + 1000


@pytest.mark.parametrize(
    ("announced", "status"),
    [
        ([b"2"], 200),
        ([b"%d" % LARGEST_BODY], 200),
        ([b"%d" % (LARGEST_BODY + 1)], 413),
        ([b"9" * 10_000], 413),
        ([b"-1"], 400),
        ([b""], 400),
        ([b"1e3"], 400),
        (["²".encode("latin-1")], 400),
        ([b"2", b"2"], 400),
    ],
)
def test_an_announced_length_is_a_number_within_the_limit(
    announced: list[bytes], status: int
) -> None:
    lengths = [(b"content-length", length) for length in announced]
    assert post(guarded(Echo()), JSON, GIVEN, *lengths).status == status


def test_nobody_waits_for_ever_for_a_body(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "SLOWEST_BODY", 0.01)
    echo = Echo()
    answer = post(guarded(echo), JSON, GIVEN, chunks=())
    assert (answer.status, answer.headers[b"connection"]) == (408, b"close")
    assert not echo.reached


def test_a_link_may_be_as_long_as_the_limit_and_no_longer() -> None:
    guard = guarded(Echo())
    assert ask(guard, query=b"x" * LONGEST_QUERY).status == 200
    assert ask(guard, query=b"x" * (LONGEST_QUERY + 1)).status == 414


def test_the_application_cannot_weaken_the_headers_but_may_let_an_asset_be_kept() -> None:
    async def weak(scope: Scope, receive: Receive, send: Send) -> None:
        headers = [
            (b"Content-Security-Policy", b"default-src *"),
            (b"Server", b"some/1.0"),
            (b"cache-control", b"max-age=60"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    assert ask(guarded(weak)).headers == {**SECURITY, b"cache-control": b"max-age=60"}
    assert ask(guarded(Echo())).headers == {**SECURITY, b"cache-control": b"no-store"}


def test_a_failure_is_told_here_and_not_to_who_asked(caplog: pytest.LogCaptureFixture) -> None:
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        raise ValueError("a secret of this machine")

    with caplog.at_level(logging.ERROR):
        answer = ask(guarded(broken))
    assert answer.status == 500
    assert b"secret" not in answer.body
    assert b"Traceback" not in answer.body
    assert "a secret of this machine" in caplog.text


def test_a_failure_in_the_middle_of_an_answer_leaves_it_unfinished(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"half", "more_body": True})
        raise ValueError("the other half")

    with caplog.at_level(logging.ERROR):
        answer = ask(guarded(broken))
    assert (answer.status, answer.body) == (200, b"half")
    assert "the other half" in caplog.text


def test_a_refusal_has_no_body_where_only_the_head_was_asked_for() -> None:
    answer = ask(guarded(Echo()), "HEAD", host=b"evil.example")
    assert (answer.status, answer.body) == (421, b"")
    assert int(answer.headers[b"content-length"]) > 0


def test_no_other_kind_of_connection_is_opened() -> None:
    sent = asyncio.run(answer_to(guarded(Echo()), {"type": "websocket", "headers": []}))
    assert sent == [{"type": "websocket.close"}]


def test_starting_and_stopping_are_the_applications() -> None:
    seen: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["type"])

    asyncio.run(answer_to(guarded(app), {"type": "lifespan"}))
    assert seen == ["lifespan"]


def test_under_starlette_every_answer_and_every_failure_passes_the_guard(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def echo(request: Request) -> PlainTextResponse:
        return PlainTextResponse(await request.body())

    def fail(request: Request) -> PlainTextResponse:
        raise ValueError("broken")

    app = Starlette(
        routes=[Route("/echo", echo, methods=["POST"]), Route("/fail", fail)],
        middleware=[Middleware(Guard, hosts=HOSTS, token=TOKEN)],
    )

    async def statuses() -> list[int]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as page:
            echoed = await page.post("/echo", json={"a": 1}, headers={"x-page-token": TOKEN})
            assert echoed.json() == {"a": 1}
            form = await page.post("/echo", data={"token": TOKEN, "places": "2"})
            assert form.text.endswith("places=2")
            answers = [echoed, form, await page.get("/none"), await page.get("/fail")]
            answers.append(await page.post("/echo", json={}))
        for answer in answers:
            assert SECURITY.items() <= dict(answer.headers.raw).items()
        return [answer.status_code for answer in answers]

    assert asyncio.run(statuses()) == [200, 200, 404, 500, 403]
    assert "ValueError: broken" in caplog.text
