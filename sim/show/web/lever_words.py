"""What does a scenario have where a lever stands, in words?"""

from __future__ import annotations

from typing import Any

from sim.scenario.catalogue import spec_at
from sim.scenario.values import Assumption, Dated, Spread
from sim.show.words import day


def has_words(entry: Assumption[Any], with_path: bool) -> str:
    """Write what a scenario has, and whether that is uncertain.

    Parameters
    ----------
    entry
        The value.
    with_path
        Whether its key path is said, too.
    """
    where = f"{entry.path}: " if with_path else ""
    drawn = ", uncertain" if entry.prior else ""
    grows = ", growing with the programme" if entry.growth else ""
    return f"{where}{_written(entry)}{drawn}{grows}"


def _written(entry: Assumption[Any]) -> str:
    """Write a value; of a dated one its last step, and what it was before."""
    value = entry.value
    unit = "" if entry.unit == "ratio" else entry.unit
    unit = unit if unit.startswith("%") or not unit else f" {unit}"
    if isinstance(value, Spread):
        return entry.written.strip("{}").replace("median:", "median").replace("p90:", "p90")
    if not isinstance(value, Dated):
        return f"{entry.written}{unit}"
    scale = spec_at(entry.path).dimension.units[entry.unit]
    *before, last = (f"{_few(step.value / scale)}{unit}" for step in value.steps)
    if not before:
        return last
    return f"{last} since {day(value.steps[-1].first_day)} ({before[-1]} before)"


def _few(number: float) -> str:
    """Write a number to four digits, and never as a power of ten."""
    return f"{float(f'{number:.4g}'):,.10g}"
