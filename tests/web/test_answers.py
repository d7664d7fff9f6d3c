"""The page's answer is the command's answer, and it only narrows."""

from __future__ import annotations

from itertools import pairwise
from threading import Event

import numpy as np
import pytest

from sim.ensemble.run import run
from sim.ensemble.settings import Settings
from sim.outcomes.indicators import INDICATORS
from sim.show.documents import run_document
from sim.show.web.answers import COMPARED, PREVIEW, Answer, answers
from sim.show.web.fields import read_asked
from sim.show.web.runs import Runs, StoppedError
from sim.show.web.setting import Asked, Setting

COARSE = {"precision": "5%"}


@pytest.fixture(scope="module")
def runs() -> Runs:
    return Runs()


def all_of(asked: Asked, runs: Runs) -> list[Answer]:
    return list(answers(asked, runs, Event()))


def test_a_preview_comes_first_and_the_last_is_as_precise_as_was_asked(runs: Runs) -> None:
    found = all_of(read_asked({"precision": "3%"}), runs)
    counts = [answer.result.replications for answer in found]
    assert counts[:2] == [PREVIEW, 200]
    assert all(later == 2 * earlier for earlier, later in pairwise(counts))
    assert [answer.is_final for answer in found] == [False] * (len(found) - 1) + [True]
    assert max(found[-1].result.half_widths.values()) <= 0.03
    assert all(max(a.result.half_widths.values()) > 0.03 for a in found[1:-1])


@pytest.mark.parametrize("seed", [1, 5])
def test_the_last_answer_is_that_of_the_command(seed: int, runs: Runs) -> None:
    asked = read_asked({"seed": str(seed), "places": "2", **COARSE})
    mine = all_of(asked, runs)[-1].result
    its = run(asked.setting.load().scenario, Settings(precision=0.05, seed=seed))
    assert run_document(mine, "mine.yaml", None) == run_document(its, "mine.yaml", None)


def test_differences_are_paired(runs: Runs) -> None:
    answer = all_of(read_asked({"seats": "1.5", **COARSE}), runs)[-1]
    assert answer.beside is not None
    assert answer.differences is not None
    for name in COMPARED:
        column = list(INDICATORS).index(name)
        apart = answer.result.indicators[:, column] - answer.beside.indicators[:, column]
        assert answer.differences[name].median == pytest.approx(np.nanmedian(apart))


def test_nothing_moved_is_compared_with_nothing(runs: Runs) -> None:
    answer = all_of(read_asked(COARSE), runs)[-1]
    assert answer.beside is None
    assert answer.differences is None
    assert not answer.unpaired


def test_results_of_different_days_are_no_contrast(runs: Runs) -> None:
    asked = read_asked({"pinned_scenario": "until_expiry", **COARSE})
    answer = next(answers(asked, runs, Event()))
    assert answer.differences is None
    assert "different days" in answer.unpaired


def test_a_run_that_is_told_to_stop_ends_and_goes_on_from_there() -> None:
    runs, stop = Runs(), Event()
    found = answers(Asked(), runs, stop)
    next(found)
    stop.set()
    with pytest.raises(StoppedError):
        next(found)
    again = all_of(read_asked(COARSE), runs)
    assert again[0].result.replications == PREVIEW


def test_few_settings_are_kept(runs: Runs) -> None:
    kept = {id(runs.of(Setting("pilot", {"deterrence": 0.5 * k}), 1)) for k in range(1, 12)}
    assert len(kept) > len(runs._growing)
