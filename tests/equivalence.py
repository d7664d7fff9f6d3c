"""Do both engines decide the same, person by person?

``python -m tests.equivalence --examples 10000`` hunts for a random valid scenario in which
the compiled engine and the SimPy engine differ in any row of any record. The test run makes
a short hunt; a difference is shrunk to the smallest scenario that shows it.
"""

from __future__ import annotations

from argparse import ArgumentParser

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

from sim.luck.luck import Luck
from sim.model.replicate import ENGINES
from sim.scenario.schema import Scenario
from tests.model.agreement import differing
from tests.model.strange import scenarios
from tests.variants import prepare


def main() -> None:
    """Hunt, and say how many scenarios were tried."""
    parser = ArgumentParser(prog="python -m tests.equivalence", description=__doc__)
    parser.add_argument("--examples", type=int, default=10_000, help="random scenarios to try")
    examples = parser.parse_args().examples
    tried = people = 0
    with Progress(
        BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=Console(stderr=True)
    ) as bar:
        task = bar.add_task("scenarios", total=examples)

        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(scenario=scenarios(), replication=st.integers(0, 2**32 - 1))
        def hunt(scenario: Scenario, replication: int) -> None:
            nonlocal tried, people
            plan, cases = prepare(scenario, Luck(11, replication))
            reference = ENGINES["reference"](plan, cases)
            assert not differing(ENGINES["compiled"](plan, cases), reference)
            tried += 1
            people += reference.visits.person.size
            bar.advance(task)

        hunt()
    print(f"{tried:,} random scenarios with {people:,} visits: no difference between the engines")


if __name__ == "__main__":
    main()
