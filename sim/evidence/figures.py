"""Which figures were reported, by whom, and how were they printed?

One file lists them beside the scenarios. Every problem in it is found before any is shown.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator

from sim.evidence.listing import read_list
from sim.evidence.printed import ROUNDINGS, Printed, Rounding
from sim.evidence.quantities import QUANTITIES
from sim.evidence.reading import Day, YesOrNo, one_of
from sim.scenario.library import library
from sim.scenario.models import validated
from sim.scenario.problems import Place, Problem, ScenarioError
from sim.scenario.reader import Mapping, Node
from sim.scenario.schema import Scenario


class Figure(BaseModel):
    """One figure as reported.

    Attributes
    ----------
    quantity
        One of :data:`~sim.evidence.quantities.QUANTITIES`.
    as_of
        It holds at the end of this day.
    earliest, latest
        The days between which it may hold instead, if the day is uncertain.
    reported
        The text as printed.
    rounding
        How it came to be printed; see :class:`~sim.evidence.printed.Printed`.
    source
        An id of ``sources.yaml``.
    group
        What it is counted with, such as ``month_end``.
    note
        What a reader should know about it.
    use
        False for one that is kept but never compared.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    quantity: Annotated[str, one_of(QUANTITIES, "quantity")]
    as_of: Day
    reported: str
    rounding: Annotated[Rounding, one_of(ROUNDINGS, "rounding")]
    source: str
    group: str | None = None
    note: str | None = None
    earliest: Day | None = None
    latest: Day | None = None
    use: YesOrNo = True

    @property
    def printed(self) -> Printed:
        """What the text says."""
        return Printed(self.reported, self.rounding)

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day at whose end it may hold."""
        return self.earliest or self.as_of, self.latest or self.as_of

    @field_validator("earliest", "latest")
    @classmethod
    def _lies_about_the_day(cls, day: date | None, info: ValidationInfo) -> date | None:
        as_of = info.data.get("as_of")
        if day and as_of and (day > as_of if info.field_name == "earliest" else day < as_of):
            side = "after" if info.field_name == "earliest" else "before"
            raise ValueError(f"{day} is {side} as_of, {as_of}; the day lies between them")
        return day

    @field_validator("as_of")
    @classmethod
    def _ends_its_month(cls, as_of: date, info: ValidationInfo) -> date:
        quantity = QUANTITIES.get(info.data.get("quantity", ""))
        if quantity and quantity.ends_with_month and (as_of + timedelta(days=1)).day != 1:
            raise ValueError(f"{as_of} does not end a month, as a figure of a month does")
        return as_of

    @field_validator("reported")
    @classmethod
    def _is_a_number(cls, text: str, info: ValidationInfo) -> str:
        printed = Printed(text, "exact")
        quantity = QUANTITIES.get(info.data.get("quantity", ""))
        if quantity and quantity.is_share and not 0 <= printed.value <= 1:
            raise ValueError(f"'{text}' is not a share; write it as 1.6%")
        if quantity and not quantity.is_share and printed.is_percentage:
            raise ValueError(f"'{text}' is a percentage, but {info.data['quantity']} is a count")
        return text


def default_figures() -> Path:
    """Return the file of what was reported about the pilot."""
    return library() / "reported" / "france_pilot.yaml"


def figures_of(scenario: Scenario, named: Path | None = None) -> tuple[Figure, ...]:
    """Read the figures that a scenario is compared with, or others that were named instead.

    Raises
    ------
    ScenarioError
        If none are named, here or in the scenario; see also :func:`read_figures`.
    """
    if named or scenario.figures:
        return read_figures(named or Path(scenario.figures))
    message = "no reported figures; write 'figures:' and their file, or name one with --figures"
    raise ScenarioError([Problem(Place(scenario.files[0]), message)])


def read_figures(path: Path) -> tuple[Figure, ...]:
    """Read a file of reported figures, in its order.

    Parameters
    ----------
    path
        Sources are looked up in the ``sources.yaml`` beside the file or one folder up; if
        there is none they are not checked.

    Raises
    ------
    ScenarioError
        With every problem of the file and of its sources.
    """
    return read_list(path, "figures", _figure)


def _figure(node: Node) -> Figure:
    if not isinstance(node, Mapping):
        raise ScenarioError([Problem(node.place, "write a figure as 'quantity: …', 'as_of: …', …")])
    return validated(Figure, node)
