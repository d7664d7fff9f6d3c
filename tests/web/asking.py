"""A tiny application behind the guard, and raw requests to it, malformed ones included."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sim.show.web.guard import Guard
from sim.show.web.refusals import Headers
from sim.show.web.senders import own_hosts

HOST = b"127.0.0.1:8000"
HOSTS = own_hosts(8000)
TOKEN = "the-token-of-this-page"
JSON = (b"content-type", b"application/json")
FORM = (b"content-type", b"application/x-www-form-urlencoded")
GIVEN = (b"x-page-token", TOKEN.encode())


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[bytes, bytes]
    body: bytes


@dataclass
class Echo:
    """Answers with the body that it was sent, and remembers the requests that reached it."""

    reached: list[tuple[str, bytes]] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        message = await receive()
        assert not message["more_body"]
        self.reached.append((scope["method"], message["body"]))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": message["body"]})


def guarded(app: ASGIApp) -> Guard:
    return Guard(app, HOSTS, TOKEN)


def http(method: str, headers: Headers, query: bytes = b"", path: str = "/") -> Scope:
    return {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query,
        "headers": headers,
    }


async def answer_to(app: ASGIApp, scope: Scope, chunks: Iterable[bytes] = (b"",)) -> list[Message]:
    """Send a request in chunks, stay for the answer, and return its messages."""
    waiting = list(chunks)
    sent: list[Message] = []

    async def receive() -> Message:
        if not waiting:
            await asyncio.Event().wait()  # the asker stays
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent


def ask(
    app: ASGIApp,
    method: str = "GET",
    headers: Headers | None = None,
    chunks: Iterable[bytes] = (b"",),
    query: bytes = b"",
    host: bytes = HOST,
) -> Answer:
    """Ask in one go; ``host`` is named before any other header."""
    scope = http(method, [(b"host", host), *(headers or [])], query)
    return read(asyncio.run(answer_to(app, scope, chunks)))


def post(app: ASGIApp, *headers: tuple[bytes, bytes], chunks: Iterable[bytes] = (b"{}",)) -> Answer:
    return ask(app, "POST", list(headers), chunks)


def read(messages: list[Message]) -> Answer:
    start, *rest = messages
    assert start["type"] == "http.response.start"
    names = [name for name, _ in start["headers"]]
    assert len(names) == len(set(names)), "no header is sent twice"
    return Answer(
        start["status"], dict(start["headers"]), b"".join(part.get("body", b"") for part in rest)
    )
