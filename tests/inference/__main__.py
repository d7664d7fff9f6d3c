"""How large is the study to be?"""

from __future__ import annotations

from argparse import ArgumentParser

from tests.inference import sequential, study
from tests.inference.known import INFLUENTIAL, SCENARIO, UNTIL, simulate


def main() -> None:
    """Run the study and print its table."""
    parser = ArgumentParser("python -m tests.inference", description="Ways to learn from figures.")
    parser.add_argument("--pilots", type=int, default=80_000, help="of a table (%(default)s)")
    parser.add_argument("--tests", type=int, default=150, help="pilots to find (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="and the next (%(default)s)")
    parser.add_argument(
        "--sequential", type=int, default=3, help="pilots that smc finds (%(default)s)"
    )
    parser.add_argument("--budget", type=int, help="simulations for each of these (as --pilots)")
    asked = parser.parse_args()
    known = simulate(asked.pilots, asked.tests, asked.seed)
    other = simulate(asked.pilots, 0, asked.seed + 1)
    print(
        f"{asked.tests} simulated pilots, figures of '{SCENARIO}' until {UNTIL}, tables of "
        f"{asked.pilots:,} other pilots, seeds {asked.seed} and {asked.seed + 1}. CRPS: mean of "
        f"the {INFLUENTIAL} values that figures tell most of, in prior standard deviations.\n"
    )
    found = study.rows(known, other, asked.sequential, asked.budget or asked.pilots)
    for line in study.markdown(found):
        print(line, flush=True)
    if not sequential.INSTALLED:
        print("\npyABC is not installed: ABC-SMC is not measured.")


if __name__ == "__main__":
    main()
