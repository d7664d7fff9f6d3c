"""Which levers has the page, where do they stand, and what does a scenario say if they are moved?

Most levers multiply what the scenario has, so that its growth and what is uncertain about it stay;
one that is at its start changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import floor
from typing import Any

from sim.model.stated import releasing_barriers
from sim.scenario.catalogue import spec_at
from sim.scenario.priors import reach
from sim.scenario.schema import Scenario
from sim.scenario.units import SHARE
from sim.scenario.values import Assumption, Dated, Spread
from sim.show.web.idle import idle_levers
from sim.show.web.lever_words import drawn_range, has_words
from sim.show.words import listed

Entries = dict[str, dict[str, Any]]
"""What a scenario file says, by key path."""

_LEVER: dict[str, Any] = {"status": "lever", "why": "a what-if, set by hand"}
_WEEK = 7
_CLOSEST = 0.5
"""Days between flights at least."""


@dataclass(frozen=True)
class Lever:
    """One lever of a scenario.

    Attributes
    ----------
    name
        In forms and links.
    label, unit, about
        In words: what it moves, in what, and what there is to know.
    low, high, step, start
        Where it can stand, and where it does if nobody moves it.
    has
        What the scenario has, in words.
    idle
        Why moving it would change nothing in this scenario; empty if it may.
    entries
        What a scenario file says if the lever stands elsewhere.
    """

    name: str
    label: str
    unit: str
    about: str
    low: float
    high: float
    step: float
    start: float
    has: str
    entries: Callable[[float], Entries]
    idle: str = ""


def levers_of(scenario: Scenario) -> dict[str, Lever]:
    """Return the levers that a scenario has, by name, in the order in which people meet them."""
    values = {entry.path: entry for entry in scenario.assumptions()}
    releases = [f"barriers.{name}.share" for name in releasing_barriers(scenario)]
    casework = [f"casework.{step}" for step in ("referral", "reply", "notice")]
    found = (
        _multiple(values, "places", "Places in detention", ["detention.places"], 4.0, ""),
        _multiple(
            values,
            "casework",
            "Time of casework",
            casework,
            3.0,
            "Referral, reply and notice each take so many times as long.",
        ),
        _multiple(
            values,
            "releases",
            "Legal releases",
            releases,
            3.0,
            "How many people each legal barrier releases. Whether a release is right is outside "
            "the model.",
        ),
        _multiple(values, "seats", "Agreed places on a flight", ["flights.seats"], 4.0, ""),
        _days_between(values),
        _multiple(
            values,
            "eligible",
            "Eligibility on the route in",
            ["inbound.eligible"],
            4.0,
            "The share of applications that meet the conditions.",
        ),
        _amount(scenario, "inbound_lead", "Inbound may lead by", "balance.inbound_lead", 500, 5),
        _amount(scenario, "returned_lead", "Returns may lead by", "balance.returned_lead", 500, 5),
        _amount(
            scenario,
            "deterrence",
            "Strength of deterrence",
            "deterrence.strength",
            20,
            0.5,
            "Nobody has measured it, so any number is an assumption, and zero is no finding. At 5, "
            "attempts fall by 5% for each point of perceived chance of return. It acts after the "
            "last observed week only.",
        ),
    )
    idle = idle_levers(scenario)
    return {
        lever.name: replace(lever, idle=idle.get(lever.name, ""))
        for lever in found
        if lever is not None
    }


def entries_of(levers: Mapping[str, Lever], moved: Mapping[str, float]) -> Entries:
    """Return what a scenario file says with levers moved; one at its start says nothing.

    Parameters
    ----------
    levers
        Of the scenario.
    moved
        Where levers stand, by name.
    """
    entries: Entries = {}
    for name, lever in levers.items():
        if moved.get(name, lever.start) != lever.start:
            entries |= lever.entries(moved[name])
    return entries


def _multiple(
    values: Mapping[str, Assumption[Any]],
    name: str,
    label: str,
    paths: list[str],
    high: float,
    about: str,
) -> Lever | None:
    """Return a lever that multiplies values; None if the scenario has none to multiply."""
    held = [values[path] for path in paths if path in values and _can_be_multiplied(values[path])]
    if not held:
        return None
    spread = any(isinstance(entry.value, Spread) for entry in held)

    def entries(by: float) -> Entries:
        return {entry.path: _times(entry, by) for entry in held}

    step = 0.1
    highest = min([high, *(_most(entry, step) for entry in held)])
    return Lever(
        name=name,
        label=label,
        unit="times what the scenario has",
        about=about,
        low=step if spread else 0.0,
        high=highest,
        step=step,
        start=1.0,
        has=listed([has_words(entry, named=len(held) > 1) for entry in held]),
        entries=entries,
    )


def _days_between(values: Mapping[str, Assumption[Any]]) -> Lever | None:
    """Return the lever of the days from one flight to the next."""
    entry = values["flights.per_week"]
    if not isinstance(entry.value, Dated) or not (last := entry.value.steps[-1].value):
        return None
    per_week = last / spec_at(entry.path).dimension.units["per week"]
    exact = _WEEK / per_week
    start = round(exact, 1)
    if start < _CLOSEST:
        return None
    return Lever(
        name="days_between_flights",
        label="Days between flights",
        unit="days",
        about="From the scenario's last change on; earlier flights come closer by the same factor.",
        low=_CLOSEST,
        high=max(28.0, 2 * start),
        step=0.5 if start % 0.5 == 0 else 0.1,
        start=start,
        has=has_words(entry, named=False),
        entries=lambda days: {entry.path: _times(entry, float(f"{exact / days:.4g}"))},
    )


def _amount(
    scenario: Scenario,
    name: str,
    label: str,
    path: str,
    high: float,
    step: float,
    about: str = "",
) -> Lever | None:
    """Return a lever that sets a value, with nothing uncertain left about it.

    It starts in the middle of what replications have, so that moving it a little changes little.
    """
    entry = {entry.path: entry for entry in scenario.assumptions()}.get(path)
    if entry is None or entry.value > high:
        return None
    unit, start, has = entry.unit, float(entry.value), has_words(entry, named=False)
    if entry.prior is not None:
        low, middle, most = drawn_range(scenario, entry)
        start, digits = round(middle / step) * step, 0 if unit == "people" else 1
        has = (
            f"{low:.{digits}f} to {most:.{digits}f}{'' if unit == 'ratio' else f' {unit}'} in nine "
            f"of ten replications, {middle:.{digits}f} in the middle"
        )
        about = f"Once moved, it is one number in all replications. {about}".rstrip()
    return Lever(
        name=name,
        label=label,
        unit="" if unit == "ratio" else unit,
        about=about,
        low=0.0,
        high=high,
        step=step,
        start=start,
        has=has,
        entries=lambda at: {path: {"value": _whole(at), "unit": unit} | _LEVER},
    )


def _can_be_multiplied(entry: Assumption[Any]) -> bool:
    value = entry.value
    numbers = (
        [step.value for step in value.steps]
        if isinstance(value, Dated)
        else [value.mean or value.median]
        if isinstance(value, Spread)
        else [value]
    )
    return any(numbers) and (entry.prior is None or entry.prior.factor)


def _times(entry: Assumption[Any], by: float) -> dict[str, Any]:
    """Multiply a value; nothing is left to multiply of none, so zero is a value."""
    stated = {"times": _whole(by)} if by else {"value": 0, "unit": entry.unit}
    return stated | _LEVER


def _whole(number: float) -> float:
    """Return a whole number as such, so that it is written without a point."""
    return int(number) if number == int(number) else number


def _most(entry: Assumption[Any], step: float) -> float:
    """Return up to which factor a share and its prior stay possible."""
    spec = spec_at(entry.path)
    if spec.dimension != SHARE or not isinstance(entry.value, Dated):
        return float("inf")
    highest = max(held.value for held in entry.value.steps)
    highest *= reach(entry.prior)[1] if entry.prior else 1.0
    return round(floor(spec.dimension.high / highest / step) * step, 10)
