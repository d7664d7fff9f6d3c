"""What does ``--json`` print?

One document a command, with stable keys; undefined numbers are null.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sim.ensemble.provenance import versions
from sim.ensemble.result import Result
from sim.ensemble.verify import Verdict
from sim.evidence.claiming.judging import Judged, Simulations
from sim.scenario.explain import Explained
from sim.show.story import Story
from sim.show.words import answer_sentence


def run_document(result: Result, file: str, folder: Path | None) -> dict[str, Any]:
    """Return the document of a run.

    Parameters
    ----------
    result
        What was found.
    file
        The scenario as it was named.
    folder
        Where the result is kept.
    """
    horizon, sweep = result.scenario.scheme.horizon.value, result.scenario.sweep
    reached = {name: _finite(width) for name, width in result.half_widths.items()}
    return {
        "scenario": result.scenario.name,
        "file": file,
        "seed": result.seed,
        "replications": result.replications,
        "engine": result.engine,
        "at": "central" if result.at_central else "drawn",
        "start": result.scenario.scheme.start.value.isoformat(),
        "as_of": horizon.isoformat(),
        "sentence": answer_sentence(result, file),
        "sweep": sweep and {"vary": sweep.path, "values": list(sweep.written)},
        "indicators": {name: s.as_dict() for name, s in result.summaries.items()},
        "exits": {name: s.as_dict() for name, s in result.exit_summaries.items()},
        "cohorts": [
            {"month": f"{month:%Y-%m}", "complete": whole, **summary.as_dict()}
            for month, whole, summary in result.cohort_summaries()
        ],
        "precision": {"asked": result.precision, "reached": reached},
        "versions": versions(),
        "results": str(folder) if folder else None,
    }


def verdict_document(verdict: Verdict, folder: Path) -> dict[str, Any]:
    """Return the document of a checked result folder."""
    return {"results": str(folder), "reproduces": verdict.reproduces, **asdict(verdict)}


def explained_document(rows: list[Explained]) -> dict[str, Any]:
    """Return the document of explained values."""
    return {"values": [asdict(row) for row in rows]}


def story_document(story: Story, scenario: str, seed: int, replication: int) -> dict[str, Any]:
    """Return the document of a story."""
    return {
        "scenario": scenario,
        "seed": seed,
        "replication": replication,
        "title": story.title,
        "alike": story.alike,
        "sentences": [{"at": when.isoformat(), "text": what} for when, what in story.sentences],
    }


def claims_document(
    judged: Sequence[Judged], file: Path, simulations: Simulations
) -> dict[str, Any]:
    """Return the document of recomputed claims, and of what they were set beside."""
    return {
        "file": str(file),
        "claims": [row.as_dict() for row in judged],
        "simulations": [
            {"scenario": name, "seed": result.seed, "replications": result.replications}
            for name, result in simulations.items()
        ],
    }


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None
