"""Runs that are stopped, taken up again and checked, as a person does it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Sim

STOPPED = """
import os, sys
from sim.cli.app import app
from sim.ensemble import pieces

pieces.EVERY = pieces.SHARE = 0
write, written = pieces.Pieces.keep_all, []

def write_and_stop(waiting):
    write(waiting)
    written.append(waiting)
    if len(written) == 3:
        os.kill(os.getpid(), int(sys.argv[1]))

pieces.Pieces.keep_all = write_and_stop
app(sys.argv[2:], prog_name="sim")
"""
RUN = ("run", "pilot", "-n", "12", "--workers", "2", "--out", "kept")


def stopped(folder: Path, how: signal.Signals, *arguments: str) -> tuple[int, str]:
    """Run ``sim`` until it has kept three pieces; return how it ended and what it said.

    That it says anything at all shows that its workers have ended too: they hold its output.
    """
    folder.mkdir(exist_ok=True)
    running = subprocess.Popen(
        [sys.executable, "-c", STOPPED, str(int(how)), *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        _, said = running.communicate(timeout=300)
    finally:
        running.kill()
    return running.returncode, said


def contents(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_a_killed_run_goes_on_to_the_folder_and_answer_of_one_that_was_not(
    sim: Sim, tmp_path: Path
) -> None:
    code, _ = stopped(tmp_path, signal.SIGKILL, *RUN)
    assert code == -signal.SIGKILL
    kept = tmp_path / "kept"
    assert [path.name for path in kept.iterdir()] == ["unfinished"]
    assert len(list((kept / "unfinished").glob("piece-*"))) == 3
    refused = sim(*RUN)
    assert refused.returncode == 2
    assert "sim resume kept" in refused.stderr
    assert sim("verify", "kept").returncode == 2
    resumed = sim("resume", "kept", "--workers", "1")
    assert resumed.returncode == 0, resumed.stderr
    found = contents(kept)
    kept.rename(tmp_path / "stopped once")
    straight = sim(*RUN)
    assert straight.stdout == resumed.stdout
    assert contents(kept) == found


def test_an_interrupt_keeps_what_is_done_and_says_how_to_go_on(sim: Sim, tmp_path: Path) -> None:
    code, said = stopped(tmp_path, signal.SIGINT, *RUN)
    assert code == 130
    done = int(said.split()[2])
    assert 3 <= done < 12
    assert said == (f"Interrupted after {done} of 12 replications; go on with: sim resume kept\n")
    resumed = sim("resume", "kept", "--json")
    assert resumed.returncode == 0, resumed.stderr
    assert json.loads(resumed.stdout)["replications"] == 12
    assert json.loads(resumed.stdout) == json.loads((tmp_path / "kept/run.json").read_text("utf-8"))
    again = sim("resume", "kept")
    assert again.returncode == 2
    assert again.stderr == "'kept' holds no unfinished run\n"


def test_a_comparison_keeps_nothing_and_says_so(tmp_path: Path) -> None:
    code = (
        "import sim.ensemble.run as r, sim.cli.app as a\n"
        "def stop(*_): raise KeyboardInterrupt\n"
        "r.half_widths = stop\n"
        "a.app(['compare', 'pilot', '-n', '1', '--workers', '1'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (130, "Interrupted; nothing was kept.\n")
    assert list(tmp_path.iterdir()) == []


def test_verify_ends_with_0_1_or_2(sim: Sim, tmp_path: Path) -> None:
    assert sim("run", "pilot", "-n", "3", "--workers", "1", "--out", "kept").returncode == 0
    good = sim("verify", "kept", "--workers", "1")
    assert (good.returncode, good.stdout) == (0, "Reproduces: 3 of 3 replications run again.\n")
    table = tmp_path / "kept/indicators.csv"
    table.write_text(table.read_text("utf-8").replace("16969", "16970"), encoding="utf-8")
    spoilt = sim("verify", "kept", "--sample", "1", "--workers", "1")
    assert spoilt.returncode == 1
    assert "indicators.csv was changed." in spoilt.stdout
    as_json = json.loads(sim("verify", "kept", "--sample", "1", "--json").stdout)
    assert as_json["changed"] == {"indicators.csv": "was changed"}
    (tmp_path / "kept/resolved.yaml").write_text("name: [\n", encoding="utf-8")
    assert sim("verify", "kept").returncode == 1
    assert sim("verify", "scenarios").returncode == 2
    assert sim("verify", "nowhere").returncode == 2


@pytest.mark.parametrize("address", ["nonsense", "tls://127.0.0.1:9"])
def test_a_cluster_that_cannot_be_reached_ends_with_2_and_leaves_nothing(
    sim: Sim, tmp_path: Path, address: str
) -> None:
    pytest.importorskip("distributed")
    done = sim("run", "pilot", "-n", "1", "--cluster", address)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert f"the cluster at {address} cannot be reached" in done.stderr
    assert not (tmp_path / "results").exists()
    both = sim("run", "pilot", "--cluster", "nonsense", "--workers", "2")
    assert both.returncode == 2
    assert "choose one of --workers and --cluster" in both.stderr


def test_without_the_extra_a_cluster_is_refused_in_one_line(sim: Sim, tmp_path: Path) -> None:
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden/distributed.py").write_text("raise ImportError", encoding="utf-8")
    paths = os.pathsep.join([str(tmp_path / "hidden"), str(ROOT)])
    done = sim("run", "pilot", "--cluster", "tcp://127.0.0.1:8786", PYTHONPATH=paths)
    assert done.returncode == 2
    assert done.stderr == (
        "a cluster needs the extra: pip install 'returns-scheme-simulator[cluster]'\n"
    )


def test_a_scenario_that_cannot_run_leaves_nothing(sim: Sim, tmp_path: Path) -> None:
    weeks = "week_ending,people,boats,crossing_days\n2025-08-10,9000,2,1\n"
    (tmp_path / "weeks.csv").write_text(weeks, encoding="utf-8")
    text = f"name: many\nextends: {ROOT}/scenarios/pilot.yaml\narrivals:\n  observed: weeks.csv\n"
    (tmp_path / "many.yaml").write_text(text, encoding="utf-8")
    done = sim("run", "many.yaml", "-n", "2", "--workers", "1", "--out", "kept")
    assert done.returncode == 2
    assert done.stderr.endswith(
        "more than 4,096 people come in one boat; raise the boats of a week\n"
    )
    assert not (tmp_path / "kept").exists()
