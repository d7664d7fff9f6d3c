"""A multiple is the parent's value times a factor, and all else stays as the parent has it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sim.ensemble.fingerprint import of_inputs
from sim.ensemble.task import Task
from sim.luck.luck import Luck
from sim.model.outline import outline
from sim.model.plan import Plan
from sim.model.replicate import prepare
from sim.scenario.catalogue import spec_at, specs
from sim.scenario.entries import Entry, read_entry
from sim.scenario.load import load, load_with_sources
from sim.scenario.reader import read_yaml
from sim.scenario.resolved import copy_with_data
from sim.scenario.schema import Scenario
from sim.scenario.spec import Spec
from sim.scenario.units import DURATION, LOGIT, PEOPLE, RATE, RATIO, SHARE
from sim.scenario.values import Assumption, Dated, Prior, Spread, Step

Write = Callable[..., Path]
Child = Callable[..., Scenario]
Refusal = Callable[[Path], list[str]]

PARENT = """
detention:
  places:
    value: {2025-08-06: 100, 2025-10-01: {exactly: 200}, 2025-12-01: 300}
    status: reported
    source: bbc_2025_11_10
    prior: {factor: {lognormal: {median: 1, p90: 1.5}}}
    follows: programme
    departure: 0.1
    review_by: 2026-06-30
"""
WHY = "status: lever, why: a test"


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("times") / "entry.yaml"


@pytest.fixture
def places(write: Write) -> Callable[[str], Assumption[Dated]]:
    """Multiply the places of a parent that has all that a value can have."""
    write(PARENT, name="parent")

    def _places(times: str) -> Assumption[Dated]:
        body = f"detention: {{places: {{times: {times}, {WHY}}}}}"
        return load(write(body, extends="parent.yaml")).detention.places

    return _places


def _read(text: str, spec: Spec, parent: Assumption[Any] | None, scratch: Path) -> Assumption[Any]:
    scratch.write_text(f"entry: {text}\n", encoding="utf-8")
    node = read_yaml(scratch).get("entry")
    assert node is not None
    entry, problems = read_entry(Entry("a.b", node, spec, parent, parent is None, frozenset()))
    assert problems == []
    assert entry is not None
    return entry


def test_what_a_parent_says_of_its_value_stays_with_the_multiple(
    places: Callable[[str], Assumption[Dated]],
) -> None:
    entry = places("2.5")
    assert entry.value.steps == (
        Step(date(2025, 8, 6), 250.0),
        Step(date(2025, 10, 1), 500.0, scaled=False),
        Step(date(2025, 12, 1), 750.0),
    )
    assert entry.written == "{2025-08-06: 250, 2025-10-01: {exactly: 500}, 2025-12-01: 750}"
    assert entry.prior == Prior("lognormal", (1.0, 1.5), factor=True)
    assert entry.growth
    assert entry.growth.departure == 0.1
    assert entry.unit == "places"


def test_a_multiple_rests_on_grounds_of_its_own(
    places: Callable[[str], Assumption[Dated]], child: Child
) -> None:
    entry = places("2.5")
    assert (entry.status, entry.source, entry.why) == ("lever", None, "a test")
    assert entry.review_by is None
    assert entry.place.file.endswith("mine.yaml")
    bare = child("casework: {reply: {times: 0.5}}").casework.reply
    assert (bare.status, bare.why) == ("assumed", "set in mine.yaml, which gives no reason")


def test_each_factor_holds_from_its_date_until_the_next_and_is_always_on_the_parents(
    places: Callable[[str], Assumption[Dated]],
) -> None:
    entry = places("{2025-11-01: 2, 2026-01-01: 0, 2026-02-01: 0.5}")
    assert entry.value.steps == (
        Step(date(2025, 8, 6), 100.0),
        Step(date(2025, 10, 1), 200.0, scaled=False),
        Step(date(2025, 11, 1), 400.0, scaled=False),
        Step(date(2025, 12, 1), 600.0),
        Step(date(2026, 1, 1), 0.0),
        Step(date(2026, 2, 1), 150.0),
    )


@pytest.mark.parametrize("times", ["2", "{start: 2}", "{2020-01-01: 2}", "{2025-08-06: 2}"])
def test_a_factor_from_the_start_on_is_a_factor_on_all(
    places: Callable[[str], Assumption[Dated]], times: str
) -> None:
    assert places(times).value == places("2").value
    assert places(times).written.startswith("{2025-08-06: 200, ")


def test_factors_of_generations_multiply(write: Write, library: Path) -> None:
    write("casework: {reply: {times: 0.1}}", name="parent")
    write("casework: {reply: {times: 3}}", extends="parent.yaml")
    parent, mine = (load(library / f"{name}.yaml").casework.reply for name in ("pilot", "mine"))
    assert parent.written == "{median: 14 d, p90: 24 d}"
    assert mine.written == "{median: 4.2 d, p90: 7.2 d}"


def _multipliable(scenario: Scenario) -> Iterator[Assumption[Any]]:
    for entry in scenario.assumptions():
        values = entry.value.steps if isinstance(entry.value, Dated) else [entry.value]
        nothing = all(getattr(value, "value", value) == 0 for value in values)
        on_itself = entry.prior is not None and not entry.prior.factor
        if spec_at(entry.path).may_multiply and not nothing and not on_itself:
            yield entry


@pytest.mark.parametrize("parent", ["pilot", "pilot_calibrated", "more_places"])
def test_a_factor_of_one_changes_no_result(parent: str, write: Write, library: Path) -> None:
    scenario = load(library / f"{parent}.yaml")
    lines, entries = [], list(_multipliable(scenario))
    assert len(entries) > 20
    for entry in entries:
        *sections, key = entry.path.split(".")
        lines += [f"{'  ' * depth}{name}:" for depth, name in enumerate(sections)]
        lines += [f"{'  ' * len(sections)}{key}: {{times: 1}}"]
    merged = _merged(lines)
    child = load(write(merged, extends=f"{parent}.yaml"))
    inputs = {of_inputs(Task(made, 1, False, "compiled")) for made in (scenario, child)}
    assert len(inputs) == 1
    for before, after in zip(scenario.assumptions(), child.assumptions(), strict=True):
        kept = ("value", "written", "unit", "prior", "prior_written", "growth", "role")
        assert all(getattr(before, key) == getattr(after, key) for key in kept)


def _merged(lines: list[str]) -> str:
    """Leave out a section's line where the section is open already."""
    kept: list[str] = []
    open_: dict[int, str] = {}
    for line in lines:
        depth = len(line) - len(line.lstrip())
        if line.endswith(":") and open_.get(depth) == line:
            continue
        open_ = {d: name for d, name in open_.items() if d < depth} | {depth: line}
        kept.append(line)
    return "\n".join(kept) + "\n"


