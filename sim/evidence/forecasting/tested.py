"""What did a backtest find that was printed as JSON?"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from sim.ensemble.quantiles import LEVELS
from sim.evidence.errors import EvidenceError
from sim.evidence.forecasting.backtest import Backtest, Scored
from sim.evidence.forecasting.forecast import Expected
from sim.evidence.forecasting.scores import Score


def read_backtest(path: Path) -> Backtest:
    """Read the JSON document of a backtest, see :meth:`Backtest.as_dict`.

    Raises
    ------
    EvidenceError
        If the file is none.
    """
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        rows = tuple(_scored(row) for row in document["forecasts"])
        return Backtest(str(document["scenario"]), int(document["seed"]), rows)
    except OSError as error:
        raise EvidenceError(f"'{path}' cannot be read: {error.strerror}") from None
    except (KeyError, TypeError, ValueError, RecursionError):
        raise EvidenceError(f"'{path}' is not what 'sim backtest --json' prints") from None


def _scored(row: dict[str, Any]) -> Scored:
    expected = Expected(
        str(row["quantity"]),
        date.fromisoformat(row["as_of"]),
        **{name: float(row[name]) for name in LEVELS},
    )
    crps, weight = row["crps"], row["weight"]
    return Scored(
        date.fromisoformat(row["origin"]),
        str(row["forecaster"]),
        None if weight is None else float(weight),
        expected,
        int(row["reported"]),
        Score(
            float(row["wis"]),
            None if crps is None else float(crps),
            bool(row["inside50"]),
            bool(row["inside90"]),
            float(row["pit"]),
        ),
    )
