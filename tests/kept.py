"""Runs in folders of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.ensemble.result import Result
from sim.ensemble.run import run
from sim.ensemble.settings import Settings
from sim.ensemble.store import write_result
from sim.ensemble.unfinished import Unfinished
from sim.show.documents import run_document


def kept_run(named: str, settings: Settings, folder: Path) -> Result:
    """Run a scenario and keep it as the command does."""
    begun = Unfinished.begin(folder, named, settings, pytest.fail)
    result = run(begun.scenario, settings, keeper=begun)
    write_result(result, run_document(result, named, folder), begun)
    return result
