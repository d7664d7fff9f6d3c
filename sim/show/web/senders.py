"""Does a request come from the page itself, opened on this machine?

Any site that somebody visits can send requests to a server on their machine. Three things that such
a site cannot do tell the page from it: make the browser send a ``Host`` that is ours (it can point
its own name at this machine, but the browser then sends that name), a ``Sec-Fetch-Site`` or
``Origin`` that is not its own, or read the token that is written in the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from secrets import compare_digest
from urllib.parse import parse_qs

from sim.show.web.refusals import Headers, RefusedRequestError, values

SAFE = {"GET", "HEAD"}
"""Methods that only ask."""
FORM = b"application/x-www-form-urlencoded"
_OPEN_AGAIN = "Open the page again at the address that was printed when it was started."
_OWN_SITE = {b"same-origin", b"none"}
_LINK_FOLLOWED = [b"navigate"], [b"document"]


def own_hosts(port: int, told: Iterable[str] = ()) -> frozenset[str]:
    """Return the ``Host`` headers that mean this server: loopback's, and names that were told.

    Parameters
    ----------
    port
        Where the server listens.
    told
        Further names or addresses without a port (an IPv6 address in brackets).
    """
    names = {"127.0.0.1", "localhost", "[::1]", *(name.lower() for name in told)}
    with_port = {f"{name}:{port}" for name in names}
    return frozenset(with_port | names if port == 80 else with_port)  # browsers leave out :80


def check_host(headers: Headers, hosts: frozenset[str]) -> None:
    """Refuse a request that was meant for another server, or does not say for which.

    421 (misdirected request) is what HTTP calls a request that reached a server which does not
    answer for the host that it names; a request without one ``Host`` is no HTTP at all (400).
    """
    named = values(headers, b"host")
    if len(named) != 1:
        raise RefusedRequestError(HTTPStatus.BAD_REQUEST, "A request has to name one host.")
    if named[0].decode("latin-1").lower() not in hosts:
        raise RefusedRequestError(
            HTTPStatus.MISDIRECTED_REQUEST,
            f"This page does not answer under the name that was asked for. {_OPEN_AGAIN}",
        )


def check_site(method: str, headers: Headers) -> None:
    """Refuse a request that another site made, save for following a link to the page.

    An ``Origin`` has to be that of the host asked for: ``null``, which a sandboxed frame has, is
    not. Whoever may ask only, as a picture does, sends none.
    """
    mode, destination = values(headers, b"sec-fetch-mode"), values(headers, b"sec-fetch-dest")
    followed = method in SAFE and (mode, destination) == _LINK_FOLLOWED
    own_site = _OWN_SITE.issuperset(values(headers, b"sec-fetch-site"))
    own_origins = {b"http://" + host.lower() for host in values(headers, b"host")}
    own_origin = own_origins.issuperset(values(headers, b"origin"))
    if not (own_site or followed) or not (own_origin or method in SAFE):
        raise RefusedRequestError(
            HTTPStatus.FORBIDDEN, f"This request came from another site. {_OPEN_AGAIN}"
        )


def check_token(headers: Headers, media_type: bytes, body: bytes, token: str) -> None:
    """Refuse a request without the page's token, in ``X-Page-Token`` or in a form's ``token``."""
    given = [value.decode("latin-1") for value in values(headers, b"x-page-token")]
    if not given and media_type == FORM:
        given = parse_qs(body.decode("latin-1")).get("token", [])
    if len(given) != 1 or not compare_digest(given[0].encode(), token.encode()):
        raise RefusedRequestError(
            HTTPStatus.FORBIDDEN,
            f"This request does not carry the token of the page that is open now. {_OPEN_AGAIN}",
        )
