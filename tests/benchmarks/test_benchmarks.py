"""Do the benchmarks run, and do they compare things that do the same? Never how fast they are."""

from __future__ import annotations

import sys

import pytest
from rich.table import Table

from sim.scenario.load import load
from sim.scenario.schema import BOARDING_ORDERS
from tests.benchmarks import c, draw, engines, page, plain, scale, scenes, workers
from tests.benchmarks.__main__ import PARTS, main
from tests.benchmarks.paired import Paired, Part, pair
from tests.variants import changed, pilot

needs_a_compiler = pytest.mark.skipif(c.COMPILER is None, reason="there is no C compiler")


def test_plain_simpy_comes_to_the_outcomes_of_the_engines() -> None:
    plain.check_equal(scenes.plain(pilot(), plain.PLACES), 5)


def test_plain_simpy_agrees_about_everyone_of_a_year_too() -> None:
    few = scenes.scaled(scenes.everyone_detained(), 0.05)
    plain.check_equal(scenes.plain(few, scenes.AMPLE), 2)


@needs_a_compiler
def test_c_writes_the_notes_of_the_compiled_engine() -> None:
    with c.in_c() as loop:
        c.check_equal(pilot(), 40, loop)
        c.check_equal(scenes.everyone_detained(), 2, loop)


@needs_a_compiler
@pytest.mark.parametrize("name", ["deterrence_assumed", "strict_parity", "until_expiry"])
def test_c_follows_the_rules_that_the_pilot_leaves_out(name: str) -> None:
    scenario = load(name)
    limited = {
        "selection.daily_limit": 4,
        "balance.reset": 5,
        "returnees.share": 0.5,
        "casework.accepted": 0.5,
        "casework.held_if_refused": 9 * 86_400,
    }
    with c.in_c() as loop:
        c.check_equal(scenario, 5, loop)
        for order in BOARDING_ORDERS:
            rules = limited | {"flights.boarding": order, "balance.halts": "approvals"}
            c.check_equal(changed(scenario, rules), 5, loop)


def test_without_a_compiler_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(c, "COMPILER", None)
    (said,) = c.tables(1)
    assert isinstance(said, str)


def test_everyone_who_arrives_in_the_year_is_detained() -> None:
    described = engines._described("year", scenes.everyone_detained())
    assert described == "year: 41,472 arrivals, 41,472 detained"


def test_scaling_multiplies_people() -> None:
    found = [scale.run("pilot", size, 0).arrivals for size in scale.SMALL]
    assert found == pytest.approx(scale.SMALL, rel=0.01)


def test_every_stage_is_a_part_of_a_replication() -> None:
    draw.profile(pilot(), 1)  # compiles
    found = draw.profile(pilot(), 20)
    assert all(found[stage] > 0 for stage in (*draw.STAGES, draw.IN_ONE))


def test_ratios_are_of_pairs_after_one_pair_for_nothing() -> None:
    times = iter([9.0, 1.0, 4.0, 2.0, 9.0, 3.0])
    found = pair("", ("slow", lambda _: next(times)), ("fast", lambda _: next(times)), 2)
    assert found == Paired("", "slow", "fast", ((4.0, 2.0), (9.0, 3.0)))
    assert found.ratios == [2.0, 3.0]


@pytest.mark.parametrize(
    "tables",
    [engines.tables, plain.tables, scale.tables, workers.tables, draw.tables, page.tables],
    ids=lambda part: part.__module__.rpartition(".")[-1],
)
def test_a_part_has_tables(tables: Part) -> None:
    for found in tables(1, small=True):
        assert isinstance(found, Table)
        assert found.row_count > 0


@needs_a_compiler
def test_the_part_in_c_has_a_table() -> None:
    (found,) = c.tables(1, small=True)
    assert isinstance(found, Table)


def test_one_command_runs_the_parts_that_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(PARTS, "c", lambda rounds: iter([f"in {rounds} rounds"]))
    monkeypatch.setattr(sys, "argv", ["benchmarks", "c", "--rounds", "2"])
    main()
    assert capsys.readouterr().out.strip() == "in 2 rounds"
