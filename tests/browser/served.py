"""An application on a free port of this machine, for as long as a test needs it."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn
from starlette.types import ASGIApp

from sim.show.web.senders import own_hosts

Factory = Callable[[frozenset[str]], ASGIApp]
"""Makes an application that answers under the hosts it is given."""


@contextmanager
def serving(factory: Factory) -> Iterator[str]:
    """Serve an application from a thread; gives the address of its page, without a slash."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        config = uvicorn.Config(
            factory(own_hosts(port)),
            ws="none",
            log_config=None,
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=5,
        )
        server = uvicorn.Server(config)
        # The socket listens already: a request made before the server has started waits for it.
        thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.should_exit = True
            thread.join(timeout=20)
            assert not thread.is_alive(), "the server does not stop"
