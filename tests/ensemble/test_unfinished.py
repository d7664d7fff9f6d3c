"""A run that was stopped goes on to the answer that it would have had."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest

from sim.ensemble import marks, pieces
from sim.ensemble import run as running
from sim.ensemble.errors import FolderError, WorkersError
from sim.ensemble.folders import MARK, UNFINISHED, check_free
from sim.ensemble.result import Result
from sim.ensemble.run import run
from sim.ensemble.settings import Settings
from sim.ensemble.store import write_result
from sim.ensemble.unfinished import Unfinished
from sim.show.documents import run_document

MANY = 9


@pytest.fixture(autouse=True)
def pieces_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every chunk as soon as it is there."""
    monkeypatch.setattr(pieces, "EVERY", 0.0)
    monkeypatch.setattr(pieces, "SHARE", 0)


def stop_after(count: int) -> Callable[[int], None]:
    """Interrupt a run as a person does, once so many replications are done."""
    done: list[int] = []

    def progress(more: int) -> None:
        done.append(more)
        if sum(done) >= count:
            raise KeyboardInterrupt

    return progress


def begin(folder: Path, settings: Settings) -> Unfinished:
    return Unfinished.begin(folder, "pilot", settings, pytest.fail)


def found(folder: Path, note: Callable[[str], None] = pytest.fail) -> Unfinished:
    return Unfinished.found(folder, 1, None, note)


def stopped(folder: Path, settings: Settings, after: int = 4) -> None:
    begun = begin(folder, settings)
    with pytest.raises(KeyboardInterrupt):
        run(begun.scenario, settings, stop_after(after), begun)


def finish(run_: Unfinished, progress: Callable[[int], None] = lambda done: None) -> Result:
    result = run(run_.scenario, run_.settings, progress, run_)
    write_result(result, run_document(result, run_.named, Path("the folder")), run_)
    return result


