"""How is the page served, and how does that end?"""

from __future__ import annotations

import socket
from contextlib import suppress

import uvicorn

from sim.show.web.app import page_app


def serve_page(listening: socket.socket, hosts: frozenset[str]) -> None:
    """Serve the page until it is interrupted.

    Parameters
    ----------
    listening
        Where browsers ask.
    hosts
        ``Host`` headers under which it may be asked, such as ``127.0.0.1:8000``.
    """
    config = uvicorn.Config(
        page_app(hosts), log_level="warning", access_log=False, server_header=False, ws="none"
    )
    with suppress(KeyboardInterrupt):  # the way to end it
        _Server(config).run([listening])


class _Server(uvicorn.Server):
    """Ends at once: an answer that is under way ends as if whoever asked for it had left."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Wait for nobody."""
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await super().shutdown(sockets)
