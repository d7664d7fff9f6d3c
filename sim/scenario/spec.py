"""What may a parameter hold?

A :class:`Spec` stands in the type annotation of every parameter of the schema.
It says the shape and the dimension of the value, who decides it (its role) and
what it means.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from sim.scenario.units import RATIO, Dimension
from sim.scenario.values import Assumption, Role, Status

Shape = Literal["number", "dated", "spread", "date", "choice", "file", "four"]

ENTRY_KEYS = (
    "value",
    "times",
    "unit",
    "status",
    "source",
    "why",
    "prior",
    "follows",
    "departure",
    "review_by",
)
STATUSES = get_args(Status)
PRIORS = {
    "uniform": ("low", "high"),
    "triangular": ("low", "mode", "high"),
    "normal": ("mean", "sd"),
    "lognormal": ("median", "p90"),
    "beta": ("mean", "sd"),
}
FROM_THE_START = "start"
"""Stands for the first day in a dated value."""


@dataclass(frozen=True, slots=True)
class Spec:
    """The shape, dimension, role and meaning of one parameter.

    Attributes
    ----------
    about
        One sentence for pages, editors and error messages.
    choices
        For the shape ``choice``: the words that may be written.
    may_follow
        True for a limit that may follow the shared programme path.
    above_zero
        True where zero makes no sense (a length of time to divide by, say).
    """

    about: str
    shape: Shape
    dimension: Dimension = RATIO
    role: Role = "uncertainty"
    choices: tuple[str, ...] = ()
    may_follow: bool = False
    above_zero: bool = False

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Accept a resolved assumption; the text of files is read in ``entries``."""
        return core_schema.is_instance_schema(Assumption)

    @property
    def has_unit(self) -> bool:
        """True if the value is a number or a length of time."""
        return self.shape in ("number", "dated", "spread", "four")

    @property
    def may_multiply(self) -> bool:
        """True if a factor on the value means something."""
        return self.shape in ("number", "dated", "spread")

    @property
    def entry_keys(self) -> tuple[str, ...]:
        """The keys that may stand beside its value."""
        absent: set[str] = set() if self.may_follow else {"follows", "departure"}
        if not self.has_unit:
            absent |= {"unit", "prior"}
        if not self.may_multiply:
            absent.add("times")
        return tuple(key for key in ENTRY_KEYS if key not in absent)