def contents(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run that was not stopped."""
    folder = tmp_path_factory.mktemp("runs") / "whole"
    finish(begin(folder, Settings(replications=MANY, workers=1)))
    return folder


def test_a_run_stopped_twice_ends_with_the_same_folder(tmp_path: Path, whole: Path) -> None:
    folder = tmp_path / "kept"
    stopped(folder, Settings(replications=MANY, workers=1))
    again = found(folder)
    before: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        run(again.scenario, again.settings, stop_after(6), again)
    assert again.done >= 6
    finish(found(folder), before.append)
    assert sum(before) == MANY
    assert before[0] < MANY, "nothing had been kept"
    assert contents(folder) == contents(whole)


def test_a_search_for_precision_goes_on_to_the_same_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "DEFAULT_REPLICATIONS", 2)
    monkeypatch.setattr(running, "MOST_REPLICATIONS", 8)
    settings = Settings(precision=1e-9, workers=1)
    stopped(tmp_path / "kept", settings, 5)
    result = finish(found(tmp_path / "kept"))
    assert result.replications == 8
    finish(begin(tmp_path / "whole", settings))
    assert contents(tmp_path / "kept") == contents(tmp_path / "whole")


@pytest.mark.parametrize("damage", ["cut short", "emptied", "a bit flipped"])
def test_a_damaged_piece_is_noted_and_run_again(tmp_path: Path, whole: Path, damage: str) -> None:
    folder = tmp_path / "kept"
    stopped(folder, Settings(replications=MANY, workers=1))
    piece = sorted((folder / UNFINISHED).glob("piece-*"))[1]
    raw = bytearray(piece.read_bytes())
    if damage == "a bit flipped":
        raw[len(raw) // 2] ^= 1
    else:
        raw = raw[: len(raw) // 2 if damage == "cut short" else 0]
    piece.write_bytes(raw)
    notes: list[str] = []
    finish(found(folder, notes.append))
    assert len(notes) == 1
    assert piece.name in notes[0]
    assert contents(folder) == contents(whole)


def test_what_was_being_written_when_it_stopped_is_not_looked_at(
    tmp_path: Path, whole: Path
) -> None:
    folder = tmp_path / "kept"
    stopped(folder, Settings(replications=MANY, workers=1))
    (folder / UNFINISHED / ".piece-0000000008.npz").write_bytes(b"half")
    (folder / UNFINISHED / "whole").mkdir()
    (folder / "indicators.csv").write_text("half", encoding="utf-8")
    (folder / "reported").mkdir()
    finish(found(folder))
    assert contents(folder) == contents(whole)


def test_a_folder_with_another_scenario_or_other_settings_is_refused(tmp_path: Path) -> None:
    stopped(tmp_path / "kept", Settings(replications=MANY, workers=1))
    inside = tmp_path / "kept" / UNFINISHED
    scenario = (inside / "resolved.yaml").read_text(encoding="utf-8")
    (inside / "resolved.yaml").write_text(scenario.replace("24 h", "25 h"), encoding="utf-8")
    with pytest.raises(FolderError, match="another scenario"):
        found(tmp_path / "kept")
    (inside / "resolved.yaml").write_text(scenario, encoding="utf-8")
    mark = json.loads((inside / MARK).read_text(encoding="utf-8"))
    mark["settings"]["seed"] = 2
    (inside / MARK).write_text(json.dumps(mark), encoding="utf-8")
    with pytest.raises(FolderError, match="other settings"):
        found(tmp_path / "kept")


def test_a_piece_of_another_run_is_refused(tmp_path: Path) -> None:
    for folder, seed in (("one", 1), ("other", 2)):
        stopped(tmp_path / folder, Settings(replications=MANY, seed=seed, workers=1))
    piece = next((tmp_path / "other" / UNFINISHED).glob("piece-*"))
    piece.replace(tmp_path / "one" / UNFINISHED / "piece-0000000077.npz")
    with pytest.raises(FolderError, match="another run"):
        finish(found(tmp_path / "one"))


def test_a_run_that_cannot_go_on_keeps_what_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped(tmp_path / "kept", Settings(replications=MANY, workers=1))
    before = contents(tmp_path / "kept")

    def refuse(*_: object) -> NoReturn:
        raise WorkersError("nobody is there")

    monkeypatch.setattr(running, "Dispatch", refuse)
    with pytest.raises(WorkersError):
        finish(found(tmp_path / "kept"))
    assert contents(tmp_path / "kept") == before


def test_a_start_that_fails_leaves_its_folder_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> NoReturn:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(marks, "write_atomically", fail)
        with (
            pytest.raises(FolderError, match="No space left"),
            begin(tmp_path / "kept", Settings()),
        ):
            pytest.fail("it began")
    with begin(tmp_path / "kept", Settings()):
        pass


def test_a_run_begun_by_another_program_is_refused(tmp_path: Path) -> None:
    stopped(tmp_path / "kept", Settings(replications=MANY, workers=1))
    path = tmp_path / "kept" / UNFINISHED / MARK
    mark = json.loads(path.read_text(encoding="utf-8"))
    mark["program"]["versions"]["numpy"] = "1.0"
    path.write_text(json.dumps(mark), encoding="utf-8")
    with pytest.raises(FolderError, match=r"numpy was 1\.0 and is"):
        found(tmp_path / "kept")


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"settings": {"at": 3}}'])
def test_a_mark_that_cannot_be_read_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / UNFINISHED).mkdir()
    (tmp_path / UNFINISHED / MARK).write_text(text, encoding="utf-8")
    with pytest.raises(FolderError, match="cannot be read"):
        found(tmp_path)


def test_an_unfinished_folder_is_refused_with_a_hint(tmp_path: Path) -> None:
    stopped(tmp_path / "kept", Settings(replications=MANY, workers=1))
    with pytest.raises(FolderError, match="sim resume"):
        check_free(tmp_path / "kept")
    with pytest.raises(FolderError, match="no unfinished run"):
        found(tmp_path)


def test_pieces_are_written_seldom_and_always_at_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces, "EVERY", 1e9)
    stopped(tmp_path / "kept", Settings(replications=MANY, workers=1), after=5)
    (piece,) = (tmp_path / "kept" / UNFINISHED).glob("piece-*")
    with np.load(piece) as held:
        assert len(set(held["numbers"].tolist())) >= 5
