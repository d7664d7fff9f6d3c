"""How is a run kept?

A result folder that another program can read and another machine can repeat. It is
written beside its final place and moved there when it is whole.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from platform import python_version
from tempfile import mkdtemp
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.quantiles import LEVELS, Summary
from sim.ensemble.result import Result
from sim.outcomes.indicators import INDICATORS
from sim.outcomes.series import NAMES, SERIES
from sim.scenario.load import Loaded
from sim.scenario.resolved import copy_with_data

PACKAGES = ("returns-scheme-simulator", "numpy", "scipy", "simpy", "pydantic")
QUANTILES = tuple(LEVELS)


class FolderError(Exception):
    """Raised if a result folder would overwrite something, or cannot be written."""


def versions() -> dict[str, str]:
    """Return the versions that a result depends on."""
    return {"python": python_version()} | {name: version(name) for name in PACKAGES}


def free_folder(stem: str) -> Path:
    """Return ``results/<stem>``, or the first of ``-2``, ``-3``, … that is free."""
    root = Path("results")
    folder, number = root / stem, 2
    while folder.exists():
        folder, number = root / f"{stem}-{number}", number + 1
    return folder


def check_free(folder: Path) -> None:
    """Make sure, before a long run, that nothing would be overwritten and it can be kept.

    Raises
    ------
    FolderError
        If the folder holds anything, is a file, or cannot be made where it should be.
    """
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise FolderError(f"'{folder}' is not empty; choose another folder with --out")
    nearest = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK):
        raise FolderError(f"'{nearest}' cannot be written to; choose another folder with --out")


def has_parquet() -> bool:
    """Return whether every replication can be written as Parquet (extra ``store``)."""
    return find_spec("duckdb") is not None


def write_result(result: Result, loaded: Loaded, document: dict[str, Any], folder: Path) -> None:
    """Write a result folder.

    Parameters
    ----------
    result
        What was found.
    loaded
        The scenario with its sources and data.
    document
        The JSON document of the run, kept as ``run.json``.
    folder
        Where; see :func:`check_free`.

    Raises
    ------
    FolderError
        If the folder is not free, or writing fails.
    """
    check_free(folder)
    try:
        _write_whole(result, loaded, document, folder)
    except OSError as error:
        raise FolderError(f"'{folder}' cannot be written: {error.strerror}") from error


def _write_whole(result: Result, loaded: Loaded, document: dict[str, Any], folder: Path) -> None:
    """Write beside the final place and move there, or leave nothing."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    half_done = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        half_done.chmod(0o755)
        copy_with_data(loaded, half_done)
        text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
        (half_done / "run.json").write_text(text + "\n", encoding="utf-8")
        _write_tables(result, half_done)
        if has_parquet():
            _write_parquet(result, half_done / "replications.parquet")
        half_done.replace(folder)
    except BaseException:
        shutil.rmtree(half_done, ignore_errors=True)
        raise


def _write_tables(result: Result, folder: Path) -> None:
    _write_csv(
        folder / "indicators.csv",
        ("indicator", *QUANTILES, "unit", "about"),
        (
            (name, *_cells(summary), summary.unit, INDICATORS[name].about)
            for name, summary in result.summaries.items()
        ),
    )
    _write_csv(
        folder / "exits.csv",
        ("exit", *QUANTILES),
        ((name, *_cells(summary)) for name, summary in result.exit_summaries.items()),
    )
    _write_csv(
        folder / "cohorts.csv",
        ("month", "complete", *QUANTILES),
        (
            (f"{m:%Y-%m}", str(whole).lower(), *_cells(s))
            for m, whole, s in result.cohort_summaries()
        ),
    )
    _write_csv(folder / "daily.csv", ("date", "series", *QUANTILES), _daily_rows(result))


def _daily_rows(result: Result) -> Iterator[tuple[Any, ...]]:
    """Yield quantiles of every series a day, and of the running totals of what is counted."""
    dates = [day.isoformat() for day in result.dates]
    for name, info in SERIES.items():
        values: dict[str, NDArray[Any]] = {name: result.daily(name)}
        if not info.level and name != "largest_flight":
            values[f"{name}_cumulative"] = result.cumulative(name)
        for label, daily in values.items():
            for day, row in zip(dates, result.quantiles(daily).T.tolist(), strict=True):
                yield (day, label, *(f"{number:.10g}" for number in row))


def _write_parquet(result: Result, path: Path) -> None:
    """Write one row for each replication and day through DuckDB."""
    import duckdb

    days = result.scenario.days
    dates = np.array(result.dates, dtype="datetime64[D]").astype("datetime64[s]")
    columns: dict[str, NDArray[Any]] = {
        "replication": np.repeat(np.arange(result.replications, dtype=np.int32), days),
        "date": np.tile(dates, result.replications),
    }
    columns.update({name: result.daily(name).ravel() for name in NAMES})
    with duckdb.connect() as connection:
        connection.register("replications", columns)
        order = ", ".join(["replication", "date::DATE AS date", *NAMES])
        target = str(path).replace("'", "''")
        connection.execute(
            f"COPY (SELECT {order} FROM replications) TO '{target}' (FORMAT parquet)"
        )


def _write_csv(path: Path, header: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _cells(summary: Summary) -> tuple[str, ...]:
    numbers = summary.as_dict()
    return tuple("" if numbers[name] is None else f"{numbers[name]:.10g}" for name in QUANTILES)
