"""A table of simulated pilots is the same however it came to be, and belongs to its inputs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.ensemble.errors import FolderError
from sim.ensemble.run import run
from sim.ensemble.settings import Settings
from sim.evidence.errors import EvidenceError
from sim.evidence.figures import default_figures, read_figures
from sim.evidence.learning import pilots as module
from sim.evidence.learning.known import as_known_on
from sim.evidence.learning.pilots import Pilots, pilots_kept
from sim.evidence.learning.printing import as_printed, teaching
from sim.luck.luck import Luck
from sim.model.outline import outline
from sim.scenario.posterior import Posterior
from tests.variants import certain, changed, pilot, prepare

UNTIL = date(2025, 10, 31)
ONE = Settings(seed=3, workers=1)
FIGURES = teaching(read_figures(default_figures()), date(2025, 8, 6), UNTIL)


def nothing(*_: Any) -> None:
    pass


def pilots(kept: Path | None = None, **changes: Any) -> Pilots:
    usual: dict[str, Any] = {
        "scenario": pilot(), "figures": FIGURES, "until": UNTIL, "settings": ONE,
    }  # fmt: skip
    return Pilots(**(usual | changes), kept=kept)


@pytest.fixture(scope="module")
def fresh() -> Pilots:
    table = pilots()
    table.simulate(60, nothing, nothing)
    return table


def test_a_pilot_is_a_replication_reduced_to_what_would_have_been_printed(fresh: Pilots) -> None:
    known = as_known_on(pilot(), UNTIL, UNTIL)
    result = run(known, Settings(replications=60, seed=3, workers=1))
    np.testing.assert_array_equal(fresh.printed, as_printed(result, 0, FIGURES))


def test_levels_are_at_which_each_pilot_was_drawn(fresh: Pilots) -> None:
    """Setting a pilot's levels as the only set of a posterior gives the same pilot again."""
    assert fresh.levels.shape == (60, len(fresh.learnable.names))
    columns = tuple((level,) for level in fresh.levels[7].tolist())
    own = Posterior(UNTIL, fresh.learnable.names, fresh.learnable.priors, columns)
    same = fresh.scenario.model_copy(update={"posterior": own})
    np.testing.assert_array_equal(
        prepare(same, Luck(3, 7))[0].capacity, prepare(fresh.scenario, Luck(3, 7))[0].capacity
    )
    assert outline(same).basis.growth_levels.shape[0] == 1


def test_who_is_calibrated_already_is_learned_from_the_priors(fresh: Pilots) -> None:
    far = Posterior(UNTIL, ("detention.places",), ("factor lognormal 1 1.5",), ((0.999,),))
    again = pilots(scenario=pilot().model_copy(update={"posterior": far}))
    again.simulate(5, nothing, nothing)
    np.testing.assert_array_equal(again.printed, fresh.printed[:5])


def test_workers_do_not_move_a_pilot(fresh: Pilots) -> None:
    shared = pilots(settings=replace(ONE, workers=2))
    shared.simulate(60, nothing, nothing)
    np.testing.assert_array_equal(shared.printed, fresh.printed)


def test_a_table_taken_up_is_that_of_one_that_was_not_stopped(
    fresh: Pilots, tmp_path: Path
) -> None:
    kept = tmp_path / "deep" / "kept.npz"
    first = pilots(kept)
    first.simulate(25, nothing, nothing)
    again, done = pilots(kept), list[int]()
    assert (again.done, pilots_kept(kept)) == (25, 25)
    again.simulate(60, done.append, nothing)
    assert sum(done) == 35
    np.testing.assert_array_equal(again.printed, fresh.printed)
    assert [path.name for path in kept.parent.iterdir()] == ["kept.npz"]


def test_an_interrupt_loses_nothing_that_was_finished(fresh: Pilots, tmp_path: Path) -> None:
    kept, done = tmp_path / "kept.npz", 0

    def interrupt(number: int) -> None:
        nonlocal done
        done += number
        if done >= 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pilots(kept).simulate(60, interrupt, nothing)
    again = pilots(kept)
    assert again.done == pilots_kept(kept) == done < 60
    again.simulate(60, nothing, nothing)
    np.testing.assert_array_equal(again.printed, fresh.printed)


def test_a_table_is_written_while_it_grows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, seen = tmp_path / "kept.npz", list[int]()
    monkeypatch.setattr(module, "EVERY", 0.0)
    pilots(kept).simulate(60, lambda _: seen.append(pilots_kept(kept)), nothing)
    assert seen == sorted(seen)
    assert 0 < seen[-1] < 60


@pytest.mark.parametrize(
    "other",
    [
        {"settings": replace(ONE, seed=4)},
        {"figures": FIGURES[:-1]},
        {"scenario": changed(pilot(), {"flights.missed": 0.2})},
        {"until": date(2025, 11, 1)},
    ],
)
def test_a_table_of_other_inputs_is_not_taken_up(tmp_path: Path, other: dict[str, Any]) -> None:
    kept = tmp_path / "kept.npz"
    pilots(kept).simulate(2, nothing, nothing)
    before = kept.read_bytes()
    with pytest.raises(FolderError, match="remove it to begin again"):
        pilots(kept, **other)
    assert kept.read_bytes() == before


def _array(path: Path) -> None:
    np.save(path.with_suffix(".npy"), np.ones(3))
    path.with_suffix(".npy").rename(path)


def _cut_short(path: Path) -> None:
    np.savez(path, inputs=np.array("x"), printed=np.ones((3, 3)))
    path.write_bytes(path.read_bytes()[:-40])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"not a table"),
        lambda path: path.write_bytes(b"PK\x03\x04 cut short"),
        lambda path: np.savez(path, other=np.ones(3)),
        lambda path: path.mkdir(),
        _array,
        _cut_short,
    ],
)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(
    tmp_path: Path, spoil: Callable[[Path], Any]
) -> None:
    kept = tmp_path / "kept.npz"
    spoil(kept)
    with pytest.raises(FolderError, match="remove it to begin again"):
        pilots(kept)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"figures": ()}, "no figure teaches by 2025-10-31"),
        (
            {"scenario": changed(certain(pilot()), {"programme.wobble": 0.0})},
            "no value is uncertain",
        ),
        ({"until": date(2025, 8, 1)}, "before the scheme begins"),
    ],
)
def test_where_there_is_nothing_to_learn_is_said_before_anything_is_simulated(
    other: dict[str, Any], said: str
) -> None:
    with pytest.raises(EvidenceError, match=said):
        pilots(**other)


def test_figures_are_part_of_what_a_table_belongs_to_as_printed(tmp_path: Path) -> None:
    kept = tmp_path / "kept.npz"
    pilots(kept).simulate(2, nothing, nothing)
    reworded = (FIGURES[0].model_copy(update={"rounding": "about"}), *FIGURES[1:])
    with pytest.raises(FolderError):
        pilots(kept, figures=reworded)
