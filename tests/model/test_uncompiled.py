"""Without Numba the same functions run as they are written, to the same records."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from sim.luck.luck import Luck
from sim.model.outline import outline
from sim.model.replicate import ENGINES
from sim.outcomes.measure import Measured
from sim.outcomes.replication import measured_replication
from sim.scenario.load import load
from sim.scenario.schema import Scenario
from tests.variants import changed

ROOT = Path(__file__).parents[2]

WITHOUT_NUMBA = """
import sys, warnings
sys.modules["numba"] = None  # importing it fails
warnings.simplefilter("error")
from sim.ensemble.first_use import compile_first
from sim.model.outline import outline
from sim.model.replicate import DEFAULT_ENGINE
from tests.model.test_uncompiled import digests, scenarios
compile_first(outline(scenarios()[0]), print)
print(DEFAULT_ENGINE)
print(*digests(), sep="\\n")
"""


def scenarios() -> list[Scenario]:
    """The pilot, and a short variant that uses every rule which the pilot leaves alone."""
    pilot = load("pilot")
    weeks = [week for week in pilot.weeks if week.ending >= pilot.scheme.start.value]
    every_rule = changed(
        pilot,
        {
            "selection.daily_limit": 30,
            "returnees.share": 0.8,
            "returnees.delay": 86_400,
            "voluntary_departures.rate": 1e-7,
            "deterrence.strength": 4,
            "balance.inbound_lead": 5,
            "balance.returned_lead": 20,
            "balance.reset": 2,
            "balance.halts": "approvals",
        },
    ).model_copy(update={"weeks": tuple(weeks[:6]), "counterfactual": True})
    return [pilot, every_rule]


def digest(measured: Measured) -> str:
    return sha256(b"".join(part.tobytes() for part in measured)).hexdigest()


def digests() -> list[str]:
    """Return what each engine adds up to in one replication of each scenario."""
    found = []
    for scenario in scenarios():
        prepared, luck = outline(scenario), Luck(13, 2)
        found += [digest(measured_replication(prepared, luck, engine)) for engine in ENGINES]
    return found


def test_python_alone_gives_the_same_and_says_that_it_is_slow() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_NUMBA],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said, engine, *found = done.stdout.splitlines()
    assert "Numba cannot be had" in said
    assert engine == "reference"
    assert found == digests()
    assert len(set(found)) == len(scenarios())
