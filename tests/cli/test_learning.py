"""Commands that learn and forecast: what they print and keep, and how they end."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sim.cli import learning
from sim.cli.app import app
from sim.evidence.forecasting.forecast import ORDER
from sim.evidence.learning import calibrate as calibrating
from sim.evidence.learning import predictive
from sim.scenario.load import load
from tests.cli.conftest import Sim

Command = Callable[..., Any]
ONE = ("--workers", "1")
OCTOBER = ("--until", "2025-10-31")
AHEAD = ("--from", "2025-10-31", "--until", "2025-12-31")
QUANTILES = {"median", "p05", "p25", "p75", "p95"}
FILES = {f"pilot_calibrated.{kind}" for kind in ("csv", "md", "yaml")}


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Call a command in this process, in a folder of its own, with few pilots."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(calibrating, "FEWEST", 300)
    monkeypatch.setattr(calibrating, "MOST", 300)
    monkeypatch.setattr(predictive, "REPLICATIONS", 30)
    return lambda *arguments: CliRunner().invoke(app, list(arguments))


@pytest.fixture(scope="module")
def calibrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A calibrated scenario, as the command leaves it."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(calibrating, "FEWEST", 300)
        patch.setattr(calibrating, "MOST", 300)
        patch.setattr(predictive, "REPLICATIONS", 30)
        done = CliRunner().invoke(
            app, ["calibrate", "pilot", *OCTOBER, *ONE, "--out", str(folder), "--json"]
        )
    assert done.exit_code == 0, done.stderr
    (folder / "said.json").write_text(done.stdout, encoding="utf-8")
    return folder / "pilot_calibrated.yaml"


def test_calibrate_keeps_three_files_and_prints_one_document(calibrated: Path) -> None:
    document = json.loads((calibrated.parent / "said.json").read_text("utf-8"))
    assert {Path(path).name for path in document["written"]} == FILES
    assert {path.name for path in calibrated.parent.iterdir()} == FILES | {"said.json"}
    promised = {"until", "seed", "pilots", "acceptance", "effective_sample_size", "stopped"}
    assert document.keys() >= promised | {"scale_reduction", "rarity", "values", "figures"}
    assert document["pilots"] == 300
    posterior = load(calibrated).posterior
    assert posterior is not None
    assert posterior.until == date(2025, 10, 31)
    assert "## Prior and posterior" in calibrated.with_suffix(".md").read_text("utf-8")


def test_the_same_command_gives_the_same_files(
    command: Command, calibrated: Path, tmp_path: Path
) -> None:
    done = command("calibrate", "pilot", *OCTOBER, *ONE)
    assert done.exit_code == 0, done.stderr
    folder = Path("results/pilot_calibrated")
    assert {path.name for path in folder.iterdir()} == FILES
    assert all(f"Written: {folder / name}" in done.stdout for name in FILES)
    for kind in (".csv", ".md"):
        again = (folder / calibrated.name).with_suffix(kind).read_bytes()
        assert again == calibrated.with_suffix(kind).read_bytes()


def _interrupted_after(count: int) -> Any:
    @contextmanager
    def bar(*_: Any) -> Iterator[Callable[[int], None]]:
        done = 0

        def progress(number: int) -> None:
            nonlocal done
            done += number
            if done >= count:
                raise KeyboardInterrupt

        yield progress

    return bar


def test_an_interrupted_calibration_says_how_to_go_on_and_goes_on(
    command: Command, calibrated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(learning, "progress_bar", _interrupted_after(20))
        stopped = command("calibrate", "pilot", *OCTOBER, *ONE, "--out", "kept")
    assert stopped.exit_code == 130
    words = stopped.stderr.split()
    assert words[:2] == ["Interrupted", "after"]
    assert 20 <= int(words[2]) < 300
    assert "which are kept; the same command goes on" in stopped.stderr
    assert [path.suffix for path in Path("kept").iterdir()] == [".npz"]
    other = command("calibrate", "pilot", *OCTOBER, *ONE, "--out", "kept", "--seed", "2")
    assert other.exit_code == 2
    assert "remove it to begin again" in other.stderr
    done = command("calibrate", "pilot", *OCTOBER, *ONE, "--out", "kept")
    assert done.exit_code == 0, done.stderr
    assert {path.name for path in Path("kept").iterdir()} == FILES
    posterior = (Path("kept") / calibrated.name).with_suffix(".csv")
    assert posterior.read_bytes() == calibrated.with_suffix(".csv").read_bytes()


def test_an_interrupt_before_any_pilot_says_that_nothing_was_kept(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "progress_bar", _interrupted_after(0))
    stopped = command("calibrate", "pilot", *OCTOBER, *ONE, "--out", "kept")
    assert stopped.exit_code == 130
    assert stopped.stderr == "Interrupted; nothing was kept.\n"
    assert not Path("kept").exists()


def _bad_files(folder: Path) -> None:
    (folder / "figures.yaml").write_text("figures:\n  - quantity: returns\n", encoding="utf-8")
    (folder / "bad.yaml").write_text("name: [\n", encoding="utf-8")
    (folder / "bad.json").write_text('{"kind": \n', encoding="utf-8")
    (folder / "file").write_text("mine", encoding="utf-8")
    (folder / "taken").mkdir()
    (folder / "taken/pilot_calibrated.yaml").write_text("- 1\n", encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("calibrate", "bad.yaml", *OCTOBER), "bad.yaml:"),
        (("calibrate", "pilot"), "--until"),
        (("calibrate", "pilot", "--until", "2025-10-32"), "write a date such as 2026-01-31"),
        (("calibrate", "pilot", "--until", "2025-W40-1"), "write a date such as 2026-01-31"),
        (("calibrate", "pilot", "--until", "2025-08-01"), "before the scheme begins"),
        (("calibrate", "pilot", "--until", "2025-08-10"), "no figure teaches by 2025-08-10"),
        (("calibrate", "pilot", "--until", "9999-12-31"), "days are simulated"),
        (("calibrate", "pilot", *OCTOBER, "--figures", "figures.yaml"), "figures.yaml:2:5"),
        (("calibrate", "pilot", *OCTOBER, "--out", "file"), "choose another folder"),
        (("calibrate", "pilot", *OCTOBER, "--out", "file/below"), "choose another folder"),
        (("calibrate", "pilot", *OCTOBER, "--out", "taken"), "choose another folder"),
        (("check-inference", "pilot", "--until", "2025-08-10"), "no figure teaches"),
        (
            ("check-inference", "pilot", *OCTOBER, "--tests", "2000", "--pilots", "1000"),
            "write at most 1,000",
        ),
        (("check-inference", "pilot", *OCTOBER, "--misspecified", "bad.yaml"), "bad.yaml:"),
        (("forecast", "pilot", "--until", "2025-12-31"), "write --from and --until"),
        (("forecast", "pilot", "--from", "2025-10-30", "--until", "2025-12-31"), "end a month"),
        (("forecast", "pilot", "--from", "2025-10-31", "--until", "2025-11-29"), "no month ends"),
        (("forecast", "pilot", "--from", "2026-02-28", "--until", "2026-03-31"), "no total"),
        (("forecast", "pilot", "--from", "2025-10-31", "--until", "2060-03-31"), "simulated"),
        (("forecast", "pilot", *AHEAD, "--keep", "file"), "is there already"),
        (("forecast", "pilot", *AHEAD, "--keep", "file/below.json"), "cannot be written"),
        (("forecast", "pilot", *AHEAD, "--figures", "figures.yaml"), "figures.yaml:2:5"),
        (("forecast", "bad.json"), "bad.json:2:1: not JSON"),
        (("forecast", "missing.json"), "cannot be read"),
        (("backtest", "bad.yaml"), "bad.yaml:"),
        (("backtest", "pilot", "--figures", "figures.yaml"), "figures.yaml:2:5"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_simulated_or_written(
    command: Command,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    said: str,
) -> None:
    _bad_files(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    monkeypatch.setattr("sim.evidence.learning.pilots.Pilots.simulate", pytest.fail)
    done = command(*arguments, *ONE)
    assert (done.exit_code, done.stdout) == (2, "")
    assert said in " ".join(done.stderr.replace("│", " ").split())
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_forecast_prints_the_promised_list(command: Command, calibrated: Path) -> None:
    done = command("forecast", str(calibrated), *AHEAD, "-n", "20", *ONE, "--json")
    assert done.exit_code == 0, done.stderr
    document = json.loads(done.stdout)
    rows = [(row["quantity"], row["as_of"]) for row in document["figures"]]
    assert rows == [(q, month) for q in ORDER for month in ("2025-11-30", "2025-12-31")]
    assert set(ORDER) == {
        *("returns_monthly", "returns_cumulative", "inbound_monthly", "inbound_cumulative"),
        "net_flow",
    }
    assert all(row.keys() == QUANTILES | {"quantity", "as_of"} for row in document["figures"])
    assert document["scores"] == []
    assert document["made"] == date.today().isoformat()


def test_a_kept_forecast_is_scored_without_running_anything(
    command: Command, calibrated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = command(
        "forecast", str(calibrated), *AHEAD, "-n", "20", *ONE, "--keep", "kept.json", "--json"
    )
    assert kept.exit_code == 0, kept.stderr
    Path("later.yaml").write_text(
        "figures:\n  - {quantity: net_flow, as_of: 2025-11-30, reported: '-12', rounding: exact,"
        " source: x}\n",
        encoding="utf-8",
    )
    before = Path("kept.json").read_bytes()
    monkeypatch.setattr("sim.evidence.forecasting.forecast.run", pytest.fail)
    done = command("forecast", "kept.json", "--figures", "later.yaml", "--json")
    assert done.exit_code == 0, done.stderr
    document, made = json.loads(done.stdout), json.loads(kept.stdout)
    assert document["figures"] == made["figures"]
    (score,) = document["scores"]
    assert (score["quantity"], score["as_of"], score["reported"]) == (
        "net_flow",
        "2025-11-30",
        "-12",
    )
    assert score["wis"] >= 0
    assert Path("kept.json").read_bytes() == before
    shown = command("forecast", "kept.json", "--figures", "later.yaml")
    assert "A forecast of what will be reported" in " ".join(shown.stdout.split())


def test_figures_that_taught_a_scenario_are_not_forecast(
    command: Command, calibrated: Path
) -> None:
    days = ("--from", "2025-09-30", "--until", "2025-10-31")
    done = command("forecast", str(calibrated), *days, *ONE)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "learned from figures to 2025-10-31" in done.stderr


def test_backtest_prints_scores_of_everybody(command: Command) -> None:
    done = command("backtest", "pilot", "-n", "20", *ONE, "--json")
    assert done.exit_code == 0, done.stderr
    document = json.loads(done.stdout)
    names = {"model", "pool", "last_month", "mean_of_three", "linear_trend", "damped_trend"}
    assert set(document["summary"]) == names
    promised = {"origin", "forecaster", "quantity", "as_of", "reported", "weight", "wis", "crps"}
    assert all(row.keys() >= promised | QUANTILES | {"pit"} for row in document["forecasts"])


def test_tables_for_a_person_name_every_forecaster_and_value(command: Command) -> None:
    tested = command("backtest", "pilot", "-n", "20", *ONE)
    assert tested.exit_code == 0, tested.stderr
    assert "damped trend" in tested.stdout
    checked = command(
        "check-inference", "pilot", *OCTOBER, "--tests", "20", "--pilots", "1000", *ONE
    )
    assert checked.exit_code == 0, checked.stderr
    assert "20 synthetic pilots, 1,000 simulated" in checked.stdout


def test_compare_keeps_fitted_figures_apart(command: Command, calibrated: Path) -> None:
    done = command("compare", str(calibrated), "-n", "5", *ONE, "--json")
    assert done.exit_code == 0, done.stderr
    for row in json.loads(done.stdout)["figures"]:
        if not row["quantity"].startswith("arrivals"):
            assert row["role"] == ("fitted" if row["as_of"] <= "2025-10-31" else "not_fitted")
        assert (row["wis"] is None) == (row["rounding"] == "at_least")


def test_a_malformed_posterior_is_refused_by_every_command(sim: Sim, tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("figures until,now\na,b.c\nnormal,normal\n0.5,2\n", "utf-8")
    (tmp_path / "mine.yaml").write_text(
        "name: mine\nextends: scenarios/pilot.yaml\nposterior: p.csv\n", "utf-8"
    )
    done = sim("check", "mine.yaml")
    assert done.returncode == 2
    places = [line.split(": ")[0] for line in done.stderr.splitlines()]
    assert places == ["p.csv:1:15", "p.csv:2:1", "p.csv:4:5"]
