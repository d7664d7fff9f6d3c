"""A study leaves its folder free or in order, however it ends."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

import pytest

from sim.ensemble import marks
from sim.ensemble.errors import FolderError, WorkersError
from sim.ensemble.folders import MARK, UNFINISHED
from sim.ensemble.settings import Settings
from sim.study.kept import KeptStudy, Request
from tests.variants import PILOT

REQUEST = Request("limits", (str(PILOT),), {}, Settings(replications=2, workers=1))


def begin(folder: Path) -> KeptStudy:
    return KeptStudy.begin(folder, REQUEST, pytest.fail)


def found(folder: Path) -> KeptStudy:
    return KeptStudy.found(folder, 1, None, pytest.fail)


def stopped(folder: Path) -> None:
    with pytest.raises(KeyboardInterrupt), begin(folder):
        raise KeyboardInterrupt


def test_a_new_study_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(WorkersError), begin(tmp_path / "kept"):
        raise WorkersError("nobody is there")
    assert not (tmp_path / "kept").exists()


def test_a_study_that_cannot_go_on_keeps_what_it_has(tmp_path: Path) -> None:
    stopped(tmp_path / "kept")
    with pytest.raises(WorkersError), found(tmp_path / "kept"):
        raise WorkersError("nobody is there")
    assert (tmp_path / "kept" / UNFINISHED / MARK).is_file()
    assert found(tmp_path / "kept").request == REQUEST


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_start_that_fails_leaves_its_folder_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def fail(*_: Any) -> NoReturn:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(marks, "write_atomically", fail)
        with pytest.raises((FolderError, KeyboardInterrupt)), begin(tmp_path / "kept"):
            pytest.fail("it began")
    with begin(tmp_path / "kept"):
        pass


def test_a_start_leaves_alone_what_another_began_meanwhile(tmp_path: Path) -> None:
    first, second = begin(tmp_path / "kept"), begin(tmp_path / "kept")
    with first:
        with pytest.raises(FolderError, match="File exists"), second:
            pytest.fail("it began")
        assert found(tmp_path / "kept").request == REQUEST


def test_a_study_knows_the_sources_of_its_scenario_from_the_file_and_from_its_copy(
    tmp_path: Path,
) -> None:
    new = begin(tmp_path / "kept")
    stopped(tmp_path / "kept")
    (before,), (after,) = new.loaded, found(tmp_path / "kept").loaded
    assert before.sources
    assert after.sources == before.sources
