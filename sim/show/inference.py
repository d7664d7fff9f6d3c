"""What does ``--json`` print of a calibration, and how does a check of the inference look?"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.table import Table

from sim.evidence.comparison import Comparison
from sim.evidence.learning.calibrate import Calibration
from sim.evidence.learning.checking import Check
from sim.evidence.learning.inferring import ODD
from sim.evidence.learning.learned import learned, together


def calibration_document(
    calibration: Calibration,
    comparison: Comparison,
    prior: Comparison,
    file: str,
    written: list[Path],
) -> dict[str, Any]:
    """Return the JSON document of a calibration; see :func:`calibration_page`.

    Parameters
    ----------
    file
        The scenario as it was named.
    written
        The files that were written.
    """
    return {
        "scenario": calibration.scenario.name,
        "file": file,
        "until": calibration.until.isoformat(),
        "seed": calibration.seed,
        "pilots": calibration.pilots,
        "acceptance": calibration.acceptance,
        "effective_sample_size": calibration.inferred.effective,
        "scale_reduction": float(calibration.agreement.max()),
        "stopped": "agreed" if calibration.agrees else "most pilots",
        "rarity": calibration.rarity,
        "flagged": calibration.rarity < ODD,
        "taught_by": [
            {"quantity": f.quantity, "as_of": f.as_of.isoformat(), "reported": f.reported}
            for f in calibration.figures
        ],
        "values": [
            {
                "name": value.name,
                "unit": value.unit,
                "prior": dict(zip(_QUANTILES, value.prior, strict=True)),
                "posterior": dict(zip(_QUANTILES, value.posterior, strict=True)),
                "spread": value.spread,
                "scale_reduction": value.agreement,
                "identified": value.identified,
            }
            for value in learned(calibration)
        ],
        "together": [
            {"values": [one, other], "correlation": correlation}
            for one, other, correlation in together(calibration)
        ],
        "before": asdict(prior.summary),
        "after": asdict(comparison.summary),
        "figures": [row.as_dict() for row in comparison.figures],
        "written": [str(path) for path in written],
    }


_QUANTILES = ("p05", "median", "p95")


def check_table(check: Check) -> Table:
    """Return how synthetic pilots were recovered, as a table for a terminal."""
    verdict = "uniform" if check.is_uniform else "not uniform"
    flagged = f"{check.flagged:.1%} of them flagged as odd (expected: {ODD:.0%})"
    if check.flagged_other is not None:
        flagged += f"; of pilots of '{check.other}' {check.flagged_other:.1%}"
    table = Table(
        title=f"{check.tests:,} synthetic pilots, {check.pilots:,} simulated: ranks {verdict}",
        caption=flagged,
        box=None,
        pad_edge=False,
        title_justify="left",
        caption_justify="left",
    )
    for heading in ("Value", "p of uniform ranks", "In 50%", "In 90%", "Correlation", "Spread"):
        table.add_column(heading, justify="left" if heading == "Value" else "right")
    for value in check.values:
        table.add_row(
            value.name,
            f"{value.p_value:.2f}",
            f"{value.inside50:.0%}",
            f"{value.inside90:.0%}",
            f"{value.correlation:.2f}",
            f"{value.spread:.2f}",
        )
    return table
