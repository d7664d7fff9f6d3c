"""Commands that ask the model: what they print, what they leave, and how they go on."""

from __future__ import annotations

import json
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sim.cli import asking
from sim.cli.app import app
from sim.study.sensitivity import study
from sim.study.sensitivity.study import SensitivityOptions
from sim.study.trials import MOST
from tests.cli.conftest import Sim
from tests.cli.test_kept_runs import contents, stopped
from tests.variants import PILOT

SOLVE = (
    "solve", str(PILOT), "--vary", "flights.seats", "--until", "returns >= 150",
    "--between", "2, 30", "-n", "4", "--workers", "1",
)  # fmt: skip
CALLS = {
    "contrast": ("contrast", str(PILOT), "relaxed", "-n", "4", "--workers", "1"),
    "limits": ("limits", str(PILOT), "-n", "3", "--workers", "1"),
    "solve": SOLVE,
    "frontier": (
        "frontier", str(PILOT), "--vary", "detention.places", "--vary", "flights.seats",
        "--steps", "3", "-n", "3", "--workers", "1", "--of", "net_flow",
    ),
}  # fmt: skip


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    text = f"name: every second reply\nextends: {PILOT}\ncasework:\n  accepted: 50%\n"
    (tmp_path / "relaxed.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def call(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(
        app, [a if a != "relaxed" else "relaxed.yaml" for a in arguments], catch_exceptions=False
    )
    return done.exit_code, done.stdout, done.stderr


def document(*arguments: str) -> dict[str, Any]:
    code, out, err = call(*arguments, "--json")
    assert code == 0, err
    found: dict[str, Any] = json.loads(out)
    return found


@pytest.mark.parametrize("name", CALLS)
def test_a_study_says_what_was_found_and_then_what_that_rests_on(here: Path, name: str) -> None:
    code, out, err = call(*CALLS[name])
    assert code == 0, err
    said = " ".join(out.split())
    assert said.startswith("If everything")
    assert " This rests on " in said
    assert "seed 1" in said
    folder = here / "results" / f"{name}-pilot"
    page = (folder / "page.md").read_text(encoding="utf-8")
    first = page.split("\n\n")[1]
    assert first in said.replace("Result folder:", "")
    kept = {path.name for path in folder.iterdir()}
    assert {"page.md", "study.json", "record.json", "scenarios"} <= kept
    assert "unfinished" not in kept
    assert any(name.endswith(".csv") for name in kept)
    assert any(name.endswith(".svg") for name in kept)


def test_a_contrast_s_document_has_every_indicator_of_every_other(here: Path) -> None:
    found = document(*CALLS["contrast"])
    returns = found["others"]["relaxed.yaml"]["indicators"]["returns"]
    assert set(returns["difference"]) >= {"median", "mean", "p05", "p95"}
    assert returns["difference"]["mean"] < 0
    assert "variance_ratio" in returns
    assert len(found["others"]["relaxed.yaml"]["indicators"]) > 40


def test_a_scenario_named_twice_stands_there_twice(here: Path) -> None:
    found = document("contrast", str(PILOT), "relaxed", "relaxed", "-n", "2", "--workers", "1")
    assert list(found["others"]) == ["relaxed.yaml", "relaxed.yaml (2)"]


def test_the_documents_of_the_other_studies_hold_their_answer(here: Path) -> None:
    limits = document(*CALLS["limits"])
    assert {price["limit"] for price in limits["prices"]} >= {"seats", "places", "notice"}
    assert len(limits["held"]) == 19
    solved = document(*CALLS["solve"])
    assert solved["answer"]["setting"] == pytest.approx(round(solved["answer"]["setting"]))
    assert solved["within_range"] is True
    grid = document(*CALLS["frontier"])
    assert [len(grid["median"]), len(grid["median"][0])] == [3, 3]


