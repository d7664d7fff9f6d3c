"""How do attempts answer to the chance of return?

The perceived chance is returns over arrivals, each weighted by ``exp(-age / lag)``
and updated once a day: perception lags what happened. Attempts are the share
``1 - strength × perceived`` of what they would have been, at least none.
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
    lag
        Seconds.
    acts_from
        Second from which boats are affected.
    """

    def __init__(self, strength: float, lag: float, acts_from: int) -> None:
        self.strength = strength
        self.acts_from = acts_from
        self.kept_a_day = exp(-DAY / lag)
        self.day = 0
        self.returns = 0.0
        self.arrivals = 0.0

    def sets_out(self, now: int, mark: float) -> bool:
        """Return whether a boat with this mark sets out."""
        if self.strength == 0 or now < self.acts_from:
            return True
        self._age(now)
        perceived = self.returns / self.arrivals if self.arrivals > 0 else 0.0
        return mark < 1 - self.strength * perceived

    def arrived(self, now: int, people: int) -> None:
        """Remember arrivals."""
        self._age(now)
        self.arrivals += people

    def returned(self, now: int, people: int) -> None:
        """Remember returns."""
        self._age(now)
        self.returns += people

    def _age(self, now: int) -> None:
        while self.day < now // DAY:
            self.returns *= self.kept_a_day
            self.arrivals *= self.kept_a_day
            self.day += 1