decimals = st.decimals(min_value=0, max_value=1, places=6).map(lambda number: f"{number:f}")
factors = st.decimals(min_value=0, max_value=3, places=3).map(lambda number: f"{number:f}")


@given(
    text=decimals,
    times=factors,
    dimension=st.sampled_from([SHARE, RATIO, RATE, LOGIT, DURATION]),
    shape=st.sampled_from(["number", "dated", "spread"]),
    data=st.data(),
)
def test_a_multiple_is_to_the_last_bit_the_product_written_out(
    scratch: Path, text: str, times: str, dimension: Any, shape: Any, data: st.DataObject
) -> None:
    unit = data.draw(st.sampled_from(sorted(dimension.units)))
    spec = Spec("a test", shape, dimension)
    grounds = f"unit: '{unit}', status: assumed, why: a test"
    parent = _read(f"{{value: {text}, {grounds}}}", spec, None, scratch)
    product = Decimal(text) * Decimal(times)
    assume(Decimal(text) and (dimension is not SHARE or product <= (100 if unit == "%" else 1)))
    multiple = _read(f"{{times: {times}, why: a test}}", spec, parent, scratch)
    by_hand = _read(f"{{value: {product:f}, {grounds}}}", spec, None, scratch)
    assert multiple.value == by_hand.value
    assert multiple.written == by_hand.written
    assert Decimal(multiple.written.removesuffix(unit)) == product


def test_a_written_out_product_with_the_same_prior_and_growth_is_the_same_input(
    write: Write, library: Path
) -> None:
    times = write(f"flights: {{seats: {{times: {{2026-01-01: 0.1}}, {WHY}}}}}")
    parent = load(library / "pilot.yaml").flights.seats
    assert parent.prior is not None
    assert parent.growth is not None
    text = parent.written[:-1] + f", 2026-01-01: {parent.value.steps[-1].value / 10:g}}}"
    growth = f"follows: programme, departure: {parent.growth.departure}"
    by_hand = f"value: {text}, prior: {parent.prior_written}, {growth}, {WHY}"
    other = write(f"flights: {{seats: {{{by_hand}}}}}", name="other")
    inputs = {of_inputs(Task(load(path), 1, False, "compiled")) for path in (times, other)}
    assert len(inputs) == 1


