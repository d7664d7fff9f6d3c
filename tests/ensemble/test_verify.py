"""A result folder says by itself whether it can be believed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.ensemble import fingerprint
from sim.ensemble.errors import FolderError
from sim.ensemble.manifest import DIGESTS, MANIFEST
from sim.ensemble.run import run
from sim.ensemble.settings import Settings
from sim.ensemble.store import write_result
from sim.ensemble.task import Task
from sim.ensemble.unfinished import Unfinished
from sim.ensemble.verify import chosen, verify
from sim.scenario.load import load
from sim.scenario.schema import Scenario
from sim.show.documents import run_document
from sim.show.verdict import verdict_lines
from tests.ensemble.tasks import numbered


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs") / "made"
    settings = Settings(replications=5, seed=3, workers=1)
    begun = Unfinished.begin(folder, "more_places", settings, pytest.fail)
    result = run(begun.scenario, settings, keeper=begun)
    write_result(result, run_document(result, "more_places", folder), begun)
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A result folder that a test may spoil, somewhere else than it was made."""
    return Path(shutil.copytree(made, tmp_path / "moved"))


def test_a_folder_reproduces_wherever_it_stands(folder: Path) -> None:
    verdict = verify(folder, workers=1)
    assert verdict.reproduces
    assert (verdict.rerun, verdict.replications) == (5, 5)
    assert verdict_lines(verdict) == ["Reproduces: 5 of 5 replications run again."]


def test_a_sample_is_evenly_spaced(folder: Path) -> None:
    assert chosen(1_000, 4) == [0, 333, 666, 999]
    assert chosen(3, 7) == [0, 1, 2]
    done: list[int] = []
    assert verify(folder, 2, 1, progress=done.append).rerun == sum(done) == 2


