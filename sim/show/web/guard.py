"""May a request come in?"""

from __future__ import annotations

import logging
from http import HTTPStatus

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sim.show.web.bodies import check_length, check_media_type, check_query, read_body
from sim.show.web.headers import with_security
from sim.show.web.refusals import RefusedRequestError, answer_plainly
from sim.show.web.senders import SAFE, check_host, check_site, check_token
from sim.show.web.wanted import while_wanted

METHODS = ("GET", "HEAD", "POST")
_log = logging.getLogger(__name__)


class Guard:
    """Lets in only what the page itself sends, and puts the security headers on every answer.

    As Starlette's middleware (``Middleware(Guard, hosts=…, token=…)``) it stands outside every
    route and inside the handler of last resort, which so has nothing left to handle.

    Parameters
    ----------
    app
        What answers the requests that are let in.
    hosts
        ``Host`` headers that mean this server, in small letters and with the port.
    token
        What the page carries and other sites cannot know.
    """

    def __init__(self, app: ASGIApp, hosts: frozenset[str], token: str) -> None:
        self._app, self._hosts, self._token = app, hosts, token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection, as ASGI has it."""
        if scope["type"] == "http":
            await self._answer(scope, receive, with_security(send))
        elif scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        else:
            await send({"type": "websocket.close"})  # refused with 403: the page opens none

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        head = scope["method"] == "HEAD"
        begun = False

        async def send_and_note(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            body = await self._admit(scope, receive)
        except RefusedRequestError as refused:
            await answer_plainly(refused, send, head=head)
            return
        except ClientDisconnect:
            return  # there is nobody to answer
        try:
            await while_wanted(self._app, scope, body, receive, send_and_note)
        except Exception:  # whatever it is: nobody who asks is to see it, and the page goes on
            _log.exception("A request to the page failed")
            if not begun:  # else the server cuts the answer short
                await answer_plainly(_failed(), send, head=head)

    async def _admit(self, scope: Scope, receive: Receive) -> bytes:
        """Return the body of a request that may come in."""
        method, headers = scope["method"], scope["headers"]
        check_host(headers, self._hosts)
        if method not in METHODS:
            raise _other_method()
        check_query(scope["query_string"])
        check_site(method, headers)
        check_length(headers)
        if method in SAFE:
            return await read_body(receive)
        media_type = check_media_type(headers)
        body = await read_body(receive)
        check_token(headers, media_type, body, self._token)
        return body


def _other_method() -> RefusedRequestError:
    return RefusedRequestError(
        HTTPStatus.METHOD_NOT_ALLOWED,
        "The page can only be looked at and posted to.",
        ((b"allow", ", ".join(METHODS).encode()),),
    )


def _failed() -> RefusedRequestError:
    return RefusedRequestError(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "Something went wrong here; what it was is printed where the page was started.",
    )