def test_what_figures_taught_and_all_luck_stay_under_a_multiple(
    write: Write, library: Path
) -> None:
    twice = f"{{times: 2, {WHY}}}"
    body = f"inbound: {{applications: {twice}}}\nflights: {{seats: {twice}}}"
    child = load(write(body, extends="pilot_calibrated.yaml"))
    parent = load(library / "pilot_calibrated.yaml")
    for number in range(3):
        before, after = (_plan(scenario, number) for scenario in (parent, child))
        np.testing.assert_array_equal(after.applications, 2 * before.applications)
        np.testing.assert_array_equal(after.flights.departs, before.flights.departs)
        np.testing.assert_array_equal(after.flights.cancelled, before.flights.cancelled)
        assert np.abs(after.flights.seats - 2 * before.flights.seats).max() <= 1  # whole places
        np.testing.assert_array_equal(after.capacity, before.capacity)


def _plan(scenario: Scenario, replication: int) -> Plan:
    return prepare(outline(scenario), Luck(7, replication))[0]


def test_a_multiple_is_kept_as_a_value(write: Write, tmp_path: Path) -> None:
    write(PARENT, name="parent")
    body = f"detention: {{places: {{times: {{2025-11-01: 0.3}}, {WHY}}}}}"
    loaded = load_with_sources(write(body, extends="parent.yaml"))
    kept = copy_with_data(loaded, tmp_path / "kept")
    assert "times:" not in kept.read_text(encoding="utf-8")
    before, after = loaded.scenario.detention.places, load(kept).detention.places
    assert replace(after, place=before.place) == before


@given(
    share=st.decimals("0.001", 1, places=3),
    times=st.decimals(1, 2000, places=3),
    p90=st.sampled_from(["", "1.01", "1.1"]),
)
def test_the_factor_that_is_said_to_be_the_most_is_allowed(
    scratch: Path, share: Decimal, times: Decimal, p90: str
) -> None:
    spec = Spec("a test", "number", SHARE)
    prior = f", prior: {{factor: {{lognormal: {{median: 1, p90: {p90}}}}}}}" if p90 else ""
    value = min(share, Decimal("0.7"))
    text = f"{{value: {value:f}, unit: share, status: assumed, why: a test{prior}}}"
    parent = _read(text, spec, None, scratch)
    scratch.write_text(f"entry: {{times: {times:f}, why: a test}}\n", encoding="utf-8")
    node = read_yaml(scratch).get("entry")
    assert node is not None
    _, problems = read_entry(Entry("a.b", node, spec, parent, False, frozenset()))
    if not problems:
        with localcontext(prec=50):
            assert value * times <= 1
        return
    (said,) = (problem.message for problem in problems)
    found = re.search(r"write a factor of ([0-9.]+) at most$", said)
    assert found
    _read(f"{{times: {found[1]}, why: a test}}", spec, parent, scratch)


def test_whole_numbers_stay_whole(scratch: Path) -> None:
    spec = Spec("a test", "number", PEOPLE)
    parent = _read("{value: 10, unit: people, status: assumed, why: a test}", spec, None, scratch)
    assert _read("{times: 0.3, why: a test}", spec, parent, scratch).value == 3.0


def test_a_negative_value_is_multiplied_too(scratch: Path) -> None:
    spec = Spec("a test", "number", LOGIT)
    text = "{value: -0.7, unit: log ratio, status: assumed, why: a test}"
    parent = _read(text, spec, None, scratch)
    assert _read("{times: 3, why: a test}", spec, parent, scratch).written == "-2.1"
    assert _read("{times: 0, why: a test}", spec, parent, scratch).written == "0"


def test_an_exponential_stays_one(scratch: Path) -> None:
    spec = Spec("a test", "spread", DURATION, above_zero=True)
    text = "{value: {mean: 4 d}, unit: d, status: assumed, why: a test}"
    multiple = _read("{times: 0.25, why: x}", spec, _read(text, spec, None, scratch), scratch)
    assert multiple.value == Spread(mean=86_400.0)
    assert multiple.written == "{mean: 1 d}"


def test_only_what_is_a_quantity_can_be_multiplied() -> None:
    shapes = {spec.shape for spec in specs().values() if "times" in spec.entry_keys}
    assert shapes == {"number", "dated", "spread"}


def test_every_step_that_would_leave_the_range_is_named(write: Write, refusal: Refusal) -> None:
    body = "casework: {accepted: {value: {2025-08-06: 20%, 2025-11-01: 40%}, status: assumed"
    write(f"{body}, why: x}}}}", name="parent")
    path = write("casework: {accepted: {times: {2025-10-01: 6}}}", extends="parent.yaml")
    assert refusal(path) == [
        "mine.yaml:3:43: 20% times 6 is 120%; write a factor of 5 at most",
        "mine.yaml:3:43: 40% times 6 is 240%; write a factor of 2.5 at most",
    ]
