"""How many times faster is one thing than another?

A machine is faster in one minute than in the next, so both are run in alternation, one pair
after the other, and only the ratios of the pairs count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

from rich.table import Table

Timed = Callable[[int], float]
"""Does something with the luck of a number and returns the seconds that it took."""

Side = tuple[str, Timed]
"""What a pair compares, by name."""

Part = Callable[..., Iterator[Table | str]]
"""Yields the tables of so many rounds, or sentences; ``small=True`` is for a test."""


@dataclass(frozen=True, slots=True)
class Paired:
    """What was run, and the seconds of its pairs: the one that should be slower first."""

    what: str
    slower: str
    faster: str
    seconds: tuple[tuple[float, float], ...]

    @property
    def ratios(self) -> list[float]:
        return [slow / fast for slow, fast in self.seconds]


def pair(what: str, slower: Side, faster: Side, rounds: int) -> Paired:
    """Run both in alternation, once for nothing and then so many rounds.

    The first pair compiles and fills caches.
    """
    return pairs([(what, slower, faster)], rounds)[0]


def pairs(wanted: Sequence[tuple[str, Side, Side]], rounds: int) -> list[Paired]:
    """Run several pairs in turn, so that all of them see the same minutes."""
    for _, (_, slow), (_, fast) in wanted:
        slow(0), fast(0)
    found: list[list[tuple[float, float]]] = [[] for _ in wanted]
    for number in range(rounds):
        for times, (_, (_, slow), (_, fast)) in zip(found, wanted, strict=True):
            times.append((slow(number), fast(number)))
    return [
        Paired(what, slower, faster, tuple(times))
        for (what, (slower, _), (faster, _)), times in zip(wanted, found, strict=True)
    ]


def seconds(action: Callable[[], object]) -> float:
    begun = perf_counter()
    action()
    return perf_counter() - begun


def table(title: str, pairs: Sequence[Paired]) -> Table:
    """Lay out medians, and the median, least and greatest ratio of the pairs."""
    found = Table(title=title, title_justify="left")
    for heading in ("", "slower", "faster"):
        found.add_column(heading)
    for heading in ("slower ms", "faster ms", "ratio", "least", "most"):
        found.add_column(heading, justify="right")
    for each in pairs:
        slow, fast = (1e3 * median(times) for times in zip(*each.seconds, strict=True))
        ratios = each.ratios
        found.add_row(
            each.what,
            each.slower,
            each.faster,
            f"{slow:,.3g}" if slow < 1000 else f"{slow:,.0f}",
            f"{fast:,.3g}" if fast < 1000 else f"{fast:,.0f}",
            *(f"{ratio:,.2f}" for ratio in (median(ratios), min(ratios), max(ratios))),
        )
    return found
