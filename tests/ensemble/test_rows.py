"""A row is run once, by whomever, and is the same whoever asks for it and when."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest

from sim.ensemble import pieces, rows
from sim.ensemble.errors import FolderError, WorkersError
from sim.ensemble.pieces import Pieces
from sim.ensemble.rows import PACKING, Gatherer, Rows
from sim.ensemble.settings import Settings
from sim.model.outline import Outline, outline
from tests.variants import pilot


@dataclass(frozen=True)
class Squares:
    """A number and its square, noted in a file each time that they are worked out."""

    log: Path
    width: int = 2

    @cached_property
    def outline(self) -> Outline:
        return outline(pilot())

    def replications(self, numbers: range) -> Rows:
        with self.log.open("a", encoding="utf-8") as file:
            file.writelines(f"{number}\n" for number in numbers)
        return np.array([[number, number**2] for number in numbers], dtype=np.float64)

    def ran(self) -> list[int]:
        return sorted(int(line) for line in self.log.read_text(encoding="utf-8").split())


@pytest.fixture
def squares(tmp_path: Path) -> Squares:
    return Squares(tmp_path / "log")


@pytest.mark.parametrize("workers", [1, 2])
def test_rows_come_in_the_order_asked_for_and_are_run_once(squares: Squares, workers: int) -> None:
    done: list[int] = []
    gatherer = Gatherer(Settings(workers=workers), done.append)
    with gatherer.open(squares, "squares") as gathering:
        first = gathering.rows([5, 2, 3])
        again = gathering.rows([3, 7, 5, 3])
    np.testing.assert_array_equal(first, [[5, 25], [2, 4], [3, 9]])
    np.testing.assert_array_equal(again, [[3, 9], [7, 49], [5, 25], [3, 9]])
    assert squares.ran() == [2, 3, 5, 7]
    assert sum(done) == 4


def test_kept_rows_are_not_run_again(
    squares: Squares, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pieces, "EVERY", 0.0)

    def keep(name: str) -> Pieces[Rows]:
        return Pieces(tmp_path, name, "inputs", PACKING, print)

    gatherer = Gatherer(Settings(workers=1), keep=keep)
    with gatherer.open(squares, "squares") as gathering:
        before = gathering.rows(range(6))
    with gatherer.open(squares, "squares") as gathering:
        after = gathering.rows(range(8))
    np.testing.assert_array_equal(before, after[:6])
    assert squares.ran() == list(range(8))
    with gatherer.open(squares, "others") as gathering:
        gathering.rows(range(2))
    assert squares.ran() == sorted([*range(8), 0, 1])


def test_what_was_finished_before_an_interrupt_is_kept(squares: Squares, tmp_path: Path) -> None:
    def keep(name: str) -> Pieces[Rows]:
        return Pieces(tmp_path, name, "inputs", PACKING, print)

    gatherer = Gatherer(Settings(workers=1), keep=keep)

    def stop(done: int) -> None:
        raise KeyboardInterrupt

    stopped = Gatherer(Settings(workers=1), stop, keep=keep)
    with pytest.raises(KeyboardInterrupt), stopped.open(squares, "squares") as gathering:
        gathering.rows(range(1))
    with gatherer.open(squares, "squares") as gathering:
        gathering.rows(range(4))
    assert squares.ran() == list(range(4))


def test_rows_of_other_inputs_are_refused(squares: Squares, tmp_path: Path) -> None:
    def keep_of(inputs: str) -> Gatherer:
        return Gatherer(
            Settings(workers=1),
            keep=lambda name: Pieces(tmp_path, name, inputs, PACKING, print),
        )

    with keep_of("one").open(squares, "squares") as gathering:
        gathering.rows(range(2))
    with (
        pytest.raises(FolderError, match="another run"),
        keep_of("two").open(squares, "squares") as gathering,
    ):
        gathering.rows(range(2))


def test_kept_rows_are_read_before_workers_are_looked_for(
    squares: Squares, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def keep(name: str) -> Pieces[Rows]:
        return Pieces(tmp_path, name, "inputs", PACKING, print)

    def nobody(settings: Settings) -> NoReturn:
        raise WorkersError("nobody is there")

    with Gatherer(Settings(workers=1), keep=keep).open(squares, "squares") as gathering:
        gathering.rows(range(3))
    monkeypatch.setattr(rows, "open_crew", nobody)
    done: list[int] = []
    again = Gatherer(Settings(workers=1), done.append, keep=keep)
    with pytest.raises(WorkersError), again.open(squares, "squares"):
        pass
    assert sum(done) == 3
