"""What is not known in a scenario, and how does it become levels that the model takes?

A value stands at a level of its prior: the share of the prior that lies below it. The model takes
a level for every prior, and for every departure and step of growth; here each is an input between
0 and 1, and the inputs that are moved together are a factor.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.model.basis import NUMBER_PATHS, Number
from sim.model.growth import growth_names
from sim.model.outline import Outline

CHANCE = "chance"
LEARNED = "learned"
WALK = "programme.walk"

MIDDLE = 0.5

Levels = NDArray[np.float64]
"""Levels between 0 and 1."""


@dataclass(frozen=True, slots=True)
class Factor:
    """What is moved together.

    Attributes
    ----------
    name
        A key path, ``learned``, ``programme.walk``, ``chance`` or a group's name.
    inputs
        Which inputs.
    luck
        True if the luck of the replication is moved, too.
    """

    name: str
    inputs: tuple[int, ...]
    luck: bool = False


@dataclass(frozen=True, eq=False)
class Unknowns:
    """What is not known in a scenario.

    Attributes
    ----------
    names
        Of the columns that the model takes: key paths of the values with a prior, then the names
        of :func:`~sim.model.growth.growth_names`.
    priors
        How many of them are values with a prior.
    free
        Columns with an input of their own, in the order of the inputs.
    taught
        Columns of which something was learned; the input after the free ones says which set of
        the posterior they stand in, for they go together.
    sets
        Their levels in each set, shape (sets, taught).
    """

    names: tuple[str, ...]
    priors: int
    free: tuple[int, ...]
    taught: tuple[int, ...]
    sets: Levels

    @property
    def inputs(self) -> int:
        """How many inputs there are."""
        return len(self.free) + bool(self.taught)

    @property
    def factors(self) -> tuple[Factor, ...]:
        """Every factor: values and departures, the walk, what was learned, and chance."""
        alone, walk = [], []
        for number, column in enumerate(self.free):
            if is_step(self.names[column]):
                walk.append(number)
            else:
                alone.append(Factor(self.names[column], (number,)))
        together = [Factor(WALK, tuple(walk))] if walk else []
        learned = [Factor(LEARNED, (len(self.free),))] if self.taught else []
        return (*alone, *together, *learned, Factor(CHANCE, (), luck=True))

    def levels(self, inputs: Levels) -> Levels:
        """Return the level of every column, shape (columns,); idle ones are in the middle."""
        found = np.full(len(self.names), MIDDLE)
        found[list(self.free)] = inputs[: len(self.free)]
        if self.taught:
            found[list(self.taught)] = self.sets[int(inputs[-1] * len(self.sets))]
        return found


def unknowns(outline: Outline) -> Unknowns:
    """List what is not known in a scenario that is not at its central values.

    Without wobble, or a limit that follows, the steps of the walk move nothing; without a spread a
    departure does not.
    """
    basis, entries = outline.basis, outline.priors.entries
    followers = [path for path in outline.row if path in entries and entries[path].growth]
    names = (*outline.priors.paths, *growth_names(followers, basis.months))
    priors = len(outline.priors.paths)
    learned = np.concatenate([basis.prior_levels, basis.growth_levels], axis=1)
    known = ~np.isnan(learned).any(axis=0) if len(learned) else np.zeros(len(names), np.bool_)
    wobble = NUMBER_PATHS[Number.WOBBLE] in names[:priors] or basis.numbers[Number.WOBBLE] > 0
    moves = np.full(len(names), True)
    moves[priors : priors + len(followers)] = basis.departures > 0
    moves[priors + len(followers) :] = wobble and bool(followers)
    taught = np.flatnonzero(known & moves)
    free = np.flatnonzero(~known & moves)
    return Unknowns(names, priors, tuple(free.tolist()), tuple(taught.tolist()), learned[:, taught])


def is_step(name: str) -> bool:
    """Return whether a column is a step of the programme's walk."""
    return name.startswith(f"{WALK}.")


def at_levels(outline: Outline, levels: Levels, priors: int) -> Outline:
    """Return the outline with every column at one level, whatever luck would draw.

    Parameters
    ----------
    outline
        Of the scenario.
    levels
        Shape (columns,).
    priors
        How many of the columns are values with a prior.
    """
    of_priors, of_growth = levels[None, :priors], levels[None, priors:]
    return replace(
        outline,
        priors=replace(outline.priors, levels=of_priors),
        basis=outline.basis._replace(prior_levels=of_priors, growth_levels=of_growth),
    )
