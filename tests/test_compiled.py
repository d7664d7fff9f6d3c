"""What is compiled is kept, found again, and never that of other sources."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from sim import compiled
from sim.ensemble import first_use
from sim.ensemble.rows import Gatherer
from sim.ensemble.settings import Settings
from sim.ensemble.task import Task
from sim.study.contrasting.contrast import run_contrast
from sim.study.contrasting.precise import ContrastOptions
from tests.variants import pilot

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("edited", ["model/compiled/heaps.py", "luck/tables.py", "compiled.py"])
def test_an_edit_in_a_part_makes_another_key(tmp_path: Path, edited: str) -> None:
    shutil.copytree(ROOT / "sim", tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__"))
    before = compiled.key_of(tmp_path / "sim")
    assert compiled.key_of(tmp_path / "sim") == before
    part = tmp_path / "sim" / edited
    times = part.stat()
    part.write_text(part.read_text(encoding="utf-8") + "\n# edited\n", encoding="utf-8")
    os.utime(part, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert compiled.key_of(tmp_path / "sim") != before


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep what is compiled below an empty folder."""
    monkeypatch.setattr(compiled, "user_cache_path", lambda _: tmp_path / "kept")
    compiled.cache_folder.cache_clear()
    folder = compiled.cache_folder()
    assert folder is not None
    compiled.cache_folder.cache_clear()
    monkeypatch.setattr(compiled, "cache_folder", lambda: folder)
    return folder


def test_the_first_run_says_that_it_compiles_and_how_long_it_took(
    kept: Path,
) -> None:
    said: list[str] = []
    outline = Task(pilot(), 1, False, "compiled").outline
    first_use.compile_first(outline, said.append)
    assert [line.split()[0] for line in said] == ["Compiling", "Compiled"]
    first_use.compile_first(outline, said.append)
    assert len(said) == 2


def test_the_first_contrast_says_that_it_compiles_something_more(kept: Path) -> None:
    compiled.note_compiled()
    said: list[str] = []
    gatherer = Gatherer(Settings(workers=1), say=said.append)
    for _ in range(2):
        run_contrast(pilot(), {"again": pilot()}, ContrastOptions(2), gatherer)
    assert [line.split()[0] for line in said] == ["Compiling"]


def test_what_others_compiled_goes_once_it_is_old(kept: Path) -> None:
    old, used = kept.parent / "old", kept.parent / "used"
    for folder in (old, used):
        folder.mkdir()
        os.utime(folder, (0, 0))
    (used / "compiled").touch()
    os.utime(used, (0, 0))
    compiled.note_compiled()
    assert kept.exists()
    assert used.exists()
    assert not old.exists()


def test_where_no_folder_can_be_written_nothing_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").touch()
    monkeypatch.setattr(compiled, "user_cache_path", lambda _: tmp_path / "a file" / "kept")
    compiled.cache_folder.cache_clear()
    try:
        assert compiled.cache_folder() is None
        assert not compiled.is_compiled()
        compiled.note_compiled()

        def twice(number: int) -> int:
            return 2 * number

        assert compiled.compiled(twice)(4) == 8
    finally:
        compiled.cache_folder.cache_clear()
