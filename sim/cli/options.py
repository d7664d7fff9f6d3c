"""Which options do commands share?"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sim.ensemble.settings import Settings

Scenario = Annotated[
    str, typer.Argument(help="Scenario file, or the name of one that comes with the project.")
]
Replications = Annotated[
    int | None,
    typer.Option("--replications", "-n", min=1, help="How many replications; 200 if not given."),
]
Precision = Annotated[
    str | None,
    typer.Option(
        help="Run until the 95% interval of median returns and inbound is this narrow, e.g. 2%."
    ),
]
Seed = Annotated[int, typer.Option(min=0, max=2**64 - 1, help="Seed of all luck.")]
Workers = Annotated[
    int | None,
    typer.Option(min=1, help="Processes; all processors if not given. Does not move results."),
]
Cluster = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="Dask scheduler whose workers run it, e.g. tcp://127.0.0.1:8786. Moves no result.",
    ),
]
Engine = Annotated[
    str | None,
    typer.Option(help="Engine that decides who waits for what: compiled, or reference (SimPy)."),
]
At = Annotated[
    str | None,
    typer.Option(help="'central' fixes uncertain values at their centres, leaving chance alone."),
]
Figures = Annotated[
    Path | None,
    typer.Option(help="File of reported figures; those that the scenario names if not given."),
]
Out = Annotated[
    Path | None,
    typer.Option(help="Result folder, new or empty; results/NAME if not given."),
]
Folder = Annotated[Path, typer.Argument(help="Result folder.")]
Json = Annotated[
    bool, typer.Option("--json", help="Print one JSON document on standard output, nothing else.")
]


def parse_share(text: str, example: str) -> float:
    """Read a share such as ``2%`` or ``0.02``.

    Parameters
    ----------
    text
        What was written.
    example
        What could be written instead, for whoever has to.

    Raises
    ------
    typer.BadParameter
        If it is not a number above 0 and below 1.
    """
    try:
        percent = text.strip().endswith("%")
        number = float(text.strip().removesuffix("%")) / (100 if percent else 1)
    except ValueError:
        number = 0.0
    if not 0 < number < 1:
        raise typer.BadParameter(f"'{text}': write a share such as {example}")
    return number


def parse_day(text: str) -> date:
    """Read a date such as ``2026-01-31``.

    Raises
    ------
    typer.BadParameter
        If it is none.
    """
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"'{text}': write a date such as 2026-01-31") from None


def parse_at(text: str | None) -> bool:
    """Read ``--at``; True for ``central``.

    Raises
    ------
    typer.BadParameter
        For any other word.
    """
    if text not in (None, "central"):
        raise typer.BadParameter(f"'{text}': write --at central, or leave it out")
    return text == "central"


def parse_engine(text: str | None) -> str:
    """Read ``--engine``; compiled if none is named and Numba can be had.

    Raises
    ------
    typer.BadParameter
        For an engine that does not exist.
    """
    from sim.model.replicate import DEFAULT_ENGINE, ENGINES

    if text is None:
        return DEFAULT_ENGINE
    if text not in ENGINES:
        raise typer.BadParameter(f"'{text}': write one of {', '.join(ENGINES)}")
    return text


def read_settings(
    replications: int | None,
    precision: str | None,
    seed: int,
    workers: int | None,
    cluster: str | None,
    engine: str | None,
    at: str | None,
) -> Settings:
    """Put the shared options together.

    Raises
    ------
    typer.BadParameter
        For contradictory or unknown values.
    """
    from sim.ensemble.settings import Settings

    if replications is not None and precision is not None:
        raise typer.BadParameter("choose one of --replications and --precision")
    check_workers(workers, cluster)
    return Settings(
        replications,
        None if precision is None else parse_share(precision, "2%"),
        seed,
        workers,
        parse_at(at),
        parse_engine(engine),
        cluster,
    )


def check_workers(workers: int | None, cluster: str | None) -> None:
    """Make sure that only one kind of workers is asked for.

    Raises
    ------
    typer.BadParameter
        If both are.
    """
    if workers is not None and cluster is not None:
        raise typer.BadParameter("choose one of --workers and --cluster")
