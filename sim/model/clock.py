"""How does a SimPy event get its place in the one order of things?

``Clock.at`` is the only door into the engine: an event at a time, of a kind, for an
owner. Its SimPy priority is made of kind and owner, so that events of one instant
run in the order of :class:`~sim.model.order.Kind`.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import Any, cast

import simpy

from sim.model.order import Kind

Process = Generator[simpy.Event, Any, Any]

_OWNERS = 2**40


class Clock:
    """SimPy's environment with whole seconds and one total order."""

    def __init__(self) -> None:
        self._env = simpy.Environment()

    @property
    def now(self) -> int:
        """Seconds since the start."""
        return int(self._env.now)

    def at(self, time: int, kind: Kind, owner: int = 0) -> simpy.Event:
        """Return an event that happens at a time, in the order of kind and owner.

        Parameters
        ----------
        time
            Not before now.
        kind
            What it is.
        owner
            Number of its owner among those of this kind, from 0.
        """
        event = self._env.event()
        event._ok, event._value = True, None
        # SimPy's own events (the start and end of a process) have priorities 0 and 1.
        priority = cast("simpy.events.EventPriority", int(kind) * _OWNERS + owner)
        self._env.schedule(event, priority=priority, delay=time - self.now)
        return event

    def call(self, time: int, kind: Kind, owner: int, action: Callable[[], None]) -> None:
        """Schedule an action that is no person's."""
        callbacks = self.at(time, kind, owner).callbacks
        assert callbacks is not None
        callbacks.append(lambda event: action())

    def waits(self) -> simpy.Event:
        """Return an event that somebody else will bring about."""
        return self._env.event()

    def start(self, process: Process) -> None:
        """Let a person's process begin."""
        self._env.process(process)

    def run(self, until: int) -> None:
        """Run every event before a time."""
        self._env.run(until=until)


@contextmanager
def garbage_left_alone() -> Iterator[None]:
    """Keep Python from looking for garbage while a replication runs.

    Nearly all that an engine makes is in use until its end, and searching it again and
    again made a person cost twice as much among a hundred times as many. What is young at
    the end is what the replication made: it is collected then.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
            gc.collect(0)
