"""What does the page say to a setting, from a first look to an answer as precise as was asked?

A first look needs few replications; after it come 200, 400, 800 and so on, as when a command runs
to a precision, until the answer is as precise as was asked. It is then the command's answer, to
the last digit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sim.ensemble.result import Result
from sim.ensemble.run import is_enough
from sim.ensemble.settings import DEFAULT_REPLICATIONS
from sim.outcomes.indicators import INDICATORS
from sim.show.web.runs import Runs, Stop
from sim.show.web.setting import Asked, Setting
from sim.study.contrasting.paired import Difference, paired_difference

PREVIEW = 100
"""Replications of the first look."""
COMPARED = (
    "returns",
    "inbound",
    "net_flow",
    "returns_rate",
    "returns_per_week",
    "people_detained",
    "released_after_detention",
    "person_days_detained",
    "time_in_detention",
    "seats_unused",
    "cost",
)
"""Indicators whose paired difference is shown."""


@dataclass(frozen=True)
class Answer:
    """What is known so far.

    Attributes
    ----------
    asked
        What was asked.
    result, beside
        Of the setting, and of what it is compared with.
    differences
        Paired, by indicator, the setting less the other; None if there is nothing to compare it
        with.
    unpaired
        Why there is no difference though there is another; empty if there is one.
    is_final
        Whether it is as precise as was asked, or will ever be.
    """

    asked: Asked
    result: Result
    beside: Result | None
    differences: dict[str, Difference] | None
    unpaired: str
    is_final: bool


def answers(asked: Asked, runs: Runs, stop: Stop) -> Iterator[Answer]:
    """Yield the answer as it narrows.

    Raises
    ------
    ScenarioError
        If the setting, or what it is compared with, is no scenario.
    StoppedError
        If it was told to stop.
    """
    mine, other = runs.read(asked)
    count = PREVIEW
    while True:
        result = replace(mine.first(count, stop), precision=asked.width)
        beside = other.first(count, stop) if other else None
        unpaired = _why_unpaired(result, beside, asked.beside)
        paired = beside is not None and not unpaired
        differences = _differences(result, beside) if paired and beside else None
        final = count >= DEFAULT_REPLICATIONS and is_enough(result, asked.width)
        yield Answer(asked, result, beside, differences, unpaired, final)
        if final:
            return
        count = DEFAULT_REPLICATIONS if count < DEFAULT_REPLICATIONS else 2 * count


def _why_unpaired(result: Result, beside: Result | None, named: Setting | None) -> str:
    if beside is None or named is None or result.dates == beside.dates:
        return ""
    return (
        f"{named.named} is simulated from {beside.dates[0]} to {beside.dates[-1]} and this from "
        f"{result.dates[0]} to {result.dates[-1]}; results of different days are no contrast."
    )


def _differences(result: Result, beside: Result) -> dict[str, Difference]:
    columns = {name: list(INDICATORS).index(name) for name in COMPARED}
    return {
        name: paired_difference(beside.indicators[:, column], result.indicators[:, column])
        for name, column in columns.items()
    }
