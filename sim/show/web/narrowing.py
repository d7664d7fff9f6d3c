"""How does an answer reach the browser while it narrows?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from starlette.types import Receive, Scope, Send

from sim.scenario.problems import ScenarioError, TooManyError
from sim.show.web.answers import Answer, answers
from sim.show.web.runs import Runs, StoppedError
from sim.show.web.setting import Asked
from sim.show.web.told import told
from sim.show.web.turns import Turns

TOO_LONG = (
    "A setting has half a minute here. What was found by then, if anything, is shown; 'sim run' "
    "goes on to the precision asked."
)
_HEADERS = ((b"content-type", b"application/x-ndjson"),)


@dataclass(frozen=True)
class Narrowing:
    """A response of one JSON document a line, each narrower than the one before.

    Attributes
    ----------
    asked
        What is asked.
    runs
        Who runs it.
    turns
        Whose turn it is.
    """

    asked: Asked
    runs: Runs
    turns: Turns

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the lines.

        Raises
        ------
        BusyError
            If too many are waiting for their turn; nothing was sent.
        """
        async with self.turns.turn() as turn:
            await send({"type": "http.response.start", "status": 200, "headers": list(_HEADERS)})
            found = answers(self.asked, self.runs, turn.stop)
            while line := await turn.run(lambda _: _next_line(found)):
                await send({"type": "http.response.body", "body": line, "more_body": True})
            await send({"type": "http.response.body", "body": b""})


def _next_line(found: Iterator[Answer]) -> bytes:
    """Return the next line; a problem is the last one, and then there is none."""
    try:
        answer = next(found, None)
        return b"" if answer is None else _line(told(answer))
    except StoppedError:
        return _line({"problem": TOO_LONG})
    except (ScenarioError, TooManyError) as error:
        return _line({"problem": str(error)})


def _line(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, allow_nan=False).encode() + b"\n"
