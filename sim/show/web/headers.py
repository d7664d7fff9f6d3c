"""What may a browser do with an answer?

Nothing but show it: run no script and load nothing that does not come from this server, send forms
nowhere else, let no other site frame it, read it or guess at its type, and keep no copy.
"""

from __future__ import annotations

from starlette.types import Message, Send

from sim.show.web.refusals import Headers

_CONTENT = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
SECURITY: dict[bytes, bytes] = {
    b"content-security-policy": _CONTENT.encode(),
    b"x-content-type-options": b"nosniff",
    # Under no-referrer a browser posts the page's own forms with "Origin: null".
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), display-capture=(), geolocation=(), microphone=()",
    b"x-frame-options": b"DENY",
}
"""On every answer, whatever the application says."""
CACHE = b"cache-control"
_SERVER = b"server"


def with_security(send: Send) -> Send:
    """Return a sender that puts the headers on an answer; what never changes may be kept."""

    async def send_with_security(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": _secured(list(message.get("headers", ())))}
        await send(message)

    return send_with_security


def _secured(headers: Headers) -> Headers:
    names = {name.lower() for name, _ in headers}
    kept = [pair for pair in headers if pair[0].lower() not in {*SECURITY, _SERVER}]
    unkept = [] if CACHE in names else [(CACHE, b"no-store")]
    return [*kept, *SECURITY.items(), *unkept]
