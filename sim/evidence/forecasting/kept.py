"""How is a forecast kept, so that it can be scored when figures arrive?

As one JSON document with the day on which it was made. Nothing is simulated or learned anew when
it is scored.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from sim.ensemble.errors import FolderError
from sim.ensemble.folders import check_writable, write_atomically
from sim.ensemble.provenance import program
from sim.ensemble.quantiles import LEVELS
from sim.evidence.errors import EvidenceError
from sim.evidence.figures import Figure
from sim.evidence.forecasting.forecast import ORDER, Expected, Forecast
from sim.evidence.forecasting.scores import Score, score_quantiles

KIND = "forecast of reported figures"
_SHOWN = ("made", "scenario", "taught_until", "last_return", "last_inbound")


@dataclass(frozen=True, slots=True)
class Arrived:
    """A forecast figure beside the one that was reported later."""

    expected: Expected
    reported: str
    source: str
    score: Score

    def as_dict(self) -> dict[str, Any]:
        """Return the row of the JSON document."""
        arrived = {"reported": self.reported, "source": self.source}
        return self.expected.as_dict() | arrived | asdict(self.score)


def forecast_document(forecast: Forecast, file: str, made: date) -> dict[str, Any]:
    """Return the document of a forecast.

    Parameters
    ----------
    forecast
        What is expected.
    file
        The scenario as it was named.
    made
        The day on which it was made.
    """
    posterior = forecast.scenario.posterior
    return {
        "kind": KIND,
        "made": made.isoformat(),
        "scenario": forecast.scenario.name,
        "file": file,
        "condition": forecast.scenario.about,
        "from": forecast.origin.isoformat(),
        "until": forecast.months[-1].isoformat(),
        "taught_until": posterior.until.isoformat() if posterior else None,
        "last_return": forecast.scenario.scheme.last_return.value.isoformat(),
        "last_inbound": forecast.scenario.scheme.last_inbound.value.isoformat(),
        "seed": forecast.seed,
        "replications": len(forecast.paths["returns"]),
        "reported_so_far": forecast.so_far,
        "figures": [row.as_dict() for row in forecast.figures],
        **program(),
    }


def check_new(path: Path) -> None:
    """Make sure, before a forecast is made, that it can be kept in a file.

    Raises
    ------
    FolderError
        If the file is there already, or cannot be written.
    """
    if path.exists():
        raise FolderError(f"'{path}' is there already; a forecast is kept as it was made")
    check_writable(path.parent)


def keep(document: dict[str, Any], path: Path) -> None:
    """Write a document to a file that is not there yet.

    Raises
    ------
    FolderError
        If the file is there or cannot be written.
    """
    check_new(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    except OSError as error:
        raise FolderError(f"'{path}' cannot be written: {error.strerror}") from error


def read_kept(path: Path) -> tuple[dict[str, Any], tuple[Expected, ...]]:
    """Read a kept forecast: its document, and what it expected.

    Raises
    ------
    EvidenceError
        If the file is no kept forecast.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"), parse_constant=_no_number)
        if document["kind"] != KIND:
            raise KeyError("kind")
        for key in _SHOWN:
            document[key]
        rows = tuple(_expected(row) for row in document["figures"])
    except json.JSONDecodeError as error:
        place = f"{path}:{error.lineno}:{error.colno}"
        raise EvidenceError(f"{place}: not JSON ({error.msg}); name a kept forecast") from None
    except OSError as error:
        raise EvidenceError(f"'{path}' cannot be read: {error.strerror}") from None
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise EvidenceError(f"'{path}' is no kept forecast; missing or wrong: {error}") from None
    return document, rows


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number")


def _expected(row: dict[str, Any]) -> Expected:
    """Return a row of a kept forecast, if it is one."""
    if row["quantity"] not in ORDER:
        raise ValueError("quantity")
    quantiles = {name: float(row[name]) for name in LEVELS}
    rising = [quantiles[name] for name in sorted(LEVELS, key=LEVELS.__getitem__)]
    if not np.isfinite(rising).all() or rising != sorted(rising):
        raise ValueError(f"quantiles of {row['quantity']}")
    return Expected(row["quantity"], date.fromisoformat(row["as_of"]), **quantiles)


def scored(expected: Iterable[Expected], figures: Iterable[Figure]) -> list[Arrived]:
    """Score what was expected on the figures that arrived.

    A figure that is not to be used, or is only a bound, scores nothing; of several for the same
    day the first counts.
    """
    arrived: dict[tuple[str, date], Figure] = {}
    for figure in figures:
        if figure.use and figure.rounding != "at_least":
            arrived.setdefault((figure.quantity, figure.as_of), figure)
    return [
        _scored(row, arrived[row.quantity, row.as_of])
        for row in expected
        if (row.quantity, row.as_of) in arrived
    ]


def _scored(expected: Expected, figure: Figure) -> Arrived:
    quantiles = {level: getattr(expected, name) for name, level in LEVELS.items()}
    how_good = score_quantiles(quantiles, float(figure.printed.value))
    return Arrived(expected, figure.reported, figure.source, how_good)
