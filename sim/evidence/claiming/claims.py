"""Which claims were made, by whom, and what can each be checked with?

One file lists them. It says nothing about whether they hold: that is calculated from the
figures which each claim names (:mod:`sim.evidence.claiming.judging`). Every problem in it is found
before any is shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from sim.evidence.claiming.checks import Chance, Difference, Fall, Periods, Ratio, Rise
from sim.evidence.claiming.courses import Between, Dates, Lead, Rank, Trend
from sim.evidence.claiming.given import Given, Part
from sim.evidence.claiming.reported import Reported
from sim.evidence.claiming.starts import SinceStart
from sim.evidence.listing import read_list, repeated_ids
from sim.evidence.printed import ROUNDINGS, Rounding
from sim.evidence.reading import Number, one_of
from sim.scenario.library import library
from sim.scenario.models import validated
from sim.scenario.problems import Problem
from sim.scenario.reader import Mapping, Node, Scalar, Sequence

OF_A_NUMBER = ("ratio", "rise", "fall", "difference", "equals", "since_start", "between")
"""Checks of a number that the claim gives, in ``printed``."""

CHECKS = (*OF_A_NUMBER, "rank", "periods", "lead", "trend", "dates", "chance")
"""Every kind of check; a claim has one or none."""


STATED = tuple(word for word in ROUNDINGS if word != "truncated")
"""Roundings that a claim may state."""


class Claim(Part):
    """One claim as it was made, and its check.

    Attributes
    ----------
    id, text
        A short name, and what was said, in words.
    by, source
        Who said it, and an id of ``sources.yaml``: where that was printed.
    printed, rounding
        The number as printed, and how, where it is checked. Whether it was cut off is for
        the verdict to say.
    note
        What a reader should know about it.
    why
        Why nothing can check it; only where nothing does.
    """

    id: str
    text: str
    by: str
    source: str
    printed: Number | None = None
    rounding: Annotated[Rounding, one_of(STATED, "rounding of a claim")] = "half_up"
    note: str | None = None
    why: str | None = None
    ratio: Ratio | None = None
    rise: Rise | None = None
    fall: Fall | None = None
    difference: Difference | None = None
    equals: Given | None = None
    since_start: SinceStart | None = None
    between: Between | None = None
    rank: Rank | None = None
    periods: Periods | None = None
    lead: Lead | None = None
    trend: Trend | None = None
    dates: Dates | None = None
    chance: Chance | None = None

    @property
    def kind(self) -> str | None:
        """The name of its check, or None."""
        return next((kind for kind in CHECKS if getattr(self, kind) is not None), None)

    @property
    def check(self) -> Part | None:
        """Its check, or None."""
        check: Part | None = getattr(self, self.kind) if self.kind else None
        return check


def default_claims() -> Path:
    """Return the file of the claims that come with the project."""
    return library() / "reported" / "claims.yaml"


def read_claims(path: Path, reported: Reported) -> tuple[Claim, ...]:
    """Read a file of claims, in its order.

    Parameters
    ----------
    path
        Sources are looked up as for :func:`sim.evidence.figures.read_figures`.
    reported
        What its figures are looked up in.

    Raises
    ------
    ScenarioError
        With every problem of the file and of its sources.
    """

    def check(listed: Sequence) -> Iterator[Problem]:
        yield from repeated_ids(listed, "a claim")
        for node in listed.items:
            yield from _misfits(node)

    return read_list(path, "claims", lambda node: validated(Claim, node, reported), check)


def _misfits(node: Node) -> Iterator[Problem]:
    """Find what does not go together in a claim."""
    if not isinstance(node, Mapping):
        return
    places = {key.text: key.place for key, _ in node.items}
    kinds = [key for key in places if key in CHECKS]
    for second in kinds[1:]:
        yield Problem(places[second], f"a claim has one check; '{kinds[0]}' is above")
    if not kinds and "why" not in places:
        checks = ", ".join(CHECKS)
        yield Problem(node.place, f"write a check ({checks}), or 'why' nothing can check it")
    if kinds and "why" in places:
        yield Problem(places["why"], f"'why' is for what nothing checks; '{kinds[0]}' checks this")
    if kinds and kinds[0] in OF_A_NUMBER and "printed" not in places:
        yield Problem(node.place, f"'printed' is missing; '{kinds[0]}' checks a number")
    has_no_number = kinds[0] not in OF_A_NUMBER if kinds else "why" in places
    if has_no_number:
        for key in {"printed", "rounding"} & places.keys():
            yield Problem(places[key], f"nothing checks a number here; remove '{key}'")
    printed = node.get("printed")
    is_change = bool(kinds) and kinds[0] in ("rise", "fall")
    if is_change and isinstance(printed, Scalar) and not printed.text.strip().endswith("%"):
        yield Problem(printed.place, f"'{kinds[0]}' is a percentage; write it as 13%")
