"""Which whole numbers rule a replication?"""

from __future__ import annotations

from enum import IntEnum


class Rule(IntEnum):
    """Where each rule stands; times in seconds since the start, flags 0 or 1.

    ``SCOPE_BEGINS`` is the first second in which an arrival is in scope;
    ``SCOPE_ENDS``, ``REFERRAL_ENDS``, ``RETURNS_END`` and ``INBOUND_ENDS`` are the last second
    of the last day of each; ``OBSERVED_ENDS`` is the first second after the last observed week,
    0 if nothing was observed. ``BOARDING`` is the number of the boarding order.
    """

    HORIZON = 0
    DAYS = 1
    HAS_INTAKE_LIMIT = 2
    BOARDING = 3
    INBOUND_LEAD = 4
    RETURNED_LEAD = 5
    RESET = 6
    HALTS_TRAVEL = 7
    REVIEW = 8
    HOLDING_LIMIT = 9
    REFERRAL_DEADLINE = 10
    LONG_STOP = 11
    SCOPE_ENDS = 12
    REFERRAL_ENDS = 13
    RETURNS_END = 14
    INBOUND_ENDS = 15
    OBSERVED_ENDS = 16
    DETERS_FROM = 17
    START = 18
    SCOPE_BEGINS = 19


NO_RESET = -1
"""Reset level of a balance that has none."""

NO_EXIT = -1
"""Exit of a barrier that delays."""
