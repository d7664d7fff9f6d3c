"""The project from Python, and how its rooms may know each other."""

from __future__ import annotations

import subprocess
import sys

import pytest

import sim
from tests.variants import changed, pilot


def test_importing_sim_is_quick_and_offers_three_functions() -> None:
    code = "import sim, sys; assert 'numpy' not in sys.modules; sim.load, sim.run, sim.compare"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert sim.__version__
    with pytest.raises(AttributeError):
        _ = sim.nothing_of_that_name


def test_a_scenario_runs_and_compares_from_python() -> None:
    result = sim.run("scenarios/pilot.yaml", replications=3, seed=4)
    assert result.replications == 3
    comparison = sim.compare(result)
    assert comparison.as_dict()["replications"] == 3
    few = sim.compare(result, "scenarios/reported/arrivals_annual.yaml")
    assert len(few.figures) + len(few.left_out) < len(comparison.figures)
    again = sim.run(sim.load("pilot"), replications=3, seed=4)
    assert (again.series == result.series).all()
    with pytest.raises(ValueError, match="one of"):
        sim.run("pilot", replications=3, precision=0.1)
    with pytest.raises(ValueError, match="workers and cluster"):
        sim.run("pilot", workers=2, cluster="tcp://127.0.0.1:8786")


def test_variants_that_share_a_name_are_all_compared() -> None:
    some = [changed(pilot(), {"flights.seats": seats}) for seats in (30, 60)]
    found = sim.contrast(pilot(), *some, replications=2)
    assert list(found.others) == [f"{pilot().name} (2)", f"{pilot().name} (3)"]
    assert [v.other.scenario for v in found.others.values()] == some


def test_a_contrast_has_so_many_replications_or_a_precision() -> None:
    with pytest.raises(ValueError, match="one of replications and precision"):
        sim.contrast("pilot", "no_scheme", replications=3, precision=0.1)
