"""What does a scenario have where a lever stands, in words?"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.luck.settle import quantile
from sim.scenario.catalogue import spec_at
from sim.scenario.posterior import prior_words
from sim.scenario.schema import Scenario
from sim.scenario.values import Assumption, Dated, Spread
from sim.show.words import day


def has_words(entry: Assumption[Any], named: bool) -> str:
    """Write what a scenario has, and whether that is uncertain.

    Parameters
    ----------
    entry
        The value.
    named
        Whether it is said which value that is, since the lever moves several.
    """
    drawn = ", uncertain" if entry.prior else ""
    grows = ", growing with the programme" if entry.growth else ""
    held = f"{_written(entry)}{drawn}{grows}"
    return f"{_name(entry.path)} ({held})" if named else held


def _name(path: str) -> str:
    """Return the name of a value among those of its section, in words."""
    _, *names = path.removesuffix(".share").split(".")
    return " ".join(names).replace("_", " ")


def _written(entry: Assumption[Any]) -> str:
    """Write a value; of a dated one its last step, and what it was before."""
    value = entry.value
    unit = "" if entry.unit == "ratio" else entry.unit
    unit = unit if unit.startswith("%") or not unit else f" {unit}"
    if isinstance(value, Spread):
        return entry.written.strip("{}").replace("median:", "median").replace("p90:", "90% within")
    if not isinstance(value, Dated):
        return f"{entry.written}{unit}"
    scale = spec_at(entry.path).dimension.units[entry.unit]
    *before, last = (f"{_few(step.value / scale)}{unit}" for step in value.steps)
    if not before:
        return last
    return f"{last} since {day(value.steps[-1].first_day)} ({before[-1]} before)"


def drawn_range(scenario: Scenario, entry: Assumption[Any]) -> tuple[float, float, float]:
    """Return where replications have an uncertain number: at 5%, in the middle and at 95%.

    Parameters
    ----------
    scenario
        With what figures taught, if they taught anything.
    entry
        A number whose prior is no factor.
    """
    assert entry.prior is not None
    prior, learned = entry.prior, None
    if scenario.posterior is not None:
        learned = scenario.posterior.of(entry.path, prior_words(prior))
    ends = (0.05, 0.5, 0.95)
    low, middle, high = np.quantile(learned, ends) if learned else ends
    return quantile(prior, low), quantile(prior, middle), quantile(prior, high)


def _few(number: float) -> str:
    """Write a number to four digits, and never as a power of ten."""
    return f"{float(f'{number:.4g}'):,.10g}"
