"""Whose luck is it?

Every piece of chance has an owner (a boat, a person, a visit, a flight, an applicant, a day
or a parameter) and is a pure function of the seed, the replication, its name and its owner.
:mod:`~sim.luck.keys` says who the owners are, :class:`Luck` gives each a uniform, and
:mod:`~sim.luck.invert` turns uniforms into durations, counts and choices. Nothing is a
sequence, so nobody's luck moves when somebody else is added.
"""

from __future__ import annotations

from sim.luck import invert
from sim.luck.keys import (
    Route,
    applicant_key,
    boat_key,
    day_key,
    flight_key,
    parameter_key,
    person_key,
    visit_key,
)
from sim.luck.luck import Luck

__all__ = [
    "Luck",
    "Route",
    "applicant_key",
    "boat_key",
    "day_key",
    "flight_key",
    "invert",
    "parameter_key",
    "person_key",
    "visit_key",
]
