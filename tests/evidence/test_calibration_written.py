"""What was learned is kept in files that others can read, run and build on."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from sim.ensemble.errors import FolderError
from sim.ensemble.result import Result
from sim.ensemble.run import run
from sim.ensemble.settings import Settings
from sim.ensemble.store import write_result
from sim.ensemble.unfinished import Unfinished
from sim.ensemble.verify import verify
from sim.evidence.compare import compare
from sim.evidence.comparison import Comparison
from sim.evidence.figures import Figure, default_figures, read_figures
from sim.evidence.learning.calibrate import Calibration
from sim.evidence.learning.learned import PARTLY, Learned, learned
from sim.evidence.learning.writing import check_target, unfinished_path, write_calibration
from sim.scenario.library import find
from sim.scenario.load import load
from sim.scenario.posterior import read_posterior
from sim.show.calibration import calibration_lines, calibration_page
from sim.show.documents import run_document
from sim.show.inference import calibration_document
from tests.variants import pilot

STANDING = f"""\
# Mine
name: an earlier calibration
extends: {find("pilot")}
posterior: earlier.csv
flights:
  missed: 20%  # as I think
"""


@pytest.fixture(scope="module")
def comparison(pilot: Result) -> Comparison:
    return compare(pilot, read_figures(default_figures()))


@pytest.fixture
def folder(calibration: Calibration, tmp_path: Path) -> Path:
    write_calibration(calibration, "# A page\n", tmp_path / "kept")
    return tmp_path / "kept"


def path_in(folder: Path) -> Path:
    return folder / "pilot_calibrated.yaml"


def shown(calibration: Calibration, identified: bool) -> list[Learned]:
    """Return values of the scenario that were identified at least partly, or were not."""
    values = [value for value in learned(calibration) if value.unit != "sd"]
    return [value for value in values if (value.spread <= PARTLY) == identified]


def test_the_written_scenario_is_the_calibrated_one(
    calibration: Calibration, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sorted(path.name for path in folder.iterdir()) == [
        f"pilot_calibrated.{kind}" for kind in ("csv", "md", "yaml")
    ]
    assert read_posterior(folder / "pilot_calibrated.csv") == calibration.posterior
    monkeypatch.chdir(folder)  # it loads from wherever one stands
    found = load("pilot_calibrated.yaml")
    assert found.posterior == calibration.posterior
    values = {entry.path: entry for entry in found.assumptions()}
    for entry in pilot().assumptions():
        mine = values[entry.path]
        assert (mine.value, mine.prior, mine.growth) == (entry.value, entry.prior, entry.growth)
    settings = Settings(replications=3, workers=1)
    there, here = run(found, settings), run(calibration.calibrated, settings)
    assert (there.series == here.series).all()


def test_it_says_which_values_were_calibrated_and_by_what(
    calibration: Calibration, folder: Path
) -> None:
    found = load(path_in(folder))
    calibrated = {e.path for e in found.assumptions() if e.status == "calibrated"}
    assert calibrated == {value.name for value in shown(calibration, identified=True)}
    assert calibrated
    for entry in found.assumptions():
        if entry.path in calibrated:
            assert "2025-10-31" in (entry.why or "")
    assert f"{len(calibration.figures)} figures" in found.about
    assert "2025-10-31" in found.name


def test_the_folder_may_be_written_again_and_says_the_same(
    calibration: Calibration, folder: Path
) -> None:
    before = path_in(folder).read_text("utf-8")
    write_calibration(calibration, "# A page\n", folder)
    assert path_in(folder).read_text("utf-8") == before


def test_comments_and_what_somebody_set_survive(calibration: Calibration, tmp_path: Path) -> None:
    path_in(tmp_path).write_text(STANDING, encoding="utf-8")
    write_calibration(calibration, "", tmp_path)
    text = path_in(tmp_path).read_text("utf-8")
    assert text.startswith("# Mine\n")
    assert "missed: 20%  # as I think\n" in text
    assert load(path_in(tmp_path)).flights.missed.value.steps[0].value == 0.2
    assert load(path_in(tmp_path)).posterior == calibration.posterior


def test_a_value_that_somebody_set_is_not_called_calibrated(
    calibration: Calibration, tmp_path: Path
) -> None:
    name = shown(calibration, identified=True)[0].name
    section, key = name.rsplit(".", 1)
    path_in(tmp_path).write_text(
        f"name: mine\nextends: {find('pilot')}\n{section}:\n  {key}: 50\n", encoding="utf-8"
    )
    write_calibration(calibration, "", tmp_path)
    assert f"  {key}: 50\n" in path_in(tmp_path).read_text("utf-8")


def test_what_an_earlier_calibration_said_is_taken_back_where_it_holds_no_more(
    calibration: Calibration, tmp_path: Path
) -> None:
    lost = [v.name for v in shown(calibration, identified=False) if v.name.count(".") == 1]
    name, other = lost[:2]
    sections: dict[str, list[str]] = {}
    for path, why in ((name, "identified by figures to 2025-09-30: 1"), (other, "my own reason")):
        section, key = path.split(".")
        lines = [f"  {key}:", "    status: calibrated", f"    why: '{why}'"]
        sections.setdefault(section, []).extend(lines)
    text = "\n".join(line for s, lines in sections.items() for line in (f"{s}:", *lines))
    path_in(tmp_path).write_text(f"name: mine\nextends: x\n{text}\n", encoding="utf-8")
    write_calibration(calibration, "", tmp_path)
    entries = {entry.path: entry for entry in load(path_in(tmp_path)).assumptions()}
    assert entries[name].status != "calibrated"
    assert entries[other].why == "my own reason"


@pytest.mark.parametrize("standing", ["[1, 2]\n", "name: [\n", "a text\n", "\x00"])
def test_a_file_that_is_no_scenario_is_not_written_over(
    calibration: Calibration, tmp_path: Path, standing: str
) -> None:
    path_in(tmp_path).write_text(standing, encoding="utf-8")
    with pytest.raises(FolderError, match="choose another folder"):
        check_target(pilot(), tmp_path)
    with pytest.raises(FolderError, match="choose another folder"):
        write_calibration(calibration, "", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["pilot_calibrated.yaml"]
    assert path_in(tmp_path).read_text("utf-8") == standing


def test_a_folder_that_cannot_be_is_refused_beforehand(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(FolderError, match="cannot be written to"):
            check_target(pilot(), folder)
    check_target(pilot(), tmp_path / "new" / "below")
    assert not (tmp_path / "new").exists()


def test_pilots_that_are_kept_do_not_stand_where_the_scenario_will(tmp_path: Path) -> None:
    assert unfinished_path(pilot(), tmp_path).parent == tmp_path
    assert unfinished_path(pilot(), tmp_path) != path_in(tmp_path)


def test_a_run_of_it_keeps_the_posterior_and_reproduces(folder: Path, tmp_path: Path) -> None:
    settings = Settings(replications=3, seed=3, workers=1)
    begun = Unfinished.begin(tmp_path / "run", str(path_in(folder)), settings, pytest.fail)
    result = run(begun.scenario, settings, keeper=begun)
    write_result(result, run_document(result, "pilot_calibrated", tmp_path / "run"), begun)
    for path in folder.iterdir():
        path.unlink()
    assert verify(tmp_path / "run", workers=1).reproduces
    kept = tmp_path / "run" / "reported" / "posterior.csv"
    kept.write_text(kept.read_text("utf-8").replace("0.5", "0.6"), encoding="utf-8")
    verdict = verify(tmp_path / "run", workers=1)
    assert not verdict.reproduces
    assert "reported/posterior.csv" in verdict.changed


def test_the_page_names_every_value_and_every_figure(
    calibration: Calibration, comparison: Comparison
) -> None:
    page = calibration_page(calibration, comparison, comparison)
    for name in calibration.learnable.names:
        assert f"| `{name}` |" in page
    for row in comparison.figures:
        line = f"| {row.figure.quantity} | {row.figure.as_of} | {row.figure.reported} |"
        assert (line in page) == (row.role != "input")


def test_the_document_is_json_and_says_how_it_ended(
    calibration: Calibration, comparison: Comparison
) -> None:
    document = calibration_document(calibration, comparison, comparison, "pilot", [Path("x.yaml")])
    again = json.loads(json.dumps(document, allow_nan=False))
    assert again == document
    assert again["stopped"] == "most pilots"  # so few do not have the effective size asked for
    assert again["pilots"] == calibration.pilots
    assert [value["name"] for value in again["values"]] == [v.name for v in learned(calibration)]
    taught = [(row["quantity"], row["as_of"]) for row in again["taught_by"]]
    assert taught == [(f.quantity, f.as_of.isoformat()) for f in calibration.figures]


@pytest.mark.parametrize(("rarity", "flagged"), [(0.001, True), (0.5, False)])
def test_figures_that_the_model_does_not_make_are_flagged(
    calibration: Calibration, comparison: Comparison, rarity: float, flagged: bool
) -> None:
    odd = replace(calibration, rarity=rarity)
    assert any(line.startswith("Flagged") for line in calibration_lines(odd)) == flagged
    assert calibration_document(odd, comparison, comparison, "", [])["flagged"] == flagged


def test_only_figures_to_the_day_are_called_fitted(calibration: Calibration) -> None:
    """Neither a later figure nor one whose day may be later."""
    scenario = calibration.calibrated
    result = run(scenario, Settings(replications=2, workers=1))
    day = calibration.until

    def role(**days: object) -> str:
        usual = {"quantity": "returns_cumulative", "reported": "75", "rounding": "exact"}
        (row,) = compare(result, [Figure(**usual, source="x", **days)]).figures
        return row.role

    later = day.replace(month=11, day=1)
    assert role(as_of=day) == "fitted"
    assert role(as_of=later) == "not_fitted"
    assert role(as_of=day, latest=later) == "not_fitted"
    assert role(as_of=later, earliest=day) == "not_fitted"
