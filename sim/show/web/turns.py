"""Whose turn is it to run a simulation?"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from threading import Event
from typing import Any, TypeVar

T = TypeVar("T")


class BusyError(Exception):
    """As many run and wait as may."""


class Stop:
    """Says whether a run should end: it was told to, or its time is over.

    A run looks at it between pieces of its work, from a thread of its own.

    Parameters
    ----------
    seconds
        How long the run may last from now.
    clock
        Tells the time in seconds.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._told = Event()
        self._clock, self._until = clock, clock() + seconds

    def set(self) -> None:
        """Tell the run to end."""
        self._told.set()

    def is_set(self) -> bool:
        """Return whether the run should end."""
        return self._told.is_set() or self.late

    @property
    def late(self) -> bool:
        """Whether the time of the run is over."""
        return self._clock() >= self._until


class Turn:
    """One place among those that run at once.

    Attributes
    ----------
    stop
        Set when the turn is over, when its time is, or when the one who asked is cancelled.
    """

    def __init__(self, stop: Stop) -> None:
        self.stop = stop
        self._work: asyncio.Future[Any] | None = None

    async def run(self, work: Callable[[Stop], T]) -> T:
        """Do some work in a thread, one piece after another, and return what it returns.

        If this is cancelled, the thread goes on until it looks at ``stop``.
        """
        working = asyncio.ensure_future(asyncio.to_thread(work, self.stop))
        self._work = working
        return await asyncio.shield(working)

    def over(self, free: Callable[[], None]) -> None:
        """End the turn; its place is free when no thread works in it any more."""
        self.stop.set()
        if self._work is None or self._work.done():
            free()
        else:
            self._work.add_done_callback(lambda _: free())


class Turns:
    """Lets a few run at once and a few more wait, first come, first served.

    Parameters
    ----------
    at_once
        How many may run at once.
    waiting
        How many may wait.
    seconds
        How long a run may last before it is told to stop.
    clock
        Tells the time in seconds.
    """

    def __init__(
        self,
        at_once: int = 2,
        waiting: int = 8,
        seconds: float = 30.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._places = asyncio.Semaphore(at_once)
        self._inside, self._most = 0, at_once + waiting
        self._seconds, self._clock = seconds, clock

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[Turn]:
        """Wait for a turn, and hold it.

        Raises
        ------
        BusyError
            At once, if as many run and wait as may.
        """
        if self._inside == self._most:
            raise BusyError
        self._inside += 1
        try:
            await self._places.acquire()
        except BaseException:
            self._inside -= 1
            raise
        turn = Turn(Stop(self._seconds, self._clock))
        try:
            yield turn
        finally:
            turn.over(self._free)

    def _free(self) -> None:
        self._inside -= 1
        self._places.release()
