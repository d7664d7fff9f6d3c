"""What does a request bring, and is it of a kind and size that the page takes?"""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from starlette.requests import ClientDisconnect
from starlette.types import Receive

from sim.show.web.refusals import Headers, RefusedRequestError, values
from sim.show.web.senders import FORM

LARGEST_BODY = 64 * 1024
"""Bytes of a request's body."""
LONGEST_QUERY = 8 * 1024
"""Bytes of a query string."""
SLOWEST_BODY = 10.0
"""Seconds within which a whole body has to come."""
JSON = b"application/json"
_CLOSE = ((b"connection", b"close"),)  # the rest of the body is not read


def check_query(query: bytes) -> None:
    """Refuse an overlong query string."""
    if len(query) > LONGEST_QUERY:
        raise RefusedRequestError(
            HTTPStatus.REQUEST_URI_TOO_LONG,
            f"A link may carry at most {LONGEST_QUERY // 1024} kB after its question mark.",
        )


def check_media_type(headers: Headers) -> bytes:
    """Return the media type of what is posted, if it is JSON or a form."""
    named = [value.split(b";")[0].strip().lower() for value in values(headers, b"content-type")]
    if named not in ([JSON], [FORM]):
        raise RefusedRequestError(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Only JSON or a plain form can be posted here."
        )
    return named[0]


def check_length(headers: Headers) -> None:
    """Refuse a body whose announced length is too large or is not a number."""
    announced = values(headers, b"content-length")
    if len(announced) > 1 or not all(length.isdigit() for length in announced):
        raise RefusedRequestError(
            HTTPStatus.BAD_REQUEST, "The length of a request has to be a number."
        )
    # A number of thousands of digits is too large without being read.
    if any(len(length) > 20 or int(length) > LARGEST_BODY for length in announced):
        raise _too_large()


async def read_body(receive: Receive) -> bytes:
    """Read a whole body, whether or not its length was announced.

    Raises
    ------
    RefusedRequestError
        If it is too large or too slow; the rest is not read.
    ClientDisconnect
        If whoever sent it left before the end.
    """
    try:
        async with asyncio.timeout(SLOWEST_BODY):
            return await _whole(receive)
    except TimeoutError:
        raise _too_slow() from None


async def _whole(receive: Receive) -> bytes:
    parts: list[bytes] = []
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
        if sum(map(len, parts)) > LARGEST_BODY:
            raise _too_large()
    return b"".join(parts)


def _too_slow() -> RefusedRequestError:
    return RefusedRequestError(
        HTTPStatus.REQUEST_TIMEOUT,
        f"A request has to come whole within {SLOWEST_BODY:.0f} seconds.",
        _CLOSE,
    )


def _too_large() -> RefusedRequestError:
    return RefusedRequestError(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        f"A request may bring at most {LARGEST_BODY // 1024} kB.",
        _CLOSE,
    )
