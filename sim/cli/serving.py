"""Which command serves the page?"""

from __future__ import annotations

import socket
from typing import Annotated

import typer

from sim.cli.running import note, polite

LOOPBACK = ("127.0.0.1", "localhost", "::1")
ANY = ("0.0.0.0", "::")
"""Every address of this machine; no browser asks for it by that."""


def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 8000,
    host: Annotated[
        str, typer.Option(help="Address to listen at; others than this machine can reach it then.")
    ] = LOOPBACK[0],
    name: Annotated[
        list[str] | None,
        typer.Option(help="Another name under which browsers may ask for the page."),
    ] = None,
) -> None:
    """Open a local page with levers to move.

    Only this machine can reach it, unless --host says otherwise.
    """
    with polite():
        from sim.show.errors import check_extra

        check_extra("serve", "uvicorn", "starlette", "jinja2", "altair", "vl_convert")
        from sim.ensemble.first_use import compile_first
        from sim.model.outline import outline
        from sim.scenario.load import load
        from sim.show.web.files import chart_specs, drawing_library
        from sim.show.web.senders import own_hosts
        from sim.show.web.serving import serve_page
        from sim.show.web.setting import FIRST

        with _listening(host, port) as listening:
            taken = listening.getsockname()[1]
            if host not in LOOPBACK:
                note(
                    f"warning: listening at {host}: whoever can reach this machine can use the "
                    "page, unencrypted and without a password"
                )
            compile_first(outline(load(FIRST)), note)
            drawing_library()
            chart_specs()
            hosts = own_hosts(taken, (*([] if host in ANY else [_written(host)]), *(name or ())))
            note(f"The page is at {_address(host, taken)} (end with Ctrl-C)")
            serve_page(listening, hosts)


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        problem = f"cannot listen at {host}, port {port}: {error.strerror}; choose another --port"
        raise typer.BadParameter(problem) from None


def _address(host: str, port: int) -> str:
    return f"http://{_written(LOOPBACK[0] if host in ANY else host)}:{port}/"


def _written(host: str) -> str:
    """Write an address as links and headers have it."""
    return f"[{host}]" if ":" in host else host
