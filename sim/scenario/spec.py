"""What may a parameter hold?

A :class:`Spec` stands in the type annotation of every parameter of the schema.
It says the shape and the dimension of the value, who decides it (its role) and
what it means, and it gives editors the JSON Schema of what may be written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from sim.scenario.units import RATIO, Dimension
from sim.scenario.values import Assumption, Role

Shape = Literal["number", "dated", "spread", "date", "choice", "file", "four"]

ENTRY_KEYS = (
    "value",
    "unit",
    "status",
    "source",
    "why",
    "prior",
    "follows",
    "departure",
    "review_by",
)
STATUSES = ("reported", "derived", "calibrated", "assumed", "lever")
PRIORS = {
    "uniform": ("low", "high"),
    "triangular": ("low", "mode", "high"),
    "normal": ("mean", "sd"),
    "lognormal": ("median", "p90"),
    "beta": ("mean", "sd"),
}
DATE_PATTERN = r"^\d{4}-\d{2}-\d{2}$"


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

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe what may be written in a file: bare, or a mapping with its grounds."""
        bare = _WRITTEN[self.shape](self)
        entry: dict[str, Any] = {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "value": bare,
                "unit": {"enum": list(self.dimension.units)} if self.has_unit else False,
                "status": {"enum": list(STATUSES)},
                "source": {"type": "string", "description": "an id in sources.yaml"},
                "why": {"type": "string"},
                "prior": PRIOR_SCHEMA,
                "review_by": {"type": "string", "pattern": DATE_PATTERN},
            },
        }
        if self.may_follow:
            entry["properties"]["follows"] = {"enum": ["programme"]}
            entry["properties"]["departure"] = {"type": ["number", "string"]}
        return {"description": f"{self.about} [{self.role}]", "anyOf": [bare, entry]}

    @property
    def has_unit(self) -> bool:
        """True if the value is a number or a length of time."""
        return self.shape in ("number", "dated", "spread", "four")


def _number(spec: Spec) -> dict[str, Any]:
    return {"type": ["number", "string"], "examples": [spec.dimension.example]}


def _dated(spec: Spec) -> dict[str, Any]:
    exactly = {
        "type": "object",
        "properties": {"exactly": _number(spec)},
        "required": ["exactly"],
        "additionalProperties": False,
    }
    steps = {
        "type": "object",
        "patternProperties": {DATE_PATTERN: {"anyOf": [_number(spec), exactly]}},
        "additionalProperties": False,
        "minProperties": 1,
    }
    return {"anyOf": [_number(spec), steps]}


def _spread(spec: Spec) -> dict[str, Any]:
    length = _number(spec)
    by_quantiles = {
        "type": "object",
        "properties": {"median": length, "p90": length},
        "required": ["median", "p90"],
        "additionalProperties": False,
    }
    exponential = {
        "type": "object",
        "properties": {"mean": length},
        "required": ["mean"],
        "additionalProperties": False,
    }
    return {"anyOf": [length, by_quantiles, exponential]}


_WRITTEN: dict[Shape, Callable[[Spec], dict[str, Any]]] = {
    "number": _number,
    "dated": _dated,
    "spread": _spread,
    "date": lambda spec: {"type": "string", "pattern": DATE_PATTERN},
    "choice": lambda spec: {"enum": list(spec.choices)},
    "file": lambda spec: {"type": "string"},
    "four": lambda spec: {"type": "array", "items": _number(spec), "minItems": 4, "maxItems": 4},
}

_PRIOR_KINDS: dict[str, Any] = {
    kind: {
        "type": "object",
        "properties": {name: {"type": ["number", "string"]} for name in names},
        "required": list(names),
        "additionalProperties": False,
    }
    for kind, names in PRIORS.items()
}
PRIOR_SCHEMA: dict[str, Any] = {
    "type": "object",
    "minProperties": 1,
    "maxProperties": 1,
    "additionalProperties": False,
    "properties": {
        **_PRIOR_KINDS,
        "factor": {
            "type": "object",
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": False,
            "properties": _PRIOR_KINDS,
        },
    },
}
