"""`sim plot` draws what was kept, and nothing else comes of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from sim.ensemble.developments import developed
from sim.ensemble.settings import Settings
from sim.ensemble.unfinished import Unfinished
from sim.evidence.figures import figures_of
from sim.show import errors
from sim.show.exit_words import WAYS
from sim.show.plots.drawing import as_svg
from sim.show.plots.every import run_charts
from sim.show.plots.fans import FANS
from sim.show.plots.looks import assumed
from tests.kept import kept_run
from tests.show.test_evidence_charts import backtest
from tests.variants import PILOT

RUN_CHARTS = [*FANS, *(f"way_{way}" for way in WAYS)]


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs") / "kept"
    kept_run(str(PILOT), Settings(replications=5, seed=3, workers=1), folder)
    return folder


def plot(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["plot", *map(str, arguments)], catch_exceptions=False)
    return done.exit_code, done.stdout, done.stderr


def test_a_run_is_drawn_from_its_folder_as_from_its_result(
    run_folder: Path, tmp_path: Path
) -> None:
    result = kept_run(str(PILOT), Settings(replications=5, seed=3, workers=1), tmp_path / "again")
    code, out, err = plot(run_folder, "--out", tmp_path / "pictures", "--format", "svg")
    assert code == 0, err
    charts = run_charts(developed(result), assumed(result.scenario), figures_of(result.scenario))
    assert list(charts) == RUN_CHARTS
    for name, make in charts.items():
        drawn = (tmp_path / f"pictures/{name}.svg").read_text(encoding="utf-8")
        assert drawn == as_svg(make())
    assert out.split() == [str(tmp_path / f"pictures/{name}.svg") for name in charts]


def test_every_chart_is_written_in_every_format_and_told_in_words(
    run_folder: Path, tmp_path: Path
) -> None:
    into = tmp_path / "pictures"
    into.mkdir()
    (into / "mine.txt").write_text("mine", encoding="utf-8")
    (into / "returns.svg").write_text("old", encoding="utf-8")
    assert plot(run_folder, "--out", into)[0] == 0
    files = {path.name for path in into.iterdir()}
    kinds = ("svg", "png", "pdf")
    assert files == {f"{name}.{kind}" for name in RUN_CHARTS for kind in kinds} | {
        "charts.md",
        "mine.txt",
    }
    assert (into / "mine.txt").read_text(encoding="utf-8") == "mine"
    for name in RUN_CHARTS:
        assert (into / f"{name}.svg").read_text(encoding="utf-8").startswith("<svg")
        assert (into / f"{name}.png").read_bytes().startswith(b"\x89PNG")
        assert (into / f"{name}.pdf").read_bytes().startswith(b"%PDF")
    page = (into / "charts.md").read_text(encoding="utf-8")
    assert page.count("![A fan chart over 180 days") == len(FANS)
    assert page.count("](way_") == len(WAYS)


def test_a_study_has_the_pictures_that_it_keeps(tmp_path: Path) -> None:
    study = tmp_path / "study"
    asked = (
        "solve", str(PILOT), "--vary", "flights.seats", "--until", "returns >= 150",
        "--between", "2, 30", "-n", "4", "--workers", "1", "--out", str(study),
    )  # fmt: skip
    assert CliRunner().invoke(app, asked, catch_exceptions=False).exit_code == 0
    assert plot(study, "--out", tmp_path / "pictures")[0] == 0
    files = {path.name for path in (tmp_path / "pictures").iterdir()}
    assert files == {"charts.md", "curve.svg", "curve.png", "curve.pdf"}
    kept = (study / "curve.svg").read_text(encoding="utf-8")
    assert (tmp_path / "pictures/curve.svg").read_text(encoding="utf-8") == kept

    (study / "curve.svg").unlink()
    code, _, err = plot(study, "--out", tmp_path / "none")
    assert code == 2
    assert "was made without charts; pip install" in err
    assert f"ask again: sim solve {PILOT}" in err
    assert not (tmp_path / "none").exists()


def test_a_backtest_and_a_calibrated_scenario_are_drawn(tmp_path: Path) -> None:
    printed = tmp_path / "backtest.json"
    printed.write_text(json.dumps(backtest().as_dict()), encoding="utf-8")
    for named, name in ((printed, "backtest"), ("pilot_calibrated", "posterior")):
        assert plot(named, "--out", tmp_path / name, "--format", "png")[0] == 0
        files = {path.name for path in (tmp_path / name).iterdir()}
        assert files == {"charts.md", f"{name}.png"}


def test_what_cannot_be_drawn_is_said_and_nothing_is_written(
    run_folder: Path, tmp_path: Path
) -> None:
    unfinished = tmp_path / "unfinished"
    begun = Unfinished.begin(unfinished, str(PILOT), Settings(replications=5), pytest.fail)
    begun.__enter__()
    (tmp_path / "other.json").write_text("{}", encoding="utf-8")
    (tmp_path / "file").touch()
    empty = tmp_path / "empty"
    empty.mkdir()
    old = Path(shutil.copytree(run_folder, tmp_path / "old"))
    (old / "ways.csv").unlink()
    into = tmp_path / "pictures"
    for named, folder, said in (
        (tmp_path / "nothing", into, "name a result folder"),
        ("pilot", into, "is not calibrated"),
        (unfinished, into, "go on with: sim resume"),
        (empty, into, "is no result folder"),
        (tmp_path / "other.json", into, "is not what 'sim backtest --json' prints"),
        (old, into, "has no ways.csv, as one of an older program"),
        (run_folder, tmp_path / "file", "cannot be written to"),
        (run_folder, run_folder / "pictures", "is part of the result"),
    ):
        code, out, err = plot(named, "--out", folder)
        assert (code, out) == (2, ""), err
        assert said in err
    assert not into.exists()
    assert not (run_folder / "pictures").exists()
    assert plot(run_folder, "--out", into, "--format", "gif")[0] == 2
    assert not into.exists()


def test_without_the_extra_it_says_how_to_get_it(
    run_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errors, "find_spec", lambda name: None)
    code, _, err = plot(run_folder, "--out", tmp_path / "pictures")
    assert code == 2
    assert err == "this needs the extra: pip install 'returns-scheme-simulator[charts]'\n"
