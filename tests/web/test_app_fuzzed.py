"""Whatever is sent to the page, it answers in words and never fails."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from sim.show.web.app import page_app
from sim.show.web.headers import SECURITY
from sim.show.web.senders import own_hosts
from sim.show.web.setting import levers
from tests.web.compiled import compile_model

DOCUMENTED = {200, 400, 403, 404, 405, 413, 414, 415, 421, 422, 503}
PATHS = ("/", "/answer", "/result.json", "/assets/page.js", "/assets/..%2fapp.py", "/nowhere")
NAMES = (
    *("scenario", "text", "seed", "precision", "action", "token", "pinned_scenario"),
    *("pinned_places", "pinned_text", *levers("pilot")),
)
HOSTILE = (
    *("", " ", "nan", "inf", "-inf", "1e999", "-0", "9" * 400, "0x10", "١", "2; DROP", "\x00"),
    *("../../etc/passwd", "/etc/passwd", "pilot\x00.yaml", "<script>1</script>", "{{ 7*7 }}"),
    *("name: x\nextends: pilot\n", "name: x\nextends: x\n", "{" * 5000, "&a [*a, *a]"),
    *("!!python/x", "name: x\nextends: pilot\nflights:\n  seats: -1\n"),
    *("name: x\r\nextends: pilot\r\nposterior: x", "name: [x]\nextends: {a: b}\n"),
    "name: x\nextends: pilot\nscheme:\n  horizon: 9999-12-31\n",
)
VALID = """\
name: Mine
extends: pilot
flights:
  seats: {value: 30, status: lever, why: "more \\u0041ircraft"}
detention:
  places: {2025-08-06: 20, 2025-12-01: 60}
casework:
  reply: {median: 4 d, p90: 9 d}
"""
VALUES = st.sampled_from(HOSTILE) | st.text(max_size=60)
FIELDS = st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=20), VALUES, max_size=5)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)
COARSE = ("5%", "x")
"""A precision that is soon reached, and one that is refused, where an answer would be drawn."""
TOKEN = "the-token-of-this-page"


@pytest.fixture(scope="module")
def app() -> Starlette:
    compile_model()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("secrets.token_urlsafe", lambda: TOKEN)
        return page_app(own_hosts(8000))


def ask(app: Starlette, method: str, path: str, **sent: Any) -> httpx.Response:
    async def session() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        headers = {"X-Page-Token": TOKEN} | sent.pop("headers", {})
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as to:
            return await to.request(method, path, headers=headers, **sent)

    return asyncio.run(session())


def is_in_order(reply: httpx.Response) -> None:
    assert reply.status_code in DOCUMENTED, reply.text[:500]
    for name, value in SECURITY.items():
        assert reply.headers[name.decode()] == value.decode()
    assert "Traceback" not in reply.text


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(PATHS), FIELDS)
def test_any_form_is_answered_in_order(app: Starlette, path: str, fields: dict[str, str]) -> None:
    is_in_order(ask(app, "POST", path, data={"precision": COARSE[path == "/"]} | fields))


@settings(max_examples=60, deadline=None)
@given(FIELDS)
def test_any_link_is_answered_in_order(app: Starlette, fields: dict[str, str]) -> None:
    is_in_order(ask(app, "GET", "/", params=fields))


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(PATHS), FIELDS | JSON)
def test_any_json_is_answered_in_order(app: Starlette, path: str, document: object) -> None:
    sent = json.dumps(document).encode()
    headers = {"Content-Type": "application/json"}
    is_in_order(ask(app, "POST", path, content=sent, headers=headers))


@settings(max_examples=50, deadline=None)
@given(
    st.sampled_from(PATHS),
    st.binary(max_size=200).map(b"precision=x&".__add__) | st.binary(max_size=200),
    st.sampled_from(["text/plain", "application/json", "application/x-www-form-urlencoded", ""]),
)
def test_any_bytes_are_answered_in_order(
    app: Starlette, path: str, body: bytes, media_type: str
) -> None:
    is_in_order(ask(app, "POST", path, content=body, headers={"Content-Type": media_type}))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=4).map("\n".join))
def test_any_scenario_text_is_answered_in_order(app: Starlette, text: str) -> None:
    is_in_order(ask(app, "POST", "/result.json", data={"precision": "5%", "text": text}))


def test_without_a_mistake_the_text_is_answered(app: Starlette) -> None:
    reply = ask(app, "POST", "/result.json", data={"precision": "5%", "text": VALID})
    assert reply.status_code == 200, reply.text


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Return a valid text in which a piece has become another."""
    begin = draw(st.integers(0, len(VALID)))
    end = draw(st.integers(begin, min(len(VALID), begin + 12)))
    pieces = st.sampled_from(HOSTILE) | st.sampled_from(VALID.splitlines()) | st.text(max_size=4)
    return VALID[:begin] + draw(pieces) + VALID[end:]


@settings(max_examples=40, deadline=None)
@given(mutated())
def test_any_mistake_in_a_scenario_is_answered_in_order(app: Starlette, text: str) -> None:
    is_in_order(ask(app, "POST", "/result.json", data={"precision": "5%", "text": text}))


@pytest.mark.parametrize("name", [*NAMES, "\udfff"])
def test_half_a_character_in_any_field_is_answered_in_order(app: Starlette, name: str) -> None:
    sent = json.dumps({name: "name: \ud800"}).encode()
    for path in ("/", "/answer", "/result.json"):
        reply = ask(app, "POST", path, content=sent, headers={"Content-Type": "application/json"})
        is_in_order(reply)
        assert reply.status_code == 422


@pytest.mark.parametrize("nested", [b"[", b'{"a":', b'{"text":["'])
@pytest.mark.parametrize("path", PATHS)
def test_deep_nesting_is_answered_in_order(app: Starlette, path: str, nested: bytes) -> None:
    sent = nested * (60_000 // len(nested))
    reply = ask(app, "POST", path, content=sent, headers={"Content-Type": "application/json"})
    is_in_order(reply)
    assert reply.status_code != 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "NONSENSE"])
def test_other_methods_are_refused(app: Starlette, method: str) -> None:
    reply = ask(app, method, "/")
    is_in_order(reply)
    assert reply.status_code == 405
