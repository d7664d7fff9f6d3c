"""Commands as a person calls them: what they print, where, and how they end."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim.scenario.library import names
from tests.cli.conftest import ROOT, Sim

RUN_KEYS = {
    "scenario",
    "seed",
    "replications",
    "indicators",
    "exits",
    "cohorts",
    "sentence",
    "versions",
}
PROMISED_INDICATORS = {
    "arrivals",
    "returns",
    "inbound",
    "returns_rate",
    "cohort_returns_rate",
    "returns_per_week",
    "net_flow",
    "net_arrivals",
    "people_detained",
    "released_after_detention",
    "person_days_detained",
}
SUMMARY_KEYS = {"median", "p05", "p25", "p75", "p95", "unit"}
FEW = ("--replications", "4", "--workers", "1")


def test_json_is_one_document_with_the_promised_keys_and_nothing_else(sim: Sim) -> None:
    done = sim("run", "scenarios/pilot.yaml", *FEW, "--json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document.keys() >= RUN_KEYS
    assert document["indicators"].keys() >= PROMISED_INDICATORS
    assert all(summary.keys() == SUMMARY_KEYS for summary in document["indicators"].values())
    assert document["indicators"]["arrivals"]["median"] == 16_969
    assert document["exits"]["returned"] == document["indicators"]["returns"]


def test_workers_and_hash_seeds_do_not_move_a_bit_of_the_answer(sim: Sim) -> None:
    answers = {
        sim(
            "run", "pilot", "-n", "6", "--json", "--out", f"kept-{number}", "--workers", workers,
            PYTHONHASHSEED=hash_seed,
        ).stdout.replace(f"kept-{number}", "kept")
        for number, (workers, hash_seed) in enumerate((("1", "0"), ("3", "1"), ("2", "77")))
    }  # fmt: skip
    assert len(answers) == 1


def test_a_run_begins_with_a_sentence_and_ends_with_its_folder(sim: Sim, tmp_path: Path) -> None:
    done = sim("run", "pilot", *FEW)
    assert done.returncode == 0, done.stderr
    text = " ".join(done.stdout.split())
    assert "If everything went as this scenario assumes, then by 1 February 2026" in text
    assert text.endswith("Result folder: results/pilot")
    assert "not taken into the scheme" in text
    assert (tmp_path / "results/pilot/run.json").is_file()


def test_a_kept_scenario_runs_again_to_the_same_indicators(sim: Sim, tmp_path: Path) -> None:
    first = json.loads(sim("run", "pilot", *FEW, "--out", "kept", "--json").stdout)
    again = json.loads(sim("run", "kept/resolved.yaml", *FEW, "--out", "again", "--json").stdout)
    assert first["indicators"] == again["indicators"]
    assert first["exits"] == again["exits"]
    with (tmp_path / "kept/indicators.csv").open(encoding="utf-8") as file:
        rows = {row["indicator"]: row for row in csv.DictReader(file)}
    assert float(rows["returns"]["median"]) == first["indicators"]["returns"]["median"]


def test_every_replication_is_kept_as_parquet(sim: Sim, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    first = json.loads(sim("run", "pilot", *FEW, "--out", "kept", "--json").stdout)
    table = str(tmp_path / "kept/replications.parquet")
    rows = duckdb.sql(
        f"SELECT replication, sum(arrivals), sum(returns) FROM '{table}' GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert [row[1] for row in rows] == [16_969] * 4
    returns = sorted(row[2] for row in rows)
    assert first["indicators"]["returns"]["median"] == (returns[1] + returns[2]) / 2


def test_nothing_is_overwritten(sim: Sim, tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept/mine.txt").write_text("mine", encoding="utf-8")
    done = sim("run", "pilot", *FEW, "--out", "kept")
    assert done.returncode == 2
    assert "choose another folder" in done.stderr
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["mine.txt"]
    for expected in ("pilot", "pilot-2"):
        assert sim("run", "pilot", "-n", "1", "--workers", "1").returncode == 0
        assert (tmp_path / "results" / expected).is_dir()


@pytest.mark.parametrize("folder", ["a_file", "a_file/below", "/dev/null/below"])
def test_a_folder_that_cannot_be_is_refused_before_the_run(
    sim: Sim, tmp_path: Path, folder: str
) -> None:
    (tmp_path / "a_file").write_text("mine", encoding="utf-8")
    done = sim("run", "pilot", "-n", "100000", "--out", folder)
    assert done.returncode == 2
    assert "choose another folder" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_terminal_without_the_characters_still_gets_its_answer(sim: Sim) -> None:
    done = sim("run", "pilot", *FEW, PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert "Result folder: results/pilot" in done.stdout


def test_help_cuts_no_sentence_short_at_80_columns(sim: Sim) -> None:
    shown = sim("--help", COLUMNS="80").stdout
    assert "..." not in shown.split("Commands:")[1]
    assert max(len(line) for line in shown.splitlines()) <= 80


def test_the_list_names_every_scenario_with_its_title_within_80_columns(sim: Sim) -> None:
    shown = sim("list", COLUMNS="200").stdout
    assert max(len(line) for line in shown.splitlines()) <= 80
    document = json.loads(sim("list", "--json").stdout)
    rows = document["scenarios"]
    assert [row["name"] for row in rows] == names()
    assert all(
        row.keys() == {"name", "title", "question", "group", "file", "extends"} for row in rows
    )
    words = iter(shown.split())
    for row in rows:  # every word is there, in this order
        assert all(word in words for word in f"{row['name']} {row['title']}".split())
    headings = [line for line in shown.splitlines() if line[:1].strip()]
    assert headings == list(dict.fromkeys(row["group"] for row in rows))


def test_compare_prints_the_promised_list(sim: Sim) -> None:
    done = sim("compare", "pilot", *FEW, "--json")
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)["figures"]
    promised = {"quantity", "as_of", "reported", "rounding", "median", "p05", "p25", "p75", "p95"}
    assert all(figure.keys() >= promised | {"percentile", "inside90"} for figure in figures)
    arrivals = [f for f in figures if f["quantity"] == "arrivals_since_start"]
    assert any(f["reported"] == "16,969" and f["p05"] == f["p95"] == 16_969 for f in arrivals)


def test_a_kept_scenario_is_compared_with_the_figures_kept_beside_it(
    sim: Sim, tmp_path: Path
) -> None:
    sim("run", "pilot", *FEW, "--out", "kept")
    shutil.move(tmp_path / "kept", tmp_path / "elsewhere")
    (tmp_path / "scenarios").unlink()
    done = sim("compare", "elsewhere/resolved.yaml", *FEW, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == json.loads(sim("compare", "pilot", *FEW, "--json").stdout)


@pytest.mark.parametrize(
    "command",
    [
        ("compare",),
        ("calibrate", "--until", "2025-10-31"),
        ("check-inference", "--until", "2025-10-31"),
        ("forecast", "--from", "2025-10-31", "--until", "2025-11-30"),
        ("backtest",),
    ],
    ids=lambda command: command[0],
)
def test_a_scenario_without_figures_is_never_set_beside_those_of_another(
    sim: Sim, tmp_path: Path, command: tuple[str, ...]
) -> None:
    shutil.copytree(ROOT / "scenarios", tmp_path / "mine")
    text = (tmp_path / "mine/pilot.yaml").read_text(encoding="utf-8")
    named = "figures: reported/france_pilot.yaml\n"
    (tmp_path / "mine/pilot.yaml").write_text(text.replace(named, ""), encoding="utf-8")
    done = sim(*command, "mine/more_places.yaml")
    assert done.returncode == 2
    assert done.stderr == (
        "mine/more_places.yaml: no reported figures; write 'figures:' and their file, "
        "or name one with --figures\n"
    )


def test_compare_says_in_words_what_agreement_is_worth(sim: Sim) -> None:
    done = sim("compare", "pilot", *FEW)
    text = " ".join(done.stdout.split())
    assert "of 10 inside the 90% interval" in text
    assert "no evidence" in text


def test_check_says_ok_or_where_and_ends_with_2(sim: Sim, tmp_path: Path) -> None:
    assert sim("check", "pilot").stdout == "pilot: ok\n"
    bad = tmp_path / "bad.yaml"
    bad.write_text("name: Bad\nextends: scenarios/pilot.yaml\nflightz:\n  seats: 3\n")
    done = sim("check", "pilot", "bad.yaml")
    assert done.returncode == 2
    assert "bad.yaml:3:1:" in done.stderr
    assert "flights" in done.stderr
    as_json = sim("check", "bad.yaml", "--json")
    assert as_json.returncode == 2
    assert json.loads(as_json.stdout)["files"][0]["problems"]


@pytest.mark.parametrize("command", ["run", "compare", "explain", "assumptions", "story"])
def test_every_command_refuses_a_bad_file_without_a_traceback(
    sim: Sim, tmp_path: Path, command: str
) -> None:
    (tmp_path / "bad.yaml").write_text("name: [\n", encoding="utf-8")
    done = sim(command, "bad.yaml")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "bad.yaml:" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--precision", "none"), "write a share such as 2%"),
        (("--precision", "2%", "--replications", "5"), "choose one"),
        (("--engine", "steam"), "reference"),
        (("--at", "random"), "--at central"),
        (("--replications", "0"), "--replications"),
        (("--seed", "-1"), "--seed"),
    ],
)
def test_a_bad_option_is_refused_with_what_to_write(
    sim: Sim, tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    done = sim("run", "pilot", *options)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "results").exists()


def test_explain_gives_each_value_its_line(sim: Sim) -> None:
    done = sim("explain", "scenarios/pilot.yaml", "casework", "--json")
    values = json.loads(done.stdout)["values"]
    lines = (ROOT / "scenarios/pilot.yaml").read_text(encoding="utf-8").splitlines()
    for value in values:
        _, line, column = value["place"].rsplit(":", 2)
        assert lines[int(line) - 1][int(column) - 1 :].startswith(value["value"].split(" ")[0])
    unknown = sim("explain", "pilot", "caseworks")
    assert unknown.returncode == 2
    assert "did you mean 'casework'?" in unknown.stderr


def test_the_assumptions_log_is_a_table_markdown_or_json(sim: Sim) -> None:
    assert "deterrence.strength" in sim("assumptions", "pilot").stdout
    markdown = sim("assumptions", "pilot", "--markdown").stdout.splitlines()
    assert markdown[0].startswith("| value | set to | status |")
    values = json.loads(sim("assumptions", "pilot", "--json").stdout)["values"]
    assert len(markdown) == len(values) + 2


def test_the_assumptions_of_several_scenarios_stand_under_their_names(sim: Sim) -> None:
    two = ("scenarios/more_places.yaml", "pilot")
    said = json.loads(sim("assumptions", *two, "--json").stdout)["scenarios"]
    assert [row["scenario"] for row in said] == list(two)
    for row in said:
        alone = json.loads(sim("assumptions", row["scenario"], "--json").stdout)
        assert alone == {"values": row["values"]}
    headings = [
        f"{two[0]}: Twice the places from February 2026",
        "pilot: UK-France pilot, 6 August 2025 to 1 February 2026",
    ]
    shown = sim("assumptions", *two).stdout.splitlines()
    assert [line for line in shown if line in headings] == headings
    markdown = sim("assumptions", *two, "--markdown").stdout.splitlines()
    assert [line for line in markdown if line[:1] == "#"] == [f"## {line}" for line in headings]


def test_without_a_name_the_assumptions_are_those_of_all_that_come_with_the_project(
    sim: Sim,
) -> None:
    said = json.loads(sim("assumptions", "--json").stdout)["scenarios"]
    assert [row["scenario"] for row in said] == names()


def test_every_problem_of_every_scenario_is_told_before_any_assumption(
    sim: Sim, tmp_path: Path
) -> None:
    (tmp_path / "one.yaml").write_text("name: [\n", encoding="utf-8")
    done = sim("assumptions", "one.yaml", "pilot", "two.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["one.yaml", "two.yaml"]


@pytest.mark.parametrize("command", ["check", "assumptions"])
def test_a_review_that_is_overdue_is_a_warning_and_no_error(
    sim: Sim, tmp_path: Path, command: str
) -> None:
    (tmp_path / "mine.yaml").write_text(
        "name: x\nextends: scenarios/pilot.yaml\nreturnees:\n"
        "  share: {value: 8%, status: assumed, why: so, review_by: 2020-01-31}\n"
        "  delay: {value: 30 d, status: assumed, why: so, review_by: 2999-01-31}\n",
        encoding="utf-8",
    )
    done = sim(command, "mine.yaml", "mine.yaml", "--json")
    assert done.returncode == 0
    json.loads(done.stdout)
    warned = [line for line in done.stderr.splitlines() if "mine.yaml" in line]
    assert warned == ["warning: mine.yaml:4:18: 'returnees.share' was to be reviewed by 2020-01-31"]


def test_the_schema_that_editors_use_is_the_one_that_is_printed(sim: Sim) -> None:
    kept = json.loads((ROOT / "scenarios/schema.json").read_text(encoding="utf-8"))
    assert json.loads(sim("schema").stdout) == kept


def test_a_story_can_be_told_again_and_names_who_is_missing(sim: Sim) -> None:
    told = sim("story", "pilot", "--replication", "3")
    assert told.stdout.startswith("An invented person")
    assert told.stdout == sim("story", "pilot", "--replication", "3").stdout
    assert "sentences" in json.loads(sim("story", "pilot", "--way", "in", "--json").stdout)
    assert sim("story", "pilot", "--replication", str(2**32)).returncode == 2
    missing = sim("story", "pilot", "--exit", "scheme_ended")
    assert missing.returncode == 2
    assert "0 people left like that" in missing.stderr


@pytest.mark.parametrize(
    "command", [["--help"], ["run", "--help"], ["check", "pilot"], ["list"], ["list", "--json"]]
)
def test_help_list_and_check_do_not_wait_for_numpy(tmp_path: Path, command: list[str]) -> None:
    code = (
        "import sys\n"
        "from sim.cli.app import app\n"
        f"app({command!r}, standalone_mode=False)\n"
        "loaded = {'numpy', 'scipy', 'numba', 'simpy', 'distributed'} & set(sys.modules)\n"
        "assert not loaded, loaded\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("after", [0.0, 0.4, 0.8, 1.5])
def test_an_interrupt_ends_at_once_and_says_how_to_go_on(tmp_path: Path, after: float) -> None:
    """Also while workers are started, in the second or two after a run is marked as begun."""
    running = subprocess.Popen(
        [sys.executable, "-m", "sim.cli", "run", "pilot", "-n", "100000", "--workers", "2"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        mark = tmp_path / "results/pilot/unfinished/run.json"
        while not mark.exists() and running.poll() is None:
            time.sleep(0.05)
        time.sleep(after)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)
    finally:
        running.kill()
    assert running.returncode == 130
    assert "Traceback" not in said
    assert re.fullmatch(
        r"Interrupted after [\d,]+ of 100,000 replications; "
        r"go on with: sim resume results/pilot\n",
        said,
    )
    assert [path.name for path in (tmp_path / "results/pilot").iterdir()] == ["unfinished"]
