"""What does whoever is to be briefed on scenarios need to know of them?

Each is run and set beside what was reported; the first is the base: which limit binds in it, what
it rests on, and what changes with the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sim.ensemble.fingerprint import of_inputs, of_results
from sim.ensemble.first_use import Say
from sim.ensemble.result import Result
from sim.ensemble.rows import Gatherer
from sim.ensemble.run import Progress, run
from sim.ensemble.settings import Settings
from sim.ensemble.task import Task
from sim.evidence.compare import compare
from sim.evidence.comparison import Comparison
from sim.evidence.figures import Figure, figures_of
from sim.scenario.load import Loaded
from sim.scenario.schema import Scenario
from sim.study.contrasting.contrast import Contrast, run_contrast
from sim.study.contrasting.naming import by_name
from sim.study.contrasting.precise import ContrastOptions
from sim.study.limits.study import Limits, find_limits
from sim.study.sensitivity.study import run_tornado
from sim.study.sensitivity.swings import Swings

MOVED = ("returns", "net_flow")
"""Outcomes of which it is said which values move them."""
TORNADO_REPLICATIONS = 64
"""Of each end of each value: enough to say which move an outcome furthest, not to tell the rest."""


@dataclass(frozen=True)
class Brief:
    """One scenario.

    Attributes
    ----------
    label
        The scenario's own name; with a number if one before it has the same.
    named, loaded
        The scenario as it was named, with its sources.
    result
        What was found.
    figures
        Those that it is compared with; none if it asks what would have been in observed weeks.
    compared
        The result beside them; None if none is of its days.
    inputs, results
        Fingerprints of what was run and of what came out.
    """

    label: str
    named: str
    loaded: Loaded
    result: Result
    figures: tuple[Figure, ...]
    compared: Comparison | None
    inputs: str
    results: str

    @property
    def scenario(self) -> Scenario:
        """The scenario."""
        return self.loaded.scenario


@dataclass(frozen=True)
class Briefing:
    """Scenarios and what there is to know of them.

    Attributes
    ----------
    briefs
        In the order in which they were named, the base first.
    settings
        How they were run.
    limits, tornado
        Of the base: which limit binds, and how far each value moves its answer.
    contrast
        The others beside it; None if there is none of the same days.
    apart
        Those of other days, which cannot be set beside it, as they were named.
    """

    briefs: tuple[Brief, ...]
    settings: Settings
    limits: Limits
    tornado: tuple[Swings, ...]
    contrast: Contrast | None
    apart: tuple[str, ...]


def brief(
    named: Sequence[tuple[str, Loaded]],
    settings: Settings,
    progress: Progress = lambda done: None,
    say: Say = lambda text: None,
) -> Briefing:
    """Run everything that a report shows.

    Parameters
    ----------
    named
        Scenarios, each as it was named; at least one.
    settings
        How each is run.
    progress
        Called with the number of replications just finished.
    say
        Called with a sentence where something takes unusually long.

    Raises
    ------
    ScenarioError
        If a scenario cannot be prepared, or the figures that it names are not well formed.
    WorkersError
        If the workers cannot be reached, or cannot finish a replication.
    """
    labelled = by_name((loaded.scenario.name, (name, loaded)) for name, loaded in named)
    briefs = tuple(
        _brief(label, name, loaded, settings, progress, say)
        for label, (name, loaded) in labelled.items()
    )
    base, others = briefs[0], briefs[1:]
    alike = [other for other in others if other.result.dates == base.result.dates]
    apart = [other for other in others if other.result.dates != base.result.dates]
    gatherer = Gatherer(replace(settings, precision=None), progress, say)
    contrast = None
    if alike:
        options = ContrastOptions(base.result.replications)
        together = by_name(((other.named, other.scenario) for other in alike), base.named)
        contrast = run_contrast(base.scenario, together, options, gatherer)
    return Briefing(
        briefs,
        settings,
        find_limits(base.scenario, gatherer),
        run_tornado(base.scenario, MOVED, gatherer, TORNADO_REPLICATIONS),
        contrast,
        tuple(other.named for other in apart),
    )


def _brief(
    label: str, named: str, loaded: Loaded, settings: Settings, progress: Progress, say: Say
) -> Brief:
    scenario = loaded.scenario
    result = run(scenario, settings, progress, say=say)
    figures = () if scenario.counterfactual or not scenario.figures else figures_of(scenario)
    compared = compare(result, figures)
    task = Task(scenario, settings.seed, settings.at_central, settings.engine)
    return Brief(
        label,
        named,
        loaded,
        result,
        figures,
        compared if compared.figures else None,
        of_inputs(task),
        of_results(result.batch),
    )
