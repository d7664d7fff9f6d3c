"""What is there to say of a scenario?

Its run, beside that of the scenario it extends, at each value of the unknown that decides it,
beside what was reported, and beside the noise that arrivals have anyway: all that its page shows,
under one seed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from sim.ensemble.first_use import Say
from sim.ensemble.result import Result
from sim.ensemble.run import run
from sim.ensemble.settings import Settings
from sim.evidence.compare import compare
from sim.evidence.comparison import Comparison
from sim.evidence.figures import figures_of
from sim.scenario.load import Loaded, load_with_sources
from sim.scenario.schema import Scenario
from sim.study.noise import Noise, arrivals_noise, first_projected
from sim.study.sweep import SweepResult, run_sweep

HALF_A_YEAR = 182
SWEPT_LESS = 4
"""A sweep has many points and few readers of the last digit: fewer replications at each."""


@dataclass(frozen=True)
class Portrait:
    """A scenario and what it finds.

    Attributes
    ----------
    name
        Bare name of the scenario.
    loaded, parent
        The scenario, and the one it extends (None for a baseline), with their sources.
    settings
        Replications and seed of every run.
    result
        What was found.
    beside
        What the parent finds under the same luck; None unless both are of the same days and no
        unknown decides either.
    swept
        The answer at each value of the unknown that decides it, if there is one.
    compared
        The result beside reported figures; None for a scenario that asks what would have been
        in observed weeks, and where no figure is of its days.
    noise
        Of half a year of arrivals after the last observed week; None without deterrence there.
    """

    name: str
    loaded: Loaded
    parent: Loaded | None
    settings: Settings
    result: Result
    beside: Result | None
    swept: SweepResult | None
    compared: Comparison | None
    noise: Noise | None


def portray(
    names: Iterable[str], settings: Settings, say: Say = lambda text: None
) -> Iterator[Portrait]:
    """Run everything that the pages of scenarios show, one page after the other.

    A scenario that several of them show is run once.

    Parameters
    ----------
    names
        Paths or bare names.
    settings
        Replications (those of a sweep are a quarter of them), seed and workers.
    say
        Called with a sentence where something takes unusually long.

    Raises
    ------
    ScenarioError
        If a scenario or the figures that it names are not well formed.
    WorkersError
        If the workers cannot be reached, or cannot finish a replication.
    """
    results: dict[str, Result] = {}

    def found(scenario: Scenario) -> Result:
        file = scenario.files[0]
        if file not in results:
            results[file] = run(scenario, settings, say=say)
        return results[file]

    for name in names:
        loaded = load_with_sources(name)
        scenario = loaded.scenario
        parent = load_with_sources(scenario.files[1]) if len(scenario.files) > 1 else None
        alike = parent is not None and _comparable(scenario, parent.scenario)
        result = found(scenario)
        yield Portrait(
            name=Path(name).stem,
            loaded=loaded,
            parent=parent,
            settings=settings,
            result=result,
            beside=found(parent.scenario) if parent is not None and alike else None,
            swept=_swept(scenario, settings, say),
            compared=_compared(result),
            noise=_noise(scenario, settings, say),
        )


def _comparable(scenario: Scenario, parent: Scenario) -> bool:
    mine, its = scenario.scheme, parent.scheme
    same_days = (mine.start.value, mine.horizon.value) == (its.start.value, its.horizon.value)
    return same_days and scenario.sweep is None and parent.sweep is None


def _swept(scenario: Scenario, settings: Settings, say: Say) -> SweepResult | None:
    if scenario.sweep is None:
        return None
    fewer = max((settings.wanted or 0) // SWEPT_LESS, 1)
    return run_sweep(scenario, scenario.sweep, replace(settings, replications=fewer), say=say)


def _compared(result: Result) -> Comparison | None:
    scenario = result.scenario
    if scenario.counterfactual or not scenario.figures:
        return None
    compared = compare(result, figures_of(scenario))
    return compared if compared.figures else None


def _noise(scenario: Scenario, settings: Settings, say: Say) -> Noise | None:
    strength = scenario.deterrence.strength
    if scenario.counterfactual or not (strength.value or strength.prior):
        return None
    first = first_projected(scenario)
    last = first + timedelta(days=HALF_A_YEAR - 1)
    return arrivals_noise(scenario, first, last, settings, say=say)
