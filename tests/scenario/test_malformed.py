"""Every file in `malformed` is refused with exactly what `expected.txt` says of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario.load import load
from sim.scenario.problems import ScenarioError

FOLDER = Path(__file__).parent / "malformed"


def _expected() -> dict[str, list[str]]:
    blocks = (FOLDER / "expected.txt").read_text(encoding="utf-8").strip().split("\n\n")
    files = (block.split("\n") for block in blocks)
    return {name: [line.strip() for line in lines] for name, *lines in files}


EXPECTED = _expected()


@pytest.mark.parametrize("name", EXPECTED)
def test_each_malformed_file_is_told_what_to_write_instead(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(FOLDER)
    with pytest.raises(ScenarioError) as refused:
        load(name)
    said = [str(problem).removeprefix(f"{name}:") for problem in refused.value.problems]
    assert said == EXPECTED[name]


def test_every_malformed_file_is_expected() -> None:
    assert sorted(EXPECTED) == sorted(path.name for path in FOLDER.glob("*.yaml"))
