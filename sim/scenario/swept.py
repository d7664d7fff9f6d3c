"""At which values of one unknown is an answer shown?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.scenario.values import Assumption


@dataclass(frozen=True, slots=True)
class Sweep:
    """The unknown that decides an answer, and the values at which the answer is shown.

    Attributes
    ----------
    path
        Key path of the unknown.
    settings
        The parameter at each value, in the order of the file; nothing is uncertain about
        them and they do not grow.
    written
        Each value as a file may have it, with its unit, such as ``25%``.
    """

    path: str
    settings: tuple[Assumption[Any], ...]
    written: tuple[str, ...]
