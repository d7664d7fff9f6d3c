"""May the side that is ahead go on?

The balance is cumulative inbound minus cumulative returns. At a bound the side
that is ahead stops; it resumes when a review finds the balance back inside, or at
the reset level if there is one.
"""

from __future__ import annotations

from sim.model.plan import BalanceRule


class Balance:
    """The running balance of one replication."""

    def __init__(self, rule: BalanceRule) -> None:
        self.rule = rule
        self.value = 0
        self.returns_halted = False
        self.inbound_halted = False

    def returned(self, people: int) -> None:
        """Count returns."""
        self.value -= people

    def came_in(self, people: int) -> None:
        """Count people who travelled in."""
        self.value += people

    def room_for_returns(self) -> int:
        """Return how many may board before the bound."""
        return 0 if self.returns_halted else max(self.rule.returned_lead + self.value, 0)

    def room_for_travel(self, waiting: int) -> int:
        """Return how many of those waiting may travel in.

        Where only approvals stop at the bound, those already approved may all travel.
        """
        if not self.rule.halts_travel:
            return waiting
        return 0 if self.inbound_halted else max(self.rule.inbound_lead - self.value, 0)

    def stops_approvals(self) -> bool:
        """Return whether a new approval has to wait."""
        if self.rule.halts_travel:
            return False
        return self.inbound_halted or self.value >= self.rule.inbound_lead

    def review(self) -> None:
        """Halt a side at its bound, and let it resume once it is back."""
        rule = self.rule
        self.inbound_halted = _halted(
            self.value, rule.inbound_lead, rule.reset, self.inbound_halted
        )
        self.returns_halted = _halted(
            -self.value, rule.returned_lead, rule.reset, self.returns_halted
        )


def _halted(lead: int, bound: int, reset: int | None, halted: bool) -> bool:
    if lead >= bound:
        return True
    return halted and reset is not None and lead > reset