def test_without_a_choice_sensitivity_is_of_the_outcomes_that_its_options_name(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = SensitivityOptions()
    help_ = " ".join(call("sensitivity", "--help")[1].split())
    assert all(name in help_ for name in options.outcomes)
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr(asking, "finish", lambda kept, _: asked.append(kept.request.options))
    monkeypatch.setattr(study, "SensitivityOptions", lambda: replace(options, outcomes=("cost",)))
    assert call("sensitivity", str(PILOT))[0] == 0
    assert asked == [{"of": ["cost"]}]


def test_a_stopped_study_goes_on_to_the_folder_of_one_that_was_not(
    sim: Sim, tmp_path: Path
) -> None:
    whole = sim(*SOLVE, "--out", "whole")
    assert whole.returncode == 0, whole.stderr
    code, said = stopped(tmp_path, signal.SIGINT, *SOLVE, "--out", "kept")
    assert code == 130, said
    assert "sim resume kept" in said
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["unfinished"]
    assert sim(*SOLVE, "--out", "kept").returncode == 2
    resumed = sim("resume", "kept", "--workers", "1")
    assert resumed.returncode == 0, resumed.stderr
    before, after = contents(tmp_path / "whole"), contents(tmp_path / "kept")
    assert before == after


def test_a_study_whose_cluster_cannot_be_reached_keeps_what_it_has(
    sim: Sim, tmp_path: Path
) -> None:
    pytest.importorskip("distributed")
    stopped(tmp_path, signal.SIGINT, *SOLVE, "--out", "kept")
    before = contents(tmp_path / "kept")
    refused = sim("resume", "kept", "--cluster", "nonsense")
    assert refused.returncode == 2
    assert "the cluster at nonsense cannot be reached" in refused.stderr
    assert contents(tmp_path / "kept") == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("solve", str(PILOT), "--vary", "flights.seat", "--until", "returns >= 5"), "seats"),
        (("solve", str(PILOT), "--vary", "flights.seats", "--until", "retruns >= 5"), "returns"),
        (
            ("solve", str(PILOT), "--vary", "flights.seats", "--until", "returns >= 5", "--by",
             "2020-01-01"),
            "before the scheme",
        ),
        (
            ("solve", str(PILOT), "--vary", "flights.seats", "--until", "returns >= 5", "--by",
             "soon"),
            "write a date",
        ),
        (
            ("solve", str(PILOT), "--vary", "flights.seats", "--until", "returns >= 5",
             "--confidence", "often"),
            "write a share such as 90%",
        ),
        (("contrast", str(PILOT), "relaxed", "--precision", "2"), "write a share such as 2%"),
        (("frontier", str(PILOT), "--vary", "flights.seats"), "--vary twice"),
        (("contrast", str(PILOT), "nothing"), "nothing"),
        (("contrast", str(PILOT), "rwanda_2022"), "rwanda_2022"),
        (("sensitivity", str(PILOT), "--of", "retruns"), "returns"),
        (("limits", "no_such_scenario"), "no_such_scenario"),
        (("limits", str(PILOT), "-n", str(MOST + 1)), str(MOST)),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_and_leaves_nothing(
    here: Path, arguments: tuple[str, ...], said: str
) -> None:
    code, _, err = call(*arguments)
    assert code == 2
    assert said in err
    assert "Traceback" not in err
    assert not (here / "results").exists() or not list((here / "results").iterdir())


def test_a_study_of_another_program_or_another_scenario_is_not_gone_on_with(
    sim: Sim, tmp_path: Path
) -> None:
    stopped(tmp_path, signal.SIGINT, *SOLVE, "--out", "kept")
    mark = tmp_path / "kept" / "unfinished" / "run.json"
    text = mark.read_text(encoding="utf-8")
    mark.write_text(text.replace('"numpy": "', '"numpy": "0.'), encoding="utf-8")
    other = sim("resume", "kept")
    assert (other.returncode, "another program" in other.stderr) == (2, True)
    mark.write_text(text.replace('"until": "returns >= 150"', '"until": "returns >= 151"'))
    other = sim("resume", "kept")
    assert (other.returncode, "other settings" in other.stderr) == (2, True)
    mark.write_text("{", encoding="utf-8")
    assert sim("resume", "kept").returncode == 2
