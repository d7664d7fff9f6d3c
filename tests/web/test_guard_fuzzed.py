"""Whatever is sent, the guard answers as it says, and lets in nothing but what it should."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from hypothesis import event, given, settings
from hypothesis import strategies as st

from sim.show.web.guard import METHODS
from sim.show.web.headers import SECURITY
from sim.show.web.refusals import Headers
from tests.web.asking import HOST, TOKEN, Echo, answer_to, guarded, http, read

REFUSALS = {400, 403, 405, 413, 414, 415, 421}
KNOWN: dict[bytes, list[bytes]] = {
    b"host": [HOST, b"evil.example", b"LOCALHOST:8000"],
    b"origin": [b"http://" + HOST, b"null", b"http://evil.example"],
    b"sec-fetch-site": [b"same-origin", b"none", b"cross-site"],
    b"sec-fetch-mode": [b"navigate", b"cors"],
    b"sec-fetch-dest": [b"document", b"empty"],
    b"content-type": [b"application/json", b"application/x-www-form-urlencoded", b"text/plain"],
    b"content-length": [b"2", b"70000", b"x"],
    b"x-page-token": [TOKEN.encode(), b"another"],
}
TOKEN_FIELD = b"token=" + TOKEN.encode()
CHANGES = ["method", "query", "body", "form", "left out", "put in"]
TOKEN_AND_TYPE = (b"x-page-token", b"content-type")
GOOD = {name: first[0] for name, first in KNOWN.items()}

strange = st.tuples(st.binary(min_size=1, max_size=9).map(bytes.lower), st.binary(max_size=20))
other = st.sampled_from(list(KNOWN)).flatmap(
    lambda name: st.tuples(st.just(name), st.sampled_from(KNOWN[name]) | st.binary(max_size=20))
)
chunk = st.binary(max_size=50) | st.sampled_from([b"", b"&", TOKEN_FIELD, b"x" * 40_000])


@dataclass
class Sent:
    """A request that the page would send, until something in it is changed."""

    method: str
    headers: Headers
    query: bytes = b""
    chunks: list[bytes] = field(default_factory=lambda: [b"{", b"}"])


@st.composite
def requests(draw: st.DrawFn) -> Sent:
    """Take what the page would send, and change up to three things in it."""
    sent = Sent(draw(st.sampled_from(["POST", "GET", "HEAD"])), list(GOOD.items()))
    for change in draw(st.lists(st.sampled_from(CHANGES), max_size=3)):
        if change == "method":
            sent.method = draw(st.sampled_from(["PUT", "OPTIONS"]) | st.text(max_size=8))
        elif change == "query":
            sent.query = draw(st.binary(max_size=50) | st.just(b"x" * 8193))
        elif change == "body":
            sent.chunks = draw(st.lists(chunk, min_size=1, max_size=4))
        elif change == "form":
            sent.headers = [pair for pair in sent.headers if pair[0] not in TOKEN_AND_TYPE]
            sent.headers.append((b"content-type", b"application/x-www-form-urlencoded"))
            sent.chunks = [b"places=1&", TOKEN_FIELD]
        elif change == "left out" and sent.headers:
            sent.headers.remove(draw(st.sampled_from(sent.headers)))
        elif change == "put in":
            sent.headers.append(draw(other | strange))
    sent.headers = draw(st.permutations(sent.headers))
    return sent


def may_come_in(method: str, sent: Headers, query: bytes, body: bytes) -> bool:
    """Say the guard's rules a second way: every value of every header that counts is a good one."""
    said: dict[bytes, list[bytes]] = {name: [] for name in GOOD}
    for name, value in sent:
        said.setdefault(name, []).append(value)
    hosts = [host.lower() for host in said[b"host"]]
    types = [value.split(b";")[0].strip().lower() for value in said[b"content-type"]]
    lengths = said[b"content-length"]
    fields = [part[6:] for part in body.split(b"&") if part.startswith(b"token=")]
    given = said[b"x-page-token"] or (fields if types == KNOWN[b"content-type"][1:2] else [])
    ours = set(said[b"sec-fetch-site"]) <= {b"same-origin", b"none"}
    link = (said[b"sec-fetch-mode"], said[b"sec-fetch-dest"]) == ([b"navigate"], [b"document"])
    fits = (
        hosts in ([HOST], [b"localhost:8000"], [b"[::1]:8000"])
        and len(query) <= 8192
        and len(body) <= 65_536
        and (not lengths or (len(lengths) == 1 and lengths[0].isdigit()))
        and all(int(length) <= 65_536 for length in lengths)
    )
    if method in ("GET", "HEAD"):
        return fits and (ours or link)
    return (
        method == "POST"
        and fits
        and ours
        and all([origin] == [b"http://" + host for host in hosts] for origin in said[b"origin"])
        and types in ([b"application/json"], [b"application/x-www-form-urlencoded"])
        and given == [TOKEN.encode()]
    )


@settings(max_examples=1000)
@given(st.text(max_size=20), requests())
def test_only_permitted_requests_reach_the_application(path: str, sent: Sent) -> None:
    echo, body = Echo(), b"".join(sent.chunks)
    scope = http(sent.method, sent.headers, sent.query, path)
    answer = read(asyncio.run(answer_to(guarded(echo), scope, sent.chunks)))
    event(f"{sent.method if sent.method in METHODS else 'other'} {answer.status}")
    permitted = may_come_in(sent.method, sent.headers, sent.query, body)
    assert answer.status in ({200} if permitted else REFUSALS)
    assert echo.reached == ([(sent.method, body)] if permitted else [])
    assert {**SECURITY, b"cache-control": b"no-store"}.items() <= answer.headers.items()
