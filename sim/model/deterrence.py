"""How do attempts answer to the chance of return?

The experienced chance is the returns of the last days over the arrivals of the same days, as
many days as memory is long. A memory of a year holds every season once: over less than a season
the ratio moves with the weather, and with few arrivals in winter it would shoot up. The perceived
chance follows the experienced one day by day, and lags it: what is between them shrinks by
``exp(-1 day / lag)`` a day. Attempts are the share ``1 - strength × perceived`` of what they
would have been, at least none.
"""

from __future__ import annotations

from math import exp

from sim.model.order import DAY


class Deterrence:
    """The perceived chance of return in one replication.

    Parameters
    ----------
    strength
        Fall in attempts, as a share, per unit of perceived chance.
    lag, memory
        Seconds; memory counts as whole days, at least one.
    acts_from
        Second from which boats are affected.
    days
        Number of simulated days.
    """

    def __init__(
        self, strength: float, lag: float, memory: float, acts_from: int, days: int
    ) -> None:
        self.strength = strength
        self.acts_from = acts_from
        self.kept_a_day = exp(-DAY / lag)
        self.memory = max(int(memory) // DAY, 1)
        self.today = 0
        self.returns = [0] * days
        self.arrivals = [0] * days
        self.returns_in_memory = self.arrivals_in_memory = 0
        self.experienced = self.perceived = 0.0

    def sets_out(self, now: int, mark: float) -> bool:
        """Return whether a boat with this mark sets out."""
        if self.strength == 0 or now < self.acts_from:
            return True
        self._days_pass(now)
        return mark < 1 - self.strength * self.perceived

    def arrived(self, now: int, people: int) -> None:
        """Remember arrivals."""
        self.arrivals[now // DAY] += people

    def returned(self, now: int, people: int) -> None:
        """Remember returns."""
        self.returns[now // DAY] += people

    def _days_pass(self, now: int) -> None:
        """Take in every day that is over, and forget the one before those of memory."""
        while self.today < now // DAY:
            self.returns_in_memory += self.returns[self.today]
            self.arrivals_in_memory += self.arrivals[self.today]
            forgotten = self.today - self.memory
            if forgotten >= 0:
                self.returns_in_memory -= self.returns[forgotten]
                self.arrivals_in_memory -= self.arrivals[forgotten]
            if self.arrivals_in_memory > 0:
                self.experienced = min(self.returns_in_memory / self.arrivals_in_memory, 1.0)
            gap = self.experienced - self.perceived
            self.perceived += gap * (1 - self.kept_a_day)
            self.today += 1
