"""Which requests does the page answer?"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from urllib.parse import parse_qsl

from anyio.to_thread import run_sync
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from sim.scenario.problems import ScenarioError, TooManyError
from sim.show.documents import run_document
from sim.show.web.answers import Answer, answers
from sim.show.web.fields import SettingError, read_asked
from sim.show.web.files import OWN, chart_specs, drawing_library, own_file
from sim.show.web.guard import Guard
from sim.show.web.narrowing import TOO_LONG, Narrowing
from sim.show.web.page import page
from sim.show.web.runs import Runs, StoppedError
from sim.show.web.setting import Asked, Setting
from sim.show.web.turns import BusyError, Turns

UNASKABLE = (SettingError, ScenarioError, TooManyError)
"""What whoever asks can mend."""

_BUSY = "Too many settings are being run at once; ask again in a moment."
_SECONDS = "1"
"""After which a browser that was sent away may ask again."""


def page_app(hosts: frozenset[str]) -> Starlette:
    """Return the application.

    Parameters
    ----------
    hosts
        ``Host`` headers under which it may be asked, such as ``127.0.0.1:8000``.
    """
    token = secrets.token_urlsafe()
    served = _Served(token, Runs(), Turns())
    return Starlette(
        routes=[
            Route("/", served.open, methods=["GET"]),
            Route("/", served.show, methods=["POST"]),
            Route("/answer", served.answer, methods=["POST"]),
            Route("/result.json", served.result, methods=["POST"]),
            Route("/assets/{name}", served.asset, methods=["GET"]),
        ],
        middleware=[Middleware(Guard, hosts=hosts, token=token)],
        exception_handlers={kind: _refused for kind in (*UNASKABLE, StoppedError, BusyError)},
    )


class _Served:
    """The endpoints."""

    def __init__(self, token: str, runs: Runs, turns: Turns) -> None:
        self._token, self._runs, self._turns = token, runs, turns

    async def open(self, request: Request) -> Response:
        """Write the page with the levers where a link has them."""
        try:
            return HTMLResponse(page(self._token, read_asked(request.query_params)))
        except SettingError as error:
            return HTMLResponse(page(self._token, Asked(), problem=str(error)), 422)

    async def show(self, request: Request) -> Response:
        """Write the page with the answer, for a browser that runs no script."""
        asked = Asked()
        try:
            fields = await _fields(request)
            asked = read_asked(fields)
            if fields.get("action") in ("choose", "reset"):
                return HTMLResponse(page(self._token, Asked(Setting(asked.setting.scenario))))
            found = await self._final(asked)
            return HTMLResponse(await run_sync(page, self._token, asked, found))
        except (*UNASKABLE, StoppedError, BusyError) as error:
            code, problem, headers = _said(error)
            return HTMLResponse(page(self._token, asked, problem=problem), code, headers)

    async def answer(self, request: Request) -> Narrowing:
        """Send the answer line by line as it narrows."""
        asked = read_asked(await _fields(request))
        await run_sync(self._runs.read, asked)
        return Narrowing(asked, self._runs, self._turns)

    async def result(self, request: Request) -> Response:
        """Send the document that the command prints, as a file."""
        asked = read_asked(await _fields(request))
        found = await self._final(asked)
        document = run_document(found.result, asked.setting.named, None)
        name = asked.setting.named.removesuffix(".yaml")
        headers = {"Content-Disposition": f'attachment; filename="{name}.json"'}
        text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
        return Response(text + "\n", media_type="application/json", headers=headers)

    async def asset(self, request: Request) -> Response:
        """Send a file that the page needs."""
        name = request.path_params["name"]
        if name in OWN:
            return Response(own_file(name), media_type=OWN[name])
        made = {"vega.js": drawing_library, "charts.json": chart_specs}.get(name)
        if made is None:
            return Response("There is no such file.", 404, media_type="text/plain")
        kind = "text/javascript" if name.endswith(".js") else "application/json"
        return Response(await run_sync(made), media_type=kind)

    async def _final(self, asked: Asked) -> Answer:
        async with self._turns.turn() as turn:
            return await turn.run(lambda stop: _last(answers(asked, self._runs, stop)))


def _last(found: Iterator[Answer]) -> Answer:
    *_, final = found
    return final


async def _fields(request: Request) -> dict[str, str]:
    """Return what a form or a script sent.

    Raises
    ------
    SettingError
        If it is neither a form nor a JSON object of texts.
    """
    body = await request.body()
    if not request.headers.get("content-type", "").startswith("application/json"):
        return dict(parse_qsl(body.decode(errors="replace")))
    try:
        fields = json.loads(body)
        json.dumps(fields, ensure_ascii=False).encode()  # half a character is no text
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict) or not all(isinstance(said, str) for said in fields.values()):
        raise SettingError('send a JSON object of texts, such as {"scenario": "pilot"}')
    return fields


async def _refused(_: Request, error: Exception) -> Response:
    code, problem, headers = _said(error)
    return JSONResponse({"problem": problem}, code, headers)


def _said(error: Exception) -> tuple[int, str, dict[str, str]]:
    """Return the status of a refusal, what it says, and its headers."""
    if isinstance(error, UNASKABLE):
        return 422, str(error), {}
    problem = _BUSY if isinstance(error, BusyError) else TOO_LONG
    return 503, problem, {"Retry-After": _SECONDS}
