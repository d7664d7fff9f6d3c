"""What did other schemes do, and what was something said to cost?

One file lists such figures. Nothing simulated is compared with them: pages show them beside it,
for perspective.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator

from sim.evidence.listing import read_list, repeated_ids
from sim.evidence.ratios import Derived, Ratio, Worded, derive
from sim.evidence.reading import Day, one_of
from sim.scenario.library import library
from sim.scenario.models import validated
from sim.scenario.problems import nearest

GROUPS = {
    "dublin": "Transfers under the Dublin Regulation",
    "eu_turkey": "The statement of the European Union and Turkey",
    "rwanda": "The UK-Rwanda partnership",
    "removals": "Other returns from the United Kingdom",
    "estate": "Places in detention",
    "plans": "Plans of other parties",
    "costs_pilot": "What was said of the pilot's cost",
    "costs_rwanda": "What the UK-Rwanda partnership cost, and would have cost",
    "costs_act": "What the Illegal Migration Act was expected to cost",
    "costs_week": "What plans of other parties were said to cost",
    "costs_unit": "What places, days and flights cost",
}
"""Every group and its heading, in the order in which pages show them."""

EVERY = ""
"""Name under which the unit of all numbers stands."""


def _by_name(unit: Any) -> Any:
    return {EVERY: unit} if isinstance(unit, str) else unit


class Perspective(BaseModel):
    """One item: figures that belong together.

    Attributes
    ----------
    id, group
        Its name, and one of :data:`GROUPS`.
    text
        A neutral label.
    figures
        Numbers as printed, by name; none where none was given.
    unit
        What each number counts, by its name; see :meth:`unit_of`.
    as_of, period
        The day at whose end it was so, or in words the time that it is about.
    source
        An id of ``sources.yaml``.
    ratios
        What is worked out from the figures.
    note
        What a reader should know about it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    group: Annotated[str, one_of(GROUPS, "group")]
    text: str
    figures: dict[str, Worded] = {}
    unit: Annotated[dict[str, str], BeforeValidator(_by_name), Field(validate_default=True)] = {}
    as_of: Day | None = None
    period: Annotated[str | None, Field(validate_default=True)] = None
    source: str
    ratios: tuple[Ratio, ...] = ()
    note: str | None = None

    @property
    def derived(self) -> tuple[Derived, ...]:
        """What the ratios come to, in their order."""
        return tuple(derive(ratio, self.figures) for ratio in self.ratios)

    def unit_of(self, name: str) -> str:
        """Return what a number counts."""
        return self.unit.get(name) or self.unit[EVERY]

    @field_validator("unit")
    @classmethod
    def _is_of_every_number(cls, unit: dict[str, str], info: ValidationInfo) -> dict[str, str]:
        figures = info.data.get("figures")
        if figures is None or (EVERY in unit and figures):
            return unit
        if EVERY in unit:
            raise ValueError("there is no number that it could be the unit of; remove it")
        for name in unit:
            if name not in figures:
                raise ValueError(f"there is no number '{name}'; {nearest(name, figures)}")
        for name in figures:
            if name not in unit:
                raise ValueError(f"'{name}' has no unit; write one for all numbers or for each")
        return unit

    @field_validator("period")
    @classmethod
    def _is_of_one_time(cls, period: str | None, info: ValidationInfo) -> str | None:
        if "as_of" in info.data and (period is None) == (info.data["as_of"] is None):
            raise ValueError("write either 'as_of' a day or a 'period' in words")
        return period

    @field_validator("ratios")
    @classmethod
    def _are_of_its_numbers(
        cls, ratios: tuple[Ratio, ...], info: ValidationInfo
    ) -> tuple[Ratio, ...]:
        for ratio in ratios if "figures" in info.data else ():
            derive(ratio, info.data["figures"])
        return ratios


def default_perspective() -> Path:
    """Return the file of figures for perspective that comes with the project."""
    return library() / "reported" / "perspective.yaml"


def read_perspective(path: Path) -> tuple[Perspective, ...]:
    """Read a file of figures for perspective, in its order.

    Parameters
    ----------
    path
        Sources are looked up as for :func:`sim.evidence.figures.read_figures`.

    Raises
    ------
    ScenarioError
        With every problem of the file and of its sources.
    """
    return read_list(
        path,
        "items",
        lambda node: validated(Perspective, node),
        lambda listed: repeated_ids(listed, "an item"),
    )
