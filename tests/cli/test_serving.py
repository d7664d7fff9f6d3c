"""``sim serve`` as somebody types it, and ends it."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from sim.show import errors
from tests.cli.conftest import ROOT, Sim


@contextmanager
def served(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """Serve until the block ends; gives the process and what it said until it listened."""
    process = subprocess.Popen(
        [sys.executable, "-m", "sim.cli", "serve", "--port", "0", *arguments],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        assert process.stderr is not None
        said = []
        for line in process.stderr:
            said.append(line)
            if "The page is at" in line:
                break
        yield process, said
    finally:
        process.kill()
        process.communicate()


def test_it_says_where_it_is_answers_there_and_ends_politely() -> None:
    with served() as (process, said):
        (address,) = re.findall(r"The page is at (http://127\.0\.0\.1:\d+/)", said[-1])
        assert "warning" not in "".join(said)
        assert "Returns-scheme simulator" in httpx.get(address).text
        assert httpx.get(address, headers={"Host": "elsewhere.example"}).status_code == 421
        process.send_signal(signal.SIGINT)
        _, rest = process.communicate(timeout=30)
        assert (process.returncode, rest) == (0, "")


def test_an_answer_that_is_under_way_does_not_keep_it_from_ending() -> None:
    with served() as (process, said):
        (address,) = re.findall(r"The page is at (http://\S+/)", said[-1])
        (token,) = re.findall(r'name="token" content="([^"]+)"', httpx.get(address).text)
        asked = {"places": "3", "precision": "1%"}
        with httpx.stream(
            "POST", f"{address}answer", json=asked, headers={"X-Page-Token": token}, timeout=60
        ) as reply:
            lines = reply.iter_lines()
            assert json.loads(next(lines))["final"] is False
            process.send_signal(signal.SIGINT)
            with pytest.raises(httpx.RemoteProtocolError):
                list(lines)  # it was cut short, not awaited
        _, rest = process.communicate(timeout=30)
        assert (process.returncode, rest) == (0, "")


def test_whoever_lets_others_in_is_warned() -> None:
    with served("--host", "0.0.0.0", "--name", "example.test") as (_, said):
        assert "whoever can reach this machine can use the page" in "".join(said)
        (port,) = re.findall(r"The page is at http://127\.0\.0\.1:(\d+)/", said[-1])
        address = f"http://127.0.0.1:{port}/"
        assert httpx.get(address, headers={"Host": f"example.test:{port}"}).status_code == 200


def test_a_port_that_is_taken_is_refused(sim: Sim) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = sim("serve", "--port", str(port))
    assert done.returncode == 2
    assert f"cannot listen at 127.0.0.1, port {port}" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("extra", ["serve", "report", "charts"])
def test_what_is_not_installed_is_said_with_how_to_install_it(
    extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errors, "find_spec", lambda name: None)
    with pytest.raises(errors.PictureError, match=rf"returns-scheme-simulator\[{extra}\]"):
        errors.check_extra(extra, "uvicorn")


def test_without_its_extra_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errors, "find_spec", lambda name: None if name == "uvicorn" else name)
    done = CliRunner().invoke(app, ["serve", "--port", "0"])
    assert done.exit_code == 2
    assert "pip install 'returns-scheme-simulator[serve]'" in done.stderr
