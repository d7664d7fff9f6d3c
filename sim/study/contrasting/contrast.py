"""What changes?

Scenarios are run under the same luck and compared replication by replication: every indicator, the
month in which they part, and the people who are returned in one of them only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sim.ensemble.first_use import compile_first, compile_once
from sim.ensemble.rows import Gatherer, Rows
from sim.ensemble.settings import Settings
from sim.luck.luck import Luck
from sim.outcomes.replication import replication_and_returned
from sim.scenario.schema import Scenario
from sim.study.contrasting.matching import why_unmatched
from sim.study.contrasting.pairs import COUNTED, Pairs
from sim.study.contrasting.precise import ContrastOptions
from sim.study.contrasting.swaps import find_swaps
from sim.study.contrasting.versus import Side, Versus
from sim.study.errors import StudyError


@dataclass(frozen=True)
class Contrast:
    """Other scenarios beside a base.

    Attributes
    ----------
    base
        What the base does.
    others
        The others, by the name under which each was given.
    options
        How sure it had to be.
    settings
        Seed, engine and whether uncertain values were drawn.
    """

    base: Side
    others: dict[str, Versus]
    options: ContrastOptions
    settings: Settings

    @property
    def replications(self) -> int:
        """How many replications there are."""
        return int(self.base.indicators.shape[0])

    @property
    def is_precise(self) -> bool:
        """Whether every difference is as precise as was asked."""
        return all(self.options.are_met(self.base, found.other) for found in self.others.values())


def run_contrast(
    base: Scenario,
    others: Mapping[str, Scenario],
    options: ContrastOptions,
    gatherer: Gatherer,
) -> Contrast:
    """Run scenarios under the same luck and compare each with the base.

    Parameters
    ----------
    base
        What the others are compared with.
    others
        By a name for each.
    options
        How sure the answer has to be.
    gatherer
        How rows are run; of its settings the replications and the precision do not count.

    Raises
    ------
    StudyError
        If there is no other, if the days of two scenarios differ, or if options have no answer.
    ScenarioError
        If a scenario cannot be prepared.
    WorkersError
        If the workers cannot be reached, or cannot finish a replication.
    """
    _check(base, others, options)
    settings = gatherer.settings
    pairs = Pairs((base, *others.values()), settings.seed, settings.at_central, settings.engine)
    compile_first(pairs.outline, gatherer.say)
    compile_once(
        "contrast",
        "Compiling what tells who is returned. This happens once and takes some seconds.",
        lambda: replication_and_returned(pairs.outline, Luck(0, 0), "compiled"),
        gatherer.say,
    )
    with gatherer.open(pairs, "pairs") as gathering:
        for wanted in options.attempts():
            rows = gathering.rows(range(wanted))
            mine, *its = _sides(pairs, rows)
            if all(options.are_met(mine, side) for side in its):
                break
    found = [_versus(pairs, place, mine, side, rows) for place, side in enumerate(its, start=1)]
    return Contrast(mine, dict(zip(others, found, strict=True)), options, settings)


def _check(base: Scenario, others: Mapping[str, Scenario], options: ContrastOptions) -> None:
    if not others:
        raise StudyError("there is nothing to compare with; name at least one other scenario")
    if options.replications is not None and options.replications < 1:
        raise StudyError(f"{options.replications} replications show nothing; write 1 or more")
    if not options.precision > 0:
        raise StudyError(f"a precision of {options.precision} is never reached; write 0.01 for 1%")
    mine = base.scheme
    for name, other in others.items():
        its = other.scheme
        for path, here, there in (
            ("scheme.start", mine.start.value, its.start.value),
            ("scheme.horizon", mine.horizon.value, its.horizon.value),
        ):
            if here != there:
                raise StudyError(
                    f"{path} of '{name}' is {there} and that of the base is {here}; results of "
                    f"different days are no contrast: give both the same {path}"
                )


def _sides(pairs: Pairs, rows: Rows) -> list[Side]:
    """Return what each scenario does, the base first."""
    layout = pairs.layout
    shape = (rows.shape[0], len(COUNTED), layout.months)
    return [
        Side(
            scenario, rows[:, layout.indicators(place)], rows[:, layout.sums(place)].reshape(shape)
        )
        for place, scenario in enumerate(pairs.scenarios)
    ]


def _versus(pairs: Pairs, place: int, base: Side, other: Side, rows: Rows) -> Versus:
    first_days, only_with, only_without = rows[:, pairs.layout.apart(place)].T
    unmatched = why_unmatched(pairs.outlines[0], pairs.outlines[place])
    swaps = None if unmatched else find_swaps(pairs, place, only_with, only_without)
    return Versus(base, other, first_days, swaps, unmatched, pairs.seed)
