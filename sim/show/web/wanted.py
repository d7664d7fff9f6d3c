"""Is anybody still waiting for an answer?"""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send


async def while_wanted(
    app: ASGIApp, scope: Scope, body: bytes, receive: Receive, send: Send
) -> None:
    """Answer a request whose body was read; if whoever asked leaves, the answering is cancelled.

    An answer that was sent whole is not cancelled: a server says that somebody left then, too.
    """
    unread = [body]
    left, answered = asyncio.Event(), asyncio.Event()

    async def receive_again() -> Message:
        if unread:
            return {"type": "http.request", "body": unread.pop(), "more_body": False}
        await left.wait()
        return {"type": "http.disconnect"}

    async def send_and_note(message: Message) -> None:
        await send(message)
        if message["type"] == "http.response.body" and not message.get("more_body", False):
            answered.set()

    async def notice_leaving() -> None:
        await receive()  # after a whole body, a server says nothing but that somebody left
        left.set()

    answering = asyncio.ensure_future(app(scope, receive_again, send_and_note))
    leaving = asyncio.ensure_future(notice_leaving())
    try:
        await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if left.is_set() and not answered.is_set():
            answering.cancel()
        await asyncio.wait({answering})
    finally:
        answering.cancel()
        leaving.cancel()
    if not answering.cancelled():
        answering.result()  # or what went wrong
