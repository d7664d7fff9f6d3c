"""Which requests are refused, and in what words?"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from starlette.types import Send

Headers = list[tuple[bytes, bytes]]
"""As ASGI has them: names in small letters."""


@dataclass
class RefusedRequestError(Exception):
    """A request is not let in: the status of the answer, and a sentence for who asked."""

    status: HTTPStatus
    sentence: str
    headers: tuple[tuple[bytes, bytes], ...] = ()


def values(headers: Headers, name: bytes) -> list[bytes]:
    """Return every value that a request gives a header."""
    return [value for key, value in headers if key.lower() == name]


async def answer_plainly(refused: RefusedRequestError, send: Send, *, head: bool) -> None:
    """Send a refusal as a line of plain text, without the line if only the head was asked for."""
    line = f"{refused.sentence}\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", b"%d" % len(line)),
        *refused.headers,
    ]
    start = {"type": "http.response.start", "status": int(refused.status), "headers": headers}
    await send(start)
    await send({"type": "http.response.body", "body": b"" if head else line})
