"""Could an effect on arrivals be told from noise, and at which returns rate?

A test says "fewer came" if a window's arrivals are below what only a share ``level`` of windows
without any effect fall below. It is good enough if it says so with probability ``power``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.ensemble.quantiles import Summary, summarise
from sim.luck.settle import Settled, quantile
from sim.scenario.schema import Scenario
from sim.study.errors import StudyError
from sim.study.noise import Noise, Samples

POWER = 0.8
"""How often a fall that could be told would be told."""
LEVEL = 0.05
"""How often one would be told that is not there."""


def smallest_fall(samples: Samples, power: float = POWER, level: float = LEVEL) -> float:
    """Return the smallest proportional fall in arrivals that could be told from noise.

    Let N be a window's arrivals with no effect and q(p) their quantiles. With a fall δ the
    window has (1 - δ) N. The test says "fewer" if that is below q(level), and does so with
    probability ``power`` if q(power) of N still falls below it: (1 - δ) q(power) ≤ q(level).
    Hence δ = 1 - q(level) / q(power). That every boat may or may not set out adds some chance
    to (1 - δ) N, which is small beside that of N and left out.

    Parameters
    ----------
    samples
        Arrivals of a window with no effect, shape (replications,).
    power, level
        As above; 0 < level < power < 1.

    Raises
    ------
    ValueError
        If the two do not fit together.
    StudyError
        If so few arrive that there is nothing that could fall.
    """
    if not 0 < level < power < 1:
        raise ValueError("write 0 < level < power < 1")
    low, high = np.quantile(samples, (level, power))
    if high <= 0:
        raise StudyError("nobody arrives in most replications; there is nothing that could fall")
    return float(1 - low / high)


def rate_that_shows(fall: float, strength: float) -> float | None:
    """Return the perceived chance of return at which attempts fall by so much.

    Attempts fall by ``strength × perceived chance``, see :mod:`sim.model.deterrence`; where
    returns go on at one rate, the perceived chance is the returns rate.

    Returns
    -------
    float or None
        None if no chance of return does: without any strength, or above 1.
    """
    if strength <= 0 or fall > strength:
        return None
    return fall / strength


def rate_that_stops(strength: float) -> float | None:
    """Return the returns rate at which nobody would cross any more: that of a fall of one.

    It follows from the straight line that the model assumes, and nobody has seen it.
    """
    return rate_that_shows(1.0, strength)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a strength of deterrence would do, and whether that could be told.

    Attributes
    ----------
    of
        Which strength: ``centre``, or ``p05`` and ``p95`` of its prior.
    strength
        Fall in attempts, as a share, per unit of perceived chance.
    fall
        Share of attempts, at the simulated perceived chance.
    shows_fixed, shows_drawn
        Returns rate from which a fall could be told: the level known, and not known.
    stops
        Returns rate at which crossings would stop.
    """

    of: str
    strength: float
    fall: Summary
    shows_fixed: float | None
    shows_drawn: float | None
    stops: float | None


def effects(noise: Noise) -> list[Effect]:
    """Return what the scenario's deterrence would do, at its centre and along its prior.

    Returns
    -------
    list of Effect
        Empty if the scenario assumes none.
    """
    fixed, drawn = smallest_fall(noise.fixed), smallest_fall(noise.drawn)
    return [
        Effect(
            of,
            strength,
            summarise(np.minimum(strength * noise.perceived, 1.0), "share"),
            rate_that_shows(fixed, strength),
            rate_that_shows(drawn, strength),
            rate_that_stops(strength),
        )
        for of, strength in _strengths(noise.scenario).items()
    ]


def _strengths(scenario: Scenario) -> dict[str, float]:
    entry = scenario.deterrence.strength
    if entry.prior is None:
        return {"centre": entry.value} if entry.value else {}
    low, high = (
        float(Settled({entry.path: entry}, {entry.path: number}).value(entry.path))
        for number in (quantile(entry.prior, 0.05), quantile(entry.prior, 0.95))
    )
    return {"p05": low, "centre": entry.value, "p95": high}
