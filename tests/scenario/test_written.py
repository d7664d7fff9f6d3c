"""What is written reads back as the same value."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.scenario.catalogue import specs
from sim.scenario.entries import Entry, read_entry
from sim.scenario.reader import read_yaml
from sim.scenario.spec import Spec
from sim.scenario.units import DURATION, LOGIT, RATE, RATIO, SHARE, TREND, parse_number, split_unit
from sim.scenario.values import Assumption, Dated, Prior, Spread, Step
from sim.scenario.written import write_number, write_prior, write_value


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("written") / "entry.yaml"


def _read(text: str, spec: Spec, scratch: Path) -> Assumption[Any]:
    scratch.write_text(f"entry: {text}\n", encoding="utf-8")
    node = read_yaml(scratch).get("entry")
    assert node is not None
    entry, problems = read_entry(Entry("a.b", node, spec, None, True, frozenset()))
    assert not problems
    assert entry is not None
    return entry


def _round(text: str, spec: Spec, unit: str, scratch: Path, more: str = "") -> Assumption[Any]:
    """Read a value, write it, and read it again."""
    grounds = f"unit: '{unit}', status: assumed, why: a test{more}"
    once = _read(f"{{value: {text}, {grounds}}}", spec, scratch)
    again = _read(f"{{value: {once.written}, {grounds}}}", spec, scratch)
    assert again.value == once.value
    assert again.written == once.written
    return once


numbers = st.decimals(min_value=0, max_value=1, places=6).map(lambda number: f"{number:f}")


@given(numbers, st.sampled_from([SHARE, RATIO, RATE, TREND, LOGIT, DURATION]), st.data())
def test_a_number_reads_back_the_same_in_any_unit(
    scratch: Path, text: str, dimension: Any, data: st.DataObject
) -> None:
    unit = data.draw(st.sampled_from(sorted(dimension.units)))
    spec = Spec("a test", "number", dimension)
    number = dimension.in_base(parse_number(text), unit)
    written = write_number(number, spec, unit)
    assert dimension.in_base(parse_number(written), unit) == number


@pytest.mark.parametrize(
    ("shape", "text", "unit", "value"),
    [
        ("number", "14", "d", 14 * 86_400.0),
        ("spread", "14", "d", Spread(14 * 86_400.0, 14 * 86_400.0)),
        ("spread", "{median: 1.5, p90: 3 d}", "d", Spread(1.5 * 86_400, 3 * 86_400)),
        ("spread", "{mean: 90}", "min", Spread(mean=5400.0)),
        ("four", "[0, 1, 0.5, 2]", "h", (0.0, 3600.0, 1800.0, 7200.0)),
        ("dated", "3", "h", Dated((Step(date.min, 10_800.0),))),
        (
            "dated",
            "{start: 1, 2026-01-01: {exactly: 2}}",
            "s",
            Dated((Step(date.min, 1.0), Step(date(2026, 1, 1), 2.0, scaled=False))),
        ),
        ("dated", "{start: {exactly: 1}}", "s", Dated((Step(date.min, 1.0, scaled=False),))),
    ],
)
def test_each_shape_reads_back_the_same(
    scratch: Path, shape: Any, text: str, unit: str, value: Any
) -> None:
    assert _round(text, Spec("a test", shape, DURATION), unit, scratch).value == value


@pytest.mark.parametrize(
    "prior",
    [
        Prior("uniform", (0.1, 0.3)),
        Prior("triangular", (0.1, 0.2, 0.7)),
        Prior("beta", (0.2, 0.03)),
        Prior("lognormal", (1.0, 1.1234567890123), factor=True),
        Prior("normal", (1.0, 0.05), factor=True),
    ],
)
@pytest.mark.parametrize("unit", ["share", "%"])
def test_a_prior_reads_back_the_same(scratch: Path, prior: Prior, unit: str) -> None:
    spec = Spec("a test", "number", SHARE)
    value = write_value(0.2, spec, unit)
    grounds = f"unit: '{unit}', status: assumed, why: a test"
    prior_written = write_prior(prior, spec, unit)
    entry = _read(f"{{value: {value}, {grounds}, prior: {prior_written}}}", spec, scratch)
    assert entry.prior == prior
    assert entry.prior_written == prior_written


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("14 d", "14", "d"),
        ("14d", "14", "d"),
        ("25%", "25", "%"),
        ("12 per week", "12", "per week"),
        ("16,969", "16,969", ""),
        ("1e3", "1e3", ""),
        ("d 14", "d 14", ""),
        ("1.2.3", "1.2.3", ""),
        ("12,50", "12,50", ""),
    ],
)
def test_a_unit_is_told_from_its_number(text: str, number: str, unit: str) -> None:
    assert split_unit(text) == (number, unit)


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0.0), ("-0.5", -0.5), (".5", 0.5), ("+3", 3.0), ("1,234,567.5", 1_234_567.5)],
)
def test_a_printed_number_is_read(text: str, number: float) -> None:
    assert parse_number(text) == number


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("012", "write 12"),
        ("00", "write 0"),
        ("00.5", "write 0.5"),
        ("-2.5e-2", "write -0.025"),
        ("", "is not a number"),
        ("٣", "is not a number"),
        ("1_000", "is not a number"),
        ("1e999999999", "is not a number"),
        ("12,34", "is not a number"),
        ("9" * 31, "more than 30 digits"),
    ],
)
def test_what_is_no_printed_number_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_number(text)


@pytest.mark.parametrize("percent", range(101))
def test_a_percentage_is_the_share_as_printed(percent: int) -> None:
    assert SHARE.in_base(percent, "%") == percent / 100


def test_every_parameter_is_explained_in_a_few_words() -> None:
    for path, spec in specs().items():
        assert 5 < len(spec.about) < 90, path
        assert not spec.about.endswith("."), path