@pytest.mark.parametrize(
    "name", ["run.json", "indicators.csv", "daily.csv", "cohorts.csv", "replications.parquet"]
)
def test_a_flipped_bit_in_a_file_is_found(folder: Path, name: str) -> None:
    raw = bytearray((folder / name).read_bytes())
    raw[len(raw) // 2] ^= 1
    (folder / name).write_bytes(raw)
    verdict = verify(folder, 1, 1)
    assert verdict.changed == {name: "was changed"}
    assert not verdict.reproduces
    assert f"{name} was changed." in verdict_lines(verdict)


def test_files_that_are_missing_or_were_added_are_named(folder: Path) -> None:
    (folder / "exits.csv").unlink()
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    assert verify(folder, 1, 1).changed == {"exits.csv": "is missing", "notes.txt": "was added"}


def test_an_edited_scenario_is_found_and_the_replications_it_changes_are_named(
    folder: Path,
) -> None:
    path = folder / "resolved.yaml"
    text = path.read_text(encoding="utf-8")
    edited = text.replace("value: 24\n", "value: 12\n")
    assert edited != text
    path.write_text(edited, encoding="utf-8")
    verdict = verify(folder, workers=1)
    assert not verdict.inputs
    assert verdict.different
    assert "resolved.yaml" in verdict.changed
    assert "The scenario or the settings are not those that were run." in verdict_lines(verdict)


@pytest.mark.parametrize("name", ["resolved.yaml", "sources.yaml"])
def test_a_scenario_that_cannot_be_read_any_more_does_not_reproduce(
    folder: Path, name: str
) -> None:
    (folder / name).write_text("name: [\n", encoding="utf-8")
    verdict = verify(folder, workers=1)
    assert not verdict.reproduces
    assert verdict.rerun == 0
    assert verdict.changed == {name: "was changed"}


def test_a_result_that_does_not_come_out_again_is_named(folder: Path) -> None:
    lines = (folder / DIGESTS).read_text(encoding="utf-8").splitlines()
    number, digest = lines[3].split(",")
    lines[3] = f"{number},{digest[:-1]}{'0' if digest[-1] != '0' else '1'}"
    (folder / DIGESTS).write_text("\n".join(lines) + "\n", encoding="utf-8")
    verdict = verify(folder, workers=1)
    assert verdict.different == [2]
    assert any("replication 2." in line for line in verdict_lines(verdict))


def test_an_edited_record_does_not_reproduce(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    manifest["settings"]["seed"] = 4
    manifest["versions"]["numpy"] = "1.0"
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    verdict = verify(folder, workers=1)
    assert verdict.different == [0, 1, 2, 3, 4]
    assert not verdict.inputs
    assert any(line.startswith("Another program: numpy was 1.0") for line in verdict_lines(verdict))


@pytest.mark.parametrize(
    ("key", "value"), [("engine", "steam"), ("seed", "one"), ("replications", [5]), ("at", "noon")]
)
def test_a_record_of_settings_that_cannot_be_is_refused(
    folder: Path, key: str, value: object
) -> None:
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    manifest["settings"][key] = value
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(FolderError):
        verify(folder)


@pytest.mark.parametrize("text", [None, "{", "[]", "{}", '{"settings": {}}'])
def test_a_folder_without_a_record_is_refused(folder: Path, text: str | None) -> None:
    (folder / MANIFEST).unlink()
    if text is not None:
        (folder / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(FolderError):
        verify(folder)


def test_the_record_says_what_was_run_and_by_what(made: Path) -> None:
    manifest = json.loads((made / MANIFEST).read_text(encoding="utf-8"))
    assert manifest["settings"] == {
        "replications": 5, "precision": None, "seed": 3, "at": "drawn", "engine": "compiled"
    }  # fmt: skip
    assert {"resolved.yaml", "sources.yaml", "reported/arrivals_weekly.csv", "run.json"} <= set(
        manifest["files"]
    )
    task = Task(load("more_places"), 3, False, "compiled")
    assert manifest["fingerprints"] == {
        "inputs": fingerprint.of_inputs(task),
        "results": fingerprint.of_results(task.replications(range(5))),
    }


def test_a_fingerprint_is_of_the_numbers_and_of_every_bit_of_them() -> None:
    batch = numbered(range(4))
    assert fingerprint.of_results(batch) == fingerprint.of_results(numbered(range(4)))
    assert len(set(fingerprint.of_each(batch))) == 4
    assert fingerprint.of_each(batch)[1:3] == fingerprint.of_each(numbered(range(1, 3)))
    minus_nan = numbered(range(4))
    np.negative(minus_nan.indicators, out=minus_nan.indicators, where=np.isnan(batch.indicators))
    assert fingerprint.of_results(batch) == fingerprint.of_results(minus_nan)
    for name in ("series", "indicators", "exits", "cohorts"):
        other = numbered(range(4))
        getattr(other, name).view(np.uint8).reshape(-1)[-1] ^= 1
        assert fingerprint.of_results(batch) != fingerprint.of_results(other)
        assert fingerprint.of_each(batch)[3] != fingerprint.of_each(other)[3]


def alike(scenario: Scenario) -> Iterator[Task]:
    """Yield a task, and those that differ from it in one thing that moves results."""
    entries = {entry.path: entry for entry in scenario.assumptions()}
    uncertain = next(entry for entry in entries.values() if entry.prior)
    growing = next(entry for entry in entries.values() if entry.growth)
    for other in (
        scenario,
        scenario.with_values({uncertain.path: replace(uncertain, prior=None)}),
        scenario.with_values({growing.path: replace(growing, growth=None)}),
        scenario.model_copy(update={"weeks": scenario.weeks[:-1]}),
        scenario.model_copy(update={"empty_days": frozenset()}),
    ):
        yield Task(other, 1, False, "compiled")


def test_the_inputs_are_the_same_from_a_resolved_file_and_not_from_another_scenario(
    made: Path,
) -> None:
    def of(name: str | Path, seed: int = 3, central: bool = False) -> str:
        return fingerprint.of_inputs(Task(load(name), seed, central, "compiled"))

    assert of("more_places") == of(made / "resolved.yaml")
    assert len({fingerprint.of_inputs(task) for task in alike(load("pilot"))}) == 5
    assert len({of("more_places"), of("pilot"), of("pilot", 4), of("pilot", 3, True)}) == 4
