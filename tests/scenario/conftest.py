from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario.load import load
from sim.scenario.problems import ScenarioError
from sim.scenario.schema import Scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A copy of the shipped scenarios that a test may change."""
    return Path(shutil.copytree(SCENARIOS, tmp_path / "scenarios"))


@pytest.fixture
def write(library: Path) -> Callable[..., Path]:
    """Write a scenario beside the shipped ones; by default a child of the pilot."""

    def _write(body: str, name: str = "mine", extends: str = "pilot.yaml") -> Path:
        path = library / f"{name}.yaml"
        path.write_text(f"name: {name}\nextends: {extends}\n{body}", encoding="utf-8")
        return path

    return _write


@pytest.fixture
def child(write: Callable[..., Path]) -> Callable[..., Scenario]:
    """Write and load a scenario."""
    return lambda *args, **kwargs: load(write(*args, **kwargs))


@pytest.fixture
def refusal() -> Callable[[Path], list[str]]:
    """Return the problems of a file that must be refused, without the path of its folder."""

    def _refusal(path: Path) -> list[str]:
        with pytest.raises(ScenarioError) as refused:
            load(path)
        return [str(p).replace(f"{path.parent}/", "") for p in refused.value.problems]

    return _refusal
