"""``sim report`` writes one file whole, or none and a sentence."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Sim


def test_a_report_has_the_numbers_of_the_command(sim: Sim, tmp_path: Path) -> None:
    done = sim("report", "pilot", "-n", "6", "--seed", "2", "-o", "new/report.html")
    assert (done.returncode, done.stdout) == (0, "")
    text = (tmp_path / "new/report.html").read_text(encoding="utf-8")
    ran = sim("run", "pilot", "-n", "6", "--seed", "2", "--json")
    document = json.loads(ran.stdout)
    assert html.escape(document["sentence"]) in text
    assert "sim report pilot -o new/report.html --replications 6 --seed 2" in text
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["report.html"]


def test_a_scenario_named_twice_is_reported_twice_and_precision_decides_how_often(
    sim: Sim, tmp_path: Path
) -> None:
    done = sim("report", "pilot", "pilot", "--precision", "90%", "-o", "twice.html")
    assert done.returncode == 0
    text = (tmp_path / "twice.html").read_text(encoding="utf-8")
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert "pilot (2) instead of pilot would change returns by 0 (0 to 0)" in text
    assert "sim report pilot pilot -o twice.html --precision 90% --seed 1" in text


def test_what_cannot_be_read_leaves_an_older_report_alone(sim: Sim, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text("older", encoding="utf-8")
    done = sim("report", "pilot", "piolt", "-o", "report.html")
    assert done.returncode == 2
    assert "piolt: no such scenario; did you mean 'pilot'?" in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == "older"


def test_what_is_no_file_is_refused_and_stays_what_it_was(sim: Sim, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for name in (".", "pipe"):
        done = sim("report", "pilot", "-n", "2", "-o", name)
        assert done.returncode == 2
        assert f"'{name}' is no file; name one" in done.stderr
    assert pipe.is_fifo()


@pytest.mark.parametrize("wanted", [0, 1])
def test_progress_past_what_was_expected_comes_to_an_end(wanted: int) -> None:
    code = (
        "from sim.cli.running import progress_bar\n"
        f"with progress_bar({wanted}) as progress:\n    progress(3)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
