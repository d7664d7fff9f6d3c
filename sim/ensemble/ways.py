"""Where does each hundred of those who enter a scheme end up?

Shares of each replication, since a median share is no ratio of medians. Out: of the visits that
the scheme took, in which somebody who came back counts again; in: of applications.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sim.ensemble.errors import FolderError
from sim.ensemble.quantiles import LEVELS, Summary, summarise
from sim.ensemble.result import Result
from sim.model.exits import NOT_TAKEN
from sim.model.stated import releasing_barriers
from sim.outcomes.exits import INWARD, WAYS_IN, exit_labels

FILE = "ways.csv"

Ways = dict[str, dict[str, Summary]]
"""Shares by exit; ``out`` and ``in``, and ``scope``: of all in scope, those taken and not taken."""


def ways(result: Result) -> Ways:
    """Return the share that ended in each way, in replications in which anybody entered."""
    labels = exit_labels(releasing_barriers(result.scenario))
    out, inward = np.split(result.exits, [len(labels) - WAYS_IN], axis=1)
    taken = [column for column in range(out.shape[1]) if column not in NOT_TAKEN]
    inside = out[:, taken]
    sides = inside.sum(axis=1), out.sum(axis=1) - inside.sum(axis=1)
    return {
        "out": _shares([labels[column] for column in taken], inside),
        "in": _shares([label.removeprefix(INWARD) for label in labels[-WAYS_IN:]], inward),
        "scope": _shares(["taken", "not_taken"], np.column_stack(sides)),
    }


def read_ways(folder: Path) -> Ways:
    """Return the shares of a kept run.

    Raises
    ------
    FolderError
        If its folder does not hold them.
    """
    path, found = folder / FILE, Ways()
    try:
        with path.open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                numbers = {name: float(row[name]) if row[name] else None for name in LEVELS}
                found.setdefault(row["way"], {})[row["exit"]] = Summary(**numbers, unit="share")
    except FileNotFoundError:
        raise FolderError(f"'{folder}' has no {FILE}, as one of an older program") from None
    except (OSError, ValueError, KeyError, TypeError, csv.Error) as error:
        raise FolderError(f"'{path}' cannot be read: {error}") from None
    return found


def _shares(names: list[str], counts: NDArray[np.int32]) -> dict[str, Summary]:
    """Summarise each column as a share of the row."""
    wholes = counts.sum(axis=1, keepdims=True)
    undefined = np.full(counts.shape, np.nan)
    shares = np.divide(counts, wholes, out=undefined, where=wholes > 0)
    return {name: summarise(column, "share") for name, column in zip(names, shares.T, strict=True)}
