"""An answer that nobody waits for any more is not worked out."""

from __future__ import annotations

import asyncio
import logging

import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tests.web.asking import GIVEN, HOST, JSON, Echo, guarded, http
from tests.web.timing import settle, within


async def leave(app: ASGIApp, when: asyncio.Event, chunks: list[bytes]) -> list[Message]:
    """Ask, leave after an event, and return what was answered."""
    sent: list[Message] = []
    waiting = list(chunks)

    async def receive() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}
        await when.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await guarded(app)(http("POST", [(b"host", HOST), JSON, GIVEN]), receive, send)
    return sent


def test_who_leaves_before_the_answer_ends_the_work_on_it() -> None:
    async def scene() -> None:
        working, ended = asyncio.Event(), asyncio.Event()

        async def endless(scope: Scope, receive: Receive, send: Send) -> None:
            working.set()
            try:
                await asyncio.Event().wait()
            finally:
                ended.set()

        assert await leave(endless, when=working, chunks=[b"{}"]) == []
        assert ended.is_set()

    within(scene)


def test_who_leaves_after_the_answer_does_not_undo_what_follows_it() -> None:
    async def scene() -> None:
        answered, tidied = asyncio.Event(), asyncio.Event()

        async def tidy(scope: Scope, receive: Receive, send: Send) -> None:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"done"})
            answered.set()
            assert (await receive())["type"] == "http.request"
            assert (await receive())["type"] == "http.disconnect"
            await settle()
            tidied.set()

        assert len(await leave(tidy, when=answered, chunks=[b"{}"])) == 2
        assert tidied.is_set()

    within(scene)


def test_who_leaves_while_sending_is_not_answered() -> None:
    async def scene() -> None:
        async def never(scope: Scope, receive: Receive, send: Send) -> None:
            raise AssertionError("half a request came in")

        async def half() -> Message:
            return parts.pop(0)

        async def send(message: Message) -> None:
            raise AssertionError("there is nobody to answer")

        parts: list[Message] = [
            {"type": "http.request", "body": b"{", "more_body": True},
            {"type": "http.disconnect"},
        ]
        await guarded(never)(http("POST", [(b"host", HOST), JSON, GIVEN]), half, send)

    within(scene)


def test_nothing_listens_on_after_an_answer() -> None:
    async def scene() -> None:
        before = asyncio.all_tasks()
        assert len(await leave(Echo(), when=asyncio.Event(), chunks=[b"{}"])) == 2
        await settle()
        assert asyncio.all_tasks() == before

    within(scene)


def test_a_failure_while_being_cancelled_is_told(caplog: pytest.LogCaptureFixture) -> None:
    async def scene() -> None:
        working = asyncio.Event()

        async def clumsy(scope: Scope, receive: Receive, send: Send) -> None:
            working.set()
            try:
                await asyncio.Event().wait()
            finally:
                raise ValueError("clumsy")

        await leave(clumsy, when=working, chunks=[b"{}"])

    with caplog.at_level(logging.ERROR):
        within(scene)
    assert "ValueError: clumsy" in caplog.text


def test_a_server_that_stops_ends_the_work() -> None:
    async def scene() -> None:
        working, ended = asyncio.Event(), asyncio.Event()

        async def endless(scope: Scope, receive: Receive, send: Send) -> None:
            working.set()
            try:
                await asyncio.Event().wait()
            finally:
                ended.set()

        asking = asyncio.ensure_future(leave(endless, asyncio.Event(), [b"{}"]))
        await working.wait()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        await ended.wait()

    within(scene)
