"""What did each value become, and which of them did the figures identify?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.evidence.learning.calibrate import Calibration, Numbers
from sim.luck.settle import quantile
from sim.scenario.catalogue import spec_at
from sim.scenario.values import Assumption, Prior

IDENTIFIED, PARTLY = 0.7, 0.9
"""A value is identified if its spread is at most so many times the prior's, or partly so."""
TOGETHER = 0.35
"""Values are told apart badly if their scores correlate by at least so much."""

_SHOWN = (0.05, 0.5, 0.95)


@dataclass(frozen=True, slots=True)
class Learned:
    """One value before and after the figures.

    Attributes
    ----------
    name, unit
        Its key path, and the unit of the numbers: ``factor`` for a prior that multiplies the
        value, ``sd`` for a step of the programme's path or a departure from it.
    prior, posterior
        5%, 50% and 95% quantiles.
    spread
        Standard deviation relative to the prior's, of normal scores.
    agreement
        Potential scale reduction between independent parts.
    """

    name: str
    unit: str
    prior: tuple[float, float, float]
    posterior: tuple[float, float, float]
    spread: float
    agreement: float

    @property
    def identified(self) -> str:
        """Whether the figures identify it, in words."""
        if self.spread <= IDENTIFIED:
            return "identified"
        return "partly" if self.spread <= PARTLY else "not identified"


def learned(calibration: Calibration) -> list[Learned]:
    """Return what became of every value, the best identified first."""
    inferred = calibration.inferred
    entries = {entry.path: entry for entry in calibration.scenario.assumptions()}
    found = []
    for column, name in enumerate(calibration.learnable.names):
        levels = _quantiles(inferred.levels[:, column], inferred.weights)
        entry = entries.get(name)
        found.append(
            Learned(
                name,
                unit_of(entry),
                _three(_SHOWN, entry),
                _three(levels, entry),
                float(inferred.sd[column]),
                float(calibration.agreement[column]),
            )
        )
    return sorted(found, key=lambda value: value.spread)


def together(calibration: Calibration) -> Iterator[tuple[str, str, float]]:
    """Yield pairs of values that the figures tell apart badly, with their correlation.

    Only their combination is known: if one is larger, the other is smaller or larger too.
    """
    inferred, names = calibration.inferred, calibration.learnable.names
    apart = inferred.scores - inferred.mean
    covariance = (apart * inferred.weights[:, None]).T @ apart
    correlation = covariance / np.outer(inferred.sd, inferred.sd)
    pairs = [
        (names[i], names[j], float(correlation[i, j]))
        for i in range(len(names))
        for j in range(i)
        if abs(correlation[i, j]) >= TOGETHER
    ]
    yield from sorted(pairs, key=lambda pair: -abs(pair[2]))


def _quantiles(values: Numbers, weights: Numbers) -> tuple[float, ...]:
    order = np.argsort(values)
    cumulative = np.cumsum(weights[order]) - weights[order] / 2
    return tuple(np.interp(_SHOWN, cumulative, values[order]).tolist())


def _three(levels: tuple[float, ...], entry: Assumption[Any] | None) -> tuple[float, float, float]:
    """Return a value at levels of its prior, in its unit."""
    low, middle, high = (value_at(level, entry) for level in levels)
    return low, middle, high


def value_at(level: float, entry: Assumption[Any] | None) -> float:
    """Return what a value is at a level of its prior, in its :func:`unit_of`; None for a step."""
    if entry is None or entry.prior is None:
        return quantile(Prior("normal", (0.0, 1.0)), level)
    value = quantile(entry.prior, level)
    return value if entry.prior.factor else value / spec_at(entry.path).dimension.units[entry.unit]


def unit_of(entry: Assumption[Any] | None) -> str:
    """Return the unit of what is learned of a value, see :class:`Learned`; None for a step."""
    if entry is None or entry.prior is None:
        return "sd"
    return "factor" if entry.prior.factor else entry.unit
