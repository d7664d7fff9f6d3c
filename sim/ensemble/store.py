"""How is a run kept?

A result folder that another program can read and another machine can repeat. Until
everything has been written and moved to its place, the folder holds an unfinished run.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.ensemble import ways
from sim.ensemble.developments import DAILY
from sim.ensemble.folders import MARK, UNFINISHED, move_up
from sim.ensemble.manifest import write_manifest
from sim.ensemble.marks import cannot_write
from sim.ensemble.paths import PATHS
from sim.ensemble.quantiles import LEVELS, Summary
from sim.ensemble.result import Result
from sim.ensemble.unfinished import Unfinished
from sim.outcomes.indicators import INDICATORS
from sim.outcomes.series import NAMES, SERIES
from sim.scenario.resolved import FILE, FOLDER

QUANTILES = tuple(LEVELS)


def has_parquet() -> bool:
    """Return whether every replication can be written as Parquet (extra ``store``)."""
    return find_spec("duckdb") is not None


def write_result(result: Result, document: dict[str, Any], run: Unfinished) -> None:
    """Turn the folder of an unfinished run into a result folder.

    Parameters
    ----------
    result
        What was found.
    document
        The JSON document of the run, kept as ``run.json``.
    run
        The run that found it.

    Raises
    ------
    FolderError
        If writing fails; the run can go on from its folder.
    """
    inside = run.folder / UNFINISHED
    whole = inside / "whole"
    try:
        shutil.rmtree(whole, ignore_errors=True)
        whole.mkdir()
        for name in (FILE, "sources.yaml"):
            shutil.copyfile(inside / name, whole / name)
        shutil.copytree(inside / FOLDER, whole / FOLDER)
        text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
        (whole / "run.json").write_text(text + "\n", encoding="utf-8")
        _write_tables(result, whole)
        if has_parquet():
            _write_parquet(result, whole / "replications.parquet")
        write_manifest(result, run.settings, run.inputs, whole)
        move_up(whole, run.folder)
        (inside / MARK).unlink()
        shutil.rmtree(inside, ignore_errors=True)
    except BaseException as error:
        run.keep_all()
        if isinstance(error, OSError):
            raise cannot_write(run.folder, error) from error
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
    _write_csv(
        folder / ways.FILE,
        ("way", "exit", *QUANTILES),
        (
            (way, name, *_cells(summary))
            for way, shares in ways.ways(result).items()
            for name, summary in shares.items()
        ),
    )
    _write_csv(folder / DAILY, ("date", "series", *QUANTILES), _daily_rows(result))


def _daily_rows(result: Result) -> Iterator[tuple[Any, ...]]:
    """Yield quantiles of every series a day, of running totals of what is counted, and of paths."""
    dates = [day.isoformat() for day in result.dates]
    written: dict[str, NDArray[np.float64]] = {}
    for name, info in SERIES.items():
        written[name] = result.quantiles(result.daily(name))
        if not info.level and name != "largest_flight":
            written[f"{name}_cumulative"] = result.quantiles(result.cumulative(name))
    for path in PATHS.values():
        if path.series not in written:
            written[path.series] = result.quantiles(path.values(result))
    for label, quantiles in written.items():
        for day, row in zip(dates, quantiles.T.tolist(), strict=True):
            yield (day, label, *("" if isnan(number) else f"{number:.10g}" for number in row))


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
