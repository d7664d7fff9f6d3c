"""Which benchmarks are to be run?"""

from __future__ import annotations

from argparse import ArgumentParser

from rich.console import Console

from tests.benchmarks import c, draw, engines, page, plain, scale, workers
from tests.benchmarks.paired import Part

PARTS: dict[str, Part] = {
    "engines": engines.tables,
    "plain": plain.tables,
    "c": c.tables,
    "scale": scale.tables,
    "workers": workers.tables,
    "draw": draw.tables,
    "page": page.tables,
}
ROUNDS = 7


def main() -> None:
    """Print the tables of the parts that were asked for."""
    parser = ArgumentParser("python -m tests.benchmarks", description="Ratios of running times.")
    parser.add_argument("parts", nargs="*", metavar="part", help=f"of {', '.join(PARTS)}; all")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="pairs of each (%(default)s)")
    asked = parser.parse_args()
    if unknown := [part for part in asked.parts if part not in PARTS]:
        parser.error(f"no such part: {', '.join(unknown)}")
    console = Console(width=110)
    for part in asked.parts or PARTS:
        for found in PARTS[part](asked.rounds):
            console.print(found, "")


if __name__ == "__main__":
    main()
