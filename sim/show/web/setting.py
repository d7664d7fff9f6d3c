"""What is asked of the page, and how is that written as a link and as a scenario?

A setting is a scenario that comes with the project and where its levers stand, or the text of one
of the user's own. Either way the model gets text, which goes through the reader of files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlencode

import yaml

from sim.scenario.listing import listed
from sim.scenario.load import Loaded, load_text, load_with_sources
from sim.show.web.levers import Lever, entries_of, levers_of

FIRST = "pilot"
"""The scenario with which the page begins."""
PRECISIONS = ("10%", "5%", "3%", "2%", "1%")
"""Half-widths of the 95% interval of median returns and inbound that can be asked for."""
USUAL_PRECISION = "3%"
USUAL_SEED = 1
PINNED = "pinned_"
"""Begins the names of the fields that say what a setting is compared with."""
OWN = "scenario.yaml"
"""How the user's own text is named."""
_WIDTH = 100


@dataclass(frozen=True)
class Setting:
    """One scenario of the page.

    Attributes
    ----------
    scenario
        Bare name of one that comes with the project.
    moved
        Where levers stand that are not at their start, by name.
    text
        The user's own scenario in place of both; empty if there is none.
    """

    scenario: str = FIRST
    moved: Mapping[str, float] = field(default_factory=dict)
    text: str = ""

    @property
    def named(self) -> str:
        """The scenario as a command would name it."""
        return OWN if self.text or self.moved else self.scenario

    @property
    def scenario_text(self) -> str:
        """The scenario as a file that can be run."""
        return self.text or _moved_text(self.scenario, self.moved)

    def load(self) -> Loaded:
        """Read the scenario.

        Raises
        ------
        ScenarioError
            If the user's text, or a lever so far out, is no scenario.
        """
        if self.text or self.moved:
            return load_text(self.scenario_text, OWN)
        return load_with_sources(self.scenario)

    def fields(self) -> dict[str, str]:
        """Return the setting as a form would send it, without a text."""
        return {"scenario": self.scenario} | {k: f"{at:.10g}" for k, at in self.moved.items()}


@dataclass(frozen=True)
class Asked:
    """All that is asked of the page.

    Attributes
    ----------
    setting
        Whose answer is shown.
    pinned
        What it is compared with; the scenario with no lever moved if None.
    seed, precision
        How it is run.
    """

    setting: Setting = field(default_factory=Setting)
    pinned: Setting | None = None
    seed: int = USUAL_SEED
    precision: str = USUAL_PRECISION

    @property
    def beside(self) -> Setting | None:
        """What the setting is compared with; None if that is itself."""
        other = self.pinned or Setting(self.setting.scenario)
        return None if other.scenario_text == self.setting.scenario_text else other

    @property
    def width(self) -> float:
        """The precision as a share."""
        return float(self.precision.removesuffix("%")) / 100

    def link(self) -> str:
        """Return the query of a link that restores what is asked; a text is not in it."""
        fields = self.setting.fields()
        if self.pinned is not None:
            fields |= {f"{PINNED}{name}": at for name, at in self.pinned.fields().items()}
        if self.seed != USUAL_SEED:
            fields["seed"] = str(self.seed)
        if self.precision != USUAL_PRECISION:
            fields["precision"] = self.precision
        return f"?{urlencode(fields)}"


@cache
def levers(scenario: str) -> dict[str, Lever]:
    """Return the levers of a scenario that comes with the project."""
    return levers_of(load_with_sources(scenario).scenario)


def _moved_text(scenario: str, moved: Mapping[str, float]) -> str:
    """Write a scenario with levers moved: what differs, on top of the one that it extends."""
    title = _titles()[scenario]
    tree: dict[str, Any] = {
        "name": f"{title}, levers moved" if moved else title,
        "extends": scenario,
    }
    for path, entry in entries_of(levers(scenario), moved).items():
        *sections, key = path.split(".")
        here = tree
        for section in sections:
            here = here.setdefault(section, {})
        here[key] = entry
    return str(yaml.safe_dump(tree, sort_keys=False, allow_unicode=True, width=_WIDTH))


@cache
def _titles() -> dict[str, str]:
    return {scenario.name: scenario.title for scenario in listed()}
