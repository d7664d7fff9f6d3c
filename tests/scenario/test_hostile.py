"""Whatever a file holds, reading it ends in a scenario or in a ScenarioError."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.scenario.files import LARGEST_FILE
from sim.scenario.load import load
from sim.scenario.problems import MOST_PROBLEMS, ScenarioError
from sim.scenario.reader import read_yaml

SCENARIOS = Path(__file__).parents[2] / "scenarios"
PILOT = (SCENARIOS / "pilot.yaml").read_bytes()
HEAD = b"name: x\nextends: pilot.yaml\n"

Refusal = Callable[[Path], list[str]]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "1:1: the file is empty; write at least 'name:' and 'extends:'"),
        (b" \n\n", "1:1: the file is empty; write at least 'name:' and 'extends:'"),
        (b"name: x\nabout: caf\xe9\n", "2:11: not UTF-8 text; save the file as UTF-8"),
        ("name: x\n".encode("utf-16"), "1:1: not UTF-8 text; save the file as UTF-8"),
        (b"name: x\nabout: a\0b\n", "2:9: a character that YAML does not allow; remove it"),
        (b"name: x\n" + b"#" * 10_000_000, None),
        (b"a: " + b"{a: " * 10_000, "1:45: nested more than 12 deep; scenarios are shallow"),
        (b"[" * 900, "1:13: nested more than 12 deep; scenarios are shallow"),
        (b"[" + b"1," * 100_000, "1:40000: more than 20,000 values; scenarios are small"),
    ],
    ids=["empty", "blank", "latin", "utf16", "nul", "10MB", "deep", "brackets", "many"],
)
def test_bytes_that_are_no_scenario_are_refused(
    raw: bytes, said: str | None, library: Path, refusal: Refusal
) -> None:
    path = library / "odd.yaml"
    path.write_bytes(raw)
    too_large = f" larger than {LARGEST_FILE:,} bytes; a scenario holds assumptions, not data"
    assert refusal(path) == [f"odd.yaml:{said or too_large}"]


def test_a_hundred_thousand_brackets_are_refused(library: Path, refusal: Refusal) -> None:
    """Where it stops reading differs with the release of libyaml; what it says does not."""
    path = library / "odd.yaml"
    path.write_bytes(b"[" * 100_000)
    [said] = refusal(path)
    assert said.startswith("odd.yaml:1:")
    assert said.endswith(": nested more than 12 deep; scenarios are shallow")


def test_a_byte_order_mark_is_no_fault(library: Path) -> None:
    path = library / "marked.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + HEAD)
    assert load(path).name == "x"


def test_a_folder_is_refused(tmp_path: Path, refusal: Refusal) -> None:
    assert refusal(tmp_path) == [f"{tmp_path.name}: this is a folder; name a scenario file"]


def test_a_missing_file_is_refused(tmp_path: Path, refusal: Refusal) -> None:
    assert refusal(tmp_path / "no.yaml") == ["no.yaml: there is no such file"]


def test_a_file_that_cannot_be_read_is_refused(
    library: Path, refusal: Refusal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    path = library / "pilot.yaml"
    assert refusal(path) == ["pilot.yaml: the file cannot be read: Permission denied"]


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="needs an endless file")
def test_an_endless_file_is_refused(refusal: Refusal) -> None:
    assert "larger than" in refusal(Path("/dev/zero"))[0]


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b", "a\0b.yaml", "y" * 5000 + ".yaml"])
def test_a_name_that_no_file_can_have_is_refused(name: str) -> None:
    with pytest.raises(ScenarioError):
        load(name)


@pytest.mark.parametrize("key", ["extends", "sources", "figures"])
@pytest.mark.parametrize("name", ["x" * 5000, '"a\\0b"', "/dev/zero"])
def test_a_file_named_in_a_file_that_cannot_be_one_is_refused(
    key: str, name: str, library: Path, refusal: Refusal
) -> None:
    path = library / "odd.yaml"
    path.write_text(f"name: x\n{key}: {name}\n", encoding="utf-8")
    assert any("there is no file" in said for said in refusal(path))


def test_data_that_are_too_large_are_refused(library: Path, refusal: Refusal) -> None:
    with (library / "large.csv").open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    path = library / "odd.yaml"
    path.write_bytes(HEAD + b"arrivals: {observed: large.csv}\n")
    assert refusal(path)[0].startswith("odd.yaml:3:22: 'large.csv': larger than")


@pytest.mark.parametrize(
    "raw",
    [
        HEAD + b"scheme:\n" + b"".join(b"  k%d: 1\n" % n for n in range(5000)),
        HEAD + b"".join(b"k%d: 1\n" % n for n in range(5000)),
        HEAD + b"".join(b"k%d: &x 1\n" % n for n in range(5000)),
        HEAD + b"a: {" + b"b: 1, " * 5000 + b"}\n",
    ],
    ids=["unknown", "unknown-at-the-top", "anchors", "duplicates"],
)
def test_a_file_with_very_many_faults_is_not_read_on(
    raw: bytes, library: Path, refusal: Refusal
) -> None:
    path = library / "odd.yaml"
    path.write_bytes(raw)
    assert MOST_PROBLEMS <= len(refusal(path)) < 2 * MOST_PROBLEMS


def test_a_long_word_is_shortened_in_messages(library: Path, refusal: Refusal) -> None:
    path = library / "odd.yaml"
    path.write_bytes(HEAD + b"flights: {boarding: " + b"q" * 300_000 + b"}\n")
    assert all(len(said) < 250 for said in refusal(path))


def test_a_file_of_something_else_is_read_or_refused_whole(library: Path) -> None:
    path = library / "odd.yaml"
    path.write_text("a: {b: [1, 2]}\n", encoding="utf-8")
    assert read_yaml(path).get("a") is not None
    path.write_text("a: 1\na: 2\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match="duplicate key 'a'"):
        read_yaml(path)


ODD = [
    *(b"", b"~", b"012", b"NO", b"1e3", b".inf", b"-1", b"9" * 29, b"1e400", b"2025-W01-1"),
    *(b"&a x", b"*a", b"!!str x", b"<<: {a: 1}", b"[", b"{", b"\t", b"\0", b"\xff", b"---"),
    *(b"{2025-01-01: 1}", b"{start: 3}", b"{mean: -3 d}", b"{median: 1 d, p90: 0 d}"),
    *(b"{factor: {beta: {mean: 0.5, sd: 0.1}}}", b"{normal: {mean: 0, sd: 1}}", b"[1, 2, 3, 4]"),
    *(b'"\\ud800"', b'"\\0"', b"? a", b"- a", b"|", b"programme", b"exactly: 4", b"%", b"1 d"),
]


@st.composite
def mutated_pilot(draw: st.DrawFn) -> bytes:
    lines = PILOT.split(b"\n")
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(lines) - 1))
        key, colon, _ = lines[at].partition(b":")
        odd = draw(st.sampled_from(ODD))
        lines[at] = draw(
            st.sampled_from(
                [
                    key + colon + b" " + odd,
                    odd + colon + lines[at],
                    lines[at].replace(b":", b"", 1),
                    lines[at][: draw(st.integers(0, 80))],
                    b" " * draw(st.integers(0, 8)) + lines[at].lstrip(),
                    lines[draw(st.integers(0, len(lines) - 1))],
                    draw(st.binary(max_size=20)),
                ]
            )
        )
    return b"\n".join(lines)


@settings(
    max_examples=150,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(mutated_pilot())
def test_a_pilot_with_random_faults_never_ends_in_another_error(library: Path, raw: bytes) -> None:
    path = library / "mutated.yaml"
    path.write_bytes(raw)
    with suppress(ScenarioError):
        load(path)
