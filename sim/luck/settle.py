"""What are the uncertain values in this replication?

Every parameter with a prior is drawn once a replication, from the luck of its own
key path, so that a new parameter moves no other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sim.luck import invert
from sim.luck.keys import parameter_key
from sim.luck.luck import Luck
from sim.scenario.priors import reach
from sim.scenario.schema import Scenario
from sim.scenario.values import Assumption, Dated, Prior, PriorKind, Spread

_QUANTILE: dict[PriorKind, Callable[..., Any]] = {
    "uniform": invert.uniform,
    "triangular": invert.triangular,
    "normal": lambda u, mean, sd: mean + sd * invert.normal(u),
    "lognormal": invert.lognormal,
    "beta": invert.beta,
}


def quantile(prior: Prior, u: float) -> float:
    """Return the value of a prior below which a share ``u`` of it lies."""
    return float(_QUANTILE[prior.kind](np.asarray(u), *prior.numbers))


def settle(scenario: Scenario, luck: Luck) -> Scenario:
    """Return the scenario with every uncertain value drawn.

    A prior on a factor multiplies a dated value's scaled steps or stretches a spread.
    What is drawn stays within the reach of its prior, which the reader has found possible:
    a normal has no value of the wrong sign in one replication of many.
    """
    changes: dict[str, Assumption[Any]] = {}
    for entry in scenario.assumptions():
        if entry.prior is not None:
            u = luck.uniform("parameter", int(parameter_key(entry.path)))
            number = float(np.clip(quantile(entry.prior, u), *reach(entry.prior)))
            changes[entry.path] = entry.set_to(_drawn(entry, number))
    return scenario.with_values(changes)


def at_central(scenario: Scenario) -> Scenario:
    """Return the scenario with every uncertain value at its centre, the value in the file."""
    return scenario.with_values(
        {e.path: e.set_to(e.value) for e in scenario.assumptions() if e.prior is not None}
    )


def _drawn(entry: Assumption[Any], number: float) -> Any:
    value = entry.value
    if isinstance(value, Dated | Spread):
        return value.times(number)
    if isinstance(value, tuple):
        return tuple(x * number for x in value)
    return value * number if entry.prior and entry.prior.factor else number
