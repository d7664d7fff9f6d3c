"""What are the uncertain values in this replication?

Every parameter with a prior is drawn once a replication, from the luck of its own
key path, so that a new parameter moves no other. Of a calibrated scenario the
replication draws one set of the posterior, which goes together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.compiled import compiled, part
from sim.luck import invert
from sim.luck.keyed import LuckWords, uniform
from sim.luck.keys import parameter_key
from sim.luck.luck import Luck, name_id
from sim.luck.tables import LENGTH, Table, look_up, make_table
from sim.scenario.posterior import Posterior, prior_words
from sim.scenario.priors import reach
from sim.scenario.schema import Scenario
from sim.scenario.values import Assumption, Dated, Prior, PriorKind, Spread

PARAMETER = np.uint64(name_id("parameter"))
POSTERIOR = np.uint64(name_id("posterior"))

_QUANTILE: dict[PriorKind, Callable[..., Any]] = {
    "uniform": invert.uniform,
    "triangular": invert.triangular,
    "normal": lambda u, mean, sd: mean + sd * invert.normal(u),
    "lognormal": invert.lognormal,
    "beta": invert.beta,
}


def quantile(prior: Prior, u: float) -> float:
    """Return the value of a prior below which a share ``u`` of it lies."""
    return float(_QUANTILE[prior.kind](np.asarray(u), *prior.numbers))


def prior_table(prior: Prior) -> Table:
    """Tabulate a prior.

    What is drawn stays within the reach of its prior, which the reader has found possible:
    a normal has no value of the wrong sign in one replication of many.
    """
    return make_table(lambda u: np.clip(_QUANTILE[prior.kind](u, *prior.numbers), *reach(prior)))


@dataclass(frozen=True, slots=True)
class Uncertain:
    """Everything that has a prior, and the tables of the priors.

    Attributes
    ----------
    entries
        Every parameter of the scenario by key path.
    paths
        Of those that are drawn.
    keys
        uint64, owners of their luck, shape (paths,).
    tables
        Shape (paths, numbers of a table).
    levels
        What was learned of them, see :func:`learned_levels`.
    """

    entries: Mapping[str, Assumption[Any]]
    paths: tuple[str, ...]
    keys: NDArray[np.uint64]
    tables: NDArray[np.float64]
    levels: NDArray[np.float64]


def uncertain(scenario: Scenario, at_central: bool = False) -> Uncertain:
    """Collect the priors of a scenario.

    At central values only what was learned is moved, to the median of what was learned.
    """
    entries = {entry.path: entry for entry in scenario.assumptions()}
    priors = {path: entry.prior for path, entry in entries.items() if entry.prior is not None}
    posterior = scenario.posterior
    if at_central:
        learned = posterior.of if posterior else lambda name, prior: None
        priors = {path: p for path, p in priors.items() if learned(path, prior_words(p))}
    words = {path: prior_words(prior) for path, prior in priors.items()}
    return Uncertain(
        entries,
        tuple(priors),
        np.array([parameter_key(path) for path in priors], dtype=np.uint64),
        np.array([prior_table(prior) for prior in priors.values()]).reshape(-1, LENGTH),
        learned_levels(posterior, words, at_central),
    )


def learned_levels(
    posterior: Posterior | None, names: Mapping[str, str], at_central: bool
) -> NDArray[np.float64]:
    """Return the levels at which uncertain values are set.

    Parameters
    ----------
    posterior
        What was learned, if anything.
    names
        The prior of each value, in words, by the name under which it is learned.
    at_central
        True for one row: the median of what was learned, else the median of the prior.

    Returns
    -------
    ndarray of float64, shape (sets, names)
        NaN for what was not learned; no rows if nothing was.
    """
    sets = posterior.sets if posterior else 0
    levels = np.full((1 if at_central else sets, len(names)), 0.5 if at_central else np.nan)
    for column, (name, prior) in enumerate(names.items()):
        if posterior and (learned := posterior.of(name, prior)):
            levels[:, column] = np.median(learned) if at_central else learned
    return levels


@dataclass(frozen=True, slots=True)
class Settled:
    """The values of one replication: as written, but for the uncertain ones, which are drawn.

    Attributes
    ----------
    drawn
        What was drawn from each prior, by key path: the value, or a factor on it.
    """

    entries: Mapping[str, Assumption[Any]]
    drawn: Mapping[str, float]

    def value(self, path: str) -> Any:
        """Return the value of a parameter in base units.

        A prior on a factor multiplies a dated value's scaled steps or stretches a spread.
        """
        entry = self.entries[path]
        if path not in self.drawn:
            return entry.value
        value, number = entry.value, self.drawn[path]
        if isinstance(value, Dated | Spread):
            return value.times(number)
        if isinstance(value, tuple):
            return tuple(x * number for x in value)
        return value * number if entry.prior and entry.prior.factor else number


def settle(priors: Uncertain, luck: Luck) -> Settled:
    """Draw every uncertain value."""
    numbers = np.empty(len(priors.paths))
    draw_priors(priors.keys, priors.tables, priors.levels, luck.words, numbers)
    return Settled(priors.entries, dict(zip(priors.paths, numbers.tolist(), strict=True)))


@compiled
def draw_priors(
    keys: NDArray[np.uint64],
    tables: NDArray[np.float64],
    levels: NDArray[np.float64],
    luck: LuckWords,
    numbers: NDArray[np.float64],
) -> None:
    """Draw from tabulated priors; `numbers` is filled."""
    for i in range(keys.size):
        numbers[i] = look_up(tables[i], level(levels, i, luck, PARAMETER, keys[i]))


@part
def level(
    levels: NDArray[np.float64], column: int, luck: LuckWords, name: np.uint64, key: np.uint64
) -> float:
    """Return at which level of its prior a value stands: in the replication's set, or drawn."""
    sets = levels.shape[0]
    if sets > 0:
        row = int(uniform(luck, POSTERIOR, np.uint64(0)) * sets)
        learned: float = levels[row, column]
        if not np.isnan(learned):
            return learned
    return uniform(luck, name, key)
