"""An answer comes line by line, and says so where its time is over."""

from __future__ import annotations

import json

from starlette.types import Message

from sim.show.web.narrowing import TOO_LONG, Narrowing
from sim.show.web.runs import Runs
from sim.show.web.setting import Asked
from sim.show.web.turns import Turns
from tests.web.timing import within


def test_a_run_whose_time_is_over_says_what_to_do() -> None:
    sent: list[Message] = []

    async def scene() -> None:
        async def send(message: Message) -> None:
            sent.append(message)

        async def receive() -> Message:
            return {"type": "http.disconnect"}

        await Narrowing(Asked(), Runs(), Turns(seconds=0.0))({"type": "http"}, receive, send)

    within(scene)
    bodies = [message["body"] for message in sent[1:]]
    assert [json.loads(line) for line in bodies if line] == [{"problem": TOO_LONG}]
