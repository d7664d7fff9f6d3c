"""What does each value of the scenario do to the answer, beside what it rests on?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sim.scenario.explain import Explained, explain
from sim.scenario.load import Loaded
from sim.study.sensitivity.indices import Index
from sim.study.sensitivity.screening import OTHERS, Screened
from sim.study.sensitivity.study import Sensitivity
from sim.study.sensitivity.unknowns import LEARNED

NOT_VARIED = "not varied"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a value does to one outcome.

    Attributes
    ----------
    outcome
        Name of an indicator.
    low, high
        Mean outcome with the value low and high, all else in the middle; None where nothing was
        measured.
    index
        The value's shares of the variance, if it has any of its own.
    screened
        What screening saw of it, where it put the value with all others.
    """

    outcome: str
    low: float | None
    high: float | None
    index: Index | None
    screened: Screened | None

    @property
    def below(self) -> float | None:
        """The end of the 95% interval of its total index, where only screening gave it one."""
        return self.screened.total.high if self.screened else None


@dataclass(frozen=True, slots=True)
class MeasuredValue:
    """A value of the scenario with its grounds and its effect.

    Attributes
    ----------
    explained
        Value, unit, status, role, source, why and prior.
    factor
        The factor that has its index: its own key path, ``learned``, ``all others``, or
        ``not varied`` for a value without a prior.
    effects
        One for each chosen outcome.
    """

    explained: Explained
    factor: str
    effects: tuple[Effect, ...]


def measured_values(
    study: Sensitivity, loaded: Loaded, today: date | None = None
) -> tuple[MeasuredValue, ...]:
    """Extend the log of assumptions by what each value does.

    Parameters
    ----------
    study
        What was found.
    loaded
        The same scenario with its sources.
    today
        The day on which reviews are overdue or not; that of the clock if not given.

    Returns
    -------
    tuple of MeasuredValue
        One for every value of the scenario, in the order of the model.
    """
    return tuple(
        MeasuredValue(row, factor, _effects(study, row.path, factor))
        for row in explain(loaded, today=today)
        for factor in [_factor(study, row.path)]
    )


def _factor(study: Sensitivity, path: str) -> str:
    if path in study.learned:
        return LEARNED
    if path in study.screening.together:
        return OTHERS
    return path if path in study.factors else NOT_VARIED


def _effects(study: Sensitivity, path: str, factor: str) -> tuple[Effect, ...]:
    effects = []
    for shares, swings in zip(study.indices.shares, study.tornado, strict=True):
        swing = swings.of(path)
        low, high = (swing.mean if swing else None) or (None, None)
        index = shares.of(path) if factor == path else None
        screened = study.screening.of(path, shares.outcome) if factor == OTHERS else None
        effects.append(Effect(shares.outcome, low, high, index, screened))
    return tuple(effects)
