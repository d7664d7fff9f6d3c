"""What has been run so far, and how is it told to stop?

A setting that is refined, or looked at again, goes on from the replications that it has.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Protocol

import numpy as np

from sim.ensemble.gathered import Gathered
from sim.ensemble.result import Result
from sim.ensemble.run import result_of
from sim.ensemble.settings import Settings
from sim.ensemble.task import Task
from sim.model.replicate import DEFAULT_ENGINE
from sim.scenario.load import Loaded
from sim.show.web.setting import Asked, Setting

_AT_ONCE = 20
"""Replications between two looks at whether to stop."""
_KEPT = 6
"""Settings whose replications are kept; one of 1,600 replications takes some 25 MB."""


class StoppedError(Exception):
    """Raised where a run was told to stop."""


class Stop(Protocol):
    """Says whether a run is to stop."""

    def is_set(self) -> bool:
        """Return True once it is."""


class Growing:
    """The replications of one setting, as many as anybody asked for so far.

    Parameters
    ----------
    loaded
        The scenario.
    seed
        Of all luck.
    """

    def __init__(self, loaded: Loaded, seed: int) -> None:
        self.loaded = loaded
        self._settings = Settings(seed=seed, engine=DEFAULT_ENGINE)
        self._task = Task(loaded.scenario, seed, False, DEFAULT_ENGINE)
        self._gathered = Gathered()
        self._lock = Lock()

    def first(self, count: int, stop: Stop) -> Result:
        """Return the result of the first replications.

        Raises
        ------
        StoppedError
            If it was told to stop; what is finished is kept.
        """
        with self._lock:
            missing = self._gathered.missing(count)
            for begin in range(0, len(missing), _AT_ONCE):
                if stop.is_set():
                    raise StoppedError
                numbers = missing[begin : begin + _AT_ONCE]
                batch = self._task.replications(range(numbers[0], numbers[-1] + 1))
                self._gathered.put(np.array(numbers), batch, count)
            return result_of(self.loaded.scenario, self._settings, self._gathered.first(count))


class Runs:
    """The settings that were asked for last."""

    def __init__(self) -> None:
        self._growing: OrderedDict[tuple[str, int], Growing] = OrderedDict()
        self._lock = Lock()

    def read(self, asked: Asked) -> tuple[Growing, Growing | None]:
        """Return the replications of a setting and of what it is compared with; none is run.

        Raises
        ------
        ScenarioError
            If one of them is no scenario.
        """
        beside = asked.beside
        other = None if beside is None else self.of(beside, asked.seed)
        return self.of(asked.setting, asked.seed), other

    def of(self, setting: Setting, seed: int) -> Growing:
        """Return the replications of a setting.

        Raises
        ------
        ScenarioError
            If the setting is no scenario.
        """
        key = setting.named + setting.scenario_text, seed
        with self._lock:
            found = self._growing.pop(key, None)
            self._growing[key] = found or Growing(setting.load(), seed)
            while len(self._growing) > _KEPT:
                self._growing.popitem(last=False)
            return self._growing[key]
