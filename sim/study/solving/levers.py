"""Which value is moved, over which range, and in which steps?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model.basis import ABSENT
from sim.scenario.catalogue import spec_at
from sim.scenario.problems import ScenarioError
from sim.scenario.schema import Scenario
from sim.scenario.units import PEOPLE, PLACES, SHARE
from sim.scenario.values import Assumption, Dated, Spread, Step
from sim.study.asked import read_values
from sim.study.errors import StudyError

WHOLE = (PLACES, PEOPLE)
"""Dimensions of what is counted."""
STEPS = 1024
"""Into how many steps a range is cut at most."""
_TIMES = 5.0
"""A range that is not given goes from nothing to so many times the scenario's value."""


@dataclass(frozen=True)
class Lever:
    """A value and the settings that it may have.

    Attributes
    ----------
    path
        Key path.
    entry
        The parameter at the low end of the range: with nothing uncertain about it.
    base
        What the scenario has, if it has the value at all.
    settings
        Numbers in base units, ascending: of a spread, its median or mean.
    centre
        The scenario's own number, the highest where it changes; None if it has none.
    """

    path: str
    entry: Assumption[Any]
    base: Assumption[Any] | None
    settings: NDArray[np.float64]
    centre: float | None

    def at(self, setting: float) -> Assumption[Any]:
        """Return the parameter at a setting.

        A dated value is set on every day but those on which the scenario has zero; a spread keeps
        its shape. Neither prior nor growth is left.
        """
        held = self.base.value if self.base is not None else self.entry.value
        value: Any = setting
        if isinstance(held, Dated):
            ever_open = any(step.value > 0 for step in held.steps)
            value = Dated(
                tuple(
                    Step(s.first_day, 0.0 if ever_open and s.value == 0 else setting, False)
                    for s in held.steps
                )
            )
        elif isinstance(held, Spread):
            middle = held.mean or held.median
            value = held.times(setting / middle) if middle else Spread(setting, setting)
        return replace(self.entry, value=value)

    def written(self, setting: float) -> str:
        """Write a setting with its unit, to four digits; people and places whole."""
        unit = self.entry.unit
        number = float(f"{setting / self.scale:.4g}")
        if spec_at(self.path).dimension in WHOLE:
            number = round(setting)
        return f"{number:,.10g}{'' if unit.startswith('%') else ' '}{unit}".removesuffix(" ratio")

    @property
    def scale(self) -> float:
        """What one of the lever's unit is in base units."""
        return spec_at(self.path).dimension.units[self.entry.unit] if self.entry.unit else 1.0


def lever_of(scenario: Scenario, path: str, between: str | None = None) -> Lever:
    """Return a lever.

    Parameters
    ----------
    scenario
        As loaded.
    path
        Key path of a number, a dated value or a length of time.
    between
        The two ends of the range with a comma between, each as a file may have it; from nothing to
        five times the scenario's own value if not given, and all of it for a share.

    Raises
    ------
    StudyError
        If the value is no quantity, or no range is given and none follows from the scenario.
    ScenarioError
        If the key path or the range cannot be read, with what to write instead.
    """
    base = {entry.path: entry for entry in scenario.assumptions()}.get(path)
    centre = ABSENT.get(path) if base is None else _highest(base.value)
    ends = _ends(scenario, path, between, base, centre)
    if not isinstance(ends[0].value, Dated | Spread | float | int):
        raise StudyError(f"'{path}' is no quantity; write a key that is, such as flights.seats")
    if len(ends) != 2:
        raise StudyError("write the two ends of a range, such as --between '0, 100'")
    low, high = sorted(_highest(end.value) or 0.0 for end in ends)
    settings = _steps(low, high, spec_at(path).dimension in WHOLE)
    if len(settings) < 2:
        raise StudyError(f"no two whole numbers lie in the range of '{path}'; write a wider one")
    entry = replace(ends[0], status="lever", why="one of the settings that were tried")
    return Lever(path, entry, base, settings, centre)


def _steps(low: float, high: float, whole: bool) -> NDArray[np.float64]:
    """Cut a range into steps; people and places are whole."""
    if not whole:
        return np.linspace(low, high, STEPS + 1)
    by = max(-(-int(high - low) // STEPS), 1)
    return np.arange(np.ceil(low), np.floor(high) + 0.5, by)


def _ends(
    scenario: Scenario,
    path: str,
    between: str | None,
    base: Assumption[Any] | None,
    centre: float | None,
) -> tuple[Assumption[Any], ...]:
    """Return the parameter at both ends of the range that was given, or of one that stands for it.

    What is wrong with a range that nobody wrote is nobody's fault: then one has to be written.
    """
    if between is not None:
        return read_values(scenario, path, between, "between").settings
    try:
        return read_values(scenario, path, _range(path, base, centre), "between").settings
    except ScenarioError as error:
        if any(problem.place.file == "vary" for problem in error.problems):
            raise
    raise StudyError(f"write the two ends of a range for '{path}' with --between")


def _range(path: str, base: Assumption[Any] | None, centre: float | None) -> str:
    """Write the range of a lever for which none was given."""
    if base is not None and spec_at(path).dimension == SHARE:
        return "0%, 100%"
    unit = base.unit if base is not None else ""
    scale = spec_at(path).dimension.units[unit] if unit else 1.0
    high = _TIMES * (centre or 0.0) / scale
    low = high / _TIMES**2 if base is not None and isinstance(base.value, Spread) else 0.0
    return ", ".join(f"{_plain(end)} {unit}".strip() for end in (low, high))


def _plain(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".")


def _highest(value: object) -> float | None:
    """Return the number of a value: the highest of a dated one, the middle of a spread."""
    if isinstance(value, Dated):
        return max(step.value for step in value.steps)
    if isinstance(value, Spread):
        return value.mean or value.median
    return float(value) if isinstance(value, int | float) else None
