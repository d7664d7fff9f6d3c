"""Which fan charts are there, and what does each show?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sim.ensemble.paths import PATHS, PathInfo
from sim.show.words import number, signed


@dataclass(frozen=True, slots=True)
class Fan:
    """What a fan chart shows.

    Attributes
    ----------
    lines
        What each path is called after "the" and before a number, by the name of the path; the
        second may be part of the first.
    axis
        Title of the axis, without its unit.
    quantity
        Which reported figures speak of it, if any do.
    limit
        Path whose median is drawn as a limit.
    apart
        What tells two paths apart in few words, by name; empty if there is one.
    """

    lines: dict[str, str]
    axis: str
    quantity: str | None = None
    limit: str | None = None
    apart: dict[str, str] = field(default_factory=dict)

    @property
    def least(self) -> float:
        """How far its axis goes up at least, where there is nothing but zero to show."""
        return 0.001 if self.info.is_share else 5.0

    @property
    def info(self) -> PathInfo:
        """What its paths are, which have a unit in common."""
        return PATHS[next(iter(self.lines))]

    @property
    def written(self) -> Callable[[float | None], str]:
        """How its numbers are written."""
        if "net_flow" in self.lines:
            return signed
        return lambda value: number(value, self.info.unit)


FANS: dict[str, Fan] = {
    "returns_rate": Fan(
        {"returns_rate": "returns rate"},
        "returns rate",
        quantity="returns_rate",
    ),
    "net_flow": Fan(
        {"net_flow": "net flow"},
        "net flow, positive = more came in",
        quantity="net_flow",
    ),
    "returns": Fan(
        {"returns": "number of returns"}, "returns to date", quantity="returns_cumulative"
    ),
    "inbound": Fan(
        {"inbound": "number who came in by the route"},
        "came in by the route to date",
        quantity="inbound_cumulative",
    ),
    "occupancy": Fan(
        {"occupancy": "number in detention under the scheme"},
        "in detention under the scheme",
        limit="places",
    ),
    "waiting": Fan(
        {
            "waiting_for_a_flight": "number waiting for a flight",
            "waiting_to_travel": "number approved and waiting to travel in",
        },
        "waiting",
        apart={"waiting_for_a_flight": "for a flight", "waiting_to_travel": "to travel in"},
    ),
    "seats": Fan(
        {
            "seats_in_week": "number of agreed places flown in a week",
            "seats_unused_in_week": "number of them that were empty",
        },
        "agreed places a week",
        apart={"seats_in_week": "flown", "seats_unused_in_week": "empty"},
    ),
}
"""Every fan chart by name, in the order in which they are shown."""
