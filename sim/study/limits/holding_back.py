"""How often did each limit hold somebody back, and how many?

Whom a limit held back is no statement about what its relaxation would buy: who is turned away by
one limit may be kept by the next. That is what prices are for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from sim.ensemble.first_use import compile_once
from sim.ensemble.quantiles import Summary, summarise
from sim.ensemble.rows import Gatherer, Rows
from sim.luck.luck import Luck
from sim.model.order import DAY
from sim.model.outline import Outline, outline
from sim.outcomes.cohorts import month_of_day, months
from sim.scenario.schema import Scenario
from sim.study.held.back import held_back_replication
from sim.study.held.holding import Limit

_LIMITS = len(Limit)


@dataclass(frozen=True)
class Held:
    """What one limit held back, over replications.

    Attributes
    ----------
    limit
        Which.
    share_of_days
        Share of days on which it held somebody back; of applications, on which a travel group had
        places to spare.
    people
        How many it ever held back; of applications, places to spare.
    at_a_time
        People who waited for it, mean over the period.
    ended
        Visits or applications that it ended.
    share_by_month
        Share of each month's days on which it held somebody back, mean over replications.
    """

    limit: Limit
    share_of_days: Summary
    people: Summary
    at_a_time: Summary
    ended: Summary
    share_by_month: tuple[float, ...]


@dataclass(frozen=True)
class HeldBackTask:
    """Attributes every wait of a replication; a :class:`~sim.ensemble.rows.RowTask`.

    A row holds, limit by limit, seconds, people and endings, then the days of each month, and in
    the end the spare places of each month.
    """

    scenario: Scenario
    seed: int
    at_central: bool

    @cached_property
    def outline(self) -> Outline:
        """The scenario, prepared."""
        return outline(self.scenario, self.at_central)

    @cached_property
    def months(self) -> int:
        """How many calendar months the run touches."""
        start: Any = self.scenario.scheme.start.value
        return len(months(start, self.scenario.days))

    @property
    def width(self) -> int:
        """How many numbers a row has."""
        return (3 + self.months) * _LIMITS + self.months

    def replications(self, numbers: range) -> Rows:
        """Run some rows, in order."""
        return np.array(
            [np.concatenate([np.ravel(part) for part in self._one(number)]) for number in numbers],
            dtype=np.float64,
        ).reshape(len(numbers), self.width)

    def _one(self, number: int) -> tuple[Any, ...]:
        return held_back_replication(self.outline, Luck(self.seed, number))


def holding_back(scenario: Scenario, gatherer: Gatherer, replications: int) -> list[Held]:
    """Say how often each limit held somebody back, and how many.

    Parameters
    ----------
    scenario
        As loaded.
    gatherer
        Runs the replications.
    replications
        How many.

    Returns
    -------
    list of Held
        In the order of :class:`~sim.study.held.holding.Limit`.
    """
    settings = gatherer.settings
    task = HeldBackTask(scenario, settings.seed, settings.at_central)
    compile_once(
        "held",
        "Compiling what attributes waits to limits. This happens once and takes a minute.",
        lambda: held_back_replication(task.outline, Luck(0, 0)),
        gatherer.say,
    )
    with gatherer.open(task, "held") as gathering:
        rows = gathering.rows(range(replications))
    seconds, people, ended = (rows[:, part * _LIMITS :][:, :_LIMITS] for part in range(3))
    days = rows[:, 3 * _LIMITS : -task.months].reshape(len(rows), _LIMITS, task.months)
    people[:, Limit.APPLICATIONS] = rows[:, -task.months :].sum(axis=1)
    of_month = np.bincount(month_of_day(scenario.scheme.start.value, scenario.days))
    period = scenario.days * DAY
    return [
        Held(
            limit,
            summarise(days[:, limit].sum(axis=1) / scenario.days, "share"),
            summarise(people[:, limit], "people"),
            summarise(seconds[:, limit] / period, "people"),
            summarise(ended[:, limit], "people"),
            tuple((days[:, limit].mean(axis=0) / of_month).tolist()),
        )
        for limit in Limit
    ]
