"""What matters, in a scenario: which values decide its answer, and how much is chance?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sim.ensemble.rows import Gatherer, Gathering
from sim.model.outline import outline
from sim.outcomes.indicators import INDICATORS
from sim.scenario.problems import nearest, shortened
from sim.scenario.schema import Scenario
from sim.study.errors import StudyError
from sim.study.sensitivity.design import Design
from sim.study.sensitivity.indices import Indices, find_indices
from sim.study.sensitivity.screening import POINTS, Screening, grouped, screen
from sim.study.sensitivity.swings import REPLICATIONS, Swings, find_swings
from sim.study.sensitivity.task import Designed, LevelTask, Planned
from sim.study.sensitivity.tornado import tornado
from sim.study.sensitivity.unknowns import Unknowns, unknowns


@dataclass(frozen=True, slots=True)
class SensitivityOptions:
    """What is asked.

    Attributes
    ----------
    outcomes
        Names of the indicators whose variance is shared out.
    precision
        Wanted half-width of the 95% interval of every total index.
    most_rows
        Most replications that are run for the indices, whatever precision they have then.
    """

    outcomes: tuple[str, ...] = ("returns", "returns_rate", "inbound", "net_flow")
    precision: float = 0.05
    most_rows: int = 200_000


@dataclass(frozen=True)
class Sensitivity:
    """What matters in a scenario.

    Attributes
    ----------
    scenario, options, seed
        What was asked.
    factors
        Names of everything that was varied: values with a prior, departures from the programme's
        path, the steps of its walk together, what was learned together, and chance.
    learned
        Names of what stands behind the factor ``learned``: drawn as one set of the posterior.
    screening
        What a few rows say of every factor.
    indices
        How the variance of each outcome is shared out.
    tornado
        How far each value moves each outcome by itself.
    rows
        Replications that were run in all.
    """

    scenario: Scenario
    options: SensitivityOptions
    seed: int
    factors: tuple[str, ...]
    learned: tuple[str, ...]
    screening: Screening
    indices: Indices
    tornado: tuple[Swings, ...]
    rows: int


def run_sensitivity(
    scenario: Scenario, options: SensitivityOptions, gatherer: Gatherer
) -> Sensitivity:
    """Find what matters in a scenario.

    Parameters
    ----------
    scenario
        As loaded.
    options
        What is asked.
    gatherer
        Seed, engine and workers; how many replications there are follows from the precision.

    Raises
    ------
    StudyError
        If an outcome is unknown, or a number makes no sense, with what to write instead.
    WorkersError
        If the workers cannot be reached, or cannot finish a replication.
    """
    _check(options, gatherer.settings.at_central)
    seed, outcomes = gatherer.settings.seed, _places(options.outcomes)
    unknown = unknowns(outline(scenario))
    every = Design(unknown.inputs, unknown.factors, seed)
    with _open(scenario, unknown, Designed(every, unknown), "screening", gatherer) as gathering:
        screening = screen(gathering.rows, every, outcomes, POINTS)
    fewer = Design(unknown.inputs, grouped(every.factors, screening.together), seed)
    with _open(scenario, unknown, Designed(fewer, unknown), "indices", gatherer) as gathering:
        indices = find_indices(
            gathering.rows, fewer, outcomes, options.precision, options.most_rows
        )
    rows, swings = _swings(scenario, unknown, outcomes, gatherer, REPLICATIONS)
    return Sensitivity(
        scenario,
        options,
        seed,
        tuple(factor.name for factor in every.factors),
        tuple(unknown.names[column] for column in unknown.taught),
        screening,
        indices,
        swings,
        screening.rows + indices.rows + rows,
    )


def run_tornado(
    scenario: Scenario, outcomes: Sequence[str], gatherer: Gatherer, replications: int
) -> tuple[Swings, ...]:
    """Find how far each value that is not known moves outcomes by itself, and nothing else.

    Parameters
    ----------
    scenario
        As loaded.
    outcomes
        Names of indicators.
    gatherer
        Seed, engine and workers.
    replications
        Of everything in the middle, and of each end of each bar.
    """
    unknown = unknowns(outline(scenario))
    return _swings(scenario, unknown, _places(outcomes), gatherer, replications)[1]


def _swings(
    scenario: Scenario,
    unknown: Unknowns,
    outcomes: dict[str, int],
    gatherer: Gatherer,
    replications: int,
) -> tuple[int, tuple[Swings, ...]]:
    bars = tornado(unknown)
    with _open(scenario, unknown, bars, "tornado", gatherer) as gathering:
        return find_swings(gathering.rows, bars, outcomes, replications)


@contextmanager
def _open(
    scenario: Scenario, unknown: Unknowns, plan: Planned, name: str, gatherer: Gatherer
) -> Iterator[Gathering]:
    settings = gatherer.settings
    task = LevelTask(scenario, settings.seed, settings.engine, unknown.priors, plan)
    with gatherer.open(task, name) as gathering:
        yield gathering


def _places(outcomes: Sequence[str]) -> dict[str, int]:
    """Return the place of each outcome in a row, by name."""
    return {name: list(INDICATORS).index(name) for name in outcomes}


def _check(options: SensitivityOptions, at_central: bool) -> None:
    if at_central:
        raise StudyError(
            "at central values nothing that is not known is varied; leave out '--at central'"
        )
    if not options.outcomes:
        raise StudyError("no outcome is named; write the name of an indicator, such as returns")
    for name in options.outcomes:
        if name not in INDICATORS:
            raise StudyError(
                f"unknown outcome '{shortened(name)}'; {nearest(name, list(INDICATORS))}"
            )
    if not 0 < options.precision < 1:
        raise StudyError("a precision is the half-width of a share; write a number such as 0.05")
    if options.most_rows < 1:
        raise StudyError("most rows is a number of replications; write one such as 200000")
