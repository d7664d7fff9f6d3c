"""How does an indicator answer to a lever, at the settings that were tried?

Every setting meets the same luck, so that a replication has a curve of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.study.solving.targets import Target

Samples = NDArray[np.float64]


@dataclass(frozen=True)
class Curve:
    """An indicator at settings of a lever.

    Attributes
    ----------
    settings
        Ascending, shape (settings,).
    samples
        Of the indicator, shape (settings, replications).
    """

    settings: Samples
    samples: Samples

    def margins(self, target: Target) -> Samples:
        """Return by how much a target is reached at each setting, shape (settings,)."""
        return np.array([target.margin(row) for row in self.samples])

    def needed(self, target: Target, rising: bool) -> Samples:
        """Return the setting that each replication needs for itself, shape (replications,).

        Parameters
        ----------
        target
            What is to be reached; its confidence does not count, because a replication is one.
        rising
            True if higher settings serve the target: then the lowest setting that meets it, else
            the highest.

        Returns
        -------
        ndarray of float64
            Between two settings on a straight line of the indicator; NaN where no setting that
            was tried meets the target.
        """
        order = slice(None) if rising else slice(None, None, -1)
        settings, samples = self.settings[order], self.samples[order]
        met = target.met(samples)
        first = met.argmax(axis=0)
        before = np.maximum(first - 1, 0)
        column = np.arange(samples.shape[1])
        low, high = samples[before, column], samples[first, column]
        with np.errstate(divide="ignore", invalid="ignore"):
            part = np.where(high == low, 1.0, (target.level - low) / (high - low))
        part = np.clip(np.nan_to_num(part, nan=1.0), 0.0, 1.0)
        found = settings[before] + part * (settings[first] - settings[before])
        return np.where(met.any(axis=0), found, np.nan)


def crossings(margins: Samples) -> list[int]:
    """Return after which settings a target begins or ceases to be reached."""
    return np.flatnonzero(np.diff(margins >= 0)).tolist()


def answer_step(settings: Samples, margins: Samples, near: float) -> tuple[float, bool] | None:
    """Return the first step at which a target is reached, at the crossing nearest to a setting.

    Returns
    -------
    (float, bool) or None
        The step on the side where the target is reached, and whether that is the upper side; None
        if the margins do not change their sign.
    """
    changes = crossings(margins)
    if not changes:
        return None
    left = min(changes, key=lambda at: abs(settings[at] - near))
    rising = bool(margins[left + 1] >= 0)
    return float(settings[left + 1] if rising else settings[left]), rising


def steps_near(
    settings: Samples, margins: Samples, near: float, rising: bool, step: float
) -> tuple[float, float]:
    """Return between which steps a target begins (or ceases) to be reached, nearest to a setting.

    Crossings of the other kind do not count. Where there is none of the kind, the step lies
    beyond the end of the range at which the target is missed: infinite, with its sign.

    Parameters
    ----------
    settings, margins
        Of those that were tried.
    near, rising
        The setting, and the kind of crossing.
    step
        Between two settings of the lever, tried or not.
    """
    reached = margins >= 0
    kind = [at for at in crossings(margins) if bool(reached[at + 1]) == rising]
    if not kind:
        beyond = -np.inf if bool(reached[0 if rising else -1]) == rising else np.inf
        return beyond, beyond
    at = min(kind, key=lambda left: abs(settings[left + 1 if rising else left] - near))
    low, high = float(settings[at]), float(settings[at + 1])
    return (min(low + step, high), high) if rising else (low, max(high - step, low))
